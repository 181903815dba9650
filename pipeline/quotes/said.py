"""The day on which something was said, where the reporting clause tells: 'zei dinsdag', 'schreef in de krant van 3 mei'."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.doc import published, text_of
from pipeline.quotes.found import Chars, Found
from pipeline.times import TimeExpression, find_times
from pipeline.words import Word, Words

SETTING = frozenset({"in", "op", "tijdens", "bij", "via"})
"""'tijdens het debat van dinsdag': the day of what one speaks at or in is the day of speaking; not so 'over het debat van dinsdag'."""
AHEAD = frozenset({"zullen", "gaan"})
_FARTHEST = 4


def said_at(doc: Words, found: Found) -> date | None:
    """The one day that the clause of the cue gives for the saying; None where it gives none, several, or no single day.

    A day after the article's is no day of saying, and what was not said has none.
    """
    at = published(doc)
    if at is None or found.cue is None or found.cue.negated or not _finite(found):
        return None
    days = {time.first for time in _times(doc, found, at.date()) if time.first is not None and time.first == time.last}
    day = days.pop() if len(days) == 1 else None
    return day if day is not None and day <= at.date() else None


def _finite(found: Found) -> bool:
    """Whether a verb reports, and not of what is yet to come ('zal dinsdag zeggen')."""
    verbs = [t for t in found.cue_tokens if t.tag_.startswith("WW")]
    return bool(verbs) and not any(child.lemma_ in AHEAD for verb in verbs for child in (verb, *verb.children))


def _times(doc: Words, found: Found, anchor: date) -> Iterator[TimeExpression]:
    """Time expressions of the reporting sentence that are the cue's own."""
    text = text_of(doc)
    for start, end in _outside(doc, found):
        for time in find_times(text[start:end], anchor=anchor, future=False):
            span = doc.char_span(start + time.start, start + time.end, alignment_mode="contract")
            if span is not None and len(span) and _belongs(span.root, found):
                yield time


def _outside(doc: Words, found: Found) -> Iterator[Chars]:
    """The stretches of the cue's sentence that are no content."""
    assert found.cue is not None
    low, high = found.cue.sent
    at, last = doc[low].idx, doc[high - 1].idx + len(doc[high - 1].text)
    for start, end in sorted(found.content):
        if at < min(start, last):
            yield at, min(start, last)
        at = max(at, end)
    if at < last:
        yield at, last


def _belongs(time: Word, found: Found) -> bool:
    """Whether the way from the expression up to the cue passes no other verb, and no thing that only has a day."""
    cue = {t.i for t in found.cue_tokens}
    token = time
    for _ in range(_FARTHEST):
        above = token.head
        if above.i in cue or (above.pos_ == "AUX" and above.head.i in cue):
            return True
        if above is token or above.tag_.startswith("WW") or (_dated(token) and not _setting(above)):
            return False
        token = above
    return False


def _dated(token: Word) -> bool:
    """'van dinsdag', of the thing before it."""
    return any(child.lower_ == "van" for child in token.children)


def _setting(token: Word) -> bool:
    return any(child.dep_ == "case" and child.lower_ in SETTING for child in token.children)
