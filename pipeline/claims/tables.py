"""The tables of this room (`tables/*.tsv`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.tables import read_table

FOLDER = Path(__file__).parent / "tables"


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `tables/<name>.tsv`."""
    return read_table(FOLDER / f"{name}.tsv")


@cache
def words(name: str, column: str = "word") -> frozenset[str]:
    """One column of a table as a set."""
    return frozenset(row[column] for row in rows(name))
