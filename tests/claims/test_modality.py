"""Polarity, modality and certainty: sentences with one proposition each, by phenomenon; what holds of any claim."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.claims import tables
from pipeline.claims.modality import certainty
from pipeline.claims.polarity import EXCEPTIONS, NEGATORS, flip
from pipeline.claims.reading import Reading
from pipeline.schema import Certainty, Claim, Modality, Polarity
from pipeline.tables import read_table

Claims = Callable[[str], list[Claim]]
CASES = read_table(Path(__file__).with_name("modality_cases.tsv"))


def marked(case: dict[str, str]) -> object:
    """A case as a parameter; where the language model misreads the sentence, it must fail, so that the list can only shrink."""
    marks = [pytest.mark.xfail(reason="misread by the language model", strict=True)] * (case["model"] == "wrong")
    return pytest.param(case, id=f"{case['phenomenon']}: {case['sentence']} {case['predicate']}", marks=marks)


def looked_for(found: list[Claim], case: dict[str, str]) -> Claim:
    for claim in found:
        if claim.predicate == case["predicate"] and (case["within"] == "-" or case["within"] in claim.text):
            return claim
    pytest.fail(f"no {case['predicate']} among {[(c.predicate, c.text) for c in found]}")


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_polarity_modality_and_certainty(case: dict[str, str], claims_of: Claims) -> None:
    claim = looked_for(claims_of(case["sentence"]), case)
    assert (claim.polarity, claim.modality) == (case["polarity"], case["modality"])
    assert case["certainty"] in {"-", claim.certainty}


def test_the_cases_cover_every_value() -> None:
    assert len(CASES) >= 150
    assert {case["modality"] for case in CASES} == set(get_args(Modality))
    assert {case["polarity"] for case in CASES} == set(get_args(Polarity))
    assert sum(case["model"] == "wrong" for case in CASES) < len(CASES) / 10


def test_a_denial_turns_the_polarity_of_what_is_denied(claims_of: Claims) -> None:
    plain = claims_of("De wethouder bevestigt dat er geld verdween.")
    denied = claims_of("De wethouder ontkent dat er geld verdween.")
    assert [c.polarity for c in plain if c.predicate == "verdwijnen"] == ["affirmative"]
    assert [c.polarity for c in denied if c.predicate == "verdwijnen"] == ["negative"]


@pytest.mark.parametrize("negator", sorted(NEGATORS))
def test_no_sequence_that_does_not_negate_hides_a_bare_negator(negator: str) -> None:
    assert (negator,) not in EXCEPTIONS


@given(
    st.sampled_from(get_args(Modality)), st.sampled_from(["CT", "PR", "PS", "U"]), st.sampled_from(get_args(Polarity))
)
def test_certainty_is_a_value_of_the_schema_and_its_sign_the_polarity(
    modality: Modality, degree: str, polarity: Polarity
) -> None:
    value = certainty(Reading(modality, degree), polarity)
    assert value in get_args(Certainty)
    assert value == "Uu" or value.endswith("-") == (polarity == "negative")


@given(st.sampled_from(get_args(Polarity)))
def test_two_turns_give_the_same_polarity(polarity: Polarity) -> None:
    assert flip(flip(polarity, turn=True), turn=True) == polarity == flip(polarity, turn=False)


@pytest.mark.parametrize("name", ["governors", "hedges", "subordinators", "chain_verbs"])
def test_the_tables_name_modalities_and_degrees_of_the_schema(name: str) -> None:
    for row in tables.rows(name):
        assert row["modality"] in {"", *get_args(Modality)}, row
        assert row["certainty"] in {"", "CT", "PR", "PS", "U"}, row
