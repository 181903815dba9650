"""Words and their overlap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate.match import same_name
from pipeline.evaluate.tokens import WORD, content_words, f1, folded, to_gold_text, words_in
from pipeline.schema import Span

TEXT = "Ze zei dat 'de dijk' het houdt."


def test_marks_and_punctuation_never_count() -> None:
    assert words_in(TEXT, [Span(11, 20)]) == words_in(TEXT, [Span(12, 19)]) == {12, 15}


def test_a_word_counts_where_it_begins() -> None:
    assert words_in(TEXT, [Span(1, 4)]) == {3}


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([Span(7, 30)], {12, 15, 21, 25}),  # dat is forgiven
        ([Span(11, 30)], {12, 15, 21, 25}),
        ([Span(7, 10)], {7}),  # a bare dat is the content
        ([Span(7, 10), Span(21, 30)], {21, 25}),  # of a split content the first part
        ([], set()),
    ],
)
def test_leading_complementiser(spans: list[Span], words: set[int]) -> None:
    assert content_words(TEXT, spans) == words


def test_f1() -> None:
    assert f1(frozenset({1, 2}), frozenset({2, 3})) == 0.5
    assert f1(frozenset(), frozenset()) == 0.0


@pytest.mark.parametrize(
    ("predicted", "names", "same"),
    [
        ("minister Anja Vos", ["Anja Vos"], True),
        ("Vos", ["Anja Vos"], True),
        ("de Vos", ["Vos"], True),
        ("anja vós", ["Anja Vos"], True),
        ("Piet Vos", ["Anja Vos"], False),
        ("de", ["Anja Vos"], False),
        (None, ["Anja Vos"], False),
        ("Anja Vos", [], False),
    ],
)
def test_same_name(predicted: str | None, names: list[str], *, same: bool) -> None:
    assert same_name(predicted, names) is same


def test_folded_leaves_words_out() -> None:
    assert folded("De Coördinator", without=frozenset({"de"})) == {"coordinator"}


def test_positions_move_over_repairs() -> None:
    gold, repaired = "Ze is geÃ¯nformeerd, zei hij.", "Ze is geïnformeerd, zei hij."
    move = to_gold_text(repaired, gold)
    assert gold[move(repaired.index("zei")) :].startswith("zei hij")
    assert move(repaired.index("ge")) == gold.index("ge")


@given(st.text("ab c.", max_size=40), st.text("ab c.", max_size=40))
def test_positions_move_in_order_and_stay_inside(one: str, other: str) -> None:
    move = to_gold_text(one, other)
    moved = [move(i) for i in range(len(one))]
    assert moved == sorted(moved)
    assert all(0 <= position <= len(other) for position in moved)


@given(st.text("aé1_ ,'", max_size=40))
def test_words_of_the_whole_text_are_all_words(text: str) -> None:
    assert words_in(text, [Span(0, len(text))]) == {match.start() for match in WORD.finditer(text)}
