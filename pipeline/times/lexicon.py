"""Cuts a text into tokens and says which classes of time words each belongs to (words.tsv, holidays.tsv).

Every distinct set of classes has one character, so a text becomes a string of characters over which the patterns of
rules.tsv run as ordinary regular expressions: one character a token, '.' for a word that is no time word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.times import tables
from pipeline.times.number_words import figure_value, word_value

Value = int | float | str
OTHER = "."
_FIRST_SYMBOL = 0xE000  # private use area: no character of it means anything in a regular expression
_TOKEN = re.compile(
    r"""
      (?P<word>['’‘`](?:s|t)\b|[^\W\d_]\w*(?:['’-]\w+)*)
    | (?P<isodate>(?<![0-9-])[12][0-9]{3}-[0-9]{2}-[0-9]{2}(?![0-9-]))
    | (?P<dmydate>[0-9]{1,2}(?P<sep>[-/.])[0-9]{1,2}(?P=sep)[12][0-9]{3}(?![0-9]))
    | (?P<yearspan>[12][0-9]{3}\ ?[-–/]\ ?(?:[12][0-9]{3}|[0-9]{2})(?![0-9]|-[0-9]))
    | (?P<dayspan>[0-9]{1,2}\ ?[-–]\ ?[0-9]{1,2}(?=\ [a-z]))
    | (?P<clock>[0-9]{1,2}[.:][0-9]{2}(?=\ ?(?:uur|u\b))|[0-9]{1,2}u[0-9]{0,2}\b)
    | (?P<rank>[0-9]{1,2}(?:e|de|ste)\b)
    | (?P<figure>[0-9]+(?:[.,][0-9]+)*(?![\w-]))
    | (?P<junk>[0-9][\w-]*)
    | (?P<shortyear>['’‘`][0-9]{2}(?!\w))
    | (?P<sign>[^\w\s])
    """,
    re.VERBOSE,
)
_SENTENCE_END = frozenset(".!?:;…–—-•*>|")
_QUOTES = frozenset("'\"‘’“”„`,«»(")
LOWER_CASE = frozenset({"weekday", "month", "season", "deictic", "edge", "title"})
"""Classes whose words are written small inside a sentence: a capital there means a name or a title."""
_MONTH_IN_DATE = "Month"
_ARTICLE = frozenset({"een"})
_LATE_HOURS = range(13, 24)
"""Figures that before 'uur' are more often an hour of the clock than a number of hours ('na 20 uur')."""
_REMEMBERED = 20_000
"""Different tokens whose classes are kept."""
_LATEST_YEAR, _LAST_DAY = 2100, 31


class Token(NamedTuple):
    """A token or a known group of words: place in the text, character of its classes, and a value a class."""

    start: int
    end: int
    symbol: str
    values: Mapping[str, Value]


class Lexicon:
    """The words, groups of words and symbols; `literals` are the plain words that patterns name."""

    def __init__(self, literals: Iterable[str]) -> None:
        self.symbols: dict[frozenset[str], str] = {frozenset(): OTHER}
        self.words: dict[str, dict[str, Value]] = {}
        self.groups: dict[str, list[tuple[str, ...]]] = {}
        for form, name, value in _forms():
            self._add(form, name, value)
        for literal in literals:
            self._add(literal, "=" + literal, literal)
        for form, values in self.words.items():
            if form not in _ARTICLE and (number := word_value(form)) is not None:
                values.update({name: worth for name, worth in _number(number).items() if name not in values})
        for classes in [*map(tuple, self.words.values()), *_SHAPES]:
            self.symbol(classes)
            self.symbol(name for name in classes if name not in LOWER_CASE)
            self.symbol(name for name in (*classes, _MONTH_IN_DATE) if name not in LOWER_CASE)
        self._longest = max(len(group) for groups in self.groups.values() for group in groups)
        self._seconds = {first: {group[1] for group in groups} for first, groups in self.groups.items()}
        self._read = lru_cache(_REMEMBERED)(self._read_alone)

    def symbol(self, values: Iterable[str]) -> str:
        """The character of a set of classes; new sets get the next one."""
        return self.symbols.setdefault(frozenset(values), chr(_FIRST_SYMBOL + len(self.symbols)))

    def _add(self, form: str, name: str, value: Value) -> None:
        pieces = tuple(m[0].lower() for m in _TOKEN.finditer(form))
        self.words.setdefault(" ".join(pieces), {}).setdefault(name, value)
        if len(pieces) > 1:
            group = self.groups.setdefault(pieces[0], [])
            group.append(pieces)
            group.sort(key=len, reverse=True)

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a text, in order, groups of words joined."""
        pieces = list(_TOKEN.finditer(text))
        found, at = [], 0
        while at < len(pieces):
            match, size = pieces[at], 1
            lowered, values, symbol, capital = self._read(match[0], match.lastgroup)
            seconds = self._seconds.get(lowered)
            if seconds and at + 1 < len(pieces) and _lower(pieces[at + 1][0]) in seconds:
                size = self._group([_lower(m[0]) for m in pieces[at : at + self._longest]])
            if size > 1:
                values = self.words[" ".join(_lower(m[0]) for m in pieces[at : at + size])]
                capital = match[0][0].isupper() and not LOWER_CASE.isdisjoint(values)
                symbol = self.symbols[frozenset(values)]
            if capital:
                values = _capital(values, text, match.start())
                symbol = self.symbols[frozenset(values)] if values else OTHER
            found.append(Token(match.start(), pieces[at + size - 1].end(), symbol, values))
            at += size
        return found

    def _read_alone(self, piece: str, kind: str | None) -> tuple[str, Mapping[str, Value], str, bool]:
        """A token by itself: its lower-case form, its classes, their symbol, whether its capital may take some away."""
        lowered = _lower(piece)
        known = self.words.get(lowered)
        values: Mapping[str, Value] = _shape(kind, lowered) if known is None else known
        capital = known is not None and piece[0].isupper() and not LOWER_CASE.isdisjoint(values)
        return lowered, values, self.symbols[frozenset(values)] if values else OTHER, capital

    def _group(self, lowered: list[str]) -> int:
        """How many of the tokens form a known group."""
        for group in self.groups[lowered[0]]:
            if tuple(lowered[: len(group)]) == group:
                return len(group)
        return 1


def _lower(piece: str) -> str:
    return piece.lower().replace("’", "'").replace("‘", "'").replace("`", "'")


def _forms() -> Iterable[tuple[str, str, Value]]:
    """All (form, class, value) of the tables, with the compounds of weekdays and parts of the day."""
    rows = tables.rows("words")
    parts = [form for row in rows if row["class"] == "part" for form in row["forms"].split("|")]
    for row in rows:
        value = _value(row["value"])
        for form in row["forms"].split("|"):
            if row["class"] != "compound":
                yield form, row["class"], value
            if row["class"] in ("weekday", "compound"):
                name = "deictic" if row["class"] == "compound" else "weekday"
                yield from ((form + part, name, value) for part in parts)
    for row in tables.rows("holidays"):
        for name in row["names"].split("|"):
            yield name, "holiday", name
            if row["alone"] == "yes":
                yield name, "alone", name


def _value(cell: str) -> Value:
    try:
        return int(cell)
    except ValueError:
        try:
            return float(cell)
        except ValueError:
            return cell


def _capital(values: Mapping[str, Value], text: str, start: int) -> Mapping[str, Value]:
    """A capital inside a sentence takes the classes of LOWER_CASE away.

    A month with a capital is one only beside a number ('1 Mei'), for it may be a name wherever it stands ('Mei Li').
    """
    if "month" not in values and begins_sentence(text, start):
        return values
    kept = {name: value for name, value in values.items() if name not in LOWER_CASE}
    if "month" in values:
        kept[_MONTH_IN_DATE] = values["month"]
    return kept


def begins_sentence(text: str, start: int) -> bool:
    """Whether a sentence, headline or list item begins at `start`, as far as the characters before it show."""
    at = start - 1
    while at >= 0 and (text[at] in _QUOTES or text[at] == " "):
        at -= 1
    return at < 0 or text[at] in _SENTENCE_END or text[at].isspace()


_PARTICIPLE: Mapping[str, Value] = {"participle": "-"}
_PARTICIPLE_FORM = re.compile(
    r"(?:(?:aan|af|op|uit|in|om|over|voor|mee|toe|terug|weg|door|bij|neer|binnen|samen|vast|vrij)?ge|be|ver|ont|her)"
    r"\w{2,}(?:d|t|en)"
)
"""What may be a participle, by its form; a noun such as 'gemeenten' does no harm beside 'heeft' or 'is'."""
_WEAK_PAST: Mapping[str, Value] = {"told": "-"}
_WEAK_PAST_FORM = re.compile(r"[a-z]\w+[dt]e")
"""What may be a weak past tense in the singular, by its form; it only counts right beside a time expression.

The plural looks like many present tenses ('praten', 'rijden').
"""
_SHAPES: tuple[tuple[str, ...], ...] = (
    ("isodate",), ("dmydate",), ("yearspan",), ("dayspan",), ("clock",), ("shortyear",), ("rank", "dayno"), ("rank",),
    ("number", "dayno"), ("number", "dayno", "late"), ("number",), ("number", "year"), ("stop",),
    ("comma", "link"), ("dash", "link"), ("open",), ("close",), ("participle",), ("told",),
)  # fmt: skip
_SIGNS = {
    ".": "stop",
    "!": "stop",
    "?": "stop",
    ";": "stop",
    ":": "stop",
    ",": "comma",
    "(": "open",
    ")": "close",
} | dict.fromkeys("-–—", "dash")


def _verb(word: str) -> Mapping[str, Value]:
    if _PARTICIPLE_FORM.fullmatch(word):
        return _PARTICIPLE
    return _WEAK_PAST if _WEAK_PAST_FORM.fullmatch(word) else {}


@cache
def _sign(sign: str) -> Mapping[str, Value]:
    name = _SIGNS.get(sign)
    linked = {"link": sign} if name in ("comma", "dash") else {}
    return {name: sign, **linked} if name else {}


def _shape(kind: str | None, lowered: str) -> Mapping[str, Value]:
    """The classes of a token that is in no table, by its form: numbers, dates, signs."""
    if kind == "word":
        value = word_value(lowered)
        if value is None:
            return _verb(lowered)
        return _number(value)
    if kind == "sign":
        return _sign(lowered)
    if kind == "figure":
        return _figure(lowered)
    if kind == "rank":
        number = int(re.sub(r"\D", "", lowered))
        return {"rank": number} | ({"dayno": number} if 1 <= number <= _LAST_DAY else {})
    return {} if kind is None or kind == "junk" else {kind: lowered}


def _number(value: float) -> Mapping[str, Value]:
    return {"number": value} | ({"dayno": int(value)} if value.is_integer() and 1 <= value <= _LAST_DAY else {})


def _figure(figure: str) -> Mapping[str, Value]:
    value = figure_value(figure)
    if value is None:
        return {}
    if figure.isdigit() and len(figure) == 4 and 1000 <= value <= _LATEST_YEAR:
        return {"number": value, "year": int(value)}
    if not figure.isdigit():
        return {"number": value}
    return {**_number(value), "late": int(value)} if int(value) in _LATE_HOURS else _number(value)
