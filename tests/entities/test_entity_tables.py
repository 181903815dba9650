"""The tables of the entities room: well formed, and what they say is found again."""

import pytest

from pipeline.entities.tables import demonyms, first_names, given_names, role_variants, source_noun

GENDERS = {"female", "male"}


def test_genders_of_first_names():
    assert set(given_names().values()) == GENDERS
    assert set(demonyms().values()) <= GENDERS | {""}


def test_names_that_find_persons_keep_their_gender():
    assert all(given_names()[name] == gender for name, gender in first_names().items())


@pytest.mark.parametrize(
    ("name", "gender"), [("Gwyneth", None), ("Holly", "female"), ("Liam", "male"), ("Robin", None)]
)
def test_only_names_of_one_gender_tell_it(name, gender):
    assert given_names().get(name) in (gender, first_names().get(name))


def test_roles_that_take_somebody_up_are_words_for_persons():
    unknown = [noun for noun in role_variants() if source_noun(noun) is None or source_noun(noun).kind != "person"]

    assert not unknown


def test_no_role_stands_for_itself_alone():
    assert all(set(stands) - {noun} for noun, stands in role_variants().items())


def test_demonyms_have_a_capital():
    assert all(word[0].isupper() for word in demonyms())
