"""Words, and sets of them: what spans are compared by, so that marks and punctuation never count."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from pipeline.schema import Span

T = TypeVar("T")
WORD = re.compile(r"[^\W_]+")
COMPLEMENTISER = re.compile(r"\s*(dat|of|om)\b\s*")
SAME_NAME = 0.66
"""Two names are the same where their words overlap so far (F1): 'minister Anja Vos', 'Anja Vos'."""


def words_in(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """The words that begin within `spans`, as their positions in `text`."""
    within = list(spans)
    return frozenset(start for start in _starts(text) if any(span.start <= start < span.end for span in within))


@lru_cache(maxsize=16)
def _starts(text: str) -> tuple[int, ...]:
    return tuple(match.start() for match in WORD.finditer(text))


def content_words(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """`words_in`, with a leading dat, of or om of the first span forgiven; a bare 'dat' stays."""
    first, *rest = sorted(spans) or [Span(0, 0)]
    match = COMPLEMENTISER.match(text[first.start : first.end])
    if match and (rest or first.start + match.end() < first.end):
        first = Span(first.start + match.end(), first.end)
    return words_in(text, [first, *rest])


def f1(one: frozenset[T], other: frozenset[T]) -> float:
    """Overlap of two sets: 1 where equal, 0 where they share nothing or one is empty."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def folded(text: str | None, *, without: frozenset[str]) -> frozenset[str]:
    """Words in lower case and without accents, those of `without` left out."""
    plain = unicodedata.normalize("NFKD", (text or "").lower())
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return frozenset(word for word in WORD.findall(bare) if word not in without)


def to_gold_text(text: str, gold: str) -> Callable[[int], int]:
    """Maps a position in `text` (whose encoding faults may have been repaired) to one in the gold text."""
    if text == gold:
        return int
    steps = difflib.SequenceMatcher(None, text, gold, autojunk=False).get_opcodes()

    def position(here: int) -> int:
        for tag, start, end, there, there_end in steps:
            if start <= here < end:
                shift = here - start
                return there + (shift if tag == "equal" else min(shift, max(there_end - there - 1, 0)))
        return len(gold)

    return position
