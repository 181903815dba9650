"""Reads the tables of Dutch facts beside this module (`tables/*.tsv`: `#` comments, a header line, tab-separated rows)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "tables"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `tables/<name>.tsv` as dictionaries; an empty cell is an empty string.

    ValueError with file and line for a row that has not as many cells as the header.
    """
    path = FOLDER / f"{name}.tsv"
    header: list[str] | None = None
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            continue
        if len(cells) != len(header):
            message = f"{path}:{number}: {len(cells)} cells, the header has {len(header)}"
            raise ValueError(message)
        found.append(dict(zip(header, cells, strict=True)))
    return tuple(found)


@cache
def words(name: str, column: str = "word") -> frozenset[str]:
    """One column of a table as a set."""
    return frozenset(row[column] for row in rows(name))
