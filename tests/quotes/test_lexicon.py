"""The tables of the quotes room: well formed, and every cue is found by its forms."""

import typing

import pytest

from pipeline.quotes.inflection import read_table
from pipeline.quotes.lexicon import nouns_by_form, prepositionals, verb_entries, verbs_by_form
from pipeline.schema import SourceKind, Stance

STANCES = set(typing.get_args(Stance))
FRAMES = {"d", "o", "t", "2", "q", "n", "r", "!r", "!p", "in", "by", "als"}


@pytest.mark.parametrize("table", ["cues.tsv", "cue_nouns.tsv", "cue_prepositions.tsv"])
def test_stances_are_those_of_the_schema(table):
    assert {row["stance"] for row in read_table(table)} <= STANCES


def test_frames_are_documented_ones():
    for entry in verb_entries():
        assert all(f in FRAMES or f.startswith("p:") for f in entry.frames), entry


def test_particle_opens_the_lemma():
    for entry in verb_entries():
        assert not entry.particle or entry.lemma.split()[-1].startswith(entry.particle), entry


def test_no_lemma_twice():
    lemmas = [e.lemma for e in verb_entries()]

    assert len(lemmas) == len(set(lemmas))


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("zei", "zeggen"),
        ("aangegeven", "aangeven"),
        ("liet", "laten weten"),
        ("benadrukte", "benadrukken"),
        ("kondigde", "aankondigen"),
    ],
)
def test_cue_is_found_by_form(form, lemma):
    assert lemma in {e.lemma for e in verbs_by_form()[form]}


def test_nouns_have_their_plural():
    assert nouns_by_form()["beschuldigingen"] is nouns_by_form()["beschuldiging"]


def test_longest_fixed_phrase_comes_first():
    lengths = [len(c.words) for c in prepositionals()["naar"]]

    assert lengths == sorted(lengths, reverse=True)


def test_source_nouns_are_kinds_of_the_schema():
    assert {row["kind"] for row in read_table("source_nouns.tsv")} <= set(typing.get_args(SourceKind))
