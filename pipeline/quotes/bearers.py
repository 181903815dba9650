"""Whether the head of a phrase can say anything: a person, a body of people, a document; not 'vergeleken', 'de vraag', 'ons'."""

from __future__ import annotations

import re
from functools import cache

from pipeline.doc import mentions_over
from pipeline.entities.lookup import WHO
from pipeline.entities.tables import source_noun, source_nouns
from pipeline.quotes.inflection import read_table
from pipeline.quotes.phrases import Phrase
from pipeline.words import Word

EVIDENCE = frozenset({"show", "reveal"})
"""Senses of verbs with which a thing may tell something: 'de opkomst bewijst dat …'."""
COMPOUND = 6
"""Letters of a noun by whose end a compound is known."""
RELATIVE = frozenset({"die", "dat", "wie"})
SITE = re.compile(r"[\w-]+\.(?:nl|be|com|org|net|eu)\b", re.IGNORECASE)


def can_say(source: Phrase, *, sense: str = "") -> bool:
    """Whether the phrase names or means somebody, by mentions, tables and word class; `sense` is the class of the cue."""
    head = source.head
    if source.end - source.start == 1 and _takes_up(head):
        return sense in EVIDENCE
    if head.tag_.startswith("VNW|betr") or (source.end - source.start == 1 and head.lower_ in RELATIVE):
        return True  # tested when its antecedent is found
    if source.end - source.start == 1 and head.tag_.startswith("VNW|pers"):
        return head.lower_ not in ("het", "er")
    return (
        is_bearer(head)
        or _named_beside(source)
        or _amount(source)
        or (sense in EVIDENCE and head.pos_ in ("NOUN", "PROPN"))
    )


def _takes_up(word: Word) -> bool:
    """'*Dat* wil niet zeggen dat …': what was told before; not 'het platform, *dat* zegt niets te weten'."""
    after_comma = word.i > 0 and word.nbor(-1).text == ","
    return word.lower_ in ("dat", "dit") and word.tag_.startswith("VNW|aanw") and not after_comma


def is_bearer(head: Word) -> bool:
    """Whether a word by itself is a pronoun, name or noun for somebody or something that words come from."""
    mentioned = [m for m in mentions_over(head.doc, head.idx, head.idx + 1) if m.label in WHO]
    if head.lower_ in _words("alone") or any(m.kind == "name" for m in mentioned):
        return True
    if head.pos_ == "PRON" or head.tag_.startswith(("VNW", "BW", "VZ", "VG")):
        return False
    if mentioned or "nom" in head.tag_.split("|"):
        return bool(mentioned) or not (head.i and head.nbor(-1).lower_ in ("het", "iets", "niets"))
    word = head.lower_.rstrip(".")
    known = source_noun(word) is not None or word in _words("noun") or word.endswith(_compound_ends())
    return _named(head) or known or _looks_like(head)


def _named(head: Word) -> bool:
    """A word with a capital inside a sentence, an abbreviation ('VVD'ers', 'KNMI') or a site."""
    inside = not head.is_sent_start and head.pos_ in ("PROPN", "NOUN", "X", "ADJ", "SYM") and head.text[:1].isupper()
    return (
        inside
        or head.text[:2].isupper()
        or ("-" in head.text and head.text.rpartition("-")[2].istitle())
        or SITE.fullmatch(head.text) is not None
    )


def _looks_like(head: Word) -> bool:
    """A noun with the ending of one for people, the longest ending deciding: 'kwekers', not 'cijfers'."""
    if head.pos_ not in ("NOUN", "PROPN"):
        return False
    word, known = head.lower_.rstrip("."), _words("ending") | _words("never")
    ends = next((n for n in range(len(word) + 1, 1, -1) if word[-n:] in known), 0)
    return word[-ends:] in _words("ending") and len(word) > ends + 1 if ends else False


def _named_beside(source: Phrase) -> bool:
    """'De Jonge' with its article as the head; 'de burgemeester „geen straf' with a noun the phrase should have ended at."""
    doc = source.head.doc
    beside = [t for t in source.head.children if t.dep_ in ("flat", "appos") and t.i < source.end]
    nouns = [t for t in doc[source.start : source.head.i] if t.pos_ == "NOUN" and t.head == source.head]
    return any(is_bearer(t) for t in [*beside, *nouns[:1]] if t.pos_ in ("NOUN", "PROPN"))


def _amount(source: Phrase) -> bool:
    """'een derde van de leraren', 'bijna 60 procent': an amount, where what it is an amount of can speak or is not told."""
    words = source.head.doc[source.start : source.end]
    amount = next((t for t in words if t.lower_ in _words("amount")), None)
    if amount is None:
        return False
    of = [t for t in source.head.doc[amount.i + 1 : source.end] if t.pos_ in ("NOUN", "PROPN", "PRON")]
    return not of or is_bearer(of[0])


@cache
def _compound_ends() -> tuple[str, ...]:
    """Nouns of the table, singular and plural, long enough to tell as the end of a compound: gezondheids-instanties."""
    return tuple(noun for noun in source_nouns() if len(noun) >= COMPOUND)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("source_heads.tsv") if row["kind"] == kind)
