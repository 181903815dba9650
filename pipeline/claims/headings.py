"""Headings that run into the sentence after them: 'Subsidie Dat geld komt uit Gent', where no mark parts them.

A word that no name has and that a sentence begins with (an article, a pronoun, a preposition, a verb) has a capital inside one.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.claims.clauses import Clause
from pipeline.claims.phrases import Mentions, Phrase
from pipeline.claims.proposition import Proposition
from pipeline.claims.words import Word, Words

OPENING = ("LID", "VNW", "VZ", "BW", "VG", "WW|pv")
LONGEST = 8
"""Words of a heading, at most; one that begins with a preposition is none: 'In zijn boek De …'."""
REVERENT = frozenset({"u", "uw", "hij", "hem", "zijn"})
"""Pronouns that some write with a capital."""


def without_headings(clauses: list[Clause], words: Words, mentions: Mentions) -> None:
    """Take the words of headings away from the clauses whose sentence they run into."""
    ends = {sent.start: _end(words[sent.start : sent.start + LONGEST], mentions) for sent in words.sents}
    for clause in clauses:
        kept = [t for t in clause.tokens if t.i >= ends[t.sent.start]]
        if kept and len(kept) < len(clause.tokens):
            clause.tokens = kept


def _end(words: list[Word], mentions: Mentions) -> int:
    """Where the sentence begins that its first words, if they are a heading, run into."""
    found = next((t for t in words[1:] if t.sent is words[0].sent and _opens(t, mentions)), words[0])
    return found.i


def past_heading(found: Proposition, mentions: Mentions) -> Proposition | None:
    """A proposition without the words of a heading before it; None where its subject or object is one of them."""
    start = next((t for t in found.scope if _opens(t, mentions)), None)
    if start is None:
        return found
    parts = [p for p in (found.subject, found.object) if p is not None]
    if found.anchor.i < start.i or any(p.head.i < start.i and p.head.sent.start == start.sent.start for p in parts):
        return None
    found.scope = [t for t in found.scope if t.i >= start.i]
    found.subject, found.object = _cut(found.subject, start), _cut(found.object, start)
    return found


def _cut(phrase: Phrase | None, start: Word) -> Phrase | None:
    if phrase is None or not phrase.start < start.idx < phrase.end:
        return phrase
    return replace(phrase, start=start.idx, text=phrase.text[start.idx - phrase.start :])


def _opens(token: Word, mentions: Mentions) -> bool:
    """Whether a sentence begins with a token though none ended before it."""
    start = token.sent.start
    if (
        not start < token.i < start + LONGEST
        or token.doc[start].tag_.startswith("VZ")
        or not token.text.istitle()
        or not token.tag_.startswith(OPENING)
    ):
        return False
    before, after = token.nbor(-1), token.nbor(1) if token.i + 1 < len(token.doc) else None
    words = before.text[-1:].isalpha() and after is not None and after.text[:1].islower()
    return words and token.lower_ not in REVERENT and not mentions.label(token)
