"""Time expressions: 200 cases with the article's day, properties over any text, speed on long junk."""

from __future__ import annotations

import csv
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from clock import clocked
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.claims.figures import _days
from pipeline.times import TimeExpression, find_times, tables
from pipeline.times.calendar import add, around, holiday, part
from pipeline.times.resolve import _RESOLVERS, NO_TIME
from pipeline.times.rules import grammar, scan

CASES = Path(__file__).with_name("time_cases.tsv")
READ = Path(__file__).with_name("time_read.tsv")
THURSDAY = date(2024, 3, 14)
TENSES = {"past": False, "future": True, "-": None}


def cases(path: Path = CASES) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def found_in(case: dict[str, str]) -> list[TimeExpression]:
    return find_times(case["sentence"], anchor=date.fromisoformat(case["published"]), future=TENSES[case["tense"]])


def days(expression: TimeExpression) -> tuple[str, str]:
    return str(expression.first or "-"), str(expression.last or "-")


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c['sentence']} {c['published']} {c['tense']}")
def test_expression_and_its_days(case: dict[str, str]) -> None:
    found = {e.text: days(e) for e in found_in(case)}
    if case["expression"] == "-":
        assert found == {}
    else:
        assert found.get(case["expression"]) == (case["first"], case["last"]), found


def as_read() -> list[ParameterSet]:
    """Cases that were written down by a reader; what is known to fail has to fail."""
    known = pytest.mark.xfail(strict=True, reason="known failure")
    return [
        pytest.param(case, id=case["sentence"], marks=[known] if case["known"] == "fails" else [])
        for case in cases(READ)
    ]


@pytest.mark.parametrize("case", as_read())
def test_days_as_a_reader_has_them(case: dict[str, str]) -> None:
    found = found_in(case)
    if case["first"] == "-":
        assert [e.text for e in found if e.first] == []
    else:
        start = case["sentence"].index(case["expression"])
        touching = [e for e in found if e.start < start + len(case["expression"]) and start < e.end]
        assert (case["first"], case["last"]) in map(days, touching), found


@pytest.mark.parametrize("path", [CASES, READ])
def test_there_are_at_least_200_cases(path: Path) -> None:
    assert len({case["sentence"] for case in cases(path)}) >= 200


def test_no_case_stands_in_both_tables() -> None:
    assert not {case["sentence"] for case in cases()} & {case["sentence"] for case in cases(READ)}


def test_without_an_anchor_only_absolute_expressions_have_days() -> None:
    text = "Op 12 maart 2021 en in 2019, maar ook gisteren of op een dinsdag, in mei en met kerst."
    found = {e.text: e.first for e in find_times(text, anchor=None)}
    assert found == {
        "Op 12 maart 2021": date(2021, 3, 12), "in 2019": date(2019, 1, 1), "gisteren": None, "dinsdag": None,
        "in mei": None, "met kerst": None,
    }  # fmt: skip


def test_what_was_named_before_the_text_settles_what_refers_back() -> None:
    before = (date(2021, 6, 1), date(2021, 6, 30))
    (later,) = find_times("Drie maanden later liep hij weer.", anchor=THURSDAY, previous=before)
    assert (later.first, later.last) == (date(2021, 9, 1), date(2021, 9, 30))


def test_what_was_named_long_before_settles_nothing() -> None:
    text = "In 2021 viel hij. " + "Er gebeurde verder niets bijzonders. " * 15 + "Dat jaar won hij."
    assert days(find_times(text, anchor=THURSDAY)[-1]) == ("-", "-")


def test_the_callers_tense_goes_before_the_words_nearby() -> None:
    (found,) = find_times("De raad wordt vrijdag geïnstalleerd.", anchor=THURSDAY)
    assert found.first == date(2024, 3, 15)
    (found,) = find_times("De raad wordt vrijdag geïnstalleerd.", anchor=THURSDAY, future=False)
    assert found.first == date(2024, 3, 8)


def test_a_tense_is_not_believed_against_a_date_close_by() -> None:
    (found,) = find_times("De recensent schrijft op 21 februari dat het boek tegenvalt.", anchor=THURSDAY, future=True)
    assert found.first == date(2024, 2, 21)


def test_the_rule_is_named() -> None:
    assert [e.rule for e in find_times("Tussen 2010 en 2015, en gisteren.", anchor=THURSDAY)] == [
        "time.year+",
        "time.deictic",
    ]


def test_offsets_count_from_the_start_of_the_text() -> None:
    text = "\n\n  Zij kwam,\nzo zei hij, gisteren aan."
    (found,) = find_times(text, anchor=THURSDAY)
    assert text[found.start : found.end] == found.text == "gisteren"


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘"])
def test_any_apostrophe_will_do(apostrophe: str) -> None:
    (found,) = find_times(f"in de jaren {apostrophe}80", anchor=THURSDAY)
    assert found.first == date(1980, 1, 1)


@pytest.mark.parametrize(
    ("one", "two", "equal"),
    [((2024, 12), (2023, 12), True), ((2024, 2), (2024, 3), True), ((2024, 12), (2024, 2), False)],
)
def test_a_leap_year_and_a_long_month_are_no_longer_than_another(
    one: tuple[int, int], two: tuple[int, int], equal: bool
) -> None:
    def length(year: int, month: int) -> int:
        whole = around(date(year, month, 1), "year" if month == 12 else "month")
        return _days(TimeExpression(0, 1, "x", whole.first, whole.last, "r"))

    assert (length(*one) == length(*two)) is equal


