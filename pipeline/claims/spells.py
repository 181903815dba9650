"""Bare noun phrases that say when, how long, how often or how much: no subjects and no objects."""

from __future__ import annotations

from pipeline.claims import tables
from pipeline.words import Word

SPANS = frozenset({"dagen", "weken", "maanden", "jaren", "uren"})
EVERY = frozenset({"heel", "hele", "elk", "elke", "ieder", "iedere", "alle"})
TIME = tables.words("time_nouns")


def says_when(token: Word) -> bool:
    """Says when or how long; 'vijf jaar celstraf' does not."""
    name = token.lemma_.lower()
    if (
        token.lower_ not in TIME
        and name not in TIME
        and not name.endswith(("dagochtend", "dagmiddag", "dagavond", "dagnacht"))
    ):
        return False
    return not any(
        c.dep_ in {"nmod", "appos"} and c.i == token.i + 1 and c.pos_ in {"NOUN", "ADV", "ADJ"} for c in token.children
    )


def throughout(token: Word) -> bool:
    """'heel de dag', 'elke week': never an object."""
    if token.lower_ in SPANS and any(c.lower_ in {"de", "die", "deze"} for c in token.children):
        return True  # 'de dagen na de brand'
    return token.lower_ != "tijd" and says_when(token) and any(c.lower_ in EVERY for c in token.children)


def how_often(token: Word) -> bool:
    """'een paar keer bellen', 'een stuk meer vliegen': how often or how much."""
    if token.lower_ in {"keer", "maal", "keren"}:
        return any(c.dep_ in {"nummod", "nmod"} and c.i < token.i for c in token.children)
    return token.lower_ in {"meer", "minder"} and any(c.lower_ in {"stuk", "beetje"} for c in token.children)


def determined(token: Word) -> bool:
    """A thing of its own: 'de roem', 'weinig inzicht', not 'stap voor stap' or 'vier maanden'."""
    return not says_when(token) and any(
        c.i < token.i and c.dep_ in {"det", "amod", "nmod:poss"} for c in token.children
    )
