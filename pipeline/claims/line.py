"""The words of a claim's sentence as one line: spaces, marks and brackets as the article has them where its words still stand together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.claims.phrases import MARKS
from pipeline.claims.words import Word

QUOTATION = MARKS - set("()[]")


@dataclass(slots=True)
class Bit:
    """Words of the sentence; `word` is the one that stood in the article where this bit came from."""

    text: str
    word: Word | None = None


def told(bits: list[Bit]) -> str | None:
    """The bits as one line: spaced as in the article where they stood together there, no mark where something was left out."""
    bits = [b for b in _once(bits) if b.word is None or not (b.word.is_space or b.text in QUOTATION)]
    around = zip([None, *bits], bits, [*bits[1:], None], strict=False)
    kept = [b for before, b, after in around if not _is_mark(b) or _holds(before, b, after)]
    line = ""
    for before, bit in zip([None, *kept], kept, strict=False):
        line += (" " if before is not None and not _touches(before, bit) else "") + bit.text
    if line.count("(") != line.count(")"):
        line = line.replace("(", "").replace(")", "")
    return capital(line) or None


def _once(bits: list[Bit]) -> Iterator[Bit]:
    """A name stands for a pronoun once in a sentence: 'Vos zei dat ze komt'."""
    told: set[str] = set()
    for bit in bits:
        again = (
            bit.word is not None and bit.word.tag_.startswith("VNW") and bit.text != bit.word.text and bit.text in told
        )
        yield Bit(bit.word.text, bit.word) if again and bit.word is not None else bit
        told.add(bit.text)


def _is_mark(bit: Bit) -> bool:
    return bit.word is not None and bit.word.is_punct


def _holds(before: Bit | None, mark: Bit, after: Bit | None) -> bool:
    """Whether a mark still stands between what it stood between; a bracket by what it encloses."""
    return (mark.text == "(" or _follows(before, mark)) and (mark.text == ")" or _follows(mark, after))


def _follows(before: Bit | None, after: Bit | None) -> bool:
    """Whether two bits stood next to one another in the article."""
    words = (before.word if before is not None else None), (after.word if after is not None else None)
    return words[0] is not None and words[1] is not None and words[0].i + 1 == words[1].i


def _touches(before: Bit, after: Bit) -> bool:
    """Whether they stood there without a space between them."""
    return (
        _follows(before, after)
        and before.word is not None
        and after.word is not None
        and before.word.end == after.word.idx
    )


def capital(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
