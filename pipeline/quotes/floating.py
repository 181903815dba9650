"""Speakers of quotations that no cue goes with: by who spoke or acted before, by the interview, by the same words elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.doc import inside_marks, paragraph_at, text_of
from pipeline.entities.lookup import entity_of
from pipeline.quotes.choice import NEARBY, choose
from pipeline.quotes.found import Found
from pipeline.quotes.scene import Scene
from pipeline.quotes.voice import NOBODY, Speaker, of_entity
from pipeline.words import Words

INTERVIEW = re.compile(
    r"(?:(?i:\b(?:\d+|twee|drie|vier|vijf|zes|zeven|acht|negen|tien) vragen (?:aan|voor))|(?:^|\n)Interview(?: met|:))\s[^.!?\n]{0,60}$"
)
ECHOED = 0.6
"""Share of a headline's words that make it the quotation in the text they come from."""


def interviewee(doc: Words) -> Speaker:
    """The person 'vijf vragen aan …' or 'interview met …' names; nobody where the article has no such words."""
    text = text_of(doc)
    named = {e.entity_id: e for e in doc._.entities if e.label == "PERSON"}
    for mention in doc._.mentions:
        known = mention.kind == "name" and mention.entity_id in named
        if known and INTERVIEW.search(text, max(0, mention.start - 80), mention.start):
            return of_entity(named[mention.entity_id])
    return NOBODY


def last_voice(scene: Scene, number: int) -> Speaker:
    """The speaker of attribution `number` by what stands around it: who is introduced right after, else the likeliest."""
    return _introduced(scene.doc, scene.found[number]) or choose(scene, number) or NOBODY


def spoke_last(number: int, found: Sequence[Found], speakers: Sequence[Speaker]) -> Speaker:
    """The last speaker before, or nobody."""
    return _spoke_last(number, found, speakers)[0] or NOBODY


def _spoke_last(number: int, found: Sequence[Found], speakers: Sequence[Speaker]) -> tuple[Speaker | None, int]:
    """The last speaker before with the end of what he said, in characters."""
    start = found[number].hull[0]
    best: tuple[int, int] | None = None
    for other, one in enumerate(found[:number]):
        end = max([one.hull[1], *(t.idx for t in one.cue_tokens)])
        if end > start or start - end > NEARBY or not speakers[other].name:
            continue
        if speakers[other].entity_id is None and speakers[other].resolution == "pronoun":  # the writer's 'wij'
            continue
        if best is None or end >= best[0]:
            best = (end, other)
    return (speakers[best[1]].inherited(), best[0]) if best is not None else (None, 0)


def _reported(doc: Words, found: Sequence[Found], at: int) -> bool:
    if inside_marks(doc, at):
        return True
    return any(start <= at < end for one in found for start, end in one.content)


def _introduced(doc: Words, one: Found) -> Speaker | None:
    """'"…" Anna de Wit (34) staat …': the first name of the sentence after, where the article names her there first."""
    start, end = one.hull
    paragraph = paragraph_at(doc, start)
    if paragraph is None or text_of(doc)[paragraph.start : start].strip("\"'“”„‘’«» ,"):
        return None
    first = next((m for m in doc._.mentions if m.start >= end and m.kind == "name" and m.label == "PERSON"), None)
    if first is None or first.end > paragraph.end or text_of(doc)[end : first.start].strip("\"'“”„‘’«» .!?,"):
        return None
    if any(m.entity_id == first.entity_id and m.start < start for m in doc._.mentions):
        return None
    entity = entity_of(doc, first)
    return of_entity(entity) if entity is not None else None


def headline_subject(doc: Words, one: Found) -> Speaker:
    """'Partij vecht uitslag aan. "Fraude"': the named subject of the headline that a quotation stands in; else nobody."""
    top = paragraph_at(doc, one.hull[0])
    if top is None:
        return NOBODY
    named = {e.entity_id: e for e in doc._.entities if e.label in ("PERSON", "ORG")}
    for mention in doc._.mentions:
        inside = top.start <= mention.start < top.end and not _reported(doc, [one], mention.start)
        if inside and mention.kind == "name" and mention.entity_id in named:
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if span is not None and span.root.dep_ == "nsubj":
                return of_entity(named[mention.entity_id])
    return NOBODY


def echoed(doc: Words, number: int, found: Sequence[Found], speakers: Sequence[Speaker]) -> Speaker:
    """Of a quotation in the headline: who says most of its words in the text; nobody where they come back nowhere.

    One word alone comes back by chance.
    """
    words = content_words(doc, found[number])
    if len(words) < 2:
        return NOBODY
    best: tuple[float, Speaker] = (0.0, NOBODY)
    for other, one in enumerate(found):
        if other != number and speakers[other].name and one.hull[0] > found[number].hull[1]:
            share = len(words & content_words(doc, one)) / max(1, len(words))
            if share > best[0]:
                best = (share, speakers[other].inherited())
    return best[1] if best[0] >= ECHOED else NOBODY


def most_quoted(found: Sequence[Found], speakers: Sequence[Speaker]) -> Speaker:
    """Who is quoted most in marks, the first of equals; else who speaks most."""
    for rules in ({"inversion", "tail", "intro", "floating", "complement", "turn"}, None):
        said = [s for one, s in zip(found, speakers, strict=True) if s.name and (rules is None or one.rule in rules)]
        if said:
            most = Counter(s.name for s in said).most_common(1)[0][0]
            return next(s for s in said if s.name == most).inherited()
    return NOBODY


def content_words(doc: Words, one: Found) -> set[str]:
    """Words of four letters and more, lower case."""
    text = text_of(doc)
    return {w for s, e in one.content for w in re.findall(r"\w{4,}", text[s:e].lower())}
