"""`Words` says of each token and stretch what spaCy says, on the articles of the samples and on any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.words import Words, without_space, words_of

TEXTS = [
    "De wethouder zei maandag dat de brug niet open kan. ‘Het duurt nog weken’, aldus Anke Vos.",
    "Wat gebeurde er?\n\nDe bewoners, van wie er drie gewond raakten, zijn elders ondergebracht  en blijven daar.",
    "",
    "Ja.",
]
LABELS = (
    "text", "lower_", "dep_", "pos_", "tag_", "lemma_", "i", "idx", "is_punct", "is_space", "is_quote", "is_lower", "is_upper",
    "is_alpha", "ent_type_", "ent_iob_", "whitespace_", "is_sent_start",
)  # fmt: skip
ARTICLES = sorted(Path("data/articles").glob("*.txt")) + sorted(Path("data/articles").glob("*.md"))


@pytest.mark.parametrize(
    "text", [*TEXTS, *(path.read_text(errors="replace") for path in ARTICLES)], ids=lambda text: text[:20]
)
def test_words_are_the_tokens(text: str, nlp: Language) -> None:
    doc = nlp(text)

    words = Words(doc)

    assert [[getattr(w, name) for name in LABELS] for w in words] == [
        [getattr(t, name) for name in LABELS] for t in doc
    ]
    assert [w.head.i for w in words] == [t.head.i for t in doc]
    assert [[c.i for c in w.children] for w in words] == [[c.i for c in t.children] for t in doc]
    assert [[c.i for c in w.subtree] for w in words] == [[c.i for c in t.subtree] for t in doc]
    edges = [(t.left_edge.i, t.right_edge.i) for t in doc]
    assert [(w.left_edge.i, w.right_edge.i) for w in words] == edges
    assert [(s.start, s.end, s.text) for s in words.sents] == [(s.start, s.end, s.text) for s in doc.sents]
    assert [w.sent.start for w in words] == [t.sent.start for t in doc]
    assert [[a.i for a in w.ancestors] for w in words] == [[a.i for a in t.ancestors] for t in doc]
    assert [[c.i for c in w.conjuncts] for w in words] == [[c.i for c in t.conjuncts] for t in doc]
    assert [[c.i for c in w.lefts] for w in words] == [[c.i for c in t.lefts] for t in doc]
    assert [dict(w.morph) for w in words] == [{n: t.morph.get(n) for n in t.morph.to_dict()} for t in doc]
    assert [place_of(s) for s in words.ents] == [place_of(s) for s in doc.ents]
    assert [place_of(s) for s in words.sents] == [place_of(s) for s in doc.sents]


@given(start=st.integers(0, 80), size=st.integers(1, 60), mode=st.sampled_from(["expand", "contract"]))
def test_stretches_as_spacy_has_them(start: int, size: int, mode: Literal["expand", "contract"], parsed: Doc) -> None:
    words = Words(parsed)

    span, mine = (
        parsed.char_span(start, start + size, alignment_mode=mode),
        words.char_span(start, start + size, alignment_mode=mode),
    )
    assert (None if mine is None else place_of(mine)) == (None if span is None else place_of(span))
    last = min(start + size, len(words))
    if start < last:
        assert place_of(words.stretch(start, last)) == place_of(parsed[start:last])
        assert words.stretch(start, last).part(1).text == parsed[start:last][1:].text


def test_white_space_at_the_edges_is_left_out() -> None:
    words = Words(BLANK("\n\nTwee woorden \n"))

    assert without_space(words.stretch(0, len(words))).text == "Twee woorden"
    assert not without_space(words.stretch(0, 1))


def test_the_stages_of_a_doc_share_its_words() -> None:
    doc = BLANK("Eerste woord")
    words = words_of(doc)

    assert words_of(doc, last=True) is words
    assert words_of(doc) is not words
    assert words_of(BLANK("Eerste woord")) is not words


def place_of(span: Any) -> tuple[Any, ...]:
    """All that the rules ask of a stretch."""
    return (
        span.start, span.end, len(span), span.start_char, span.end_char, span.text, span.label_,
        span.root.i if len(span) else None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def parsed(nlp: Language) -> Doc:
    """A text with marks, a line end and two spaces on end."""
    return nlp(TEXTS[1] + "\n\n" + TEXTS[0])


@given(st.text(alphabet="ab .,?’\nïÉ🙂", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_characters_to_words_as_spacy_does(text: str, start: int, size: int) -> None:
    doc = BLANK(text)
    words, end = Words(doc), min(start + size, len(text))
    start = min(start, end)

    inside = doc.char_span(start, end, alignment_mode="contract") or ()

    assert [w.i for w in words.inside(start, end)] == [t.i for t in inside]
    assert [w.i for w in words.touching(start, end)] == [t.i for t in doc if t.idx < end and start < t.idx + len(t)]
    assert not words or words.between(words[0], words[-1]) == text[words[0].idx : words[-1].end]


def test_no_word_lies_before_the_first() -> None:
    first = Words(BLANK("Eerste woord"))[0]

    assert first.nbor(1).text == "woord"
    with pytest.raises(IndexError):
        first.nbor(-1)


BLANK = spacy.blank("nl")
