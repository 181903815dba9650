"""The tables of this room: places and organisations of known type, source nouns, first names, parts of names."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.tables import read_table

FOLDER = Path(__file__).parent / "tables"
STEM = 2
"""A compound has at least this many letters before the suffix that tells its class."""
FIELDS = ("kunde", "logie", "nomie", "recht", "wetenschap", "wetenschappen", "geschiedenis", "gogiek", "sofie")
"""Ends of what a professor is professor of."""
SCHOLARS = ("hoogleraar", "professor", "lector", "docent", "docente")
"""Ends of nouns that such a field may follow without a preposition."""
FIRST_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class SourceNoun:
    """A noun for somebody or something that can be a source; `kind` is the class of tables/source_nouns.tsv."""

    noun: str
    kind: str
    gender: str
    office: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the gazetteer. `weak` ones are also ordinary words or surnames."""

    label: str
    kind: str
    weak: bool


def _rows(name: str) -> tuple[dict[str, str], ...]:
    return read_table(FOLDER / name)


@cache
def known_names() -> dict[str, Known]:
    """Name → type, of both gazetteers."""
    table = {r["form"]: Known("ORG", r["kind"], r["weak"] == "yes") for r in _rows("organisations.tsv")}
    return table | {r["form"]: Known(r["label"], r["kind"], r["weak"] == "yes") for r in _rows("places.tsv")}


@cache
def known_by_first_word() -> dict[str, list[str]]:
    """First run of letters → names of the gazetteer that begin with it, longest first."""
    table: dict[str, list[str]] = defaultdict(list)
    for form in sorted(known_names(), key=len, reverse=True):
        match = FIRST_WORD.search(form)
        if match:
            table[match.group()].append(form)
    return dict(table)


@cache
def first_names() -> dict[str, str]:
    """First name → female or male."""
    return {row["name"]: row["gender"] for row in _rows("first_names.tsv")}


@cache
def given_names() -> dict[str, str]:
    """First name → female or male, of many more names; they tell the gender of a person, not that somebody is one."""
    return {row["name"]: row["gender"] for row in _rows("given_names.tsv")} | first_names()


@cache
def name_parts(part: str) -> tuple[str, ...]:
    """The words of one line of tables/name_parts.tsv."""
    return next(tuple(row["words"].split(";")) for row in _rows("name_parts.tsv") if row["part"] == part)


@cache
def source_nouns() -> dict[str, SourceNoun]:
    """Noun, singular and regular plural, → what it stands for; a plural of persons is a group."""
    table = {
        r["noun"]: SourceNoun(r["noun"], r["class"], r["gender"] or "", r["office"] == "yes")
        for r in _rows("source_nouns.tsv")
    }
    for noun in list(table.values()):
        kind = "group" if noun.kind == "person" else noun.kind
        for plural in _plurals(noun.noun):
            table.setdefault(plural, SourceNoun(noun.noun, kind, noun.gender, noun.office))
    return table


@cache
def demonyms() -> dict[str, str]:
    """Word with its capital → female, male or empty: Fransman, Rotterdammer."""
    return {row["word"]: row["gender"] for row in _rows("demonyms.tsv")}


@cache
def role_variants() -> dict[str, tuple[str, ...]]:
    """Noun → roles it may take up by another word: bewindsman → minister, staatssecretaris."""
    return {row["noun"]: tuple(row["stands"].split(";")) for row in _rows("role_variants.tsv")}


@cache
def _suffixes() -> list[SourceNoun]:
    table = source_nouns()
    rows = [
        SourceNoun(r["suffix"], r["class"], r["gender"] or "", r["suffix"] in table and table[r["suffix"]].office)
        for r in _rows("noun_suffixes.tsv")
    ]
    return sorted(rows, key=lambda n: -len(n.noun))


@cache
def _plurals(noun: str) -> tuple[str, ...]:
    """Regular plurals, spelled by the last letters: leden, specialisten, bazen, kranten, vrouwen, foto's."""
    forms = [noun + "s", noun + "en", noun + "n", noun + "'s"]
    if noun.endswith("lid"):
        forms.append(noun[:-2] + "eden")
    if noun.endswith("man"):
        forms += [noun[:-3] + "mannen", noun[:-3] + "lieden", noun[:-3] + "lui"]
    if noun.endswith("heid"):
        forms.append(noun[:-2] + "den")
    if noun[-1:] in "lnstfkprg" and noun[-2:-1] in "aeiou":
        forms += [noun + noun[-1] + "en", noun[:-2] + noun[-1] + "en"]
    if noun.endswith("aas"):
        forms.append(noun[:-3] + "azen")
    return tuple(forms)


@cache
def _endings() -> tuple[str, ...]:
    """All that a word must end in for one of the suffixes to fit: most words are told apart by this alone."""
    return tuple(ending for suffix in _suffixes() for ending in (suffix.noun, *_plurals(suffix.noun)))


@cache
def source_noun(word: str) -> SourceNoun | None:
    """The entry of a noun (lower case), by itself or by the last part of a compound: `politiewoordvoerder`."""
    table = source_nouns()
    if word in table:
        return table[word]
    last = word.rpartition("-")[2]
    if last != word and last in table:
        return table[last]
    if not word.endswith(_endings()):
        return None
    for suffix in _suffixes():
        if word.endswith(suffix.noun) and len(word) - len(suffix.noun) >= STEM:
            return suffix
        if suffix.kind == "person" and len(word) - len(suffix.noun) > STEM + 1 and word.endswith(_plurals(suffix.noun)):
            return SourceNoun(suffix.noun, "group", suffix.gender, suffix.office)
    return None
