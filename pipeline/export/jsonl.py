"""Claims and quotes as JSON Lines: one object a line, joined with article and speaker."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pipeline.export.records import claim_records, quote_records
from pipeline.store.output import Output


def write(output: Output, folder: Path) -> None:
    """`claims.jsonl` and `quotes.jsonl`."""
    with (
        (folder / "claims.jsonl").open("w", encoding="utf-8") as claims,
        (folder / "quotes.jsonl").open("w", encoding="utf-8") as quotes,
    ):
        for rows in output.articles():
            claims.writelines(map(line, claim_records(rows)))
            quotes.writelines(map(line, quote_records(rows)))


def line(record: Mapping[str, object]) -> str:
    """The record as a line. U+2028 and U+2029, which some readers take for line ends, are escaped."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"
