"""Small charts as HTML and inline SVG: no script, no network, readable by a screen reader, and the same in a notebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MAX_COLUMNS = 60
"""More bars than this over time cannot be told apart on a phone: the next longer period is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: `share` of the longest, from 0 to 1."""

    label: str
    count: int
    share: float
    href: str | None = None
    title: str = ""


def bars(counts: Mapping[str, int] | Iterable[tuple[str, int]], *, most: int | None = None) -> list[Bar]:
    """Counts as bars in the order given, at most `most` of them."""
    pairs = list(counts.items() if isinstance(counts, Mapping) else counts)[:most]
    longest = max((count for _, count in pairs), default=0) or 1
    return [Bar(label=label, count=count, share=count / longest) for label, count in pairs]


def timeline(days: Iterable[date]) -> list[Bar]:
    """Columns over time without gaps, by day, week, month or year: the shortest that gives not more than MAX_COLUMNS."""
    counted = Counter(days)
    if not counted:
        return []
    first, last = min(counted), max(counted)
    step = next((step for step in STEPS if _columns(step, first, last) <= MAX_COLUMNS), "year")
    totals: Counter[date] = Counter()
    for day, count in counted.items():
        totals[period(day, step)] += count
    starts = _starts(step, first, last)
    longest = max(totals.values())
    return [Bar(label=named(start, step), count=totals[start], share=totals[start] / longest) for start in starts]


STEPS = ("day", "week", "month", "year")


def period(day: date, step: str) -> date:
    """First day of the day, week (Monday), month or year that `day` is in."""
    if step == "week":
        return day - timedelta(days=day.weekday())
    if step == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if step == "year" else day


def following(start: date, step: str) -> date:
    """First day of the period after the one that begins at `start`."""
    if step == "month":
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    if step == "year":
        return date(start.year + 1, 1, 1)
    return start + timedelta(days=7 if step == "week" else 1)


def named(start: date, step: str) -> str:
    """The period for people: 4 Mar 2025, week of 3 Mar 2025, Mar 2025, 2025."""
    if step == "year":
        return f"{start:%Y}"
    if step == "month":
        return f"{start:%b %Y}"
    return f"{'week of ' if step == 'week' else ''}{start.day} {start:%b %Y}"


def _columns(step: str, first: date, last: date) -> int:
    days = {"day": 1, "week": 7, "month": 28, "year": 365}[step]
    return (last - first).days // days + 1


def _starts(step: str, first: date, last: date) -> list[date]:
    found = [period(first, step)]
    while (start := following(found[-1], step)) <= last:
        found.append(start)
    return found
