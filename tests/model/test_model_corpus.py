from __future__ import annotations

import pytest
import spacy
from model_sample import SAMPLE, drawing
from spacy.language import Language

from pipeline.model import load
from pipeline.model.corpus import augmented, breaks_between, is_closed, to_doc, to_example, treebank
from pipeline.model.tokenizer import customize
from pipeline.model.treebank import Sentence


@pytest.fixture(scope="module")
def nlp() -> Language:
    return customize(spacy.blank("nl"))


def test_paragraph_end_is_a_space_token_of_the_sentence_before_it(nlp: Language, sentences: list[Sentence]) -> None:
    doc = to_doc(nlp.vocab, sentences[:2], [True, False])
    space = doc[3]
    assert (space.text, space.tag_, space.pos_, space.dep_) == ("\n\n", "_SP", "SPACE", "dep")
    assert space.head.text == "dicht"
    assert [s.text.strip() for s in doc.sents] == [s.text for s in sentences[:2]]


def test_the_tree_survives_the_joining(nlp: Language, sentences: list[Sentence]) -> None:
    doc = to_doc(nlp.vocab, sentences, [True, False, True, False])
    for sent, source in zip(doc.sents, sentences, strict=True):
        words = [t for t in sent if not t.is_space]
        assert [t.dep_ for t in words] == source.deps
        assert [t.lemma_ for t in words] == source.lemmas
        assert [t.head.i - sent.start for t in words] == source.heads


def test_the_tokenizer_agrees_with_the_treebank(nlp: Language, sentences: list[Sentence]) -> None:
    for s in sentences:
        assert [t.text for t in nlp.make_doc(s.text)] == s.words


@pytest.mark.parametrize("word", ["foto’s", "zo’n", "’s", "auto’tje", "opa’s", "’t"])
def test_a_typographic_apostrophe_does_not_split_a_word(nlp: Language, word: str) -> None:
    assert [t.text for t in nlp.make_doc(f"en {word} dan")] == ["en", word, "dan"]


def test_a_closing_mark_is_still_a_word_of_its_own(nlp: Language) -> None:
    assert [t.text for t in nlp.make_doc("‘Mooi’, zei ze.")] == ["‘", "Mooi", "’", ",", "zei", "ze", "."]


def test_known_paragraphs_are_kept_and_none_is_drawn_without_chance(sentences: list[Sentence]) -> None:
    assert breaks_between(sentences[:3], None) == [True, False, False]


def test_headlines_mostly_stand_by_themselves() -> None:
    headline = Sentence(["Brug", "dicht"], [True, True])
    closed = Sentence(["Ja", "."], [False, True])
    rng = drawing(1)
    open_ends = sum(breaks_between([headline, closed], rng)[0] for _ in range(500))
    closed_ends = sum(breaks_between([closed, closed], rng)[0] for _ in range(500))
    assert open_ends > 375
    assert closed_ends < 150


@pytest.mark.parametrize(
    ("words", "closed"),
    [(["Ja", "."], True), (["Ja", ".", '"'], True), (["Ja", '"'], False), (["Ja"], False), (["Ja", "?", ")"], True)],
)
def test_closed_sentences(words: list[str], *, closed: bool) -> None:
    assert is_closed(Sentence(words, [True] * len(words))) is closed


def test_reader_for_evaluation_changes_nothing(nlp: Language, sentences: list[Sentence]) -> None:
    examples = list(treebank(nlp, SAMPLE))
    assert [e.predicted.text for e in examples] == [
        "\n\n".join([sentences[0].text, f"{sentences[1].text} {sentences[2].text}"]),
        sentences[3].text,
    ]
    assert all(not t.is_space for e in examples for t in e.reference)
    assert all(e.get_aligned_sent_starts() for e in examples)


def test_texts_for_training_are_repeatable_and_aligned(nlp: Language, sentences: list[Sentence]) -> None:
    dressed = [[example for seed in range(5) for example in augmented(nlp, sentences, drawing(seed))] for _ in range(2)]
    first, second = ([e.reference.text for e in examples] for examples in dressed)
    assert first == second
    assert len(set(first)) > 2
    for example in dressed[0]:
        assert to_example(nlp, example.reference).predicted.text == example.reference.text


@pytest.mark.parametrize(
    "text",
    ["Dat is ver.", "Ik doe dat.", "Zij stemt PvdA.", "Hij kwam met FvD.", "Bel RTL.", "Dag, Henk Pol.", "Tot in Os."],
)
def test_a_word_that_ends_a_sentence_does_not_keep_the_full_stop(nlp: Language, text: str) -> None:
    assert [t.text for t in nlp.make_doc(text)][-1] == "."


@pytest.mark.parametrize("word", ["prof.", "Dhr.", "bijv.", "mln.", "St.", "a.u.b.", "J.P.", "P.", "o.a."])
def test_an_abbreviation_keeps_it(nlp: Language, word: str) -> None:
    assert [t.text for t in nlp.make_doc(f"en {word} Bos")] == ["en", word, "Bos"]


def test_the_shipped_models_have_this_tokenizer(nlp: Language) -> None:
    for name in ("nl_news", "nl_news_sm"):
        assert load(name).tokenizer.to_bytes(exclude=["vocab"]) == nlp.tokenizer.to_bytes(exclude=["vocab"])
