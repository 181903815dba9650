from __future__ import annotations

import itertools
import pickle
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.encoder.pieces import BOS, EOS, LONGEST, SPACE, UNKNOWN, Pieces
from pipeline.encoder.windows import FULL, windows_of
from pipeline.encoder.windows import LONGEST as LONGEST_WINDOW


def texts(pieces: Pieces, ids: tuple[int, ...]) -> list[str]:
    return [pieces.vocabulary[i].text for i in ids]


def test_a_word_after_a_space_has_its_mark(pieces: Pieces) -> None:
    assert texts(pieces, pieces.of("minister", spaced=True)) == ["▁minister"]
    assert texts(pieces, pieces.of("regent", spaced=True)) == ["▁regen", "t"]
    assert texts(pieces, pieces.of("s", spaced=False)) == ["s"]


def test_what_is_in_no_piece_is_unknown(pieces: Pieces) -> None:
    assert pieces.of("漢", spaced=False) == (UNKNOWN,)
    assert pieces.of("", spaced=False) == (UNKNOWN,)


def test_long_words_keep_beginning_and_end(pieces: Pieces) -> None:
    found = texts(pieces, pieces.of("b" + "x" * 150 + "t", spaced=True))
    assert len(found) == LONGEST
    assert "b" in found[:2]
    assert found[-1] == "t"


def test_compatible_characters_are_made_plain(pieces: Pieces) -> None:
    assert pieces.of("ｊａ", spaced=True) == pieces.of("ja", spaced=True)


def test_the_pieces_reach_another_process(pieces: Pieces) -> None:
    known = pieces.of("verzekeraar", spaced=True)
    copy = pickle.loads(pickle.dumps(pieces))  # noqa: S301 - what was written a moment ago
    assert copy.of("verzekeraar", spaced=True) == known


def test_the_vocabulary_survives_the_disk(pieces: Pieces, tmp_path: Path) -> None:
    pieces.to_disk(tmp_path / "pieces.jsonl")
    again = Pieces.from_disk(tmp_path / "pieces.jsonl")
    assert [p.text for p in again.vocabulary] == [p.text for p in pieces.vocabulary]
    assert again.of("ministers", spaced=True) == pieces.of("ministers", spaced=True)


@given(st.text(max_size=40), st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_string_has_pieces(pieces: Pieces, word: str, spaced: bool) -> None:
    found = pieces.of(word, spaced=spaced)
    assert 1 <= len(found) <= LONGEST
    assert all(0 <= piece < len(pieces) for piece in found)


@given(
    st.lists(st.sampled_from(["De", "minister", "zegt", ".", "\n\n", " ", "Ja", "regent", ",", "x" * 30]), max_size=400)
)
@settings(max_examples=80, deadline=None)
def test_windows_hold_every_word_once(pieces: Pieces, dutch: Language, words: list[str]) -> None:
    doc = Doc(dutch.vocab, words=words)
    made = windows_of(doc, pieces)
    assert [t for w in made for t in w.tokens] == [t.i for t in doc if not t.is_space]
    for window in made:
        assert (window.ids[0], window.ids[-1]) == (BOS, EOS)
        assert len(window.ids) <= LONGEST_WINDOW + 1
        assert len(window.first) == len(window.last) == len(window.tokens) + 1
        spans = list(zip(window.first[1:], window.last[1:], strict=True))
        assert all(1 <= a <= b for a, b in spans)
        assert all(b < c for (_, b), (c, _) in itertools.pairwise(spans))


def test_paragraph_ends_are_seen_once(pieces: Pieces, dutch: Language) -> None:
    (window,) = windows_of(dutch.make_doc("\nDe minister.\n\n\nJa."), pieces)
    assert window.ids.count(EOS) == 2


def test_windows_end_between_sentences(pieces: Pieces, dutch: Language) -> None:
    doc = dutch.make_doc("De minister zegt ja, ja, ja. " * 60)
    made = windows_of(doc, pieces)
    assert len(made) > 1
    assert all(doc[w.tokens[0]].text == "De" for w in made)
    assert all(len(w.ids) > FULL - 20 for w in made[:-1])


def test_set_sentence_starts_decide_where_windows_end(pieces: Pieces, dutch: Language) -> None:
    doc = dutch.make_doc("ja " * 600)
    for token in doc:
        token.is_sent_start = token.i % 100 == 0
    made = windows_of(doc, pieces)
    assert all(w.tokens[0] % 100 == 0 for w in made)


def test_a_space_before_a_word_is_a_mark(pieces: Pieces, dutch: Language) -> None:
    (window,) = windows_of(dutch.make_doc("Ja,ja"), pieces)
    assert pieces.vocabulary[window.ids[1]].text.startswith(SPACE)
