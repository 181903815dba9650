"""Propositions: subject, predicate and object by phenomenon, what is no proposition, and what holds of the rows of any text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.claims.component import CONFIDENCE
from pipeline.claims.component import claims as find_claims
from pipeline.schema import Article, Claim
from pipeline.tables import read_table

Claims = Callable[[str], list[Claim]]
CASES = read_table(Path(__file__).with_name("proposition_cases.tsv"))


def marked(case: dict[str, str]) -> object:
    """A case as a parameter; where the language model misreads the sentence, it may fail."""
    marks = [pytest.mark.xfail(reason="misread by the language model", strict=False)] * (case["model"] == "wrong")
    return pytest.param(case, id=f"{case['phenomenon']}: {case['sentence']} {case['predicate']}", marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_subject_predicate_and_object(case: dict[str, str], claims_of: Claims) -> None:
    found = [(c.predicate, c.subject or "-", c.object or "-") for c in claims_of(case["sentence"])]
    assert (case["predicate"], case["subject"], case["object"]) in found


def test_there_are_enough_cases_of_every_phenomenon() -> None:
    by_phenomenon = [case["phenomenon"] for case in CASES]
    assert len(CASES) >= 90
    assert all(by_phenomenon.count(name) >= 3 for name in set(by_phenomenon))
    assert sum(case["model"] == "wrong" for case in CASES) < len(CASES) / 10


@pytest.mark.parametrize(
    "sentence",
    [
        "De politie vond appels, peren en pruimen.",
        "Zij wonen in Hulst, Zeeland.",
        "Jan Smit (43) zweeg.",
        "Hij werkte in Gent, Brugge en Luik.",
        "De VVD, D66 en het CDA stemden in.",
        "Op maandag, de drukste dag, sluit de kroeg.",
    ],
)
def test_lists_ages_places_and_days_are_no_appositions(sentence: str, claims_of: Claims) -> None:
    assert [c.object for c in claims_of(sentence) if c.rule == "apposition"] == []


@pytest.mark.parametrize(
    ("sentence", "hollow"),
    [
        ("Het betekent dat de winkel dicht moet.", "betekenen"),
        ("Het houdt in dat de weg een jaar dicht gaat.", "inhouden"),
        ("Wij hopen dat de gemeente snel een besluit neemt.", "hopen"),
        ("De eigenaar wil dat de buren verhuizen.", "willen"),
        ("De fiets bleef staan, zoals het hoort.", "horen"),
    ],
)
def test_a_clause_that_says_nothing_beside_the_one_it_embeds_is_no_claim(
    sentence: str, hollow: str, claims_of: Claims
) -> None:
    found = [c.predicate for c in claims_of(sentence)]
    assert len(found) == 1
    assert hollow not in found


@pytest.mark.parametrize(
    "sentence", ["Provincies moeten vrijdag beslissen of de dijk hoger wordt.", "Ik begrijp dat hij boos is."]
)
def test_a_clause_that_says_more_stays_beside_the_one_it_embeds(sentence: str, claims_of: Claims) -> None:
    assert len(claims_of(sentence)) == 2


@pytest.mark.parametrize(
    ("sentence", "time"),
    [
        ("De brand van vorig jaar kostte drie mensen het leven.", None),
        ("Zij leest graag kranten uit 1962.", None),
        ("In de nacht van zaterdag op zondag brak brand uit.", "van zaterdag op zondag"),
        ("De brand kostte vorig jaar drie mensen het leven.", "vorig jaar"),
    ],
)
def test_the_time_of_a_thing_is_not_that_of_the_claim(sentence: str, time: str | None, nlp: Language) -> None:
    (claim,) = on_6_march_2019(sentence, nlp)
    assert claim.time_text == time


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("De club heeft het feest gepland op 9 juni.", date(2019, 6, 9)),
        ("De raad heeft besloten om tot september te wachten.", date(2019, 9, 30)),
        ("De club vierde op 9 juni feest.", date(2018, 6, 9)),
    ],
)
def test_plans_lie_ahead_though_they_were_made_in_the_past(sentence: str, day: date, nlp: Language) -> None:
    assert day in [claim.time_end for claim in on_6_march_2019(sentence, nlp)]


def on_6_march_2019(sentence: str, nlp: Language) -> list[Claim]:
    """The claims of a sentence published that day."""
    doc = nlp.make_doc(sentence)
    doc._.article = Article(
        article_id="a",
        source="-",
        text=sentence,
        text_sha256="",
        record_sha256="",
        published=datetime(2019, 3, 6, tzinfo=UTC),
    )
    return find_claims(nlp(doc))._.claims


@pytest.mark.parametrize(
    ("sentence", "predicates"),
    [
        ("Wat de mens doet, heeft gevolgen voor het klimaat.", ["hebben"]),
        ("De reden, zegt boer Jan Smit, is dat de koeien ziek zijn.", ["zijn"]),
        ("Die conclusie is minder vreemd dan het lijkt.", ["zijn"]),
        ("Hoe meer aandacht ze krijgen, hoe groter ze worden.", []),
        ("Hij kwam, naar het schijnt, met de trein.", ["komen"]),
        ("De schrijver zwijgt, en niet omdat hij ziek is.", ["zwijgen"]),
        ("Wat in de cijfers opvalt: de stad groeit.", ["groeien"]),
        ("De vangsten zijn groter geworden, maar ook de partijen.", ["worden"]),
        ("Zij is niet de enige die in Gent woont.", ["zijn"]),
        ("Ouders die roken, moeten buiten wachten.", ["wachten"]),
        ("Elke club die meedoet, krijgt een bal.", ["krijgen"]),
        ("De raad zoekt geen boeren die hun land verkopen.", ["zoeken"]),
        ("Een man die in Gent woonde, kocht het huis.", ["kopen", "wonen"]),
        ("De boeren die hun land verkopen, krijgen geld.", ["krijgen", "verkopen"]),
        ("Hij doet wat hij kan.", ["doen"]),
        ("Voor wie niet leest, is er een film.", ["zijn"]),
        ("De ploeg at wat er nog was.", ["eten"]),
        ("Zij weet wat de brug kost.", ["weten", "kosten"]),
        ("Hoe lastig dat ook is, wij gaan door.", ["doorgaan"]),
        ("Wat de trainer ook zegt, zij blijft.", ["blijven"]),
        ("De winkel, waar ook de bakker is gevestigd, sluit.", ["sluiten", "vestigen"]),
        ("Het kostte meer dan ze hadden gedacht.", ["kosten"]),
        ("De oogst is kleiner dan de boeren hoopten.", ["zijn"]),
        ("Er waren meer klachten dan de gemeente verwachtte.", ["zijn"]),
        ("Dan pas zijn de peren voldoende gerijpt.", ["rijpen"]),
    ],
)
def test_a_clause_that_stands_for_a_thing_or_a_measure_is_no_claim(
    sentence: str, predicates: list[str], claims_of: Claims
) -> None:
    assert [c.predicate for c in claims_of(sentence)] == predicates


@pytest.mark.parametrize(
    ("sentence", "predicate", "text"),
    [
        ("Als de regen aanhoudt, sluit de brug.", "sluiten", "Als de regen aanhoudt, sluit de brug"),
        ("Wij weten niet of de brug veilig is.", "weten", "Wij weten niet of de brug veilig is"),
        ("Het is niet eerlijk dat de buren meer betalen.", "zijn", "Het is niet eerlijk dat de buren meer betalen"),
        ("Dat plan is duur.", "zijn", "Dat plan is duur"),
        ("De bond zegt dat het plan duur is.", "zijn", "het plan duur is"),
    ],
)
def test_the_text_has_the_condition_and_the_complement_but_no_conjunction(
    sentence: str, predicate: str, text: str, claims_of: Claims
) -> None:
    assert (predicate, text) in [(c.predicate, c.text) for c in claims_of(sentence)]


def test_an_apposition_has_no_tense_and_is_stated_whatever_the_clause_says(claims_of: Claims) -> None:
    found = claims_of("Mogelijk opent Karin Bos, de burgemeester van Ede, morgen de markt niet.")
    (says,) = [c for c in found if c.rule == "apposition"]
    assert (says.subject, says.object) == ("Karin Bos", "de burgemeester van Ede")
    assert (says.modality, says.polarity, says.certainty, says.tense) == ("asserted", "affirmative", "CT+", None)
    assert says.arguments == []


def test_the_reporting_clause_of_the_article_is_no_claim(claims_of: Claims) -> None:
    assert [c.predicate for c in claims_of("De bond zegt dat de fabriek sluit.")] == ["sluiten"]


def test_the_clause_that_only_colours_another_is_no_claim(claims_of: Claims) -> None:
    assert [c.predicate for c in claims_of("De bond probeert de fabriek te redden.")] == ["redden"]


SENTENCES = sorted({case["sentence"] for case in CASES})


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4))
def test_rows_point_into_the_text_and_come_in_its_order(nlp, sentences: list[str]) -> None:
    text = " ".join(sentences)
    found = find_claims(nlp(text))._.claims
    assert [c.start for c in found] == sorted(c.start for c in found)
    assert len({c.claim_id for c in found}) == len(found)
    for claim in found:
        assert text[claim.start : claim.end] == claim.text
        assert claim.text.strip() == claim.text != ""
        assert claim.rule in CONFIDENCE
        assert 0 < claim.confidence <= CONFIDENCE[claim.rule]
        assert all(text[a.start : a.end] == a.text for a in claim.arguments)
        assert all(phrase is None or phrase in text for phrase in (claim.subject, claim.object))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_rows_or_none(nlp, text: str) -> None:
    doc = find_claims(nlp(text))
    assert all(doc.text[c.start : c.end] == c.text for c in doc._.claims)


@pytest.mark.parametrize(
    "sentence",
    [
        "Mensen die hun hart volgen, verlaten de stad.",
        "Hij sprak met boeren die anders niet zouden stemmen.",
        "Hulst is de eerste gemeente die deze stap zet.",
        "Zij is de enige die de sleutel heeft.",
        "Het was de zwaarste storm die het eiland trof.",
    ],
)
def test_a_relative_clause_that_says_which_are_meant_is_no_claim(sentence: str, claims_of: Claims) -> None:
    assert [c.text for c in claims_of(sentence) if c.rule == "relative"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Boeren die hun land verloren, kregen geld.",
        "Talloze vrijwilligers die het bos beheren, stopten.",
        "De boeren, die hun hart volgen, verlaten de stad.",
        "De gemeente die deze stap zet, is Hulst.",
    ],
)
def test_a_relative_clause_about_some_is_one(sentence: str, claims_of: Claims) -> None:
    assert len([c for c in claims_of(sentence) if c.rule == "relative"]) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "De raad keurde het akkoord van Gent goed, wat tot ruzie leidde.",
        "De club verkocht het stadion, wat de fans verbaasde.",
        "De bakker sloot zijn zaak, wat niemand begreep.",
    ],
)
def test_what_follows_on_a_whole_clause_is_about_no_noun(sentence: str, claims_of: Claims) -> None:
    assert len(claims_of(sentence)) == 1


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("Wij sparen geld, terwijl de buren geld lenen.", ["other"]),
        ("De ene school groeit, terwijl de andere krimpt.", ["other"]),
        ("De bond zwijgt, terwijl de leden boos zijn.", ["other"]),
        ("De bakker sliep terwijl de oven brandde.", ["time"]),
        ("Hij zag de reis als mislukt.", []),
    ],
)
def test_a_contrast_is_no_time_and_a_role_no_condition(sentence: str, roles: list[str], claims_of: Claims) -> None:
    assert [a.role for a in claims_of(sentence)[0].arguments] == roles


def test_who_receives_is_the_recipient(claims_of: Claims) -> None:
    found = claims_of("Klappen krijgen wij al genoeg uitgedeeld.")[0]
    assert [(a.role, a.text) for a in found.arguments] == [("recipient", "wij")]


@pytest.mark.parametrize(
    "sentence",
    [
        "De bond eiste meer waarborgen voor de leden.",
        "Om precies te zijn: 74 boeren steunen de actie.",
        "Het moet je eigen werk zijn om iets te bereiken.",
    ],
)
def test_a_noun_an_aside_and_a_subject_are_no_infinitive_claims(sentence: str, claims_of: Claims) -> None:
    assert [c.text for c in claims_of(sentence) if c.rule == "infinitive"] == []
