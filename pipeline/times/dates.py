"""Dates, months, seasons, holidays, years, decades, centuries and their parts: one function for each kind of expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import cast

from pipeline.times.calendar import (
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
from pipeline.times.context import SHIFT, Context, Open, by_mod, choose, edge_of, full_year, year_of
from pipeline.times.rules import Found

_WINTER = 12
_SATURDAY = 5


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
    if (year := year_of(found, context)) is None and "that" in found.values:
        year = context.before(10_000).first.year
    if year is not None:
        whole = make(year)
    else:
        here = context.today().year
        made = [make(y) for y in range(here - 2, here + 3)]
        whole = by_mod([c for c in made if c], found.word("mod"), context)
    return whole and edge_of(found, whole)


def _day_month(found: Found, context: Context) -> Interval | None:
    number, month = int(found.values["dayno"]), int(found.values["month"])
    if (year := year_of(found, context)) is not None:
        return day(date(year, month, number))
    candidates = _days(number, month, context.today().year)
    weekday = found.integer("weekday")
    if fitting := [c for c in candidates if c.first.weekday() == weekday]:
        candidates = fitting
    return by_mod(candidates, found.word("mod"), context)


def _week_of(found: Found, context: Context) -> Interval | None:
    """'de week van 22 september': the week that holds the day."""
    named = _day_month(found, context)
    return named and around(named.first, "week")


def _days(number: int, month: int, year: int) -> list[Interval]:
    """The day in the years around; a leap day only where there is one."""
    last = (months(y, month).last for y in range(year - 4, year + 5))
    return [day(m.replace(day=number)) for m in last if number <= m.day]


def _days_month(found: Found, context: Context) -> Interval | None:
    if span := found.word("dayspan"):
        first, last = (int(n) for n in re.findall(r"[0-9]+", span))
    else:
        first, last = int(found.values["dayno"]), int(found.values["last"])
    month, year = int(found.values["month"]), year_of(found, context)
    ends = [day(date(year, month, last))] if year is not None else _days(last, month, context.today().year)
    end = (ends[0] if year is not None else by_mod(ends, found.word("mod"), context)).first
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
    return edge_of(found, years(full_year(written, context)))


def _span_years(span: str) -> tuple[int, int]:
    first, last = re.findall(r"[0-9]+", span)
    return int(first), int(first[: 4 - len(last)] + last)


def _decade(found: Found, context: Context) -> Interval | None:
    value = found.values["decade"]
    start = full_year(value, context) if isinstance(value, str) else int(value)
    if start < 100:
        start += _century_start(found, context)
    return edge_of(found, years(start, start + 9)) if start % 10 == 0 else None


def _century_start(found: Found, context: Context) -> int:
    if (number := found.integer("century")) is not None:
        return (number - 1) * 100
    here = context.anchor.year // 100 * 100 if context.anchor else 2000
    return here + 100 * SHIFT.get(found.word("centurymod") or "last", -1)


def _century(found: Found, _: Context) -> Interval | None:
    return edge_of(found, century(int(found.values["century"])))


def _quarter(found: Found, context: Context) -> Interval | None:
    size = int(found.values.get("half", 3))
    number = int(found.values.get("ordinal", found.values.get("quarter", 0)))
    if number == -1:
        number = 12 // size
    if not 1 <= number <= 12 // size:
        return None
    if (year := year_of(found, context)) is not None:
        return months(year, (number - 1) * size + 1, size)
    here = context.today().year
    return choose([months(y, (number - 1) * size + 1, size) for y in range(here - 2, here + 3)], context)


def _half_of(found: Found, context: Context) -> Interval | None:
    """'de tweede helft van' a month, year, decade or century."""
    ordinal = int(found.values["ordinal"])
    if ordinal not in (1, 2, -1):
        return None
    whole = _whole(found, context)
    middle = whole.first + ((whole.last - whole.first) + timedelta(days=1)) / 2
    if (whole.last - whole.first).days > 31:
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
        year = year_of(found, context)
        whole = around(context.today(), "year") if year is None else years(year)
    if whole is None:
        raise Open
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


def _some_of(found: Found, context: Context) -> Interval | None:
    """'de eerste weken van mei', 'de laatste dagen van juli': its beginning and its end."""
    edge = _EDGES.get(int(found.values["ordinal"]))
    within = _cyclic(found, context)
    return part(within, edge) if within and edge else None


_EDGES: dict[int, Edge] = {1: "begin", -1: "end"}


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


DATES: dict[str, Callable[[Found, Context], Interval | None]] = {
    "date": _written, "day_month": _day_month, "week_of": _week_of, "days_month": _days_month, "cyclic": _cyclic, "year": _years,
    "decade": _decade, "century": _century, "quarter": _quarter, "half_of": _half_of, "nth": _nth,
    "some_of": _some_of, "first_units": _first_units,
}  # fmt: skip
"""Resolvers of rules.tsv."""
