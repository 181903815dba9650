"""Figures: a faultless output scores 1, each kind of error lowers its own figure, and the reference scorer agrees."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from gold_output import GOLD, Rows, article_row, faulty, perfect

from pipeline.errors import GoldError
from pipeline.evaluate.gold import GoldArticle, read_gold
from pipeline.evaluate.output import read_output
from pipeline.evaluate.score import score
from pipeline.schema import Mention, Quote, Span

TOOLS = GOLD.parents[2] / "shared" / "tools"
Write = Callable[[Rows], Path]


def test_faultless(gold: list[GoldArticle], write: Write) -> None:
    figures = score(gold, write(perfect(gold)))
    ones = {name for name, value in figures.items() if name.endswith(("_p", "_r", "_f", "_acc"))}
    assert {name: figures[name] for name in ones if figures[name] != 1.0} == {}
    assert figures["gold"] == figures["pred"] == sum(len(article.attributions) for article in gold)
    assert figures["recall_by_kind"].keys() == {"direct", "indirect", "mixed"}


def test_nothing_found(gold: list[GoldArticle], write: Write) -> None:
    rows = perfect(gold) | {"quotes": [], "mentions": []}
    figures = score(gold, write(rows))
    assert (figures["attr_f"], figures["speaker_f"], figures["ner_f"], figures["cue_acc"]) == (0, 0, 0, 0)


def _change(rows: Rows, table: str, **fields: object) -> Rows:
    return rows | {table: [(owner, dataclasses.replace(row, **fields)) for owner, row in rows[table]]}


@pytest.mark.parametrize(
    ("fields", "lower"),
    [
        ({"kind": "none"}, {"kind_acc"}),
        ({"cue_start": None}, {"cue_acc"}),
        ({"source_start": None}, {"source_acc"}),
        ({"speaker": "een ander"}, {"speaker_acc", "speaker_f"}),
    ],
)
def test_an_error_lowers_its_own_figure(
    gold: list[GoldArticle], write: Write, fields: dict[str, object], lower: set[str]
) -> None:
    figures = score(gold, write(_change(perfect(gold), "quotes", **fields)))
    assert {n for n, v in figures.items() if n.endswith(("_p", "_r", "_f", "_acc")) and v < 1} == lower


def test_shorter_contents_are_found_but_not_strict(gold: list[GoldArticle], write: Write) -> None:
    rows = perfect(gold)
    quotes = [row for _, row in rows["quotes"] if isinstance(row, Quote)]
    for row in quotes:
        row.spans = [*row.spans[:-1], Span(row.spans[-1].start, row.spans[-1].end - 12)]
    figures = score(gold, write(rows))
    assert figures["attr_f"] > 0.9 > figures["strict_f"]
    assert figures["attr_f"] > figures["content_f"] > figures["strict_f"]


def test_said_twice_is_half_precision(gold: list[GoldArticle], write: Write) -> None:
    rows = perfect(gold)
    figures = score(gold, write(rows | {"quotes": rows["quotes"] * 2}))
    assert (figures["attr_p"], figures["attr_r"]) == (0.5, 1.0)


def test_the_anaphor_is_accepted(gold: list[GoldArticle], write: Write) -> None:
    article = next(a for a in gold if a.id == "a02")
    rows = perfect([article])
    first = article.attributions[0]
    row = rows["quotes"][0][1]
    assert isinstance(row, Quote)
    rows["quotes"][0] = ("a02", dataclasses.replace(row, spans=first.alternative, kind="indirect"))
    figures = score([article], write(rows))
    assert (figures["attr_f"], figures["strict_f"], figures["content_f"]) == (1.0, 1.0, 1.0)


def test_optional_names_count_neither_way(gold: list[GoldArticle], write: Write) -> None:
    rows = perfect(gold)
    for article in gold:
        for number, span in enumerate(article.optional):
            row = Mention(mention_id=f"o{number}", start=span.start, end=span.end, text="", label="ORG", kind="name")
            rows["mentions"].append((article.id, row))
    assert score(gold, write(rows))["ner_f"] == 1.0


@pytest.mark.parametrize(
    ("fields", "f"), [({"kind": "pronoun"}, 0.0), ({"label": "DATE"}, 0.0), ({"label": "NORP"}, 0.0)]
)
def test_only_names_of_the_three_types_count(
    gold: list[GoldArticle], write: Write, fields: dict[str, object], f: float
) -> None:
    assert score(gold, write(_change(perfect(gold), "mentions", **fields)))["ner_f"] == f


def test_repaired_text_is_moved_back(gold: list[GoldArticle], write: Write) -> None:
    """The output's text has two characters more before everything; its spans are shifted likewise."""
    article = next(a for a in gold if a.id == "a02")
    rows = perfect([article])
    rows["articles"] = [("a02", article_row("a02", "x " + article.text))]
    rows["quotes"] = [
        (o, dataclasses.replace(r, spans=[Span(s.start + 2, s.end + 2) for s in r.spans]))
        for o, r in rows["quotes"]
        if isinstance(r, Quote)
    ]
    assert score([article], write(rows))["strict_f"] == 1.0


def test_an_article_that_was_not_extracted(gold: list[GoldArticle], write: Write) -> None:
    with pytest.raises(GoldError, match=r"lacks 13 of 14 gold articles \(a02\)") as error:
        read_output(write(perfect(gold[:1])), gold)
    assert "zegsman extract" in error.value.instruction


def test_no_output(gold: list[GoldArticle], tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no table articles"):
        read_output(tmp_path, gold)


def test_unreadable_output(gold: list[GoldArticle], write: Write) -> None:
    out = write(perfect(gold))
    (out / "articles" / "0.parquet").write_bytes(b"PAR1 and then nothing")
    with pytest.raises(GoldError, match="cannot be read"):
        read_output(out, gold)


@pytest.mark.parametrize(("which", "seed"), [("own", 1), ("own", 2), ("real", 3), ("real", 4), ("own", 0)])
def test_agrees_with_the_reference_scorer(write: Write, which: str, seed: int) -> None:
    if not TOOLS.exists():
        pytest.skip("needs the folder shared beside the project")
    gold = read_gold(TOOLS.parent / "gold" / which)
    out = write(faulty(gold, seed) if seed else perfect(gold))
    command = [sys.executable, str(TOOLS / "score.py"), str(out), which]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    ours = score(gold, out)
    assert {name: ours[name] for name in theirs} == theirs
    assert seed == 0 or 0.2 < theirs["attr_f"] < 0.95
