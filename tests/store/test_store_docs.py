from __future__ import annotations

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.store.docs import pack, unpack

NLP = spacy.blank("nl")
OTHER = spacy.blank("nl")
LAYERS = ("text", "whitespace_", "tag_", "pos_", "lemma_", "dep_", "ent_iob_", "ent_type_", "is_sent_start")


def said(doc: Doc) -> list[tuple[object, ...]]:
    return [(*(getattr(token, name) for name in LAYERS), str(token.morph), token.head.i) for token in doc]


def parsed() -> Doc:
    words = ["De", "krant", "meldt", "regen", ".", "\n\n", "Signaal"]
    heads = [1, 2, 2, 2, 2, 2, 6]
    return Doc(
        NLP.vocab,
        words=words,
        spaces=[True, True, True, False, False, False, False],
        tags=["LID|bep", "N|soort", "WW|pv", "N|soort", "LET", "SPACE", "N|soort"],
        pos=["DET", "NOUN", "VERB", "NOUN", "PUNCT", "SPACE", "NOUN"],
        morphs=["Definite=Def", "Number=Sing", "VerbForm=Fin", "", "", "", ""],
        lemmas=["de", "krant", "melden", "regen", ".", "\n\n", "signaal"],
        heads=heads,
        deps=["det", "nsubj", "ROOT", "obj", "punct", "dep", "ROOT"],
        sent_starts=[True, False, False, False, False, False, True],
        ents=["O", "B-ORG", "O", "O", "O", "O", "O"],
    )


def test_what_a_language_model_says_comes_back() -> None:
    doc = parsed()
    doc.user_data["left out"] = object()
    again = unpack(pack({"a": doc}), OTHER.vocab)["a"]
    assert said(again) == said(doc)
    assert [s.text for s in again.sents] == [s.text for s in doc.sents]
    assert again.text == "De krant meldt regen.\n\nSignaal"


def test_the_same_docs_give_the_same_bytes_also_when_read_and_written_again() -> None:
    data = pack({"a": parsed(), "b": NLP("Kort.")})
    again = unpack(data, NLP.vocab)
    assert list(again) == ["a", "b"]
    assert pack(again) == data


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1))
def test_any_text_comes_back(text: str) -> None:
    doc = NLP.make_doc(text)
    assert doc.text == text
    assert unpack(pack({"x": doc}), OTHER.vocab)["x"].text == text
