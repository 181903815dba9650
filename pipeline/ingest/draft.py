"""What a format gives of an article, before repair and checks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

MAX_HEADLINE = 160
"""Longest first line that is taken for a headline; the longest of 751 in Dutch papers has 156 characters."""
SENTENCE_END = re.compile(r"[.!?:;,…][\"'”’»)\]]*$")


@dataclass(slots=True, kw_only=True)
class Draft:
    """An article as its format gives it; `published` is whatever stood there, the lines of `text` end in line feeds."""

    text: str
    title: str | None = None
    published: Any = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None


def headline(text: str) -> str | None:
    """The first line of a text with more lines, if it is short and has no final punctuation."""
    first, _, rest = text.strip().partition("\n")
    first = first.strip()
    is_headline = len(first) <= MAX_HEADLINE and rest.strip() and not SENTENCE_END.search(first)
    return first if is_headline else None


def with_title(title: str | None, blocks: list[str]) -> str:
    """Paragraphs joined by blank lines, the title first unless one of the first three holds it already."""
    blocks = [block for block in blocks if block.strip()]
    if title and blocks and not any(_same(title, block) for block in blocks[:3]):
        blocks.insert(0, title)
    return "\n\n".join(blocks)


def _same(title: str, block: str) -> bool:
    """Whether a paragraph is the title; a page's title may have the name of the site behind it."""
    own, other = _letters(title), _letters(block)
    return bool(other) and (own == other or (own.startswith(other) and len(other) > len(own) / 2))


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
