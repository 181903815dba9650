"""Amounts: 200 cases, number words against their figures, properties over any text, speed on long junk."""

from __future__ import annotations

import math
import time
from itertools import pairwise
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from clock import clocked
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.claims import tables
from pipeline.claims.quantities import Measured, find_quantities
from pipeline.claims.quantity_numbers import at, cut, numbers
from pipeline.claims.quantity_units import noun_after, unit_at
from pipeline.times.number_words import figure_value, word_value

CASES = Path(__file__).with_name("quantity_cases.tsv")
READ = Path(__file__).with_name("quantity_read.tsv")


def rows(path: Path) -> list[list[str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


def cases() -> list[tuple[str, str]]:
    return [(sentence, amounts) for sentence, amounts in rows(CASES)]


def shown(found: Measured) -> str:
    q = found.quantity
    return f"{q.value:.10g}{'~' if q.approximate else ''} {q.unit or '-'} = {q.text}"


def rounded(amounts: str) -> str:
    """Fractions to four decimals, as the cases give them."""
    parts = [amount.partition(" ") for amount in amounts.split(" | ")]
    return " | ".join(f"{round(float(v.rstrip('~')), 4):.10g}{'~' * v.endswith('~')} {rest}" for v, _, rest in parts)


@pytest.mark.parametrize(("sentence", "amounts"), cases(), ids=[sentence for sentence, _ in cases()])
def test_amounts_of_a_sentence(sentence: str, amounts: str) -> None:
    found = " | ".join(shown(m) for m in find_quantities(sentence)) or "-"
    assert (found if found == "-" else rounded(found)) == amounts


def as_read() -> list[ParameterSet]:
    """Cases that were written down by a reader; what is known to fail has to fail."""
    known = pytest.mark.xfail(strict=True, reason="known failure")
    return [
        pytest.param(sentence, amounts, id=sentence, marks=[known] if fails == "fails" else [])
        for sentence, amounts, fails in rows(READ)
    ]


@pytest.mark.parametrize(("sentence", "amounts"), as_read())
def test_amounts_as_a_reader_has_them(sentence: str, amounts: str) -> None:
    found = [rounded(shown(m)).partition(" = ")[0] for m in find_quantities(sentence)]
    assert "; ".join(found or ["-"]) == amounts


@pytest.mark.parametrize("path", [CASES, READ])
def test_there_are_at_least_200_cases(path: Path) -> None:
    assert len({sentence for sentence, *_ in rows(path)}) >= 200


def test_no_case_stands_in_both_tables() -> None:
    assert not {sentence for sentence, *_ in rows(CASES)} & {sentence for sentence, *_ in rows(READ)}


def test_offsets_count_from_the_start_of_the_text() -> None:
    text = "\n\n  Er kwamen,\nzo zei hij, ruim 40 gasten."
    (found,) = find_quantities(text)
    assert text[found.start : found.end] == found.quantity.text == "ruim 40 gasten"


# --- numbers ---------------------------------------------------------------------------------------------------------

ONES = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
TENS = ["-", "-", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]


def in_words(number: int) -> str:
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        joint = "ën" if ONES[ones].endswith("e") else "en"
        return (ONES[ones] + joint if ones else "") + TENS[tens]
    size, name = (1000, "duizend") if number >= 1000 else (100, "honderd")
    head, rest = divmod(number, size)
    return (in_words(head) if head > 1 else "") + name + (in_words(rest) if rest else "")


@given(st.integers(0, 99_999))
def test_number_words_have_the_value_of_their_figures(number: int) -> None:
    assert word_value(in_words(number)) == number


@given(st.integers(2, 999))
def test_halves(number: int) -> None:
    joint = "ën" if in_words(number).endswith("e") else "en"
    assert word_value(f"{in_words(number)}{joint}half") == number + 0.5


@given(st.integers(0, 999_999_999))
def test_figures_with_points_for_thousands(number: int) -> None:
    assert figure_value(f"{number:,}".replace(",", ".")) == number


@pytest.mark.parametrize("word", ["tweede", "zevende", "eens", "en", "achter", "elfje", "tientje", "zessen", ""])
def test_other_words_have_no_value(word: str) -> None:
    assert word_value(word) is None


@pytest.mark.parametrize("figure", ["3-1", "1.2.3", "12.34.567", "1,2,3", "", "9" * 16])
def test_other_figures_have_no_value(figure: str) -> None:
    assert figure_value(figure) is None


# --- the tables ------------------------------------------------------------------------------------------------------


def test_every_unit_is_found_behind_a_number() -> None:
    for row in tables.rows("quantity_units"):
        for form in row["forms"].split("|"):
            found = unit_at(cut(form), 0)
            assert found is not None
            assert found.unit == (form if row["unit"] == "=" else row["unit"]), form


def test_every_word_of_the_tables_is_found() -> None:
    for row in tables.rows("quantity_words"):
        for form in row["forms"].split("|"):
            pieces = cut(form)
            entry = at(pieces, 0, row["class"])
            assert entry is not None, form
            assert len(entry.words) <= len(pieces)


def test_words_of_nonoun_are_never_counted() -> None:
    for row in tables.rows("quantity_words"):
        if row["class"] == "nonoun":
            assert not [form for form in row["forms"].split("|") if noun_after(cut(form), 0, 3)]


# --- any text --------------------------------------------------------------------------------------------------------

WORDS = sorted({form for row in tables.rows("quantity_words") for form in row["forms"].split("|")})
UNITS = sorted({form for row in tables.rows("quantity_units") for form in row["forms"].split("|")})
AMOUNT_TEXT = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(UNITS),
        st.integers(0, 99999).map(str),
        st.sampled_from(
            ["een", "één", "twee", "drie", "1.250", "2,5", "10-15", "3-1", "26-jarige", "(", ")", ",", "-", "€"]
        ),
    ),
    max_size=14,
).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=200), AMOUNT_TEXT))
def test_offsets_give_the_words_and_nothing_overlaps(text: str) -> None:
    free = 0
    for found in find_quantities(text):
        assert free <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.quantity.text
        assert math.isfinite(found.quantity.value)
        assert found.quantity.unit is None or found.quantity.unit == found.quantity.unit.lower()
        free = found.end


@settings(max_examples=200, deadline=None)
@given(AMOUNT_TEXT)
def test_numbers_do_not_overlap(text: str) -> None:
    found = numbers(cut(text))
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    "junk", ["1", "1 ", "een op de ", "miljoen ", "een", "tussen de 3 en ", "zestien", "(", "1 miljoen "]
)
def test_long_junk_takes_linear_time(junk: str) -> None:
    find_quantities(junk)
    seconds = []
    for size in (20_000, 80_000):
        text = junk * (size // len(junk))
        seconds.append(min(clocked(lambda: find_quantities(text)) for _ in range(3)))  # noqa: B023 -- called here
    assert seconds[1] < 12 * max(seconds[0], 0.01)  # 4 times the text; 16 times would be quadratic


def test_a_sentence_takes_less_than_a_millisecond() -> None:
    sentences = [sentence for sentence, _ in cases()]
    start = time.process_time()
    for sentence in sentences:
        find_quantities(sentence)
    per_200 = (time.process_time() - start) / sum(map(len, sentences)) * 200
    assert per_200 < 0.005  # five times the aim: other programs may be running
