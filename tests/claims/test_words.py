"""`Words` says of each token what spaCy says, on real parses and on any text."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.claims.words import Words

TEXTS = [
    "De wethouder zei maandag dat de brug niet open kan. ‘Het duurt nog weken’, aldus Anke Vos.",
    "Wat gebeurde er?\n\nDe bewoners, van wie er drie gewond raakten, zijn elders ondergebracht  en blijven daar.",
    "",
    "Ja.",
]
LABELS = ("text", "lower_", "dep_", "pos_", "tag_", "lemma_", "i", "idx", "is_punct", "is_space")


@pytest.mark.parametrize("text", TEXTS)
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
