"""The content words of a claim, as they are compared with those of other articles."""

from pathlib import Path

import pytest

from pipeline.claims import tables
from pipeline.groups import __file__ as groups
from pipeline.tables import read_table

CASES = read_table(Path(__file__).with_name("term_cases.tsv"))
LETTERS = {"subject": "s", "predicate": "p", "object": "o", "other": "x"}


def words(claim):
    return " ".join(f"{LETTERS[term.role]}:{'*' * term.named}{term.lemma}" for term in claim.terms)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["sentence"])
def test_terms(claims_of, case):
    assert case["terms"] in [words(claim) for claim in claims_of(case["sentence"])]


def test_a_pronoun_is_the_name_it_stands_for(claims_of):
    found = [words(claim) for claim in claims_of("Sanne Kuipers woont in Goes. Zij verkoopt haar bakkerij.")]
    assert "s:*kuipers p:verkopen o:bakkerij" in found


def test_each_lemma_stands_once(claims_of):
    text = "De gemeente Tiel vergadert in het gemeentehuis van Tiel over de straten van Tiel."
    for claim in claims_of(text):
        lemmas = [term.lemma for term in claim.terms]
        assert len(lemmas) == len(set(lemmas))


def test_no_synonym_leads_to_another():
    rows = read_table(Path(groups).parent / "synonyms.tsv")
    same = [word for row in rows for word in row["same"].split(";")]
    assert len(same) == len(set(same))
    assert not set(same) & {row["word"] for row in rows}
    assert not tables.words("empty_terms", "lemma") & set(same)
