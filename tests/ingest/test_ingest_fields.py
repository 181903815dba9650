"""Names of record fields and their translation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.ingest.fields import FieldMap, names_by_field

ALIASES = [(field, name) for field, names in names_by_field().items() for name in names]


def test_the_contract_names_come_first():
    assert [names[0] for names in names_by_field().values()] == list(names_by_field())
    assert set(names_by_field()) == {"id", "text", "html", "title", "published", "url", "outlet", "author"}


def test_no_name_stands_for_two_fields():
    assert len({name for _, name in ALIASES}) == len(ALIASES)


@pytest.mark.parametrize(("field", "name"), ALIASES)
def test_aliases_in_any_case(field, name):
    for written in (name, name.upper(), name.title(), f" {name} "):
        assert FieldMap({}).pick({written: "x"}) == {field: "x"}


def test_the_explicit_name_wins_over_an_alias():
    record = {"body": "alias", "text": "eigen", "datum": "1", "published": "2"}
    assert FieldMap({}).pick(record) == {"text": "eigen", "published": "2"}


def test_a_mapped_name_wins_over_all():
    record = {"text": "samenvatting", "inhoud": "alles", "id": 1}
    assert FieldMap({"text": "inhoud"}).pick(record) == {"text": "alles", "id": 1}


def test_a_mapped_name_is_no_alias_of_its_old_field():
    assert FieldMap({"title": "body"}).pick({"body": "kop", "content": "tekst"}) == {"title": "kop", "text": "tekst"}


def test_a_mapped_name_that_is_missing_is_not_replaced():
    assert FieldMap({"text": "verhaal"}).pick({"text": "x"}) == {}


def test_an_unknown_field_in_the_mapping():
    with pytest.raises(SettingsError) as caught:
        FieldMap({"tekst": "body"})
    assert "tekst" in caught.value.reason
    assert "text" in caught.value.instruction


@given(
    st.lists(st.dictionaries(st.sampled_from([*"abc", "text", "TEXT", "Body", "kop", "id"]), st.integers(), min_size=1))
)
def test_the_memory_of_layouts_changes_nothing(records):
    shared = FieldMap({})
    assert [shared.pick(record) for record in records] == [FieldMap({}).pick(record) for record in records]
