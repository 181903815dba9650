"""What time expressions are resolved from: the article's day, the tense, the interval before; and the choices they share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from pipeline.times.calendar import Edge, Interval, part
from pipeline.times.rules import Found

SHIFT = {"this": 0, "last": -1, "recent": -1, "next": 1, "coming": 1}
"""How far 'deze', 'vorige', 'afgelopen', 'volgende' and 'komende' lead, in units."""


class Open(Exception):  # noqa: N818 - no error: what would settle the expression is not known
    """What is needed to settle the expression is not known."""


@dataclass(frozen=True, slots=True)
class Context:
    """The article's day, whether the clause looks forward (None: unknown), and the interval named last before."""

    anchor: date | None
    future: bool | None = None
    previous: Interval | None = None
    trust: int = 330
    """Days within which the tense is believed against a nearer date on the other side ('schrijft op 21 februari')."""

    def today(self) -> date:
        """The article's day; Open where there is none."""
        if self.anchor is None:
            raise Open
        return self.anchor

    def before(self, longest: int) -> Interval:
        """The interval named before, if it has at most `longest` days; else Open."""
        if self.previous is None or (self.previous.last - self.previous.first).days >= longest:
            raise Open
        return self.previous


def _first(candidates: Iterable[Interval]) -> Interval:
    for candidate in candidates:
        return candidate
    raise Open


def choose(candidates: list[Interval], context: Context, *, nearest: bool = True) -> Interval:
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


def by_mod(candidates: list[Interval], mod: str | None, context: Context, *, nearest: bool = True) -> Interval:
    """The candidate that 'deze', 'vorige', 'afgelopen', 'volgende' or 'komende' means; without one of them `choose`."""
    today = context.today()
    if not candidates:  # '30 februari'
        raise Open
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
        candidates = [c for c in candidates if today.year in (c.first.year, c.last.year)] or candidates
        context = replace(context, future=None)
    return choose(candidates, context, nearest=nearest)


def year_of(found: Found, context: Context) -> int | None:
    """The year an expression carries ('2019', 'vorig jaar', 'dat jaar'), None without one."""
    if (written := found.values.get("yr")) is not None:
        return full_year(written, context)
    if mod := found.word("yrmod"):
        return context.today().year + SHIFT[mod]
    if "yrthat" in found.values:
        return context.before(10_000).first.year
    return None


def full_year(written: float | str, context: Context) -> int:
    """A year of two figures ("'98") is the last such one that is not far ahead."""
    if not isinstance(written, str):
        return int(written)
    short = int(re.sub(r"\D", "", written)[:2])
    limit = context.anchor.year + 5 if context.anchor else 2030
    return max(c + short for c in (1800, 1900, 2000, 2100) if c + short <= limit)


def edge_of(found: Found, whole: Interval) -> Interval:
    """The part of an interval that 'begin', 'half' or 'eind' of the expression means; without one the interval."""
    edge = found.word("edge")
    return part(whole, cast("Edge", edge)) if edge else whole
