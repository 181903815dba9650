from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_sample import SAMPLE, drawing

from pipeline.model.augment import (
    DOUBLE,
    SINGLE,
    STYLES,
    Marks,
    Styler,
    append,
    is_statement,
    prepend,
    report,
    restyle,
    root_of,
    tails,
    without_diacritics,
    without_last,
)
from pipeline.model.treebank import Sentence, read_conllu

TREEBANK = list(read_conllu(SAMPLE))
SEEDS = st.integers(0, 2**31)
PAIRS = [Marks(opening, closing) for opening, closing, _ in STYLES]


def letters(sentences: list[Sentence]) -> str:
    return re.sub(r"[\W_]", "", without_diacritics(" ".join(s.text for s in sentences))).lower()


def is_tree(sentence: Sentence) -> bool:
    roots = [i for i, head in enumerate(sentence.heads) if head == i]

    def climbs(place: int) -> bool:
        for _ in sentence.heads:
            place = sentence.heads[place]
        return place == roots[0]

    return len(roots) == 1 and all(climbs(i) for i in range(len(sentence.heads)))


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_every_dress_keeps_words_layers_and_tree(seed: int) -> None:
    dressed = Styler.draw(drawing(seed)).apply(TREEBANK)
    assert len(dressed) == len(TREEBANK)
    for s in dressed:
        assert {len(x) for x in (s.words, s.spaces, s.tags, s.pos, s.morphs, s.lemmas, s.heads, s.deps)} == {
            len(s.words)
        }
        assert is_tree(s)
    for before, after in zip(TREEBANK, dressed, strict=True):
        assert letters([after]).startswith(letters([before]))


@given(SEEDS)
@settings(max_examples=50, deadline=None)
def test_apostrophe_words_are_left_whole(seed: int) -> None:
    last = Styler.draw(drawing(seed)).apply(TREEBANK)[3]
    plain = {w.replace("’", "'").lower() for w in last.words}
    assert {"zo'n", "foto's", "'s"} <= plain


@pytest.mark.parametrize("marks", PAIRS)
def test_a_style_is_the_same_all_over_a_document(marks: Marks) -> None:
    quoted = TREEBANK[2]
    styled = restyle([quoted, quoted], double=marks, single=None)
    found = [w for s in styled for w, old in zip(s.words, quoted.words, strict=True) if old in DOUBLE]
    assert found == [marks.opening, marks.closing] * 2


def test_single_and_double_marks_are_kept_apart() -> None:
    words = ['"', "Het", "'", "plan", "'", "faalt", '"']
    sentence = Sentence(words, [False, True, False, False, True, False, True])
    (styled,) = restyle([sentence], double=Marks("“", "”"), single=Marks("‘", "’"))
    assert styled.text == "“Het ‘plan’ faalt”"


def test_marks_with_spaces_on_both_sides_take_turns() -> None:
    sentence = Sentence(['"', "Ja", '"', "zei", "ze"], [True] * 5)
    (styled,) = restyle([sentence], double=Marks("«", "»"), single=None)
    assert styled.words == ["«", "Ja", "»", "zei", "ze"]


def test_given_sentences_are_left_alone() -> None:
    before = [s.text for s in TREEBANK]
    for seed in range(20):
        Styler.draw(drawing(seed)).apply(TREEBANK)
    assert [s.text for s in TREEBANK] == before


def test_marks_around_a_sentence_hang_on_its_root() -> None:
    marked = append(prepend(TREEBANK[1], "‘"), "’")
    assert marked.text == "‘De gemeente Zwolle wacht op het reparatiebedrijf.’"
    assert (marked.words[marked.heads[0]], marked.words[marked.heads[-1]]) == ("wacht", "wacht")


def test_final_punctuation_can_go_but_no_head() -> None:
    assert without_last(TREEBANK[1]).text == "De gemeente Zwolle wacht op het reparatiebedrijf"
    hanging = Sentence(["a", "b"], [True, True], heads=[1, 1], deps=["dep", "ROOT"])
    assert without_last(hanging) is hanging


@given(seed=SEEDS, quoted=st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_reporting_clause_is_a_parataxis_of_the_root(*, seed: int, quoted: bool) -> None:
    said = report(TREEBANK[1], drawing(seed), marks=Marks("“", "”") if quoted else None)
    assert is_tree(said)
    assert said.text.endswith(".")
    root = root_of(said)
    assert said.words[root] == "wacht"
    (clause,) = [i for i, dep in enumerate(said.deps) if dep == "parataxis"]
    assert said.heads[clause] == root
    below = [said.deps[i] for i, head in enumerate(said.heads) if head == clause]
    assert "nsubj" in below or "case" in below
    comma = said.words.index(",")
    assert said.heads[comma] == (root if quoted else clause)
    assert ("“" in said.words) is quoted


def test_only_statements_get_a_reporting_clause() -> None:
    assert [is_statement(s) for s in TREEBANK] == [False, True, False, True]


def test_the_table_of_reporting_clauses_has_one_head_a_part() -> None:
    table = tails()
    assert set(table) == {"verb", "subject", "extra"}
    for parts in table.values():
        for part in parts:
            assert sum(w.head is None for w in part) == 1
            assert all(w.head is None or 0 <= w.head < len(part) for w in part)


def test_diacritics_go_and_length_stays() -> None:
    assert without_diacritics("financiële crème Curaçao één") == "financiele creme Curacao een"


def test_no_mark_is_of_both_families() -> None:
    assert not DOUBLE & SINGLE
