"""Times of publication."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.dates import published

DAY = datetime(2024, 3, 12, tzinfo=UTC)
CASES = [
    ("2024-03-12", DAY),
    ("20240312", DAY),
    ("2024-03-12T14:30:00", DAY.replace(hour=14, minute=30)),
    ("2024-03-12 14:30", DAY.replace(hour=14, minute=30)),
    ("2024-03-12T14:30:00Z", DAY.replace(hour=14, minute=30)),
    ("2024-03-12T00:30:00+01:00", datetime(2024, 3, 11, 23, 30, tzinfo=UTC)),
    (" 2024-03-12T14:30:00.000+0100 ", DAY.replace(hour=13, minute=30)),
    ("Tue, 12 Mar 2024 08:30:00 +0100", DAY.replace(hour=7, minute=30)),
    ("12 Mar 2024 08:30:00 GMT", DAY.replace(hour=8, minute=30)),
    ("12 maart 2024", DAY),
    ("12 mrt. 2024 10.15", DAY.replace(hour=10, minute=15)),
    ("dinsdag 12 maart 2024 om 14:30 uur", DAY.replace(hour=14, minute=30)),
    ("12-03-2024", DAY),
    ("12/03/2024 14:30", DAY.replace(hour=14, minute=30)),
    ("12.03.24", DAY),
    (1710201600, DAY),
    (1710201600.0, DAY),
    (1710201600000, DAY),
    ("1710201600", DAY),
    (date(2024, 3, 12), DAY),
    (datetime(2024, 3, 12), DAY),  # noqa: DTZ001  what a table without zones holds
    (datetime(2024, 3, 12, 1, tzinfo=timezone(timedelta(hours=1))), DAY),
]
UNREADABLE = [
    None, "", "  ", "gisteren", "maart 2024", "2024", "onbekend", "12", True, [], {"date": "2024-03-12"}, "x" * 500, 1e300,
    float("nan"), float("inf"), "99-99-9999", "2024-13-45", "32 maart 2024", "0000-00-00",
    datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))), datetime.min.replace(tzinfo=timezone(timedelta(hours=5))),
]  # fmt: skip


@pytest.mark.parametrize(("value", "moment"), CASES)
def test_readable(value, moment):
    assert published(value) == moment


@pytest.mark.parametrize("value", UNREADABLE)
def test_unreadable_is_none(value):
    assert published(value) is None


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.from_regex(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}")))
def test_anything_is_a_time_in_utc_or_none(value):
    moment = published(value)
    assert moment is None or moment.utcoffset() == timedelta(0)


@given(st.datetimes(timezones=st.timezones()))
def test_iso_comes_back(moment):
    given_time = published(moment.isoformat())
    try:
        assert given_time == moment.astimezone(UTC)
    except OverflowError:
        assert given_time is None
