"""Amounts in Dutch news text: numbers in figures and words with what they count or measure.

`find_quantities` works on any stretch of text. The unit is the counted noun in lower case as written ('zeven regionale
lijnen': 'lijnen'); money gives 'euro', 'dollar' or 'pond', percentages 'procent', ages 'jaar'. Dates, hours, years, rank
numbers, scores and numbers that only name something ('groep 7', 'de A2') are no amounts, nor is the article 'een'.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from pipeline.claims.quantity_numbers import Number, Piece, any_number, at, before, cut, numbers
from pipeline.claims.quantity_units import Unit, named_unit, noun_after, noun_of, unit_at
from pipeline.schema import Quantity
from pipeline.times.rules import scan


@dataclass(frozen=True, slots=True)
class Measured:
    """An amount and its place: `text[start:end]` is `quantity.text`, from 'ruim' or '€' to the unit."""

    start: int
    end: int
    quantity: Quantity


_AGES = range(3, 111)
_AGES_LISTED = 8
"""Pieces of a list of ages in brackets that are looked back over."""
_NAME = re.compile(r"[A-ZÀ-Þ](?:['’]?[a-zß-ÿ]+)*(?:-[A-ZÀ-Þ][a-zß-ÿ]+)*")
"""A person's name before an age in brackets; 'PvdA (9)' is a party with its seats."""
_MONEY_SIGNS = {"€": "euro", "eur": "euro", "$": "dollar", "£": "pond"}
_COLD = frozenset({"graden", "procent"})
_MINUS = frozenset({"-", "–", "−", "min"})
_SAYING = 4
"""Words of a set phrase before its last number."""
_ELLIPSIS = 25
"""Pieces within which a number without a noun takes the noun of the one before ('15 leden voor, 22 tegen')."""
_REMAINDERS = frozenset({"tegen", "voor", "blanco", "andere", "anderen"})


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number on its way to an amount, in pieces `start` to `end`: `kind` is that of its unit."""

    number: Number
    start: int
    end: int
    value: float
    unit: str | None = None
    kind: str = ""
    approximate: bool = False


def find_quantities(text: str) -> list[Measured]:
    """The amounts of a text, in order, without overlap. Never raises, whatever the text.

    `approximate` is true behind 'ruim', 'bijna', 'zo'n', 'meer dan', 'zeker' and the like, of the two ends of a range ('twee tot
    drie jaar' gives two amounts), and of vague numbers, whose value is the least they stand for ('honderden': 100). Parts of a
    whole are fractions: 'twee derde' and 'een op de vijf' give 0.667 and 0.2, their unit is the noun they are a part of. The
    unit is None where no noun follows.
    """
    if not any_number(text):
        return []
    pieces = cut(text)
    taken = _times(text)
    counting = (n for n in numbers(pieces) if not _within(pieces[n.start].start, taken) and not _said(pieces, n))
    amounts = [_amount(text, pieces, n) for n in counting]
    amounts = _inherited(pieces, _shared(pieces, amounts))
    counted = {a.end for a in amounts if a.end > a.number.end}
    return list(_measured(text, pieces, [a for a in amounts if _is_amount(pieces, a, counted)]))


def _times(text: str) -> list[tuple[int, int]]:
    """The stretches whose numbers belong to a date, an hour or 'drie jaar geleden'."""
    tokens, found = scan(text)
    return [(tokens[f.start].start, tokens[f.end - 1].end) for f in found if not f.rule.counts]


def _within(place: int, taken: list[tuple[int, int]]) -> bool:
    index = bisect_right(taken, (place, sys.maxsize)) - 1
    return index >= 0 and place < taken[index][1]


def _said(pieces: list[Piece], number: Number) -> bool:
    """'In één keer', 'twee handen op één buik': a number in a set phrase counts nothing."""
    for start in range(max(0, number.start - _SAYING), number.start + 1):
        saying = at(pieces, start, "saying")
        if saying is not None and number.start < start + len(saying.words):
            return True
    return False


def _amount(text: str, pieces: list[Piece], number: Number) -> _Amount:
    """A number with its unit and the words that make it approximate."""
    found = _Amount(number, number.start, number.end, number.value, approximate=number.kind == "vague")
    sign = _MONEY_SIGNS.get(pieces[number.start - 1].word) if number.start else None
    if sign:
        found = replace(found, start=number.start - 1, unit=sign, kind="money")
    elif unit := _unit(text, pieces, number):
        found = replace(found, unit=unit.unit, kind=unit.kind, end=unit.end)
    return _about(pieces, _below_zero(text, pieces, _or_so(pieces, found)))


def _unit(text: str, pieces: list[Piece], number: Number) -> Unit | None:
    """What a number counts, by the form of the number."""
    if number.kind == "age" or _is_age(text, pieces, number):
        return Unit("jaar", "measure", number.end)
    if number.unit is not None:
        own = named_unit(number.unit)
        return own and Unit(own.unit, own.kind, number.end)
    if number.kind in ("half", "single", "part"):
        unit = unit_at(pieces, number.end)  # 'een half uur', 'een jaar', 'driekwart jaar'
        if unit and unit.kind != "count":
            return unit
        return noun_of(pieces, number.end, bare=True) if number.kind == "part" else None
    return _counted(text, pieces, number)


def _counted(text: str, pieces: list[Piece], number: Number) -> Unit | None:
    """The noun after a whole number: 'zeven lijnen', 'vijf of meer kinderen', 'twee van de verdachten'."""
    more = at(pieces, number.end, "after")
    found = noun_after(pieces, number.end + (len(more.words) if more else 0), number.value)
    if found and found.kind == "count" and _is_address(text, pieces, number):
        return None
    return found or (noun_of(pieces, number.end) if number.value != 1 else None)


def _is_age(text: str, pieces: list[Piece], number: Number) -> bool:
    """'Jansen (43)', 'Jansen (43, bakker)', 'twee broers (19 en 23)': bare figures in brackets behind a person."""
    start, end = number.start, number.end
    if end >= len(pieces) or number.value not in _AGES or not pieces[start].word.isdigit():
        return False
    opening = start - 1
    while opening > 1 and start - opening <= _AGES_LISTED and _in_list(pieces[opening].word):
        opening -= 1
    if opening < 1 or pieces[opening].word != "(" or pieces[end].word not in (")", ",", "en"):
        return False
    name = opening - 1
    if at(pieces, name, "person"):
        return True
    if pieces[name].word == "." and name:  # 'Henk B. (51)'
        name -= 1
    words = text[pieces[name].start : pieces[name].end]
    return opening == start - 1 and pieces[end].word != "en" and bool(_NAME.fullmatch(words))


def _in_list(word: str) -> bool:
    """A part of '19, 22 en 23'."""
    return word.isdigit() or word in (",", "en")


def _is_address(text: str, pieces: list[Piece], number: Number) -> bool:
    """'Klokgebouw 300 Eindhoven': a figure between two words with capitals."""
    start, end = number.start - 1, number.end
    if start < 0 or end >= len(pieces) or not pieces[number.start].word[0].isdigit():
        return False
    return text[pieces[start].start].isupper() and text[pieces[end].start].isupper()


def _or_so(pieces: list[Piece], found: _Amount) -> _Amount:
    """'een man of tien', 'een jaar of vijf', 'een stuk of twaalf boeken'."""
    start = found.number.start
    if start < 3 or pieces[start - 1].word != "of" or pieces[start - 3].word != "een":
        return found
    noun = pieces[start - 2].word
    if noun != "stuk":
        if found.unit is not None:
            return found
        unit = named_unit(noun) or Unit(noun, "count", 0)
        found = replace(found, unit=unit.unit, kind=unit.kind)
    return replace(found, start=start - 3, approximate=True)


def _below_zero(text: str, pieces: list[Piece], found: _Amount) -> _Amount:
    """'-5 graden', 'min 3 procent'."""
    at_sign = found.start - 1
    if found.unit not in _COLD or at_sign < 0 or pieces[at_sign].word not in _MINUS:
        return found
    sign = pieces[at_sign]
    attached = sign.end == pieces[found.start].start and not text[: sign.start][-1:].isalnum()
    return replace(found, start=at_sign, value=-found.value) if attached or sign.word == "min" else found


def _about(pieces: list[Piece], found: _Amount) -> _Amount:
    """With 'ruim', 'meer dan', 'zo'n' in front or 'of meer' behind."""
    start = before(pieces, found.start, "about")
    after = at(pieces, found.end, "after") or at(pieces, found.number.end, "after")
    if start is not None:
        return replace(found, start=start, approximate=True)
    return replace(found, approximate=True) if after and after.words[0] != "à" else found


