"""The claim as a sentence: by phenomenon, and what holds of any: only the article's words, and none of its negation lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.claims.polarity import NEGATORS
from pipeline.claims.verbs import PARTICLES
from pipeline.schema import Claim
from pipeline.tables import read_table

Claims = Callable[[str], list[Claim]]
HERE = Path(__file__).parent
CASES = read_table(HERE / "normalised_cases.tsv")
TEXTS = sorted(
    {row["text"] for row in CASES}
    | {row["sentence"] for name in ("proposition_cases", "modality_cases") for row in read_table(HERE / f"{name}.tsv")}
)
WORD = re.compile(r"[\w’'-]+")


def words(text: str) -> list[str]:
    """Words in lower case."""
    return [word.strip("'’‘-") for word in WORD.findall(text.lower())]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['phenomenon']}: {case['normalised']}")
def test_sentence_of_a_claim(case: dict[str, str], claims_of: Claims) -> None:
    found = [(claim.predicate, claim.normalised) for claim in claims_of(case["text"])]
    assert (case["predicate"], case["normalised"]) in found


def test_each_phenomenon_has_two_cases_but_the_last() -> None:
    names = [case["phenomenon"] for case in CASES]
    assert len(CASES) >= 30
    assert sum(names.count(name) == 1 for name in set(names)) <= 4


@pytest.mark.parametrize("text", TEXTS)
def test_every_word_is_the_articles(text: str, claims_of: Claims) -> None:
    given = set(words(text))
    for claim in claims_of(text):
        line = claim.normalised or ""
        line = (
            line if line in text else line.removeprefix("Er zijn ").removeprefix("Er is ")
        )  # 'agenten die te hard rijden': there are some
        for word in words(line):
            if claim.rule == "apposition" and word in {"is", "zijn"}:
                continue  # 'Karin Bos, burgemeester van Ede': 'Karin Bos is burgemeester van Ede'
            if word.startswith("daar") and f"waar{word[4:]}" in given:
                continue  # 'waarin Vos woont': 'Daarin woont Vos'
            split = any(particle + word in given for particle in PARTICLES)  # 'aankwam': 'kwam … aan'
            assert (
                word in given or split or any(w.startswith(word) and w[len(word) :] for w in given if word in PARTICLES)
            )


@pytest.mark.parametrize("text", TEXTS)
def test_no_negation_is_lost(text: str, claims_of: Claims) -> None:
    for claim in claims_of(text):
        own = [word for word in words(claim.text) if word in NEGATORS]
        told = [word for word in words(claim.normalised or "") if word in NEGATORS]
        assert claim.polarity == "affirmative" or told or not own


@pytest.mark.parametrize("text", TEXTS)
def test_it_is_one_line_with_a_capital_and_closed_brackets(text: str, claims_of: Claims) -> None:
    for claim in claims_of(text):
        line = claim.normalised or "Leeg"
        assert line[0] == line[0].upper()
        assert line == " ".join(line.split())
        assert line.count("(") == line.count(")")


@pytest.mark.parametrize("text", TEXTS)
def test_no_word_is_doubled(text: str, claims_of: Claims) -> None:
    given = [*pairwise(words(text))]
    for claim in claims_of(text):
        for one, other in pairwise(words(claim.normalised or "")):
            assert one != other or (one, other) in given
