"""The table of rules: each does what its line says on its example, and no output has a rule that the table lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.claims.component import CONFIDENCE
from pipeline.claims.component import claims as find_claims
from pipeline.evaluate.gold import read_gold
from pipeline.rules import ROWS, RULES, described
from pipeline.tables import read_table

ROOT = Path(__file__).parents[2]
RARE = {"participle"}
"""Rules without an example: nothing short decides for them."""


def found(nlp, text: str) -> dict[str, set[str]]:
    doc = find_claims(nlp(text))
    return {"quotes": {quote.rule for quote in doc._.quotes}, "claims": {claim.rule for claim in doc._.claims}}


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["example"]], ids=lambda row: f"{row['table']}-{row['rule']}"
)
def test_a_rule_decides_in_its_example(row, nlp) -> None:
    assert row["rule"] in found(nlp, row["example"].replace(" ¶ ", "\n\n"))[row["table"]]


def test_nearly_every_rule_has_an_example() -> None:
    assert {row["rule"] for row in ROWS if not row["example"]} == RARE


def test_every_rule_is_there_once_and_says_what_it_finds() -> None:
    assert len(RULES) == len(ROWS)
    assert all(row["table"] in {"quotes", "claims"} and len(row["finds"]) > 15 for row in ROWS)


def test_claims_have_a_confidence_for_each_rule() -> None:
    assert {rule for table, rule in RULES if table == "claims"} == set(CONFIDENCE)


def test_no_output_has_a_rule_that_is_not_described(nlp) -> None:
    cases = read_table(ROOT / "tests" / "quotes" / "attributions.tsv")
    texts = [case["text"].replace(" ¶ ", "\n\n") for case in cases]
    texts += [article.text for article in read_gold(ROOT / "data" / "gold")]
    seen = {(table, rule) for text in texts for table, rules in found(nlp, text).items() for rule in rules}
    assert len(seen) > 25
    assert seen - set(RULES) == set()


def test_another_versions_rule_is_said_not_to_be_known() -> None:
    assert described("quotes", "by hand") == "not described in this version"


@pytest.mark.parametrize(
    ("text", "phrase", "role"),
    [
        ("Voor de scholen koopt de gemeente een sporthal.", "Voor de scholen", "other"),
        ("Ondanks het tekort koopt de gemeente een sporthal.", "Ondanks het tekort", "other"),
        ("Wegens het tekort koopt de gemeente een sporthal.", "Wegens het tekort", "cause"),
        ("De regen maant de boeren tot kalmte.", "tot kalmte", "other"),
        ("De winkel is open tot vijf uur.", "tot vijf uur", "time"),
        ("De kraan sneed het metaal met een zaag.", "met een zaag", "manner"),
        ("De boer is blij met de regen.", "met de regen", "other"),
        ("De burgemeester kocht een huis met Jan Mol.", "met Jan Mol", "other"),
        ("De club won tegen Jan Mol.", "tegen Jan Mol", "other"),
        ("De club zei niets tegen Jan Mol.", "tegen Jan Mol", "recipient"),
    ],
)
def test_a_preposition_tells_the_role_only_where_it_has_one(nlp, text, phrase, role):  # type: ignore[no-untyped-def]
    (found,) = [a for claim in find_claims(nlp(text))._.claims for a in claim.arguments if a.text == phrase]
    assert found.role == role