def _shared(pieces: list[Piece], amounts: list[_Amount]) -> list[_Amount]:
    """Numbers that share the unit of the next: 'twee tot drie jaar', '240 van de 1.100 banen', 'van 10 naar 15 procent'."""
    made: list[_Amount] = []
    ranged = False
    for amount in reversed(amounts):
        after = made[-1] if made else None
        if after is None or after.unit is None or (amount.unit is not None and amount.unit != after.unit):
            made.append(amount)
            ranged = False
            continue
        listed = ranged and pieces[amount.end].word == ","  # 'drie, vier of vijf'
        ranged = _is_range(pieces, amount, after) or (listed and _linked(pieces, amount, after, "share"))
        if ranged:
            made[-1] = replace(after, approximate=True)
        shared = _with_unit_of(amount, after) if ranged or _shares(pieces, amount, after) else amount
        made.append(replace(shared, approximate=amount.approximate or ranged))
    return made[::-1]


def _shares(pieces: list[Piece], one: _Amount, two: _Amount) -> bool:
    """Whether a number takes the unit of the next; 'één van de vier' counts nothing."""
    if one.value == 1 and pieces[one.end].word == "van":
        return False
    return _linked(pieces, one, two, "share") or _linked(pieces, one, two, "range")


def _with_unit_of(one: _Amount, two: _Amount) -> _Amount:
    """The unit of the next number, and its 'miljoen' where that fits ('2 tot 3 miljoen euro')."""
    if one.unit is not None:
        return one
    scale = two.number.scale if one.number.scale == 1 and not one.number.big else 1
    value = one.value * scale
    return replace(one, unit=two.unit, kind=two.kind, value=value if value < two.value * 10 else one.value)


