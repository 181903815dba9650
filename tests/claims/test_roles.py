"""Phrases of a clause: where the parse leaves nothing to make them of, and the arguments by their role."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.claims.phrases import as_phrase
from pipeline.claims.roles import _one_of
from pipeline.schema import Claim
from pipeline.tables import read_table

Claims = Callable[[str], list[Claim]]
CASES = read_table(Path(__file__).with_name("argument_cases.tsv"))


def test_no_words_make_no_phrase(analyse):
    head = analyse("Karin Bos is burgemeester.")[0]

    assert as_phrase(head, _one_of([]), None) is None


def test_a_number_goes_on_with_its_van_phrase(analyse):
    doc = analyse("Het is een van de oudste molens.")
    number = next(t for t in doc if t.lower_ == "een")

    assert " ".join(t.text for t in _one_of([number])).startswith("een van de")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["sentence"])
def test_an_argument_has_its_role_and_all_its_words(case: dict[str, str], claims_of: Claims) -> None:
    claim = next(c for c in claims_of(case["sentence"]) if c.predicate == case["predicate"])

    assert next((a.text for a in claim.arguments if a.role == case["role"]), "-") == case["text"]


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("De in 2017 gesloten fabriek ging weer open.", None),
        ("De omzet was hoger dan in 2015.", None),
        ("De club won voor het eerst sinds 2010 een prijs.", None),
        ("De fabriek werd in 2017 gesloten.", "2017"),
        ("De club speelt sinds 2010 in Gent.", "2010"),
    ],
)
def test_a_time_told_along_is_not_when_it_happened(sentence: str, year: str | None, claims_of: Claims) -> None:
    claim = claims_of(sentence)[0]

    assert (claim.time_start and str(claim.time_start)[:4]) == year
