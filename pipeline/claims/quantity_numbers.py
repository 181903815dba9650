"""Cuts a text into pieces and reads the numbers in it: figures, words, halves, fractions, ratios, vague numbers.

A number may take several pieces ('2,5 miljoen', 'twee en een half', 'een op de vijf', 'tientallen miljoenen'). What it counts
is found by quantity_units.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from pipeline.claims import tables
from pipeline.times.number_words import figure_value, word_value

Kind = Literal["exact", "vague", "part", "ratio", "half", "single", "age"]
_PIECE = re.compile(
    r"[0-9](?:[\w.,:/-]*\w)?|[^\W\d_](?:\w|['’](?=\w)|-(?=\w))*|['’](?:s|t)\b|\S",
)
_ATTACHED = re.compile(r"(?P<number>[0-9]+(?:[.,][0-9]+)*)(?P<unit>[a-z]+[23]?)")
_SPAN = re.compile(r"(?P<low>[1-9][0-9]{0,3}(?:[.,][0-9]+)?)-(?P<high>[1-9][0-9]{0,3}(?:[.,][0-9]+)?)")
_AGED = re.compile(r"(?P<number>[^\W_]\w*(?:,[0-9])?)-?jarig(?:en?)?")
_TIMES = re.compile(r"(?P<number>[^\W\d_]{3,})maal")
_ARTICLE = "een"
_HUNDRED, _THOUSAND = 100, 1000
WORDS = 20_000
"""Words whose answer is kept."""
_LARGEST_SCALE = 1e12


class Piece(NamedTuple):
    """A word, figure or sign, and its lower-case form."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number in pieces `start` to `end` (exclusive).

    `unit` is one that is part of the number's own word ('26-jarige', '5km'), `scale` that of a word
    of scale ('miljoen'), `big` tells figures with a point for the thousands.
    """

    start: int
    end: int
    value: float
    kind: Kind = "exact"
    unit: str | None = None
    scale: float = 1
    big: bool = False


class Entry(NamedTuple):
    """A phrase of the tables as pieces, with its value."""

    words: tuple[str, ...]
    value: float


def cut(text: str) -> list[Piece]:
    """The pieces of a text, in order. Typographic apostrophes become straight ones in the lower-case form."""
    return [piece for match in _PIECE.finditer(text) for piece in _split(match)]


def _split(match: re.Match[str]) -> list[Piece]:
    """One piece, or three for a range in figures ('10-15'); a score or telephone number stays one."""
    word, start = match[0].lower().replace("’", "'"), match.start()
    span = _SPAN.fullmatch(word) if word[0].isdigit() else None
    low, high = (figure_value(span["low"]), figure_value(span["high"])) if span else (None, None)
    if span is None or low is None or high is None or low >= high:
        return [Piece(start, match.end(), word)]
    middle = start + len(span["low"])
    return [
        Piece(start, middle, span["low"]),
        Piece(middle, middle + 1, "-"),
        Piece(middle + 1, match.end(), span["high"]),
    ]


@cache
def phrases(cls: str) -> dict[str, list[Entry]]:
    """The phrases of a class of quantity_words.tsv by their first word, longest first."""
    found: dict[str, list[Entry]] = {}
    for row in tables.rows("quantity_words"):
        if row["class"] == cls:
            for form in row["forms"].split("|"):
                words = tuple(piece.word for piece in cut(form))
                found.setdefault(words[0], []).append(Entry(words, float(row["value"].replace("-", "0"))))
    for entries in found.values():
        entries.sort(key=lambda e: len(e.words), reverse=True)
    return found


def at(pieces: list[Piece], place: int, cls: str) -> Entry | None:
    """The phrase of a class that stands at a place, None if there is none."""
    if not 0 <= place < len(pieces):
        return None
    for entry in phrases(cls).get(pieces[place].word, ()):
        if tuple(p.word for p in pieces[place : place + len(entry.words)]) == entry.words:
            return entry
    return None


def before(pieces: list[Piece], place: int, cls: str, longest: int = 4) -> int | None:
    """Where a phrase of a class begins that ends right before a place, None if there is none."""
    for start in range(max(0, place - longest), place):
        words = tuple(p.word for p in pieces[start:place])
        if any(entry.words == words for entry in phrases(cls).get(words[0], ())):
            return start
    return None


def numbers(pieces: list[Piece]) -> list[Number]:
    """The numbers of a text, in order, without overlap. 'een' is one only before a scale or a unit of `single`."""
    found: list[Number] = []
    place = 0
    while place < len(pieces):
        if not _begins(pieces[place].word):
            place += 1
            continue
        read = _aged(pieces[place].word, place) or _fixed(pieces, place) or _spelled(pieces, place)
        if read:
            found.append(read)
        place = read.end if read else place + 1
    return found


def any_number(text: str) -> bool:
    """Whether a text may have a number; False for most sentences, without cutting them up."""
    words = _PIECE.findall(text.lower().replace("’", "'"))
    followers = map(_followers, words)
    return any(known is None or after in known for known, after in zip(followers, [*words[1:], ""], strict=False))


@lru_cache(WORDS)
def _followers(word: str) -> frozenset[str] | None:
    """With which next words a number may begin at a word, None for any: tells 'een keer' from 'een kwart'."""
    fixed = [entry.words for cls in ("vague", *_FIXED) for entry in phrases(cls).get(word, ())]
    known = {words[1] for words in fixed if len(words) > 1}
    if word == _ARTICLE:
        known.update(*(phrases(cls) for cls in _AFTER_ONE))
    elif word[0].isdigit() or value_of(word) is not None or _aged(word, 0) is not None:
        return None
    return None if any(len(words) == 1 for words in fixed) else frozenset(known)


_AFTER_ONE = ("scale", "single", "ratio", "ordinal", "comma", "andhalf")


@lru_cache(WORDS)
def _begins(word: str) -> bool:
    """Whether any number can begin with a word: most words of a text are looked at no further."""
    fixed = ("vague", *_FIXED)
    return value_of(word) is not None or any(word in phrases(c) for c in fixed) or _aged(word, 0) is not None


def _spelled(pieces: list[Piece], place: int) -> Number | None:
    """The number in figures or words that begins at a place."""
    first = _simple(pieces, place)
    if first is None or not _real(pieces, first):
        return None
    return _ratio(pieces, first) or _fraction(pieces, first) or _counted(pieces, first)


def _aged(word: str, place: int) -> Number | None:
    """'26-jarige', 'tienjarig', 'driemaal': number and unit in one word."""
    if (aged := _AGED.fullmatch(word)) and (value := value_of(aged["number"].rstrip("-"))) is not None:
        return Number(place, place + 1, value, "age", "jaar")
    if (times := _TIMES.fullmatch(word)) and times["number"] != _ARTICLE and (value := word_value(times["number"])):
        return Number(place, place + 1, value, unit="maal")
    if (attached := _ATTACHED.fullmatch(word)) and (value := figure_value(attached["number"])) is not None:
        scale = phrases("scale").get(attached["unit"])
        if scale:
            return Number(place, place + 1, value * scale[0].value, scale=scale[0].value)
        return Number(place, place + 1, value, unit=attached["unit"])
    return None


def _fixed(pieces: list[Piece], place: int) -> Number | None:
    """Phrases with a value of their own: 'tientallen (miljoenen)', 'een dozijn', 'de helft', 'een half (miljoen)'."""
    if entry := at(pieces, place, "vague"):
        end = place + len(entry.words)
        second = at(pieces, end, "vague") or at(pieces, end, "scale")
        if second and second.value >= _THOUSAND:
            return Number(place, end + len(second.words), entry.value * second.value, "vague", scale=second.value)
        return Number(place, end, entry.value, "vague")
    for cls, kind in _FIXED.items():
        if entry := at(pieces, place, cls):
            end = place + len(entry.words)
            if (scale := at(pieces, end, "scale")) and kind != "exact":
                return Number(place, end + 1, entry.value * scale.value, scale=scale.value)
            return Number(place, end, entry.value, kind)
    return None


_FIXED: dict[str, Kind] = {"exact": "exact", "half": "half", "part": "part"}


def value_of(word: str) -> float | None:
    """The value of a single figure or word of number, None for any other word."""
    return figure_value(word) if word[0].isdigit() else word_value(word)


def _simple(pieces: list[Piece], place: int) -> Number | None:
    """One figure or word of number, 'drie komma vijf', 'twee en een half'."""
    value = value_of(pieces[place].word)
    if value is None:
        return None
    end = place + 1
    if at(pieces, end, "comma") and end + 1 < len(pieces) and (tail := word_value(pieces[end + 1].word)) is not None:
        return Number(place, end + 2, float(f"{value:.0f}.{tail:.0f}"))
    if entry := at(pieces, end, "andhalf"):
        return Number(place, end + len(entry.words), value + entry.value)
    if end < len(pieces) and (rest := _remainder(pieces[place].word, value, pieces[end].word)):
        return Number(place, end + 1, value + rest)
    return Number(place, end, value, big="." in pieces[place].word and value >= _THOUSAND)


def _remainder(word: str, value: float, following: str) -> float | None:
    """The rest of a number written apart: 'negenhonderd zestig', 'tweeduizend vierhonderd'."""
    room = _THOUSAND if value % _THOUSAND == 0 else _HUNDRED if value % _HUNDRED == 0 else 0
    rest = word_value(following) if room and value and word.isalpha() else None
    return rest if rest is not None and 1 < rest < room and rest.is_integer() else None


def _real(pieces: list[Piece], number: Number) -> bool:
    """Whether 'een' is a number here: before a scale, a ratio, a fraction or a unit that 'een' may count."""
    if pieces[number.start].word != _ARTICLE:
        return True
    return bool(
        at(pieces, number.end, "scale")
        or (at(pieces, number.end, "single") and not _or_so(pieces, number.end))
        or _ratio(pieces, number)
        or _fraction(pieces, number)
        or number.end - number.start > 1
    )


def _or_so(pieces: list[Piece], place: int) -> bool:
    """Whether 'jaar of vijf' stands here: the 'een' before it counts nothing."""
    following = pieces[place + 1 : place + 3]
    return len(following) == 2 and following[0].word == "of" and value_of(following[1].word) is not None


def _ratio(pieces: list[Piece], first: Number) -> Number | None:
    """'een op de vijf', '9 op 10'."""
    link = at(pieces, first.end, "ratio")
    second = (
        _simple(pieces, first.end + len(link.words)) if link and first.end + len(link.words) < len(pieces) else None
    )
    if second is None or not first.value < second.value or not first.value.is_integer() or second.value < 2:
        return None
    return Number(first.start, second.end, first.value / second.value, "ratio")


def _fraction(pieces: list[Piece], first: Number) -> Number | None:
    """'twee derde', 'drie vijfde'; 'een derde' only before 'van', for 'een derde keer' is a rank."""
    ordinal = at(pieces, first.end, "ordinal")
    if ordinal is None or not first.value.is_integer() or first.value >= ordinal.value:
        return None
    end = first.end + 1
    if first.value == 1 and not (end >= len(pieces) or pieces[end].word in _AFTER_FRACTION):
        return None
    return Number(first.start, end, first.value / ordinal.value, "part")


_AFTER_FRACTION = frozenset({"van", ".", ")", ";"})


def _counted(pieces: list[Piece], first: Number) -> Number:
    """A number with its scale: '2,5 miljoen', 'twee miljoen vijfhonderdduizend'."""
    found, scale = first, at(pieces, first.end, "scale")
    if pieces[first.start].word == _ARTICLE and scale is None and first.end - first.start == 1:
        return replace(first, kind="single")
    while scale and found.scale < _LARGEST_SCALE:
        end, value = found.end + len(scale.words), found.value * scale.value
        found = replace(found, end=end, value=value, scale=found.scale * scale.value)
        scale = at(pieces, found.end, "scale")
    rest = word_value(pieces[found.end].word) if found.scale > 1 and found.end < len(pieces) else None
    if rest is not None and (found.scale == _THOUSAND or rest >= _THOUSAND) and 1 < rest < found.scale:
        found = replace(found, end=found.end + 1, value=found.value + rest)
    return found