def _linked(pieces: list[Piece], one: _Amount, two: _Amount, cls: str) -> bool:
    """Whether nothing but a phrase of a class stands between two numbers."""
    link = at(pieces, one.end, cls)
    return bool(link) and one.end + len(link.words) in (two.start, two.number.start) if link else False


def _is_range(pieces: list[Piece], one: _Amount, two: _Amount) -> bool:
    """'twee tot drie', '10-15', 'tussen de 10 en 15'; not 'van 10 tot 15', which is a change."""
    opener = {p.word for p in pieces[max(0, one.start - 2) : one.start]}
    if "tussen" in opener:
        return _linked(pieces, one, two, "share")
    return one.value < two.value and "van" not in opener and _linked(pieces, one, two, "range")


def _inherited(pieces: list[Piece], amounts: list[_Amount]) -> list[_Amount]:
    """A number whose noun is left out takes that of the count before: '15 leden stemden voor, 22 tegen'."""
    last: _Amount | None = None
    made = []
    for amount in amounts:
        following = pieces[amount.end].word if amount.end < len(pieces) else ""
        near = last is not None and amount.start - last.end <= _ELLIPSIS
        if amount.unit is None and last and near and following in _REMAINDERS and amount.number.kind == "exact":
            amount = replace(amount, unit=last.unit, kind=last.kind)  # noqa: PLW2901 - the amount with its unit
        if amount.kind == "count":
            last = amount
        made.append(amount)
    return made


def _is_amount(pieces: list[Piece], amount: _Amount, counted: set[int]) -> bool:
    """Whether a number is an amount: it has a unit, or is a share or a big number; numbers that name are none.

    `counted`: where units end. The 'week' of 'in één week 900 bezoekers' is counted itself and gives no number to the next.
    """
    number = amount.number
    named = number.start not in counted and before(pieces, number.start, "label", 2) is not None
    if named and amount.kind in ("", "count"):
        return False
    if number.kind in ("half", "single") or (number.unit is not None and number.kind != "age"):
        return amount.unit is not None
    return amount.unit is not None or number.kind in ("part", "ratio") or number.scale > 1 or number.big


def _measured(text: str, pieces: list[Piece], amounts: list[_Amount]) -> Iterator[Measured]:
    """Amounts with their characters; one that holds another ('drie 12-jarige jongens') ends before it."""
    free = 0
    for amount, after in zip_longest(amounts, amounts[1:]):
        stop = amount.number.end if after and amount.end > after.start else amount.end
        start, end = pieces[max(amount.start, free)].start, pieces[stop - 1].end
        free = stop
        unit = _as_written(amount.unit, text[start:end])
        found = Quantity(value=amount.value, unit=unit, text=text[start:end], approximate=amount.approximate)
        yield Measured(start, end, found)


def _as_written(unit: str | None, words: str) -> str | None:
    """A unit with the apostrophe of the text: 'foto’s'."""
    curly = unit and unit.replace("'", "’")
    return curly if curly and curly in words.lower() else unit
