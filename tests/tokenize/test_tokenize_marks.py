"""Quotation marks: every style of the table, and what holds for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tables import read_table
from pipeline.tokenize.layout import find_paragraphs
from pipeline.tokenize.marks import MARKS, find_marks

CASES = read_table(Path(__file__).with_name("mark_cases.tsv"))
ANY = st.text("ab sS.,?\n" + "".join(MARKS), max_size=60)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_stretches(case: dict[str, str]) -> None:
    text = case["text"]
    found = find_marks(text, find_paragraphs(text))
    assert "|".join(text[mark.start : mark.end] for mark in found) == case["stretches"]


def test_every_mark_has_a_case() -> None:
    texts = "\n".join(case["text"] for case in CASES)
    assert [mark for mark in MARKS if mark not in texts] == []


def test_a_mark_says_how_it_pairs() -> None:
    assert {row["side"] for row in MARKS.values()} == {"open", "close", "both", "curly"}
    for family in {row["family"] for row in MARKS.values()}:
        sides = {row["side"] for row in MARKS.values() if row["family"] == family}
        assert sides - {"open"}, f"nothing closes {family}"
        assert sides - {"close"}, f"nothing opens {family}"


@given(ANY)
def test_stretches_lie_inside_their_marks(text: str) -> None:
    found = find_marks(text, find_paragraphs(text))
    for mark in found:
        assert 0 <= mark.open_start <= mark.start < mark.end <= mark.close_end <= len(text)
        assert text[mark.start : mark.end].strip() == text[mark.start : mark.end]
