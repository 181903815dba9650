"""Names that lead to the same person, place or organisation in other articles."""

import pytest

from pipeline.entities.identity import global_id, short


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("Jan de Wit", "PERSON", "person:jan-de-wit"),
        ("José van der Plas", "PERSON", "person:jose-van-der-plas"),
        ("De Wit", "PERSON", None),
        ("Nijland", "PERSON", None),
        ("Rijkswaterstaat", "ORG", "org:rijkswaterstaat"),
        ("De Bode", "ORG", "org:bode"),
        ("Brûly & Zn.", "ORG", "org:bruly-zn"),
        ("Tiel", "GPE", "gpe:tiel"),
        ("…", "ORG", None),
    ],
)
def test_global_id(name, label, expected):
    assert global_id(name, label) == expected


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("Joost van der Plas", "PERSON", "van der plas"),
        ("Van der Plas", "PERSON", "van der plas"),
        ("Ilse Wagenvoort", "PERSON", "wagenvoort"),
        ("Wagenvoort", "PERSON", "wagenvoort"),
        ("Het Rivierenblad", "ORG", "rivierenblad"),
    ],
)
def test_the_name_that_articles_have_in_common(name, label, expected):
    assert short(name, label) == expected


def test_the_surname_alone_gets_the_id_of_the_full_name_beside_it(analyse):
    doc = analyse(
        "Schipper Geert Nijland is boos. Volgens Nijland heeft niemand gebeld, en ook zijn bond weet van niets."
    )
    ids = {entity.name: entity.global_id for entity in doc._.entities}
    assert ids["Geert Nijland"] == "person:geert-nijland"
    assert "Nijland" not in ids
    assert {name for name, found in ids.items() if found} == {"Geert Nijland"}
