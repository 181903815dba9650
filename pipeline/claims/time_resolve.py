"""From a time expression to the days it means: one function for each `resolver` of time_rules.tsv.

A resolver takes what was found and the circumstances (the article's day, the tense, the interval named before) and
returns an interval, or None where these do not settle it. It may raise ValueError or OverflowError for days that do not
exist ('30 februari', 'over 9000 jaar'): `resolve` turns both into None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from pipeline.claims.time_calendar import (
    HOLIDAYS,
    Edge,
    Interval,
    Unit,
    add,
    around,
    century,
    day,
    holiday,
    months,
    nth_weekday,
    part,
    years,
)
from pipeline.claims.time_rules import Found

_WEAK_TRUST = 305
"""The same where the tense comes from a word nearby, not from the caller."""
_WINTER = 12
_SUNDAY, _SATURDAY = 6, 5
_LONG = 100
_SHORT = ("day", "hour", "minute")
_SHIFT = {"this": 0, "last": -1, "recent": -1, "next": 1, "coming": 1}


@dataclass(frozen=True, slots=True)
class Context:
    """The article's day, whether the clause looks forward (None: unknown), and the interval named last before."""

    anchor: date | None
    future: bool | None = None
    previous: Interval | None = None
    trust: int = 330
    """Days within which the tense is believed against a nearer date on the other side ('schrijft op 21 februari')."""

    def today(self) -> date:
        """The article's day; _Open where there is none."""
        if self.anchor is None:
            raise _Open
        return self.anchor

    def before(self, longest: int) -> Interval:
        """The interval named before, if it has at most `longest` days; else _Open."""
        if self.previous is None or (self.previous.last - self.previous.first).days >= longest:
            raise _Open
        return self.previous


class _Open(Exception):  # noqa: N818 - not an error: the expression names no certain days here
    """What is needed to settle the expression is not known."""


def resolve(found: Found, context: Context) -> Interval | None:
    """The days an expression means, None where nothing settles them."""
    if found.hint() == "after":  # 'na de zomer' is not in the summer
        return None
    if found.told and "weekday" in found.values:
        context = replace(context, future=False)
    elif context.future is None or found.hint() == "past":
        trust = context.trust if found.hint() else _WEAK_TRUST
        context = Context(context.anchor, _direction(found), context.previous, trust)
    try:
        return RESOLVERS[found.rule.resolver](found, context)
    except (_Open, ValueError, OverflowError):
        return None


def _direction(found: Found) -> bool | None:
    """Past or future by the words: 'sinds' first, then the clause's verb, then prepositions such as 'vanaf', 'uiterlijk'."""
    if found.hint() == "past":
        return False
    if found.tense is not None:
        return found.tense
    return True if found.hint() == "future" else None


def _first(candidates: Iterable[Interval]) -> Interval:
    for candidate in candidates:
        return candidate
    raise _Open


def _choose(candidates: list[Interval], context: Context, *, nearest: bool = True) -> Interval:
    """One of several candidates in order of time: the next, the last, or (tense unknown) the nearest or the last."""
    today = context.today()

    def distance(candidate: Interval) -> int:
        return max((candidate.first - today).days, (today - candidate.last).days, 0)

    told: Interval | None = None
    if context.future:
        told = next((c for c in candidates if c.last >= today), None)
    elif context.future is False or not nearest:
        told = next((c for c in reversed(candidates) if c.first <= today), None)
    return told if told and distance(told) <= context.trust else min(candidates, key=distance)


