"""Times of publication: what formats and records give, in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

MILLISECONDS_FROM = 1e11
"""Unix times from here on are in milliseconds (in seconds this is the year 5138)."""
UNIX = re.compile(r"\d{10}|\d{13}")
FEED = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d")
YEAR = re.compile(r"\d{4}|\d[-./]\d{2}\b")
DATEPARSER: dict[str, Any] = {
    "DATE_ORDER": "DMY",
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],
}
LONGEST = 80
"""A date is shorter; what is longer is not looked at."""


def published(value: object) -> datetime | None:
    """`value` in UTC: a datetime or date, ISO 8601, RFC 2822 (feeds), Unix time, or a Dutch date ('12 maart 2024').

    A time without zone is taken as UTC, a date as its midnight. What cannot be read is None: an article without a date
    is still an article. Dates in figures are day first, as Dutch writes them.
    """
    if isinstance(value, datetime):
        return _utc(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _unix(value)
    if isinstance(value, str) and value.strip() and len(value) <= LONGEST:
        return _parsed(value.strip())
    return None


def _utc(moment: datetime) -> datetime | None:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the year 1 or 9999 with a zone
        return None


def _unix(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds / 1000 if seconds >= MILLISECONDS_FROM else seconds, tz=UTC)
    except (OverflowError, ValueError, OSError):  # not a time
        return None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> datetime | None:
    if UNIX.fullmatch(text):
        return _unix(int(text))
    found = _iso(text) or _feed(text) or _dutch(text)
    return _utc(found) if found else None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _feed(text: str) -> datetime | None:
    """'Tue, 12 Mar 2024 08:30:00 +0100'."""
    if not FEED.match(text):
        return None
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def _dutch(text: str) -> datetime | None:
    if not YEAR.search(text):  # nothing relative ('gisteren'): the day of reading is not the day of writing
        return None
    import dateparser  # noqa: PLC0415  takes 0.1 s

    try:
        found: datetime | None = dateparser.parse(text, languages=["nl"], settings=DATEPARSER)
    except (ValueError, OverflowError, RecursionError):  # what it raises for strange figures
        return None
    return found
