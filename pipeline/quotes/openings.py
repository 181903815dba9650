"""What stands before a sentence without being part of it: a heading that runs on into the text, a dateline."""

from __future__ import annotations

from pipeline.quotes.cues import is_finite
from pipeline.words import Word, WordSpan

LONGEST = 4
"""Words of a heading or dateline."""
DASHES = frozenset({"-", "–", "—"})
WORDS = frozenset({"DET", "PRON", "ADP", "ADV", "SCONJ", "CCONJ", "AUX", "VERB"})
"""Word classes that have a capital only at the start of a sentence."""
ACRONYM = 4


def without_opening(sent: WordSpan) -> WordSpan:
    """The sentence behind its heading ('ZORG Het kabinet …', 'Kou De renners …') or dateline ('BREDA - De raad …')."""
    start = _behind_dateline(sent) or _behind_heading(sent) or sent.start
    return sent if start == sent.start else sent.doc.stretch(start, sent.end)


def _behind_dateline(sent: WordSpan) -> int | None:
    for token in sent[1 : LONGEST + 2]:
        if is_finite(token):
            return None
        if token.text in DASHES and token.i + 1 < sent.end and token.nbor(1).text[0].isupper():
            return int(token.i) + 1
    return None


def _behind_heading(sent: WordSpan) -> int | None:
    for token in sent[1 : LONGEST + 1]:
        before = sent.doc[sent.start : token.i]
        if not token.is_alpha or (is_finite(token) and token.text[0].islower()):
            return None
        if token.text[0].isupper() and not token.is_upper and (_shouted(before) or _new_sentence(token, before)):
            return int(token.i)
    return None


def _shouted(words: list[Word]) -> bool:
    """Capitals only, with a word that is no acronym: 'DE ZORG'."""
    return all(t.is_upper for t in words) and any(len(t.text) >= ACRONYM for t in words)


def _new_sentence(token: Word, before: list[Word]) -> bool:
    """A function word with a capital right behind a noun or adjective: 'Onbegrip De bewoners'."""
    plain = all(t.pos_ in ("NOUN", "ADJ", "PROPN") and t.ent_iob_ != "I" for t in before) and token.ent_iob_ == "O"
    return plain and before[0].text[0].isupper() and before[-1].pos_ != "PROPN" and token.pos_ in WORDS
