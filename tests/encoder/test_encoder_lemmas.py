from __future__ import annotations

import pytest
from spacy.pipeline._edit_tree_internals.edit_trees import EditTrees
from spacy.strings import StringStore

from pipeline.encoder.lemmas import Lemmas

PAIRS = [("geeft", "geven"), ("zei", "zeggen"), ("Ministers", "minister"), ("huis", "huis")]

LEXICON = {
    "N|soort|mv|basis": {"systemen": "systeem", "pen": "pen", "genoten": "genoot"},
    "N|eigen|mv|basis": {"Italianen": "Italiaan"},
    "WW|vd|vrij|zonder": {"gebleven": "blijven", "gevochten": "vechten"},
    "VERB": {"haperde": "haperen"},
}


@pytest.fixture(scope="module")
def lemmas() -> Lemmas:
    strings = StringStore()
    trees = EditTrees(strings)
    numbers = [trees.add(form, lemma) for form, lemma in PAIRS]
    return Lemmas(trees.to_bytes(), list(strings), numbers, lexicon=LEXICON, with_noun=["deelnemen"])


@pytest.mark.parametrize(("form", "lemma", "label"), [(f, m, i) for i, (f, m) in enumerate(PAIRS)])
def test_a_tree_makes_the_lemma(lemmas: Lemmas, form: str, lemma: str, label: int) -> None:
    assert lemmas.of(form, "X", "X", [label]) == lemma


def test_a_tree_that_does_not_fit_is_passed_over(lemmas: Lemmas) -> None:
    assert lemmas.of("leeft", "X", "X", [1, 0]) == "leven"


def test_what_was_asked_before_changes_nothing(lemmas: Lemmas) -> None:
    assert lemmas.of("beeft", "X", "X", [1, 3]) == "beeft"
    assert lemmas.of("beeft", "X", "X", [1, 0]) == "beven"


def test_without_a_fitting_tree_the_word_is_its_lemma(lemmas: Lemmas) -> None:
    assert lemmas.of("x", "X", "X", [0, 1]) == "x"


@pytest.mark.parametrize(
    ("form", "tag", "pos", "lemma"),
    [
        ("gevochten", "WW|vd|vrij|zonder", "VERB", "vechten"),
        ("Gevochten", "WW|vd|vrij|zonder", "VERB", "vechten"),
        ("spelsystemen", "N|soort|mv|basis", "NOUN", "spelsysteem"),
        ("Ploeggenoten", "N|soort|mv|basis", "NOUN", "Ploeggenoot"),
        ("thuisgebleven", "WW|vd|vrij|zonder", "VERB", "thuisblijven"),
        ("open", "N|soort|mv|basis", "NOUN", "open"),  # `pen` is too short an end
        ("Italianen", "N|eigen|mv|basis", "PROPN", "Italiaan"),
        ("italianen", "N|eigen|mv|basis", "PROPN", "italianen"),
        ("Haperde", "WW|pv|verl|ev", "VERB", "haperen"),
        ("Haperde", "WW|pv|verl|ev", "PROPN", "Haperde"),
    ],
)
def test_the_lexicon_comes_first(lemmas: Lemmas, form: str, tag: str, pos: str, lemma: str) -> None:
    assert lemmas.of(form, tag, pos, [3]) == lemma


@pytest.mark.parametrize(
    ("verb", "particle", "tag", "whole"),
    [
        ("geven", "aan", "VZ|fin", "aangeven"),
        ("keren", "Terug", "BW", "terugkeren"),
        ("maken", "bekend", "ADJ|vrij|basis|zonder", "bekendmaken"),
        ("nemen", "deel", "N|soort|ev|basis|onz|stan", "deelnemen"),
        ("brengen", "verslag", "N|soort|ev|basis|onz|stan", "brengen"),
        ("staan", "te", "VZ|init", "staan"),
        ("laten", "weten", "WW|inf|vrij|zonder", "laten"),
    ],
)
def test_particles_join_their_verb(lemmas: Lemmas, verb: str, particle: str, tag: str, whole: str) -> None:
    assert lemmas.joined(verb, particle, tag) == whole
