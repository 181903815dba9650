"""Headings that run into the sentence after them: 'Subsidie Dat geld komt uit Gent', where no mark parts them.

A word that no name has and that a sentence begins with (an article, a pronoun, a preposition, a verb) has a capital inside one.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.claims.clauses import Clause
from pipeline.claims.phrases import Mentions, Phrase
from pipeline.claims.proposition import Proposition
from pipeline.entities.tables import source_noun
from pipeline.words import Word, Words

OPENING = ("LID", "VNW", "VZ", "BW", "VG", "WW|pv")
LONGEST = 8
"""Words of a heading, at most; one that begins with a preposition is none: 'In zijn boek De …'."""
CALLED = frozenset({
    "kabinet", "team", "familie", "zaak", "orkaan", "affaire", "regering", "commissie", "lijst", "fractie", "partij", "storm", "project",
    "restaurant", "operatie", "festival", "gebroeders", "duo", "band", "planeet", "hotel", "museum", "stichting", "galerie", "winkel",
})  # fmt: skip
"""Nouns that are called by the name behind them: 'Kabinet Vos valt'."""
PERSONS = (
    "er", "aar", "or", "eur", "ist", "ant", "ent", "man", "vrouw", "heer", "tect", "ster", "aat", "loog", "cus", "air", "ier", "euze",
    "meester", "lid", "kind", "zoon", "dochter", "broer", "zus", "moeder", "vader", "arts", "chef", "leider", "baas", "ling", "genoot",
)  # fmt: skip
"""Endings of nouns for persons: 'Bezorger Vos fietst'."""
REVERENT = frozenset({"u", "uw", "hij", "hem", "zijn"})
"""Pronouns that some write with a capital."""


def heading_words(words: Words, mentions: Mentions) -> set[int]:
    """The places of the words of headings that run into a sentence."""
    found: set[int] = set()
    for sent in words.sents:
        first = words[sent.start : sent.start + LONGEST]
        end = next((t.i for t in first[1:] if t.sent is sent and _opens(t, mentions)), sent.start)
        found.update(range(sent.start, end))
    return found


def without_headings(clauses: list[Clause], headings: set[int]) -> None:
    """Take the words of headings away from the clauses whose sentence they run into."""
    for clause in clauses:
        kept = [t for t in clause.tokens if t.i not in headings]
        if kept and len(kept) < len(clause.tokens):
            clause.tokens = kept


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
    if not start < token.i < start + LONGEST or token.doc[start].tag_.startswith("VZ") or not token.text[:1].isupper():
        return False
    if token.i == start + 1 and _noun_beside(token.doc[start], token, mentions):
        return True
    if not token.text.istitle() or not token.tag_.startswith(OPENING):
        return False
    before, after = token.nbor(-1), token.nbor(1) if token.i + 1 < len(token.doc) else None
    words = before.text[-1:].isalpha() and after is not None and after.text[:1].islower()
    return words and token.lower_ not in REVERENT and not mentions.label(token)


def _noun_beside(heading: Word, token: Word, mentions: Mentions) -> bool:
    """'Vertrouwen Vos komt morgen', 'Voorrang Fietsers wachten': a lone noun that says nothing of the noun or name behind it."""
    alone = heading.tag_.startswith("N|soort") and heading.text.istitle() and not mentions.label(heading)
    if not alone or token.i + 1 >= len(token.doc):
        return False
    if token.tag_.startswith("N|soort") and source_noun(token.lower_) is not None and mentions.label(token.nbor(1)):
        return not mentions.label(token)  # 'Wachtlijst Dokter Vos'
    if not token.nbor(1).text[:1].islower():
        return False
    if token.tag_.startswith("N|soort") and not mentions.label(token):
        return True
    calls = source_noun(heading.lower_) is not None or heading.lower_ in CALLED or heading.lower_.endswith(PERSONS)
    return mentions.label(token) == "PERSON" and not calls