# --- the tables ------------------------------------------------------------------------------------------------------


def test_every_rule_compiles_and_names_a_resolver() -> None:
    rules = {rule.id: rule for found in grammar().by_symbol.values() for rule in found}
    ids = [row["id"] for row in tables.rows("rules") if not row["id"].startswith("@")]
    assert set(rules) == set(ids)
    assert len(ids) == len(set(ids))
    assert {rule.resolver for rule in rules.values()} - set(_RESOLVERS) == {NO_TIME, "nothing_certain"}
    assert set(_RESOLVERS) <= {rule.resolver for rule in rules.values()}


@pytest.mark.parametrize("year", [1990, 2013, 2024, 2030])
def test_every_holiday_has_days(year: int) -> None:
    gone = {"koningsdag", "koningsnacht"} if year < 2014 else {"koninginnedag"}
    for row in tables.rows("holidays"):
        for name in row["names"].split("|"):
            found = holiday(name, year)
            assert (found is None) == (name in gone), name
            assert found is None or found.first <= found.last


def test_no_pattern_repeats_without_end() -> None:
    patterns = [rule.pattern.pattern for found in grammar().by_symbol.values() for rule in found]
    assert not any(mark in pattern for pattern in patterns for mark in "*+{")


# --- the calendar ----------------------------------------------------------------------------------------------------

SOME_DAY = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
UNITS = st.sampled_from(["day", "week", "month", "year", "decade", "century", "quarter", "weekend", "schoolyear"])


@given(SOME_DAY, UNITS)
def test_a_unit_holds_its_day(day: date, unit: str) -> None:
    found = around(day, unit)  # type: ignore[arg-type]
    assert found.first <= day <= found.last or unit == "weekend"


@given(SOME_DAY, st.sampled_from(["week", "month", "quarter", "year", "decade", "century"]))
def test_parts_lie_inside_in_order_and_do_not_overlap(day: date, unit: str) -> None:
    whole = around(day, unit)  # type: ignore[arg-type]
    begin, middle, end = (part(whole, edge) for edge in ("begin", "middle", "end"))
    assert whole.first == begin.first <= begin.last < middle.first <= middle.last
    assert middle.last < end.first or unit == "month"  # the middle and last ten days of a short February share one
    assert end.last == whole.last


@given(SOME_DAY, st.integers(-200, 200))
def test_months_come_back(day: date, count: int) -> None:
    there = add(day, "month", count)
    assert (there.year - day.year) * 12 + there.month - day.month == count
    assert there.day <= day.day


# --- any text --------------------------------------------------------------------------------------------------------

WORDS = sorted({form for row in tables.rows("words") for form in row["forms"].split("|")})
TIME_TEXT = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.integers(0, 99999).map(str),
        st.sampled_from(
            ["12-03-2024", "31-02-2024", "2018/2019", "3-8", "10.00", "uur", ",", ".", "(", "-", "9999", "’99"]
        ),
    ),
    max_size=14,
).map(" ".join)
ANY_TEXT = st.one_of(st.text(max_size=200), TIME_TEXT)
ANCHOR = st.one_of(st.none(), st.dates())
PREVIOUS = st.one_of(st.none(), st.tuples(st.dates(), st.dates()).map(sorted).map(tuple))


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT, ANCHOR, st.sampled_from([True, False, None]), PREVIOUS)
def test_offsets_give_the_words_and_nothing_overlaps(text: str, anchor: date | None, future, previous) -> None:
    free = 0
    for found in find_times(text, anchor=anchor, future=future, previous=previous):
        assert free <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        assert (found.first is None) == (found.last is None)
        assert found.first is None or found.last is None or found.first <= found.last
        free = found.end


@settings(max_examples=100, deadline=None)
@given(TIME_TEXT)
def test_tokens_cover_no_character_twice(text: str) -> None:
    tokens, _ = scan(text)
    assert all(one.end <= two.start for one, two in pairwise(tokens))


@pytest.mark.parametrize(
    "junk",
    [
        "2019 ",
        "maandag tot ",
        "1",
        "een",
        "12-",
        "van de ",
        "drie jaar ",
        "'",
        "januari en februari en ",
        "(((",
        "zestien",
    ],
)
def test_long_junk_takes_linear_time(junk: str) -> None:
    find_times(junk, anchor=THURSDAY)
    seconds = []
    for size in (20_000, 80_000):
        text = junk * (size // len(junk))
        seconds.append(min(clocked(lambda: find_times(text, anchor=THURSDAY)) for _ in range(3)))  # noqa: B023 -- called here
    assert seconds[1] < 12 * max(seconds[0], 0.01)  # 4 times the text; 16 times would be quadratic


def test_a_sentence_takes_less_than_a_millisecond() -> None:
    sentences = [case["sentence"] for case in cases()]
    text = " ".join(sentences)
    find_times(text, anchor=THURSDAY)
    start = time.process_time()
    for sentence in sentences:
        find_times(sentence, anchor=THURSDAY)
    per_200 = (time.process_time() - start) / len(text) * 200
    assert per_200 < 0.005  # five times the aim: other programs may be running
