from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.encoder.trees import best_tree

WHOLE = st.integers(-50, 50).map(float)  # whole numbers: sums are exact, ties happen


def is_tree(heads: tuple[int, ...]) -> bool:
    def climbs(word: int) -> bool:
        for _ in heads:
            word = heads[word - 1] if word else 0
        return word == 0

    return heads.count(0) == 1 and all(climbs(word) for word in range(1, len(heads) + 1))


def total(scores: np.ndarray, heads: tuple[int, ...] | list[int]) -> float:
    return float(sum(scores[i, head] for i, head in enumerate(heads)))


def by_trying(scores: np.ndarray) -> float:
    size = len(scores)
    trees = (h for h in itertools.product(range(size + 1), repeat=size) if is_tree(h))
    return max(total(scores, heads) for heads in trees)


@given(st.integers(1, 5).flatmap(lambda n: arrays(np.float64, (n, n + 1), elements=WHOLE)))
@settings(max_examples=300, deadline=None)
def test_the_tree_is_the_best_there_is(scores: np.ndarray) -> None:
    heads = best_tree(scores)
    assert is_tree(tuple(heads))
    assert total(scores, heads) == by_trying(scores)


@given(st.integers(0, 10**6), st.integers(20, 120))
@settings(max_examples=40, deadline=None)
def test_long_sentences_give_trees(seed: int, size: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(size, size + 1)).astype(np.float32)
    assert is_tree(tuple(best_tree(scores)))


def test_the_best_heads_are_taken_where_they_make_a_tree() -> None:
    scores = np.full((4, 5), -5.0)
    for word, head in enumerate([2, 0, 2, 3]):
        scores[word, head] = 5.0
    assert best_tree(scores) == [2, 0, 2, 3]


@pytest.mark.parametrize(
    ("cheap", "expected"),
    [({(0, 1): 4.0, (1, 0): 4.0}, 1), ({(2, 0): 9.0, (1, 0): 9.0, (0, 0): 9.0}, 1)],
    ids=["a cycle of two is broken", "three roots become one"],
)
def test_what_is_no_tree_is_mended(cheap: dict[tuple[int, int], float], expected: int) -> None:
    scores = np.zeros((3, 4))
    for (word, head), value in cheap.items():
        scores[word, head] = value
    heads = best_tree(scores)
    assert is_tree(tuple(heads))
    assert heads.count(0) == expected


def test_one_word_is_its_own_root() -> None:
    assert best_tree(np.array([[-3.0, 8.0]])) == [0]
