from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.encoder.spans import Names

LABELS = ["O", "B-ORG", "I-ORG", "B-PERSON", "I-PERSON"]
NAMES = Names(LABELS)


def scores_for(path: list[str]) -> np.ndarray:
    return np.array([[6.0 if label == wanted else 0.0 for label in LABELS] for wanted in path])


def is_formed(path: tuple[int, ...]) -> bool:
    tags = ["O", *(LABELS[i] for i in path)]
    return all(not t.startswith("I-") or b[2:] == t[2:] for b, t in itertools.pairwise(tags))


def rebuilt(spans: list[tuple[int, int, str]], size: int) -> tuple[int, ...]:
    tags = ["O"] * size
    for start, end, kind in spans:
        tags[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    return tuple(LABELS.index(tag) for tag in tags)


@given(st.integers(1, 5).flatmap(lambda n: arrays(np.float64, (n, 5), elements=st.integers(-20, 20).map(float))))
@settings(max_examples=200, deadline=None)
def test_the_best_well_formed_sequence_is_found(scores: np.ndarray) -> None:
    def total(path: tuple[int, ...]) -> float:
        return float(sum(scores[i, label] for i, label in enumerate(path)))

    best = max(total(p) for p in itertools.product(range(5), repeat=len(scores)) if is_formed(p))
    assert total(rebuilt(NAMES.decode(scores), len(scores))) == best


def test_names_that_touch_stay_apart() -> None:
    found = NAMES.decode(scores_for(["B-PERSON", "I-PERSON", "B-PERSON", "O", "B-ORG"]))
    assert found == [(0, 2, "PERSON"), (2, 3, "PERSON"), (4, 5, "ORG")]


def test_an_inside_without_a_beginning_is_mended() -> None:
    found = NAMES.decode(scores_for(["O", "I-ORG", "I-ORG"]))
    assert [kind for *_, kind in found] == ["ORG"]


def test_no_name_is_no_span() -> None:
    assert NAMES.decode(scores_for(["O", "O"])) == []
