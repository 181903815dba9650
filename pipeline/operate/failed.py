"""`zegsman failed`: the inputs that were rejected, for people and for pipes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby

from rich.table import Table

from pipeline.schema import Rejected

SHOWN = 20
"""Rows of one reason on a terminal; a pipe gets all."""


def by_reason(rows: Sequence[Rejected]) -> dict[str, list[Rejected]]:
    """The rows by reason, the most frequent reason first, each in the order of the input."""
    ordered = sorted(rows, key=lambda row: (row.reason, row.source, row.line or 0, row.article_id or ""))
    found = {reason: list(group) for reason, group in groupby(ordered, key=lambda row: row.reason)}
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def table(rows: Sequence[Rejected]) -> Table:
    """For a terminal: a section for each reason, with its number and first rows."""
    shown = Table(highlight=False)
    for name in ("reason", "where", "article", "what was wrong"):
        shown.add_column(name, overflow="fold")
    for reason, group in by_reason(rows).items():
        for number, row in enumerate(group[:SHOWN]):
            name = f"{reason} ({len(group):,})" if number == 0 else ""
            shown.add_row(name, where(row), row.article_id or "", row.detail)
        if len(group) > SHOWN:
            shown.add_row("", f"… {len(group) - SHOWN:,} more", "", "a pipe or --json gives all")
        shown.add_section()
    return shown


def lines(rows: Sequence[Rejected]) -> Iterator[str]:
    """For a pipe: reason, where, article and detail of each, separated by tabs."""
    for group in by_reason(rows).values():
        for row in group:
            yield "\t".join((row.reason, where(row), row.article_id or "", " ".join(row.detail.split())))


def json_lines(rows: Sequence[Rejected]) -> Iterator[str]:
    """For programs: one object a line, with all columns."""
    for group in by_reason(rows).values():
        for row in group:
            yield json.dumps(asdict(row), ensure_ascii=False)


def where(row: Rejected) -> str:
    """File, and line where there is one: `news.jsonl:3`."""
    return row.source if row.line is None else f"{row.source}:{row.line}"
