"""Reads tables of Dutch facts: tab-separated, one header line, lines that start with # are documentation."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def read_table(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of the table at `path`, by column; an empty cell is an empty string.

    ValueError with file and line for a row that has not as many cells as the header.
    """
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
