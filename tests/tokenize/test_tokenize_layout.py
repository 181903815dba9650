"""Paragraphs and sections: cases in layout_cases.json, and what holds for any text."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tokenize.layout import find_paragraphs

CASES = json.loads((Path(__file__).parent / "layout_cases.json").read_text(encoding="utf8"))
PIECES = st.sampled_from(
    [
        "De pont ligt stil, zegt de gemeente.",
        "Pont stil",
        "\n",
        "\n\n",
        " ",
        "\t",
        "Waarom?",
        "- stil",
        "© Jan",
        "“Ja.”",
        "x" * 70,
    ]
)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_sections(case: dict[str, list[str]]) -> None:
    assert [p.section for p in find_paragraphs("\n".join(case["lines"]))] == case["sections"]


def test_a_wrapped_paragraph_keeps_its_characters() -> None:
    text = "Kop\n\n" + "woord " * 11 + "slot\n" + "woord " * 11 + "einde."
    body = find_paragraphs(text)[-1]
    assert (body.start, body.end) == (5, len(text))


@given(st.lists(PIECES, max_size=30).map("".join))
def test_all_words_are_in_paragraphs_in_order(text: str) -> None:
    found = find_paragraphs(text)
    assert [p.number for p in found] == list(range(len(found)))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[p.start : p.end] == text[p.start : p.end].strip() != "" for p in found)
    assert " ".join(text[p.start : p.end] for p in found).split() == text.split()


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert all(0 <= p.start < p.end <= len(text) for p in find_paragraphs(text))
