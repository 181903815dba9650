"""Long texts are parsed piece by piece: what a language model needs grows with what it is given at once."""

from __future__ import annotations

PIECE = 200_000
"""Characters that are parsed at once: some ten seconds of one core. News is never that long."""
ENDS = ("\n\n", "\n", " ")
"""Where a text is cut, best first: between paragraphs, lines, words."""


def pieces(text: str, limit: int = PIECE) -> list[str]:
    """The text in pieces of at most `limit` characters, each up to its last paragraph end; together they are the text."""
    found, at = [], 0
    while len(text) - at > limit:
        end = _end(text, at, at + limit)
        found.append(text[at:end])
        at = end
    return [*found, text[at:]]


def _end(text: str, start: int, limit: int) -> int:
    """Behind the last end of a paragraph, else of a line, else of a word; in a run without any at the limit."""
    for mark in ENDS:
        at = text.rfind(mark, start, limit)
        if at > start:
            return at + len(mark)
    return limit
