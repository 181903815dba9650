"""Quotations without a cue of their own: the second part of one, a turn of a conversation, a headline, one that floats."""

from __future__ import annotations

import re

from pipeline.doc import text_of
from pipeline.quotes.cues import is_finite
from pipeline.quotes.found import Found
from pipeline.quotes.stretches import SHORT, TERMINAL, Stretch, has_finite_verb, is_sentence
from pipeline.words import Words, WordSpan

ANSWER = re.compile(r"(?i:ja|nee|neen|jawel|nooit|misschien|natuurlijk|klopt|n[ou]g? niet)\b")
"""How the answer of somebody else to a question begins."""


def continues(doc: Words, previous: Stretch, found: Found, stretch: Stretch) -> bool:
    """'A', zegt X. 'B': the second part belongs to the same attribution; also over a paragraph end without a closing mark."""
    if multi_paragraph(previous, stretch):
        return True
    if previous.paragraph.number != stretch.paragraph.number or not found.cue_tokens:
        return False
    if max(t.i for t in found.cue_tokens) < previous.after - 1:
        return False  # the cue stands before the first part
    if _answers(doc, previous, stretch):
        return False
    between = doc.stretch(previous.after, stretch.first)
    stops = sum(t.text in (".", "!", "?") for t in between)
    return stops <= 1 and (stretch.ends or stretch.starts) and not _new_statement(between)


def _answers(doc: Words, previous: Stretch, stretch: Stretch) -> bool:
    """'Ga je mee?' vroeg Bos. 'Nee, …': somebody else speaks."""
    asked = text_of(doc)[previous.mark.start : previous.mark.end].rstrip(" ,").endswith("?")
    return asked and ANSWER.match(text_of(doc), stretch.mark.start) is not None


def _new_statement(between: WordSpan) -> bool:
    """More than the reporting clause stands between: a second finite verb that is not in a relative clause."""
    finite = [t for t in between if is_finite(t) and t.dep_ not in ("acl:relcl", "aux", "cop")]
    stop = next((t.i for t in between if t.text in (".", "!", "?")), between.end)
    return any(t.i > stop for t in finite) or len(finite) > 2


def multi_paragraph(previous: Stretch, stretch: Stretch) -> bool:
    """Whether a quotation that was left open goes on at the start of the next paragraph."""
    return (
        not previous.mark.closed
        and stretch.paragraph.number == previous.paragraph.number + 1
        and stretch.mark.open_start <= stretch.paragraph.start
    )


def without_cue(doc: Words, stretch: Stretch, latest: tuple[Stretch, Found] | None, *, answered: bool) -> Found | None:
    """The attribution of a quotation that no cue goes with; None for names, titles and fragments.

    `latest` is the quotation before it with what was found, `answered` whether another one follows at once.
    """
    section = stretch.paragraph.section
    if section in ("headline", "intertitle") and (stretch.whole or _headline_quote(doc, stretch)):
        return Found(content=[stretch.chars], rule="headline-quote", hint="article", confidence=0.6)
    if not (stretch.starts and stretch.ends):
        return None
    closes = doc[stretch.last - 1].text[-1:] in TERMINAL
    if latest is not None and closes and (answered or _replies(doc, latest, stretch)):
        return Found(content=[stretch.chars], rule="turn", hint="turn", confidence=0.6)
    if not is_sentence(doc, stretch):
        return None
    if not has_finite_verb(doc, stretch) and stretch.last - stretch.first < 4:
        return None
    return Found(content=[stretch.chars], rule="floating", hint="before", confidence=0.7)


def _replies(doc: Words, latest: tuple[Stretch, Found], stretch: Stretch) -> bool:
    """Whether a quotation follows another at once, or answers the question that it tells."""
    previous, found = latest
    return adjacent(doc, previous, stretch) or (bool(found.cue_tokens) and _answers(doc, previous, stretch))


def _headline_quote(doc: Words, stretch: Stretch) -> bool:
    """In a headline a clause in marks at its start or end is said by somebody; a word or a title is not."""
    paragraph = stretch.paragraph
    if stretch.starts and stretch.ends and (stretch.last - stretch.first == 1 or has_finite_verb(doc, stretch)):
        return True
    at_edge = stretch.mark.open_start <= paragraph.start or not text_of(doc)[
        stretch.mark.close_end : paragraph.end
    ].strip(" .!?")
    clause = has_finite_verb(doc, stretch) or stretch.ends
    return at_edge and clause and stretch.last - stretch.first > SHORT


def adjacent(doc: Words, previous: Stretch, stretch: Stretch) -> bool:
    """Nothing but marks and white space between two quotations: two turns of a conversation."""
    between = text_of(doc)[previous.mark.close_end : stretch.mark.open_start]
    return not between.strip(" \n\"'“”‘’")
