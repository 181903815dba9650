"""Who wrote the article, as its text tells: the 'ik' of a column and one side of the conversations told in it."""

from __future__ import annotations

import re

from pipeline.doc import text_of
from pipeline.entities.tables import first_names, given_names, known_names
from pipeline.words import Words

PARTICLES = r"(?:(?:van|de|den|der|ten|ter|te|'t|’t|el|al|la|le|du|von) )*"
NAME = rf"[A-ZÀ-Ý][\w'’.-]+(?: {PARTICLES}[A-ZÀ-Ý][\w'’-]+){{1,2}}"
KICKER = re.compile(
    rf"(?:^|[\s.:|])(?i:column|door|tekst|opinie|commentaar|blog|essay|recensie):?\s+(?P<name>{NAME})\s*$"
)
"""'Rampzalig. Column Anna de Wit', 'Door Anna de Wit'."""
CAPITALS = re.compile(r"(?:^|[.:|?!]\s+)(?P<name>[A-ZÀ-Ý'’-]{2,}(?: [A-ZÀ-Ý'’-]{2,}){1,3})\s*$")
"""'Regen. ANNA DE WIT'."""
SIGNED = re.compile(rf"[.!?]['\"”’»]*\s+(?P<name>{NAME})\s*$")
"""A name alone after the last sentence."""
INITIAL = re.compile(r"(?:^|\s)(?P<name>[a-z]\.[a-z]{3,})(?=\s|$)")
"""'a.dewit', as some desks sign."""
LETTER = re.compile(
    rf"[.!?…)'\"”’»]\s+(?P<name>{NAME})(?P<comma>,?) (?P<place>[A-Z][\w'’-]+)(?=\s+[A-ZÀ-Ý0-9'\"‘“„]|\s*$)"
)
"""Under a letter to the editor: '… Anna de Wit, Tiel', '… Anna de Wit Tiel'."""
SIGNATURE = 60
"""Characters at either end of the running text where a signature stands."""
TOP = 3
"""Paragraphs among which a line with the author's name is looked for."""


def author(doc: Words) -> str | None:
    """The author by the article's record, else by the line, kicker or signature in its text; None where neither tells.

    A name in capitals is given with initial ones; the fuller form of the article's own names is preferred.
    """
    row = doc._.article
    if row is not None and row.author:
        return str(row.author)
    form = _form(doc)
    return _full_name(doc, form) if form else None


def letters(doc: Words) -> list[tuple[int, str]]:
    """Where each letter of a page of letters ends and who signed it; none where fewer than two are signed with a place."""
    lines = list(LETTER.finditer(text_of(doc)))
    if sum(m["comma"] == "," or _is_place(m["place"]) for m in lines) < 2:
        return []
    signed = [m for m in lines if m["comma"] or _is_place(m["place"]) or m["name"].split()[0] in given_names()]
    return [(m.end("name"), m["name"]) for m in signed]


def _is_place(word: str) -> bool:
    known = known_names().get(word)
    return known is not None and known.label == "GPE"


def _form(doc: Words) -> str | None:
    text = text_of(doc)
    paragraphs = doc._.paragraphs
    for paragraph in paragraphs[:TOP]:
        line = text[paragraph.start : paragraph.end]
        match = KICKER.search(line)
        if match is None and paragraph.section == "headline":
            match = CAPITALS.search(line)
            if match is not None and match["name"].split()[0].title() not in first_names():
                match = None
        if match is not None:
            return match["name"]
    return _signature(text, paragraphs[0].end if paragraphs else 0)


def _signature(text: str, headline_end: int) -> str | None:
    body = text[headline_end:].strip()
    match = INITIAL.search(body[-SIGNATURE:]) or INITIAL.search(body[:SIGNATURE])
    if match is not None:
        return match["name"]
    match = SIGNED.search(body[-SIGNATURE:])
    return match["name"] if match is not None and match["name"].split()[0] in first_names() else None


def _full_name(doc: Words, form: str) -> str:
    """The name of the person of the article with that surname, else the form itself."""
    surname = re.split(r"[. ]", form)[-1].casefold()
    persons = [e.name for e in doc._.entities if e.label == "PERSON"]
    names = [n for n in persons if n.casefold().split()[-1] == surname and len(n.split()) > 1]
    name = max(names, key=len, default=form)
    return name.title() if name.isupper() else name


def narrates(doc: Words) -> bool:
    """Whether the author tells in the first person, outside quotation marks."""
    marks = doc._.marks
    return any(t.lower_ in ("ik", "mij", "mijn") and not any(m.start <= t.idx < m.end for m in marks) for t in doc)
