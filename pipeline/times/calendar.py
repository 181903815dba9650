"""Calendar arithmetic for time expressions: intervals of days, their neighbours and their parts.

An interval is inclusive at both ends. Decisions of the annotation guide are kept here: weeks run from Monday to Sunday,
'begin' of a month is its first ten days, 'medio' the middle ten, 'eind' the last ten; of a year the first quarter, the
middle half and the last quarter; seasons are three whole months.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

import holidays

from pipeline.times import tables

Unit = Literal[
    "day", "week", "month", "year", "hour", "minute", "decade", "century", "quarter", "half", "weekend",
    "schoolyear", "season", "term",
]  # fmt: skip
Edge = Literal["begin", "middle", "end"]
MONTHS: dict[str, int] = {
    "month": 1, "quarter": 3, "term": 4, "half": 6, "year": 12, "schoolyear": 12, "season": 12, "decade": 120,
    "century": 1200,
}  # fmt: skip
"""Units that are a number of months."""
DAYS: dict[str, float] = {"day": 1, "week": 7, "weekend": 7, "hour": 1 / 24, "minute": 1 / 1440}
_SCHOOLYEAR_STARTS = 8
_SATURDAY = 5
_DECADE = 120


class Interval(NamedTuple):
    """First and last day, both inclusive."""

    first: date
    last: date


def day(first: date) -> Interval:
    """One day."""
    return Interval(first, first)


def months(year: int, month: int, count: int = 1) -> Interval:
    """`count` whole months from `month`, which may lie outside 1 to 12. ValueError outside the years 1 to 9999."""
    first, past = _month(year, month), _month(year, month + count)
    return Interval(first, past - timedelta(days=1))


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def years(first: int, last: int | None = None) -> Interval:
    """One whole year, or several."""
    return Interval(date(first, 1, 1), date(first if last is None else last, 12, 31))


def century(number: int) -> Interval:
    """The nth century: the 19th runs from 1801 to 1900."""
    return years(number * 100 - 99, number * 100)


def add(start: date, unit: Unit, count: float) -> date:
    """The day `count` units after `start` (before, where negative); a day the month lacks becomes its last."""
    if unit in DAYS:
        return start + timedelta(days=int(DAYS[unit] * count))
    shift = round(MONTHS[unit] * count)
    first = _month(start.year, start.month + shift)
    return first.replace(day=min(start.day, monthrange(first.year, first.month)[1]))


def around(when: date, unit: Unit) -> Interval:
    """The unit that holds `when`: its week, month, year, school year …; for 'weekend' the Saturday and Sunday of its week."""
    if unit in ("week", "weekend"):
        monday = when - timedelta(days=when.weekday())
        return Interval(monday + timedelta(days=_SATURDAY if unit == "weekend" else 0), monday + timedelta(days=6))
    if unit in ("schoolyear", "season"):
        return months(when.year - (when.month < _SCHOOLYEAR_STARTS), _SCHOOLYEAR_STARTS, 12)
    if unit == "decade":
        return years(when.year // 10 * 10, when.year // 10 * 10 + 9)
    if unit == "century":
        return century((when.year - 1) // 100 + 1)
    size = MONTHS.get(unit)
    return day(when) if size is None else months(when.year, (when.month - 1) // size * size + 1, size)


def part(whole: Interval, edge: Edge) -> Interval:
    """The beginning, middle or end of an interval: see the module's text; of a week Mon-Tue, Wed, Thu-Sun."""
    length = (whole.last - whole.first).days + 1
    if length <= 7:
        cut = {"begin": (0, 1), "middle": (2, 2), "end": (3, 6)}[edge]
        return Interval(whole.first + timedelta(days=cut[0]), whole.first + timedelta(days=cut[1]))
    if length <= 31:
        begin = {"begin": 0, "middle": 10, "end": length - 10}[edge]
        return Interval(whole.first + timedelta(days=begin), whole.first + timedelta(days=begin + 9))
    count = (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1
    quarter = 36 if count == _DECADE else max(1, count // 4)  # whole years of a decade
    sizes = {"begin": (0, quarter), "middle": (quarter, count - 2 * quarter), "end": (count - quarter, quarter)}
    start, size = sizes[edge]
    return months(whole.first.year, whole.first.month + start, size)


def nth_weekday(nth: int, weekday: int, within: Interval) -> Interval:
    """The nth Monday (0) to Sunday (6) of an interval; -1 is the last. ValueError where there is none."""
    if nth < 0:
        found = within.last - timedelta(days=(within.last.weekday() - weekday) % 7)
    else:
        found = within.first + timedelta(days=(weekday - within.first.weekday()) % 7 + 7 * (nth - 1))
    if not within.first <= found <= within.last:
        message = f"no {nth}th weekday {weekday} in {within}"
        raise ValueError(message)
    return day(found)


HOLIDAYS = {name: (row["first"], row["last"]) for row in tables.rows("holidays") for name in row["names"].split("|")}
_LIBRARY = re.compile(r"(?P<country>[A-Z]{2}):(?P<name>[^+-]+)(?P<offset>[+-]\d+)?")
_NTH = re.compile(r"(-?\d+):(\d):(\d+)")


@lru_cache(maxsize=2048)
def holiday(name: str, year: int) -> Interval | None:
    """The days of a holiday of holidays.tsv that begins in `year`, None where it was not kept that year."""
    first, last = (_holiday_day(rule, year) for rule in HOLIDAYS[name])
    if first is None or last is None:
        return None
    return Interval(first, last if last >= first else last.replace(year=year + 1))


def _holiday_day(rule: str, year: int) -> date | None:
    if nth := _NTH.fullmatch(rule):
        return nth_weekday(int(nth[1]), int(nth[2]), months(year, int(nth[3]))).first
    if known := _LIBRARY.fullmatch(rule):
        found = next((when for when, name in _library(known["country"], year) if name == known["name"]), None)
        return found and found + timedelta(days=int(known["offset"] or 0))
    month, number = rule.split("-")
    return date(year, int(month), int(number))


@lru_cache(maxsize=512)
def _library(country: str, year: int) -> tuple[tuple[date, str], ...]:
    """The library's holidays of one year, named in Dutch."""
    return tuple((when, name) for when, name in holidays.country_holidays(country, years=year, language="nl").items())
