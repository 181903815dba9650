from __future__ import annotations

import lzma
from itertools import repeat
from pathlib import Path

import pytest
from model_sample import SAMPLE

from pipeline.model.treebank import Row, Sentence, clean_features, clean_lemma, group, parted, read_conllu


def test_layers_have_one_value_a_word(sentences: list[Sentence]) -> None:
    for s in sentences:
        assert {len(x) for x in (s.words, s.spaces, s.tags, s.pos, s.morphs, s.lemmas, s.heads, s.deps)} == {
            len(s.words)
        }


def test_text_has_the_true_spacing(sentences: list[Sentence]) -> None:
    assert [s.text for s in sentences] == [
        "Brug blijft dicht",
        "De gemeente Zwolle wacht op het reparatiebedrijf.",
        '"Dat kost geld," zegt Ina Verbeek.',
        "Zo'n café heeft foto's van 's avonds.",
    ]


def test_root_is_its_own_head_and_called_as_spacy_does(sentences: list[Sentence]) -> None:
    for s in sentences:
        roots = [i for i, head in enumerate(s.heads) if head == i]
        assert [s.deps[i] for i in roots] == ["ROOT"]


def test_article_and_paragraph_out_of_the_identifier(sentences: list[Sentence]) -> None:
    assert [(s.source, s.paragraph) for s in sentences] == [
        ("krant", "1"), ("krant", "2"), ("krant", "2"), ("brief", None),
    ]  # fmt: skip


def test_a_compressed_file_reads_the_same(tmp_path: Path, sentences: list[Sentence]) -> None:
    packed = tmp_path / "sample.conllu.xz"
    packed.write_bytes(lzma.compress(SAMPLE.read_bytes()))
    assert list(read_conllu(packed)) == sentences


@pytest.mark.parametrize(
    ("features", "clean"),
    [
        ("Definite=Def|PronType=Art", "Definite=Def"),
        ("Mood=Ind|Number=Sing|Tense=Pres|VerbForm=Fin", "Number=Sing|Tense=Pres|VerbForm=Fin"),
        ("PronType=Neg", "_"),
        ("ExtPos=SCONJ", "_"),
        ("Person=3|PronType=Prs", "Person=3|PronType=Prs"),
        ("_", "_"),
    ],
)
def test_features_that_the_treebanks_do_not_share_are_dropped(features: str, clean: str) -> None:
    assert clean_features(features) == clean


@pytest.mark.parametrize(("lemma", "clean"), [("aan_geven", "aangeven"), ("huis", "huis"), ("_", "_")])
def test_lemmas_have_no_compound_underscores(lemma: str, clean: str) -> None:
    assert clean_lemma(lemma) == clean


def test_groups_never_mix_sources_and_lose_nothing(sentences: list[Sentence]) -> None:
    groups = list(group(sentences, sizes=repeat(2)))
    assert [len(g) for g in groups] == [2, 1, 1]
    assert [s for g in groups for s in g] == sentences


def test_a_word_at_the_front_moves_every_head(sentences: list[Sentence]) -> None:
    before = sentences[0]
    after = before.insert(0, Row("-", "LET", "PUNCT", 2, "punct"), space=True)
    assert after.text == "- Brug blijft dicht"
    assert after.heads == [2, 2, 2, 2]
    assert before.heads == [1, 1, 1]


def test_empty_layers_stay_empty() -> None:
    bare = Sentence(["Ja"], [True], ents=["O"]).insert(1, Row("!", "LET", "PUNCT", 0, "punct"), space=False)
    assert (bare.words, bare.heads, bare.tags, bare.ents) == (["Ja", "!"], [], [], ["O", "O"])


def test_a_fifth_of_the_articles_is_held_out() -> None:
    rows = [Sentence(["Ja"], [True], source=f"stuk-{number}") for number in range(10) for _ in range(3)]
    rest, held = parted(rows)
    assert {s.source for s in held} == {"stuk-0", "stuk-5"}
    assert len(held) == 6
    assert [s for s in rows if s in held or s in rest] == rows
    assert not {s.source for s in rest} & {s.source for s in held}
