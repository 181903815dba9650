"""The tables of this room: names of known type, source nouns, first names."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "tables"
COMPOUND_PART = 4
"""A noun must be this long to count as the last part of a compound."""


@dataclass(frozen=True, slots=True)
class SourceNoun:
    """A noun for somebody who can say something."""

    noun: str
    kind: str
    gender: str


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def gazetteer() -> dict[str, str]:
    """Name → label."""
    return {row["name"]: row["label"] for row in _rows("gazetteer.tsv")}


@cache
def first_names() -> dict[str, str]:
    """First name → female or male."""
    return {row["name"]: row["gender"] for row in _rows("first_names.tsv")}


@cache
def source_nouns() -> dict[str, SourceNoun]:
    """Noun, singular and regular plural, → what it stands for; a plural of persons is a group."""
    table: dict[str, SourceNoun] = {}
    for row in _rows("source_nouns.tsv"):
        noun = SourceNoun(row["noun"], row["class"], row["gender"] or "")
        table[noun.noun] = noun
    for noun in list(table.values()):
        if noun.kind == "person":
            for plural in _plurals(noun.noun):
                table.setdefault(plural, SourceNoun(noun.noun, "group", noun.gender))
    return table


def _plurals(noun: str) -> tuple[str, ...]:
    return (noun + "s", noun + "en", noun + "n", noun[:-2] + "den" if noun.endswith("id") else noun + "'s")


@cache
def source_noun(word: str) -> SourceNoun | None:
    """The entry of a noun (lower case), by itself or by the last part of a compound: `politiewoordvoerder`."""
    table = source_nouns()
    if word in table:
        return table[word]
    for cut in range(2, len(word) - COMPOUND_PART + 1):
        if word[cut:] in table:
            return table[word[cut:]]
    return None
