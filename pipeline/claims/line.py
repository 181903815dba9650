"""The words of a claim's sentence as one line: spaces, marks and brackets as the article has them where its words still stand together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.claims.phrases import MARKS, Phrase
from pipeline.words import Word

QUOTATION = MARKS - set("()[]")
DASHES = frozenset({"-", "–", "—"})
CLOSERS = frozenset({",", ":", ";", ")", ".", "!", "?"})
ENDS = frozenset({".", "!", "?"})
FURTHEST = 4
"""Words between which marks of quotation may stand."""


@dataclass(slots=True)
class Bit:
    """Words of the sentence; `word` is the one that stood in the article where this bit came from."""

    text: str
    word: Word | None = None


def told(bits: list[Bit]) -> str | None:
    """The bits as one line: spaced as in the article where they stood together there, no mark where something was left out."""
    bits = [b for b in _once(bits) if b.word is None or not (b.word.is_space or b.text in QUOTATION)]
    around = zip([None, *bits], bits, [*bits[1:], None], strict=False)
    kept = [*_standing(around)]
    line = ""
    for before, bit in zip([None, *kept], kept, strict=False):
        line += (" " if before is not None and not _joined(before, bit) else "") + bit.text
    if line.count("(") != line.count(")"):
        line = line.replace("(", "").replace(")", "")
    return capital(line) or None


def _once(bits: list[Bit]) -> Iterator[Bit]:
    """A name stands for a pronoun once in a sentence: 'Vos zei dat ze komt'; no word put in stands beside itself."""
    told: set[str] = set()
    for before, bit in zip([None, *bits], bits, strict=False):
        if before is not None and before.word is None and before.text.lower() == bit.text.lower():
            continue
        again = (
            bit.word is not None and bit.word.tag_.startswith("VNW") and bit.text != bit.word.text and bit.text in told
        )
        yield Bit(bit.word.text, bit.word) if again and bit.word is not None else bit
        told.add(bit.text)


def _standing(around: Iterable[tuple[Bit | None, Bit, Bit | None]]) -> Iterator[Bit]:
    """The bits without the marks that stand no more between what they stood between; a dash closes what one opened."""
    opened = False
    for before, bit, after in around:
        dash = _is_mark(bit) and bit.text in DASHES
        if not _is_mark(bit) or _holds(before, bit, after) or (dash and opened and _follows(before, bit)):
            opened = opened != dash
            yield bit


def _is_mark(bit: Bit) -> bool:
    return bit.word is not None and bit.word.is_punct


def _holds(before: Bit | None, mark: Bit, after: Bit | None) -> bool:
    """Whether a mark still stands between what it stood between; a bracket by what it encloses."""
    return (mark.text == "(" or _follows(before, mark)) and (mark.text == ")" or _follows(mark, after))


def _follows(before: Bit | None, after: Bit | None) -> bool:
    """Whether two bits stood next to one another in the article, but for marks of quotation."""
    one, other = (bit.word if bit is not None else None for bit in (before, after))
    if one is None or other is None or not one.i < other.i < one.i + FURTHEST:
        return False
    ended = {one.text, other.text} & ENDS
    return one.i + 1 == other.i or (not ended and all(w.text in QUOTATION for w in one.doc[one.i + 1 : other.i]))


def _joined(before: Bit, after: Bit) -> bool:
    """Whether no space stands between two bits: it does not before a comma, whatever mark of quotation stood there."""
    return (
        _touches(before, after)
        or (_is_mark(after) and after.text in CLOSERS)
        or (_is_mark(before) and before.text == "(")
    )


def _touches(before: Bit, after: Bit) -> bool:
    """Whether they stood there without a space between them."""
    return (
        _follows(before, after)
        and before.word is not None
        and after.word is not None
        and before.word.end == after.word.idx
    )


def plain(phrase: Phrase) -> str:
    """The text of a phrase without marks of quotation."""
    text = phrase.text
    for word in reversed(phrase.head.doc.inside(phrase.start, phrase.end)):
        if word.text in QUOTATION:
            at = word.idx - phrase.start
            text = text[:at] + text[at + len(word.text) :]
    return " ".join(text.split())


def capital(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
