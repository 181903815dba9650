"""Weekdays, weeks, 'vorig jaar', 'drie dagen geleden', 'een maand later': expressions told from another day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from pipeline.times.calendar import Interval, Unit, add, around, day
from pipeline.times.context import SHIFT, Context, by_mod, choose, edge_of
from pipeline.times.rules import Found

_TUESDAY, _SATURDAY = 1, 5
_SHORT = ("day", "hour", "minute")
_LONG = 100


def _weekday(found: Found, context: Context) -> Interval | None:
    today, number = context.today(), int(found.values["weekday"])
    if _is_habit(found, context):
        return None
    if week := found.word("weekmod"):
        return day(around(today, "week").first + timedelta(days=7 * SHIFT[week] + number))
    mod = found.word("mod")
    if mod == "this":
        return day(around(today, "week").first + timedelta(days=number))
    first = today - timedelta(days=14 + (today.weekday() - number) % 7)
    return by_mod([day(first + timedelta(days=7 * n)) for n in range(5)], mod and _STRICT[mod], context, nearest=False)


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


def _this_weekend(context: Context) -> Interval:
    """'dit weekend': by the tense; without one the past weekend on a Monday or Tuesday, else the one to come."""
    ahead = context.today().weekday() > _TUESDAY if context.future is None else context.future
    return choose(_weekends(context.today()), replace(context, future=ahead))


def _weekend(_: Found, context: Context) -> Interval | None:
    return choose(_weekends(context.today()), context)


def _deictic(found: Found, context: Context) -> Interval | None:
    return day(context.today() + timedelta(days=int(found.values["deictic"])))


def _part(found: Found, context: Context) -> Interval | None:
    """'deze ochtend' and 'afgelopen nacht' are of the day itself; 'die avond' of the day named before."""
    mod = found.word("mod")
    if mod in ("this", "recent", "coming"):
        return day(context.today())
    shift = SHIFT.get(mod or "this", 0)
    return day(context.before(3).last + timedelta(days=shift))


def _unit(found: Found, context: Context) -> Interval | None:
    """'vorige week', 'komend jaar', 'begin deze maand', 'het afgelopen jaar'."""
    unit, mod, today = _unit_of(found), str(found.values["mod"]), context.today()
    if unit in _SHORT:
        return day(context.before(3).last + timedelta(days=SHIFT[mod])) if unit == "day" and mod == "next" else None
    if unit == "weekend":
        return _this_weekend(context) if mod == "this" else by_mod(_weekends(today), mod, context)
    if found.has_article() and mod in ("recent", "coming") and unit in ("week", "month", "year"):
        return _stretch(today, unit, SHIFT[mod])
    if unit in ("schoolyear", "season"):
        near = [around(add(today, "year", n), unit) for n in (-2, -1, 0, 1, 2)]
        return around(today, unit) if mod == "this" else edge_of(found, by_mod(near, mod, context))
    shift = SHIFT[mod]
    if unit == "week" and _this_week(mod, today):
        shift = 0
    return edge_of(found, around(add(around(today, unit).first, unit, shift), unit))


def _this_week(mod: str, today: date) -> bool:
    """'afgelopen week' in a weekend and 'komende week' on a Monday are the week itself."""
    return (mod == "recent" and today.weekday() >= _SATURDAY) or (mod == "coming" and today.weekday() == 0)


def _stretch(today: date, unit: Unit, count: float) -> Interval:
    """From the article's day `count` units forward or back."""
    other = add(today, unit, count)
    return Interval(min(today, other), max(today, other))


def _unit_edge(found: Found, context: Context) -> Interval | None:
    unit = _unit_of(found)
    return None if unit in _SHORT else edge_of(found, around(context.today(), unit))


def _unit_that(found: Found, context: Context) -> Interval | None:
    """'dat jaar', 'die dag': the unit around the interval named before, if that is no longer than the unit."""
    unit = _unit_of(found)
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
    return _stretch(context.today(), _unit_of(found), count * SHIFT[mod])


def _ago(found: Found, context: Context) -> Interval | None:
    return _away(context.today(), _unit_of(found), -(found.number("number") or 0))


def _ahead(found: Found, context: Context) -> Interval | None:
    count = found.number("number") or 0
    if count >= _LONG:  # 'een boek over 100 jaar vrouwenkiesrecht'
        return None
    return _away(context.today(), _unit_of(found), count)


def _unit_of(found: Found) -> Unit:
    return cast("Unit", found.word("unit") or found.word("next"))


def _away(base: date, unit: Unit, count: float) -> Interval:
    """The unit that lies so many units away: years give a year, months a month; half a year gives a month, a century a year."""
    target = add(base, unit, count)
    if unit == "half" or (unit == "year" and abs(count) < 1):
        return around(target, "month")
    return around(target, "year" if unit in ("decade", "century") else unit)


def _later(found: Found, context: Context) -> Interval | None:
    """'drie maanden later', 'de dag erna': away from the interval named before."""
    direction, unit = int(found.values["later"]), _unit_of(found)
    count = found.number("number")
    base = context.before(_LONGEST[unit])
    start = base.last if direction > 0 and unit == "day" else base.first
    return _away(start, unit, direction * (1 if count is None else count))


def _clock(found: Found, context: Context) -> Interval | None:
    """'rond 03.15 uur': the day named before, of a night the morning it ends in; 'tussen twee en vier uur' may be any day."""
    if "until" in found.values:
        return None
    return day(context.before(3).last)


RELATIVE: dict[str, Callable[[Found, Context], Interval | None]] = {
    "weekday": _weekday, "weekday_shift": _weekday_shift, "weekday_that": _weekday_that, "night": _night,
    "weekend": _weekend, "deictic": _deictic, "part": _part, "unit": _unit, "unit_edge": _unit_edge,
    "unit_that": _unit_that, "span": _span, "ago": _ago, "ahead": _ahead, "later": _later, "clock": _clock,
}  # fmt: skip
"""Resolvers of rules.tsv."""
