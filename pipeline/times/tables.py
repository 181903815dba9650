"""The tables of this room (`tables/*.tsv`)."""

from __future__ import annotations

from pathlib import Path

from pipeline.tables import read_table

FOLDER = Path(__file__).parent / "tables"


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `tables/<name>.tsv`."""
    return read_table(FOLDER / f"{name}.tsv")
