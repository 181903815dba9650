from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_sample import SAMPLE, drawing

from pipeline.model.names import spans_of
from pipeline.model.substitute import Inventor, join, parts, split_name
from pipeline.model.treebank import Sentence, read_conllu

WORDS = ["Ina", "Verbeek", "werkt", "bij", "Rabo", "in", "de", "VS", "en", "in", "Kampen", "voor", "30", "gulden", "."]
ENTS = ["B-PERSON", "I-PERSON", "O", "O", "B-ORG", "O", "O", "B-GPE", "O", "O", "B-GPE", "O", "B-MONEY", "I-MONEY", "O"]
NEWS = Sentence(WORDS, [True] * 13 + [False, True], ents=ENTS)


@given(st.integers(0, 2**31))
@settings(max_examples=200, deadline=None)
def test_words_outside_names_stay_and_layers_fit(seed: int) -> None:
    new = Inventor(drawing(seed), chance=0.9).apply(NEWS)
    assert len(new.words) == len(new.spaces) == len(new.ents)
    outside = [w for w, tag in zip(new.words, new.ents, strict=True) if tag == "O"]
    rest = iter(outside)
    assert all(w in rest for w in ["werkt", "bij", "in", "de", "en", "in", "voor", "."])
    labels = [label for *_, label in spans_of(new.ents)]
    assert {"PERSON", "ORG", "GPE", "MONEY"} <= set(labels)
    assert "VS" in new.words  # an article before a name tells that it is not any place's


@given(st.integers(0, 2**31))
@settings(max_examples=50, deadline=None)
def test_titles_brackets_and_datelines_are_no_names(seed: int) -> None:
    new = Inventor(drawing(seed), chance=1.0).apply(NEWS)
    for start, end, label in spans_of(new.ents):
        inside = new.words[start:end]
        assert not {"(", ")", "-"} & set(inside)
        if label == "PERSON":
            assert inside[0] not in parts()["title"]


def test_no_chance_no_change() -> None:
    assert Inventor(drawing(1), chance=0.0).apply(NEWS) is NEWS


def test_the_money_of_today() -> None:
    new = [Inventor(drawing(seed), chance=0.1).apply(NEWS) for seed in range(20)]
    assert all("gulden" not in s.words for s in new)


def test_a_tree_is_refused() -> None:
    with pytest.raises(AssertionError):
        Inventor(drawing(1)).apply(next(read_conllu(SAMPLE)))


def test_invented_persons_have_about_the_old_form() -> None:
    inventor = Inventor(drawing(5))
    assert all(len(inventor.name("PERSON", ["Ina", "Verbeek"]).split()) > 1 for _ in range(50))
    assert any(len(inventor.name("PERSON", ["Verbeek"]).split()) == 1 for _ in range(20))


@pytest.mark.parametrize("kind", sorted(parts()))
def test_every_part_has_a_form(kind: str) -> None:
    assert all(item and item == item.strip() for item in parts()[kind])


def test_patterns_have_only_known_slots() -> None:
    slots = dict.fromkeys("scawmrn", "Iets")
    assert all("{" not in pattern.format_map(slots) for pattern in parts()["org"])


def test_a_comma_in_a_name_is_a_word() -> None:
    assert split_name("Bos, Maes en Smit") == (["Bos", ",", "Maes", "en", "Smit"], [False, True, True, True])


def test_joined_pieces_keep_brackets_close() -> None:
    words, between, ents = join([("Ina Bos", "PERSON"), ("(", "O"), ("CDA", "ORG"), (")", "O")])
    assert words == ["Ina", "Bos", "(", "CDA", ")"]
    assert between == [True, True, False, False]
    assert ents == ["B-PERSON", "I-PERSON", "O", "B-ORG", "O"]