def _by_mod(candidates: list[Interval], mod: str | None, context: Context, *, nearest: bool = True) -> Interval:
    """The candidate that 'deze', 'vorige', 'afgelopen', 'volgende' or 'komende' means; without one of them `_choose`."""
    today = context.today()
    slack = timedelta(days=((candidates[0].last - candidates[0].first).days + 1) // 3)
    if mod == "last":
        return _first(c for c in reversed(candidates) if c.last < today)
    if mod == "recent":  # also what is nearly over: 'afgelopen zomer' at the end of August
        return _first(c for c in reversed(candidates) if c.first < today and c.last - slack < today)
    if mod == "next":
        return _first(c for c in candidates if c.first > today)
    if mod == "coming":  # also what has just begun
        return _first(c for c in candidates if c.first + slack > today)
    if mod == "this":
        candidates = [c for c in candidates if c.last.year == today.year] or candidates
        context = replace(context, future=None)
    return _choose(candidates, context, nearest=nearest)


def _year(found: Found, context: Context) -> int | None:
    """The year an expression carries ('2019', 'vorig jaar', 'dat jaar'), None without one."""
    if (written := found.values.get("yr")) is not None:
        return _full_year(written, context)
    if mod := found.word("yrmod"):
        return context.today().year + _SHIFT[mod]
    if "yrthat" in found.values:
        return context.before(10_000).first.year
    return None


def _full_year(written: int | float | str, context: Context) -> int:
    """A year of two figures ("'98") is the last such one that is not far ahead."""
    if not isinstance(written, str):
        return int(written)
    short = int(re.sub(r"\D", "", written)[:2])
    limit = context.anchor.year + 5 if context.anchor else 2030
    return max(c + short for c in (1800, 1900, 2000, 2100) if c + short <= limit)


def _edge(found: Found, whole: Interval) -> Interval:
    edge = found.word("edge")
    return part(whole, cast("Edge", edge)) if edge else whole


def _maker(found: Found) -> Callable[[int], Interval | None]:
    """For a month, season or holiday: the function from a year to its days."""
    if (month := found.integer("month")) is not None:
        return lambda year: months(year, month)
    if (season := found.integer("season")) is not None:
        # the winter of a year is the one that ends in it
        return lambda year: months(year - (season == _WINTER), season, 3)
    name = str(found.values["holiday"])
    return lambda year: holiday(name, year)


def _cyclic(found: Found, context: Context) -> Interval | None:
    make = _maker(found)
    if span := found.word("yearspan"):
        return make(_span_years(span)[1])
    if (year := _year(found, context)) is None and "that" in found.values:
        year = context.before(10_000).first.year
    if year is not None:
        whole = make(year)
    else:
        here = context.today().year
        made = [make(y) for y in range(here - 2, here + 3)]
        whole = _by_mod([c for c in made if c], found.word("mod"), context)
    return whole and _edge(found, whole)


def _day_month(found: Found, context: Context) -> Interval | None:
    number, month = int(found.values["dayno"]), int(found.values["month"])
    if (year := _year(found, context)) is not None:
        return day(date(year, month, number))
    candidates = _days(number, month, context.today().year)
    weekday = found.integer("weekday")
    if fitting := [c for c in candidates if c.first.weekday() == weekday]:
        candidates = fitting
    return _by_mod(candidates, found.word("mod"), context)


def _days(number: int, month: int, year: int) -> list[Interval]:
    """The day in the years around; a leap day only where there is one."""
    last = (months(y, month).last for y in range(year - 4, year + 5))
    return [day(m.replace(day=number)) for m in last if number <= m.day]


def _days_month(found: Found, context: Context) -> Interval | None:
    if span := found.word("dayspan"):
        first, last = (int(n) for n in re.findall(r"[0-9]+", span))
    else:
        first, last = int(found.values["dayno"]), int(found.values["last"])
    month, year = int(found.values["month"]), _year(found, context)
    ends = [day(date(year, month, last))] if year is not None else _days(last, month, context.today().year)
    end = (ends[0] if year is not None else _by_mod(ends, found.word("mod"), context)).first
    start = _month_before(end) if first > last else end  # 'van 30 op 1 mei'
    return Interval(start.replace(day=first), end)


def _month_before(when: date) -> date:
    return when.replace(day=1) - timedelta(days=1)


def _written(found: Found, _: Context) -> Interval | None:
    if iso := found.word("isodate"):
        return day(date.fromisoformat(iso))
    number, month, year = (int(n) for n in re.findall(r"[0-9]+", found.word("dmydate") or ""))
    return day(date(year, month, number))


def _years(found: Found, context: Context) -> Interval | None:
    if span := found.word("yearspan"):
        first, last = _span_years(span)
        return years(first, last) if last >= first else None
    written = found.values.get("year")
    if written is None:
        return None
    return _edge(found, years(_full_year(written, context)))


def _span_years(span: str) -> tuple[int, int]:
    first, last = re.findall(r"[0-9]+", span)
    return int(first), int(first[: 4 - len(last)] + last)


def _decade(found: Found, context: Context) -> Interval | None:
    value = found.values["decade"]
    start = _full_year(value, context) if isinstance(value, str) else int(value)
    if start < 100:  # noqa: PLR2004 - 'jaren negentig'
        start += _century_start(found, context)
    return _edge(found, years(start, start + 9)) if start % 10 == 0 else None


def _century_start(found: Found, context: Context) -> int:
    if (number := found.integer("century")) is not None:
        return (number - 1) * 100
    here = context.anchor.year // 100 * 100 if context.anchor else 2000
    return here + 100 * _SHIFT.get(found.word("centurymod") or "last", -1)


def _century(found: Found, _: Context) -> Interval | None:
    return _edge(found, century(int(found.values["century"])))


def _quarter(found: Found, context: Context) -> Interval | None:
    size = int(found.values.get("half", 3))
    number = int(found.values.get("ordinal", found.values.get("quarter", 0)))
    if number == -1:
        number = 12 // size
    if not 1 <= number <= 12 // size:
        return None
    if (year := _year(found, context)) is not None:
        return months(year, (number - 1) * size + 1, size)
    here = context.today().year
    return _choose([months(y, (number - 1) * size + 1, size) for y in range(here - 2, here + 3)], context)


def _half_of(found: Found, context: Context) -> Interval | None:
    """'de tweede helft van' a month, year, decade or century."""
    ordinal = int(found.values["ordinal"])
    if ordinal not in (1, 2, -1):
        return None
    whole = _whole(found, context)
    middle = whole.first + ((whole.last - whole.first) + timedelta(days=1)) / 2
    if (whole.last - whole.first).days > 31:  # noqa: PLR2004 - longer than a month: cut at whole months
        middle = (middle + timedelta(days=15)).replace(day=1)
    return Interval(whole.first, middle - timedelta(days=1)) if ordinal == 1 else Interval(middle, whole.last)


def _whole(found: Found, context: Context) -> Interval:
    if "decade" in found.values:
        whole = _decade(found, context)
    elif "century" in found.values:
        whole = _century(found, context)
    elif found.values.keys() & {"month", "season", "holiday"}:
        whole = _cyclic(found, context)
    else:
        year = _year(found, context)
        whole = around(context.today(), "year") if year is None else years(year)
    if whole is None:
        raise _Open
    return whole


def _nth(found: Found, context: Context) -> Interval | None:
    """'de derde dinsdag van september', 'het laatste weekend van mei', 'de eerste week van maart'."""
    within, nth = _cyclic(found, context), int(found.values["ordinal"])
    if within is None:
        return None
    if (weekday := found.integer("weekday")) is not None:
        return nth_weekday(nth, weekday, within)
    unit = found.word("unit")
    if unit == "weekend":
        saturday = nth_weekday(nth, _SATURDAY, within).first
        return Interval(saturday, saturday + timedelta(days=1))
    size = {"day": 1, "week": 7}.get(unit or "", 0)
    first = within.first + timedelta(days=size * (nth - 1)) if nth > 0 else within.last - timedelta(days=size - 1)
    return Interval(first, min(first + timedelta(days=size - 1), within.last)) if size else None


def _weekday(found: Found, context: Context) -> Interval | None:
    today, number = context.today(), int(found.values["weekday"])
    if _is_habit(found, context):
        return None
    if week := found.word("weekmod"):
        return day(around(today, "week").first + timedelta(days=7 * _SHIFT[week] + number))
    mod = found.word("mod")
    if mod == "this":
        return day(around(today, "week").first + timedelta(days=number))
    first = today - timedelta(days=14 + (today.weekday() - number) % 7)
    return _by_mod([day(first + timedelta(days=7 * n)) for n in range(5)], mod and _STRICT[mod], context, nearest=False)


def _is_habit(found: Found, context: Context) -> bool:
    """'Op vrijdag kunnen kinderen …': without a past tense, an hour or 'komende', 'op' tells of every Friday."""
    bare = not found.values.keys() & {"mod", "weekmod", "hour", "clock"}
    return bare and context.future is not False and any("=op" in token.values for token in found.lead_words)


_STRICT = {"last": "last", "recent": "last", "next": "next", "coming": "next"}


def _weekday_shift(found: Found, context: Context) -> Interval | None:
    """'maandag over twee weken', 'vandaag over een week', 'dinsdag drie weken geleden'."""
    back, ahead = found.number("back"), found.number("number")
    weeks = -back if back is not None else ahead or 0
    if (offset := found.integer("deictic")) is not None:
        return day(context.today() + timedelta(days=offset + 7 * weeks))
    base = _weekday(found, Context(context.anchor, future=back is None))
    return base and day(base.first + timedelta(days=7 * weeks))


def _weekday_that(found: Found, context: Context) -> Interval | None:
    """'die dinsdag', 'de dinsdag daarop': in the week named before, or next to the day named before."""
    number = int(found.values["weekday"])
    if (direction := found.integer("later")) is None:
        return day(around(context.before(7).first, "week").first + timedelta(days=number))
    base = context.before(7)
    near = base.last if direction > 0 else base.first
    ahead = (number - near.weekday()) * direction % 7 or 7
    return day(near + timedelta(days=ahead * direction))


def _night(found: Found, context: Context) -> Interval | None:
    """'de nacht op dinsdag': from Monday to Tuesday."""
    after = _weekday(found, context)
    return after and Interval(after.first - timedelta(days=1), after.first)


def _weekends(today: date) -> list[Interval]:
    return [around(today + timedelta(days=7 * n), "weekend") for n in range(-3, 4)]


def _weekend(_: Found, context: Context) -> Interval | None:
    return _choose(_weekends(context.today()), context)


def _deictic(found: Found, context: Context) -> Interval | None:
    return day(context.today() + timedelta(days=int(found.values["deictic"])))


def _part(found: Found, context: Context) -> Interval | None:
    """'deze ochtend' and 'afgelopen nacht' are of the day itself; 'die avond' of the day named before."""
    mod = found.word("mod")
    if mod in ("this", "recent", "coming"):
        return day(context.today())
    shift = _SHIFT.get(mod or "this", 0)
    return day(context.before(3).last + timedelta(days=shift))


def _unit(found: Found, context: Context) -> Interval | None:
    """'vorige week', 'komend jaar', 'begin deze maand', 'het afgelopen jaar'."""
    unit, mod, today = cast("Unit", found.word("unit")), str(found.values["mod"]), context.today()
    if unit in _SHORT:
        return day(context.before(3).last + timedelta(days=_SHIFT[mod])) if unit == "day" and mod == "next" else None
    if unit == "weekend":
        return _by_mod(_weekends(today), mod, context)
    if found.has_article() and mod in ("recent", "coming") and unit in ("week", "month", "year"):
        return _stretch(today, unit, _SHIFT[mod])
    if unit in ("schoolyear", "season"):
        near = [around(add(today, "year", n), unit) for n in (-2, -1, 0, 1, 2)]
        return around(today, unit) if mod == "this" else _edge(found, _by_mod(near, mod, context))
    shift = _SHIFT[mod]
    if unit == "week" and _this_week(mod, today):
        shift = 0
    return _edge(found, around(add(around(today, unit).first, unit, shift), unit))


def _this_week(mod: str, today: date) -> bool:
    """'afgelopen week' in a weekend and 'komende week' on a Monday are the week itself."""
    return (mod == "recent" and today.weekday() >= _SATURDAY) or (mod == "coming" and today.weekday() == 0)


def _stretch(today: date, unit: Unit, count: float) -> Interval:
    """From the article's day `count` units forward or back."""
    other = add(today, unit, count)
    return Interval(min(today, other), max(today, other))


def _unit_edge(found: Found, context: Context) -> Interval | None:
    unit = found.word("unit")
    return None if unit in _SHORT else _edge(found, around(context.today(), cast("Unit", unit)))


def _unit_that(found: Found, context: Context) -> Interval | None:
    """'dat jaar', 'die dag': the unit around the interval named before, if that is no longer than the unit."""
    unit = cast("Unit", found.word("unit"))
    return None if unit in _SHORT[1:] else around(context.before(_LONGEST[unit]).first, unit)


_LONGEST: dict[Unit, int] = {
    "day": 3, "week": 7, "weekend": 7, "month": 31, "quarter": 92, "term": 122, "half": 184, "year": 366,
    "schoolyear": 366, "season": 366, "decade": 3660, "century": 36600, "hour": 3, "minute": 3,
}  # fmt: skip
"""Most days an interval may have to serve as the one that 'een dag later' or 'die week' points to."""


def _span(found: Found, context: Context) -> Interval | None:
    """'de afgelopen drie jaar', 'de komende twee weken': from or to the article's day."""
    mod, count = found.word("mod") or "recent", found.number("number") or 0
    if mod == "this":
        return None
    return _stretch(context.today(), cast("Unit", found.word("unit")), count * _SHIFT[mod])


def _first_units(found: Found, context: Context) -> Interval | None:
    """'de eerste drie maanden van 2019'."""
    whole, unit, ordinal = _whole(found, context), found.word("unit"), int(found.values["ordinal"])
    count = found.number("number") or 0
    if unit is None or ordinal not in (1, -1):
        return None
    past = whole.last + timedelta(days=1)
    if ordinal == 1:
        return Interval(whole.first, min(whole.last, add(whole.first, cast("Unit", unit), count) - timedelta(days=1)))
    return Interval(max(whole.first, add(past, cast("Unit", unit), -count)), whole.last)


def _ago(found: Found, context: Context) -> Interval | None:
    return _away(context.today(), found, -1)


def _ahead(found: Found, context: Context) -> Interval | None:
    if (found.number("number") or 0) >= _LONG:  # 'een boek over 100 jaar vrouwenkiesrecht'
        return None
    return _away(context.today(), found, 1)


def _away(base: date, found: Found, direction: int) -> Interval:
    """The unit that lies so many units away: years give a year, months a month; half a year gives a month."""
    unit, count = cast("Unit", found.word("unit")), found.number("number")
    count = 1 if count is None else count
    target = add(base, unit, direction * count)
    if unit == "year" and count < 1:
        return around(target, "month")
    return around(target, unit if unit in ("day", "week", "month", "year", "weekend") else _COARSE.get(unit, "day"))


_COARSE: dict[Unit, Unit] = {
    "decade": "decade", "century": "century", "quarter": "quarter", "half": "half", "term": "term",
    "schoolyear": "schoolyear", "season": "season",
}  # fmt: skip


def _later(found: Found, context: Context) -> Interval | None:
    """'drie maanden later', 'de dag erna': away from the interval named before."""
    direction = int(found.values["later"])
    unit = cast("Unit", found.word("unit") or found.word("next"))
    base = context.before(_LONGEST[unit])
    found.values["unit"] = unit
    return _away(base.last if direction > 0 and unit == "day" else base.first, found, direction)


def _clock(found: Found, context: Context) -> Interval | None:
    """'rond 03.15 uur': the day named before, of a night the morning it ends in; 'tussen twee en vier uur' may be any day."""
    if "until" in found.values:
        return None
    return day(context.before(3).last)


def _nothing(_found: Found, _context: Context) -> Interval | None:
    return None


NO_TIME = "nothing"
"""The resolver of set phrases and habits ('elke maandag'): they take their words, but are no time expression."""
RESOLVERS: dict[str, Callable[[Found, Context], Interval | None]] = {
    NO_TIME: _nothing, "nothing_certain": _nothing, "date": _written, "day_month": _day_month, "days_month": _days_month,
    "cyclic": _cyclic, "year": _years, "decade": _decade, "century": _century, "quarter": _quarter, "half_of": _half_of,
    "nth": _nth, "weekday": _weekday, "weekday_shift": _weekday_shift, "weekday_that": _weekday_that, "night": _night,
    "weekend": _weekend, "deictic": _deictic, "part": _part, "unit": _unit, "unit_edge": _unit_edge,
    "unit_that": _unit_that, "span": _span, "first_units": _first_units, "ago": _ago, "ahead": _ahead, "later": _later,
    "clock": _clock,
}  # fmt: skip
