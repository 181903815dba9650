"""What `zegsman verify` finds wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Literal

Kind = Literal[
    "missing", "unlisted", "checksum", "unreadable", "schema", "value", "offset", "reference", "twice", "unfinished"
]
MEANINGS: dict[Kind, str] = {
    "missing": "a file is not there",
    "unlisted": "a file is there that no run wrote",
    "checksum": "a file is not as it was written",
    "unreadable": "Parquet cannot read a file",
    "schema": "columns are not those of the table",
    "value": "a value that its column does not have",
    "offset": "text[start:end] is not the string",
    "reference": "an identifier that is nowhere",
    "twice": "a row that is there more than once",
    "unfinished": "a commit that was interrupted",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which file, of which row (empty: the file itself), and what."""

    kind: Kind
    file: str
    row: str
    what: str


SHOWN = 10
"""Findings of one kind in one file that are told in words; JSON has all."""


def lines(problems: Sequence[Problem]) -> Iterator[str]:
    """For people: file, kind, row and what is wrong; of many alike only the first."""
    for (file, kind), group in groupby(problems, key=lambda problem: (problem.file, problem.kind)):
        found = list(group)
        for problem in found[:SHOWN]:
            yield f"{file}: {kind}: {f'{problem.row}: ' if problem.row else ''}{problem.what}"
        if len(found) > SHOWN:
            yield f"{file}: {kind}: and {len(found) - SHOWN:,} more"


def json_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """For programs: one object a line."""
    for problem in problems:
        yield json.dumps(asdict(problem) | {"meaning": MEANINGS[problem.kind]}, ensure_ascii=False)
