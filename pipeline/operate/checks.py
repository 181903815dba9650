"""Checks of the rows of one shard: offsets give back the words, identifiers lead somewhere, no row is there twice.

Rows are dictionaries as Parquet gives them, by table.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.operate.problems import Problem
from pipeline.schema import columns

Row = dict[str, Any]
Rows = dict[str, list[Row]]

IDS = {
    "articles": "article_id", "sentences": "sentence_id", "mentions": "mention_id", "entities": "entity_id",
    "quotes": "quote_id", "claims": "claim_id",
}  # fmt: skip
WORDS = {
    "sentences": (("start", "end", "text"),),
    "mentions": (("start", "end", "text"),),
    "quotes": (("source_start", "source_end", "source"),),
    "claims": (("start", "end", "text"),),
}
"""Columns with the first character, the end and the words."""
STRETCHES = {"quotes": (("spans", "content"), ("cue_spans", "cue"))}
"""Columns with several stretches, and the words of all, joined by a space."""
REFERENCES = {
    "mentions": (("entity_id", "entities"),),
    "quotes": (("speaker_id", "entities"), ("parent_id", "quotes")),
    "claims": (
        ("sentence_id", "sentences"), ("quote_id", "quotes"), ("subject_id", "entities"), ("object_id", "entities"),
        ("speaker_id", "entities"), ("arguments.entity_id", "entities"), ("attribution.speaker_id", "entities"),
        ("attribution.quote_id", "quotes"),
    ),
}  # fmt: skip
"""Columns that name a row of the same article, and its table."""
SHOWN = 60
"""Characters of a wrong string in a message."""


def check(rows: Rows, file: str) -> Iterator[Problem]:
    """What is wrong with the rows of a shard; `file` is the name of its files, in a table's folder each."""
    texts = {row["article_id"]: row["text"] for row in rows["articles"]}
    for table, name in IDS.items():
        place = f"{table}/{file}"
        yield from _twice([row[name] for row in rows[table]], place)
        yield from _values(table, rows[table], place)
        for row in rows[table]:
            text = texts.get(row["article_id"])
            if text is None:
                what = f"article {row['article_id']!r} is not in articles/{file}"
                yield Problem("reference", place, str(row[name]), what)
            else:
                yield from (Problem("offset", place, str(row[name]), what) for what in offsets(table, row, text))
    yield from _references(rows, file)
    yield from _twice([repr(tuple(row.values())) for row in rows["rejected"]], f"rejected/{file}")


def offsets(table: str, row: Row, text: str) -> Iterator[str]:
    """The places of a row that do not give back its words."""
    if table == "articles":
        yield from _article(row)
    for start, end, words in WORDS.get(table, ()):
        yield from _compare(text, [(row[start], row[end])] if row[start] is not None else [], row[words], words)
    for spans, words in STRETCHES.get(table, ()):
        yield from _compare(text, [(span["start"], span["end"]) for span in row[spans]], row[words], words)
    if table == "quotes":
        yield from _hull(row)
        yield from (f"verbatim {s['start']}:{s['end']} is outside" for s in row["verbatim"] if not _inside(s, text))
    if table == "claims":
        for argument in row["arguments"]:
            yield from _compare(text, [(argument["start"], argument["end"])], argument["text"], "arguments.text")


def _compare(text: str, spans: list[tuple[int, int]], words: str | None, name: str) -> Iterator[str]:
    """Empty without spans and without words; else the stretches must be inside the text, and be the words."""
    found = " ".join(text[start:end] for start, end in spans) if spans else None
    inside = all(0 <= start < end <= len(text) for start, end in spans)
    if not inside or found != words:
        where = ", ".join(f"{start}:{end}" for start, end in spans) or "nowhere"
        yield f"{name} is {_short(words)}, the text has {_short(found)} at {where}"


def _inside(span: dict[str, int], text: str) -> bool:
    return 0 <= span["start"] < span["end"] <= len(text)


def _article(row: Row) -> Iterator[str]:
    if hashlib.sha256(row["text"].encode()).hexdigest() != row["text_sha256"]:
        yield "text_sha256 is not that of the text"
    for repair in row["repairs"]:
        if not row["text"].startswith(repair["after"], repair["start"]):
            yield f"the repair {_short(repair['after'])} does not stand at {repair['start']}"


def _hull(row: Row) -> Iterator[str]:
    spans = [(span["start"], span["end"]) for span in row["spans"]]
    if spans and (row["start"], row["end"]) != (min(s for s, _ in spans), max(e for _, e in spans)):
        yield f"{row['start']}:{row['end']} is not the hull of the content's stretches"
    first = row["cue_spans"][0] if row["cue_spans"] else {"start": None, "end": None}
    if (row["cue_start"], row["cue_end"]) != (first["start"], first["end"]):
        yield f"{row['cue_start']}:{row['cue_end']} is not the first stretch of the cue"


def _twice(ids: list[str], place: str) -> Iterator[Problem]:
    for key, number in Counter(ids).items():
        if number > 1:
            yield Problem("twice", place, key[:SHOWN], f"it is there {number} times")


def _values(table: str, rows: list[Row], place: str) -> Iterator[Problem]:
    for column in columns(table):
        if column.values:
            for row in rows:
                value = row[column.name]
                if value is not None and value not in column.values:
                    yield Problem("value", place, str(row[IDS[table]]), f"{column.name} is {_short(value)}")


def _references(rows: Rows, file: str) -> Iterator[Problem]:
    """Identifiers must lead to a row of the same article."""
    known = {table: {row[name]: row["article_id"] for row in rows[table]} for table, name in IDS.items()}
    for table, pairs in REFERENCES.items():
        for row in rows[table]:
            for column, target in pairs:
                for value in _named(row, column):
                    if value is not None and known[target].get(value) != row["article_id"]:
                        what = f"{column} {value!r} is not among the {target} of article {row['article_id']!r}"
                        yield Problem("reference", f"{table}/{file}", str(row[IDS[table]]), what)


def _named(row: Row, column: str) -> list[str | None]:
    """The values of a column, or of a field in a column of lists (`arguments.entity_id`)."""
    outer, _, inner = column.partition(".")
    return [item[inner] for item in row[outer]] if inner else [row[outer]]


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
