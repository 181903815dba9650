"""Entities: variants of a name are one, roles and pronouns lead to it, offsets give back the words."""

from pathlib import Path

import pytest

from pipeline.entities.clusters import Cluster, _with_variants
from pipeline.entities.names import Name
from pipeline.tables import read_table

NOUNS = read_table(Path(__file__).with_name("noun_cases.tsv"))

TEXT = (
    "Premier Karin Bosman bezocht dinsdag Zwolle. Bosman sprak er met bewoners. "
    "Een woordvoerder van Bosman was erbij. De premier zei dat ze snel terugkomt."
)


@pytest.fixture(scope="module")
def doc(analyse):
    return analyse(TEXT)


def _entity(doc, name):
    return next(e for e in doc._.entities if e.name == name)


def test_surname_and_full_name_are_one_person(doc):
    person = _entity(doc, "Karin Bosman")

    assert person.label == "PERSON"
    assert "Bosman" in person.aliases


def test_place_is_no_person(doc):
    assert _entity(doc, "Zwolle").label == "GPE"


def test_role_leads_to_the_one_who_has_it(doc):
    role = next(m for m in doc._.mentions if m.text == "De premier")

    assert role.kind == "nominal"
    assert role.entity_id == _entity(doc, "Karin Bosman").entity_id


def test_spokesperson_is_somebody_else(doc):
    spokesperson = next(m for m in doc._.mentions if m.text.startswith("Een woordvoerder"))

    assert spokesperson.entity_id != _entity(doc, "Karin Bosman").entity_id


def test_offsets_give_back_the_words(doc):
    assert all(TEXT[m.start : m.end] == m.text for m in doc._.mentions)


def test_counts_are_those_of_the_mentions(doc):
    for entity in doc._.entities:
        assert entity.mentions == sum(m.entity_id == entity.entity_id for m in doc._.mentions)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0), (0, 2, 1), (2, 0, 1)])
def test_no_mention_is_lost_when_lengths_of_a_name_are_merged(order):
    forms = ("Anna Maria Blok", "Maria Blok", "Blok")
    names = [Name(40 * at, 40 * at + len(forms[number]), forms[number], "PERSON") for at, number in enumerate(order)]

    merged = _with_variants([Cluster([name], "PERSON") for name in names])

    assert sorted(name for cluster in merged for name in cluster.names) == names


@pytest.mark.parametrize("case", NOUNS, ids=[case["words"] for case in NOUNS])
def test_a_noun_is_a_mention_of_its_type(case, analyse):
    found = {mention.text: mention.label for mention in analyse(case["text"])._.mentions if mention.kind == "nominal"}

    assert found.get(case["words"]) == case["label"]


PAIR = "Nora Smit sprak dinsdag met Anja Vos. Bram de Haan luisterde. Later zei ze dat het weer regende. Hij knikte."


@pytest.fixture(scope="module")
def weighed(analyse):
    doc = analyse(PAIR)
    names = {e.entity_id: e.name for e in doc._.entities}
    pronouns = [m for m in doc._.mentions if m.kind == "pronoun"]
    return {m.text: [(names[a.entity_id], a.cost) for a in m.alternatives] for m in pronouns}


def test_a_pronoun_keeps_between_whom_it_was_weighed(weighed):
    assert {name for name, _ in weighed["ze"]} >= {"Nora Smit", "Anja Vos"}
    assert [cost for _, cost in weighed["ze"]] == sorted(cost for _, cost in weighed["ze"])
    assert weighed["Hij"][0][0] == "Bram de Haan"


def test_the_first_alternative_is_the_one_chosen(analyse):
    for text in (TEXT, PAIR):
        for mention in analyse(text)._.mentions:
            first = mention.alternatives[0].entity_id if mention.alternatives else None
            assert first == (mention.entity_id if mention.kind == "pronoun" else None)
            assert len(mention.alternatives) <= 3
