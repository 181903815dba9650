"""The two spaCy components of the tokenize stage: `zegsman_layout` before the parser, `zegsman_sentences` after it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.doc import Paragraph, bounds_without_space, row_id, text_of
from pipeline.schema import Sentence
from pipeline.tokenize.layout import find_paragraphs
from pipeline.tokenize.marks import find_marks

ENDS = re.compile(r"[.!?…:]+$")
CLOSERS = frozenset("\"”“’'»)]") | {"''", "’’"}
BULLETS = frozenset("-*•–")
OPENERS = frozenset("\"“„‘'«([") | {",,", "``"}
CODED = {True: 1, False: -1, None: 0}
"""How spaCy writes `is_sent_start` in an array."""


def lay_out(doc: Doc) -> Doc:
    """Set `doc._.paragraphs` and `doc._.marks` from the text alone."""
    doc._.paragraphs = find_paragraphs(text_of(doc))
    doc._.marks = find_marks(text_of(doc), doc._.paragraphs)
    return doc


@Language.component("zegsman_layout", assigns=["doc._.paragraphs", "doc._.marks", "token.is_sent_start"])
def layout(doc: Doc) -> Doc:
    """Paragraphs and marks, and where sentences must and must not begin; the parser keeps to it."""
    lay_out(doc)
    starts = {_first_token(doc, p) for p in doc._.paragraphs}
    inside = _inside_marks(doc)
    decided = [_begins(token, starts=starts, inside=inside) for token in doc]
    coded: Any = np.array([CODED[begins] for begins in decided], np.int64).view(np.uint64)  # the stubs know no numbers
    return doc.from_array(["SENT_START"], coded)  # token by token spaCy would look through the whole Doc each time


def _first_token(doc: Doc, paragraph: Paragraph) -> int:
    span = doc.char_span(paragraph.start, paragraph.start + 1, alignment_mode="expand")
    return span.start if span is not None else -1


def _inside_marks(doc: Doc) -> set[int]:
    """Tokens inside quotation marks, their first one left out."""
    inside: set[int] = set()
    for mark in doc._.marks:
        span = doc.char_span(mark.start, mark.end, alignment_mode="contract")
        if span is not None and mark.depth == 0:
            inside.update(range(span.start + 1, span.end))
    return inside


def _begins(token: Token, *, starts: set[int], inside: set[int]) -> bool | None:
    """True, False, or None where the parser decides."""
    before = _word_before(token)
    if token.i == 0:
        return True
    if before is None or token.is_space:
        return False
    if token.i in starts:
        return True
    if token.text in BULLETS and ENDS.search(before.text):
        return True
    return False if _goes_on(token, before, inside=inside) else None


def _goes_on(token: Token, before: Token, *, inside: set[int]) -> bool:
    """Whether no sentence can begin at `token`, `before` being the last word ahead of it."""
    if (token.is_punct and token.text not in OPENERS) or before.text == ":" or before.text in BULLETS:
        return True
    if token.text[:1].islower() and (before.text in CLOSERS or not ENDS.search(before.text)):
        return True  # '…?' vraagt een bewoner
    # no sentence ends inside a quotation without a stop
    return token.i in inside and not ENDS.search(before.text) and before.text not in CLOSERS | OPENERS


def _word_before(token: Token) -> Token | None:
    at = token.i - 1
    while at >= 0 and token.doc[at].is_space:
        at -= 1
    return token.doc[at] if at >= 0 else None


@Language.component("zegsman_sentences", requires=["token.is_sent_start"], assigns=["doc._.sentences"])
def sentences(doc: Doc) -> Doc:
    """Rows for the sentences of a parsed Doc, without white space around them."""
    doc._.sentences = _rows(doc)
    return doc


def _rows(doc: Doc) -> list[Sentence]:
    paragraphs: list[Paragraph] = doc._.paragraphs
    begins = [p.start for p in paragraphs]
    rows: list[Sentence] = []
    for span in map(without_space, doc.sents):
        if len(span) and paragraphs:
            paragraph = paragraphs[max(0, bisect_right(begins, span.start_char) - 1)]
            rows.append(
                Sentence(
                    sentence_id=row_id(doc, "s", len(rows) + 1),
                    start=span.start_char,
                    end=span.end_char,
                    text=span.text,
                    paragraph=paragraph.number,
                    section=paragraph.section,
                )
            )
    return rows


def without_space(span: Span) -> Span:
    """The span without white-space tokens at its edges."""
    start, end = bounds_without_space(span.doc, span.start, span.end)
    return span.doc[start:end]
