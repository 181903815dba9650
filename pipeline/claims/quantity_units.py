"""What a number counts or measures: the unit or noun after it, told from adjectives and verbs by form and tables."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.claims import tables
from pipeline.claims.quantity_numbers import Entry, Piece, at, cut, value_of

_PLURAL = re.compile(r"[^\W\d_][\w'-]+(?:en|s|ën)")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_AGED = re.compile(r"(?!minder|meerder).+jarigen?")
_ADJECTIVE = re.compile(r"[^\W\d_][\w'-]{2,}e")
_MAX_ADJECTIVES = 3
_JOINERS = frozenset({"en", "of", ","})
_DETERMINERS = frozenset({"de", "het", "alle", "hun", "zijn", "haar", "onze", "mijn", "die", "deze", "dit", "dat"})


class Unit(NamedTuple):
    """A unit, its kind (measure, money, share, count) and the piece after it."""

    unit: str
    kind: str
    end: int


@cache
def _units() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """The units of quantity_units.tsv by their first piece, longest first: pieces, unit, kind."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for row in tables.rows("quantity_units"):
        for form in row["forms"].split("|"):
            words = tuple(piece.word for piece in cut(form))
            unit = form if row["unit"] == "=" else row["unit"]
            found.setdefault(words[0], []).append((words, unit, row["kind"]))
    for forms in found.values():
        forms.sort(key=lambda f: len(f[0]), reverse=True)
    return found


def unit_at(pieces: list[Piece], place: int) -> Unit | None:
    """The unit of the table that stands at a place."""
    if place >= len(pieces):
        return None
    for words, unit, kind in _units().get(pieces[place].word, ()):
        if tuple(p.word for p in pieces[place : place + len(words)]) == words:
            return Unit(unit, kind, place + len(words))
    return None


def named_unit(word: str) -> Unit | None:
    """The unit a single word names, None for any other word."""
    return unit_at([Piece(0, len(word), word)], 0)


def noun_after(pieces: list[Piece], place: int, value: float) -> Unit | None:
    """The counted noun that begins at a place, behind at most three adjectives; None where something else follows."""
    for _ in range(_MAX_ADJECTIVES + 1):
        if found := unit_at(pieces, place):
            return found
        if place >= len(pieces) or at(pieces, place, "nonoun") or value_of(pieces[place].word) is not None:
            return None
        if value == 1 and at(pieces, place, "idiom"):
            return None
        word = pieces[place].word
        if not _is_adjective(pieces, place):
            noun = bool(_WORD.fullmatch(word)) if value == 1 else bool(_PLURAL.fullmatch(word))
            return Unit(word, "count", place + 1) if noun else None
        place = _skip(pieces, place)
    return None


def _is_adjective(pieces: list[Piece], place: int) -> bool:
    word = pieces[place].word
    return bool(at(pieces, place, "adjective") or _ADJECTIVE.fullmatch(word) or _AGED.fullmatch(word))


def _skip(pieces: list[Piece], place: int) -> int:
    """Past an adjective and 'en' or a comma that joins it to another ('grote en kleine bedrijven')."""
    known: Entry | None = at(pieces, place, "adjective")
    after = place + (len(known.words) if known else 1)
    joined = after + 1 < len(pieces) and pieces[after].word in _JOINERS and _is_adjective(pieces, after + 1)
    return after + 1 if joined else after


def noun_of(pieces: list[Piece], place: int, *, bare: bool = False) -> Unit | None:
    """The noun of 'van de …' that begins at a place: 'twee van de verdachten'; `bare` allows 'de helft van Brabant'."""
    link = at(pieces, place, "of")
    if link is None or (len(link.words) == 1 and not bare):
        return None
    place += len(link.words)
    while place < len(pieces) and pieces[place].word in _DETERMINERS:
        place += 1
    return noun_after(pieces, place, 1)
