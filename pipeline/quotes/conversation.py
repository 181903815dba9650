"""Conversations: quotations that follow one another without words between them are turns of two speakers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.doc import inside_marks, marks_over, mentions_over, text_of
from pipeline.quotes.found import Found
from pipeline.quotes.voice import Speaker, of_entity
from pipeline.words import Words

SPOKEN = frozenset({"turn", "inversion", "tail", "intro", "complement", "open-class", "floating", "impersonal"})
"""Rules whose quotations can be turns."""
OTHER = "gesprekspartner"
"""What the second speaker of a conversation is called where the article does not tell who it is."""
CALLED_AFTER = r"(?:^|[,.!?]\s*|\b(?:ja|nee|hé|dag|beste|lieve)\s){}\s*[,.!?]"
CALLED_LAST = r",\s*{}\s*[.!?…]*\s*(?:$|[.!?])"
NEAR = 600
"""Characters before a conversation in which its second speaker can have spoken."""

LONG = 150
"""Characters of a quotation that is told to a reporter rather than said to somebody in a conversation."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Attribution `number`, said at `place` of its conversation; places count the quotations that are no attributions too."""

    number: int
    place: int


def conversations(doc: Words, found: Sequence[Found], parents: Sequence[int | None]) -> list[list[Turn]]:
    """The conversations of the article in text order: two or more turns, one of them without a cue of its own."""
    spoken = [n for n, one in enumerate(found) if parents[n] is None and one.rule in SPOKEN]
    chains: list[list[Turn]] = []
    for number in spoken:
        before = chains[-1][-1] if chains else None
        between = _quotations_between(doc, found[before.number], found[number]) if before is not None else None
        if before is None or between is None:
            chains.append([Turn(number, 0)])
        else:
            step = 0 if _goes_on(doc, found[before.number], found[number]) else between + 1
            chains[-1].append(Turn(number, before.place + step))
    return [c for c in chains if len(c) > 1 and any(found[t.number].hint == "turn" for t in c)]


def _goes_on(doc: Words, one: Found, other: Found) -> bool:
    """'"…", zegt X. "…"' in one paragraph, or both long: the same one goes on, at the length at which nobody converses."""
    if other.cue_tokens or other.size <= LONG:
        return False
    told_behind = bool(one.cue_tokens) and one.cue_tokens[-1].idx >= one.hull[1]
    same = any(p.start <= one.hull[0] and other.hull[1] <= p.end for p in doc._.paragraphs)
    return (told_behind and same) or one.size > LONG


def _quotations_between(doc: Words, one: Found, other: Found) -> int | None:
    """How many quotations stand between two with nothing else between them; None where there are other words."""
    end, start = _extent(one)[1], _extent(other)[0]
    if start < end:
        return None
    marks = [m for m in marks_over(doc, end, start) if not m.depth and end <= m.open_start and m.close_end <= start]
    rest = text_of(doc)[end:start]
    for mark in reversed(marks):
        rest = rest[: mark.open_start - end] + rest[mark.close_end - end :]
    return None if any(c.isalnum() for c in rest) else len(marks)


def _extent(one: Found) -> tuple[int, int]:
    """First and last character of an attribution with its cue and source."""
    starts = [one.hull[0], *(t.idx for t in one.cue_tokens)]
    ends = [one.hull[1], *(t.idx + len(t.text) for t in one.cue_tokens)]
    if one.source is not None:
        starts.append(one.source.chars[0])
        ends.append(one.source.chars[1])
    return min(starts), max(ends)


def take_turns(
    doc: Words, found: Sequence[Found], turns: Sequence[Turn], speakers: list[Speaker], others: Sequence[Speaker]
) -> None:
    """Fill `speakers` for the turns of one conversation: those with a speaker stay, between them two people alternate.

    The two are taken from the turns that have a cue, from whom a turn addresses by name, from who spoke last before the
    conversation, and from `others`: the author where he tells in the first person, who is likely by what stands before.
    """
    sides = {t.place: speakers[t.number] for t in turns if speakers[t.number].name}
    called = _called(doc, found, turns)
    sides = {place: s for place, s in called.items() if place not in sides} | sides
    if not sides:
        return
    before = [
        s for n, s in enumerate(speakers[: turns[0].number])
        if s.name and found[turns[0].number].hull[0] - found[n].hull[1] < NEAR
    ]  # fmt: skip
    more = [*reversed(before), *others]
    for turn in turns:
        if speakers[turn.number].name is None:
            speakers[turn.number] = _at(turn.place, sides, more).inherited()


def _at(place: int, sides: dict[int, Speaker], others: Sequence[Speaker]) -> Speaker:
    """Who speaks at a place, alternating from the nearest earlier turn whose speaker is known, else the nearest later one."""
    known = max((p for p in sides if p <= place), default=min(sides))
    one = sides[known]
    if (place - known) % 2 == 0:
        return one
    apart = [
        s for p, s in sorted(sides.items(), key=lambda x: abs(x[0] - place)) if (p - known) % 2 and not s.same(one)
    ]
    other = next((s for s in [*apart, *others] if s.name and not s.same(one)), None)
    return other or Speaker(f"{OTHER} van {one.name}", None, "unnamed_person")


def _called(doc: Words, found: Sequence[Found], turns: Sequence[Turn]) -> dict[int, Speaker]:
    """Places of the turns next to one that calls somebody by name, with whom it calls."""
    text = text_of(doc)
    told = {m.entity_id for m in doc._.mentions if not inside_marks(doc, m.start)}
    persons = {e.entity_id: e for e in doc._.entities if e.label == "PERSON" and e.entity_id in told}
    places: dict[int, Speaker] = {}
    for turn in turns:
        for start, end in found[turn.number].content:
            for mention in mentions_over(doc, start, end):
                if mention.kind == "name" and mention.entity_id in persons and start <= mention.start:
                    name = re.escape(mention.text)
                    pattern = f"{CALLED_AFTER.format(name)}|{CALLED_LAST.format(name)}"
                    if re.search(pattern, text[start:end]):
                        places[turn.place + 1] = of_entity(persons[mention.entity_id])
    return places
