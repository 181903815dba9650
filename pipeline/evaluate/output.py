"""What an output folder holds about the gold articles, with all positions moved into the gold text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.errors import GoldError
from pipeline.evaluate.gold import GoldArticle
from pipeline.evaluate.tokens import to_gold_text
from pipeline.schema import Span


@dataclass(slots=True, kw_only=True)
class PredictedQuote:
    """One row of `quotes`; `cue` is the first cue span, `source` the source's span, where there is one."""

    kind: str
    content: list[Span]
    cue: list[Span]
    source: list[Span]
    speaker: str | None
    rule: str
    text: str = ""
    resolution: str = "none"
    source_kind: str = "none"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PredictedMention:
    """One row of `mentions` that is a name."""

    span: Span
    label: str


@dataclass(slots=True)
class Predicted:
    """The rows of one article."""

    quotes: list[PredictedQuote] = field(default_factory=list)
    mentions: list[PredictedMention] = field(default_factory=list)


def read_rows(out: Path, table: str, ids: Iterable[str], columns: list[str]) -> list[dict[str, Any]]:
    """The rows of `table` that belong to the articles `ids`. GoldError where there is no such table."""
    folder = out / table
    if not folder.is_dir():
        raise GoldError(f"{out} holds no table {table}.", _how_to_extract(out))
    try:
        data = pq.read_table(folder, columns=columns)
    except (pa.ArrowException, OSError) as error:
        raise GoldError(f"{folder} cannot be read: {error}.", _how_to_extract(out)) from error
    wanted = pc.is_in(data["article_id"], value_set=pa.array(list(ids), pa.string()))
    rows: list[dict[str, Any]] = data.filter(wanted).to_pylist()
    return rows


def read_output(out: Path, gold: list[GoldArticle]) -> dict[str, Predicted]:
    """What `out` says about each gold article, by id. GoldError where an article was not extracted."""
    ids = [article.id for article in gold]
    texts = {row["article_id"]: row["text"] for row in read_rows(out, "articles", ids, ["article_id", "text"])}
    missing = [name for name in ids if name not in texts]
    if missing:
        raise GoldError(f"{out} lacks {len(missing)} of {len(ids)} gold articles ({missing[0]}).", _how_to_extract(out))
    move = {article.id: to_gold_text(texts[article.id], article.text) for article in gold}
    found = {name: Predicted() for name in ids}
    for row in read_rows(out, "quotes", ids, ["article_id", *QUOTE_COLUMNS]):
        found[row["article_id"]].quotes.append(_quote(row, move[row["article_id"]]))
    for row in read_rows(out, "mentions", ids, ["article_id", "start", "end", "label", "kind"]):
        if row["kind"] == "name":
            span = _moved(row["start"], row["end"], move[row["article_id"]])
            found[row["article_id"]].mentions.append(PredictedMention(span, row["label"]))
    return found


QUOTE_COLUMNS = [
    "kind", "spans", "start", "end", "cue_start", "cue_end", "source_start", "source_end", "speaker", "rule",
    "content", "resolution", "source_kind", "confidence",
]  # fmt: skip


def _quote(row: dict[str, Any], move: Callable[[int], int]) -> PredictedQuote:
    spans = row["spans"] or [{"start": row["start"], "end": row["end"]}]
    return PredictedQuote(
        kind=row["kind"],
        content=[_moved(span["start"], span["end"], move) for span in spans],
        cue=_maybe(row["cue_start"], row["cue_end"], move),
        source=_maybe(row["source_start"], row["source_end"], move),
        speaker=row["speaker"],
        rule=row["rule"],
        text=row["content"],
        resolution=row["resolution"],
        source_kind=row["source_kind"],
        confidence=row["confidence"],
    )


def _maybe(start: int | None, end: int | None, move: Callable[[int], int]) -> list[Span]:
    return [] if start is None or end is None else [_moved(start, end, move)]


def _moved(start: int, end: int, move: Callable[[int], int]) -> Span:
    return Span(move(start), move(end - 1) + 1)


def _how_to_extract(out: Path) -> str:
    return (
        "Leave --out away to have the gold extracted into a temporary folder. Or write its articles with "
        f"`zegsman evaluate GOLD --jsonl gold.jsonl`, run `zegsman extract gold.jsonl --out {out}` and evaluate again."
    )
