"""The probability of an attribution: a table of weights, summed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quotes.confidence import BASE, TABLE, confidence, features
from pipeline.rules import RULES
from pipeline.tables import read_table

ROWS = read_table(TABLE)
SURE = {"rule": "inversion", "resolution": "explicit", "source_kind": "named_person", "kind": "direct"}
UNSURE = {"rule": "hearsay", "resolution": "inherited", "source_kind": "unnamed_person", "kind": "indirect"}
LONG = "Wij gaan dit jaar nog beginnen met de bouw van de brug."


def weight(feature: str, value: str) -> float:
    return next((float(row["weight"]) for row in ROWS if (row["feature"], row["value"]) == (feature, value)), 0.0)


def test_weights_are_those_of_things_that_exist() -> None:
    known = {rule for table, rule in RULES if table == "quotes"}
    assert {row["value"] for row in ROWS if row["feature"] == "rule"} <= known
    assert {row["feature"] for row in ROWS} == {"all", "rule", "resolution", "source_kind", "kind", "words"}
    assert all(0 <= float(row["right"]) <= 1 and int(row["number"]) > 0 for row in ROWS)


def test_the_weights_of_all_features_are_summed() -> None:
    score = weight(*BASE) + sum(weight(*one) for one in SURE.items()) + weight("words", "12-29")
    assert confidence(features(**SURE, content=LONG)) == pytest.approx(1 / (1 + math.exp(-score)), abs=0.001)


def test_a_named_speaker_with_a_cue_is_surer_than_hearsay() -> None:
    assert confidence(features(**SURE, content=LONG)) > 0.85
    assert confidence(features(**UNSURE, content=LONG)) < 0.6


@pytest.mark.parametrize(
    ("words", "expected"),
    [(1, "1-3"), (3, "1-3"), (4, "4-11"), (11, "4-11"), (12, "12-29"), (29, "12-29"), (30, "30+")],
)
def test_classes_of_length(words: int, expected: str) -> None:
    assert features(**SURE, content="woord " * words)[-1] == ("words", expected)


@given(st.text(), st.text(), st.text(), st.text(), st.text())
def test_whatever_is_unknown_gets_a_probability(rule: str, way: str, source: str, kind: str, content: str) -> None:
    found = features(rule=rule, resolution=way, source_kind=source, kind=kind, content=content)
    assert 0 < confidence(found) < 1
