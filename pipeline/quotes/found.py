"""A found attribution, before its speaker is known and its row is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.quotes.cues import Cue
from pipeline.quotes.phrases import Phrase
from pipeline.words import Word, Words

Chars = tuple[int, int]
Hint = Literal["", "before", "turn", "article", "voice"]
OPENING = frozenset("\"“”„‟'‘’‚«»‹›`´")
IN_MARKS = frozenset(
    "inversion tail impersonal open-class intro complement name-colon bracket turn floating headline-quote".split()
)
"""Rules whose content is what stands in quotation marks."""
EDGE = frozenset(",;:–—-…") | OPENING


@dataclass(slots=True)
class Found:
    """Content (character spans in text order), cue and source of one attribution, and the rule that found it.

    `hint` says where a speaker that the sentence does not name is to be looked for: `before` the last speaker or subject,
    `turn` the other one of a conversation, `article` the article's main speaker, `voice` who spoke last. `told_by` is a phrase
    of another sentence that names the speaker.
    """

    content: list[Chars]
    rule: str
    cue: Cue | None = None
    cue_tokens: list[Word] = field(default_factory=list)
    source: Phrase | None = None
    confidence: float = 0.8
    hint: Hint = ""
    told_by: Phrase | None = None
    anaphor: bool = False

    @property
    def hull(self) -> Chars:
        """First and last character of the content."""
        return self.content[0][0], self.content[-1][1]

    @property
    def in_marks(self) -> bool:
        """Whether the content is a quotation in marks."""
        return self.rule in IN_MARKS

    @property
    def size(self) -> int:
        """Characters of content."""
        return sum(end - start for start, end in self.content)


def trimmed(doc: Words, first: int, last: int) -> Chars | None:
    """Characters of tokens `first:last` without white space, commas and loose marks at the edges; None where nothing stays."""
    while first < last and (doc[first].is_space or _loose(doc, first, last) or _lone_mark(doc, first, last)):
        first += 1
    while last > first and (doc[last - 1].is_space or _closes(doc, first, last)):
        last -= 1
    if first >= last:
        return None
    return doc[first].idx, doc[last - 1].idx + len(doc[last - 1].text)


def _loose(doc: Words, first: int, last: int) -> bool:
    """A comma, or a mark that does not open a stretch that ends inside: 'heel blij' in ''heel blij' te zijn' keeps its own."""
    if doc[first].text not in EDGE:
        return False
    end = next((doc[i].idx for i in range(last - 1, first, -1) if doc[i].text not in ".,;:"), doc[first].idx)
    return not any(m.open_start == doc[first].idx and m.closed and m.close_end <= end for m in doc._.marks)


def _lone_mark(doc: Words, first: int, last: int) -> bool:
    return doc[first].is_quote and not any(t.is_quote for t in doc[first + 1 : last])


def _closes(doc: Words, first: int, last: int) -> bool:
    """Final punctuation and marks stay outside; a closing bracket or mark whose partner is inside stays in."""
    token = doc[last - 1]
    if token.text in ".,;:–—-":
        return True
    if token.text == ")":
        return not any(t.text == "(" for t in doc[first : last - 1])
    if token.text in ("''", "'", '"', "’", "”", "“", "»"):
        return not any(t.is_quote or t.text in OPENING for t in doc[first : last - 1])
    return False
