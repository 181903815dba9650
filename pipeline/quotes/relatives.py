"""Relative pronouns: the noun or name that 'die' and 'dat' go back to."""

from __future__ import annotations

from pipeline.doc import mentions_over
from pipeline.entities.tables import source_noun
from pipeline.quotes.bearers import RELATIVE, can_say, is_bearer
from pipeline.quotes.phrases import Phrase, phrase_around
from pipeline.words import Word

PAPER = frozenset({"document", "medium"})
CLAUSAL = frozenset({"nsubj", "nsubj:pass", "cop", "aux", "expl", "mark", "advcl", "punct", "cc"})
"""What stands before a noun as the predicate of its clause: 'ik ben' iemand die dat zegt."""


def goes_back_to(source: Phrase) -> Phrase | None:
    """The phrase that a source of one relative pronoun goes back to; None for other sources, and where nobody is found."""
    pronoun = source.head
    if pronoun.lower_ not in RELATIVE or source.end - source.start != 1 or _opens_sentence(pronoun):
        return None
    antecedent = _antecedent(pronoun)
    if antecedent is None:
        return None
    return _writer_of(pronoun, antecedent) or (antecedent if can_say(antecedent) else _nearer(pronoun, antecedent))


def _opens_sentence(token: Word) -> bool:
    """'Die zei …' takes somebody up like any pronoun."""
    return token.is_sent_start is True and token.text[0].isupper()


def _antecedent(pronoun: Word) -> Phrase | None:
    """The noun a relative pronoun goes back to: by the parse, else the noun before it."""
    verb = pronoun.head
    while verb.dep_ in ("aux", "xcomp", "cop") and verb.head is not verb:
        verb = verb.head
    noun = verb.head if verb.dep_ in ("acl:relcl", "acl") and verb.head.i < pronoun.i else None
    nearest = pronoun.doc[pronoun.i - 1] if pronoun.i else pronoun
    if noun is not None and nearest.pos_ in ("NOUN", "PROPN") and nearest != noun and not noun.is_ancestor(nearest):
        noun = nearest
    if noun is None:
        before = pronoun.doc[max(0, pronoun.i - 3) : pronoun.i]
        noun = next((t for t in reversed(before) if t.pos_ in ("NOUN", "PROPN", "PRON")), None)
    if noun is None:
        return None
    start = max(noun.left_edge.i, pronoun.i - 12, *(c.right_edge.i + 1 for c in noun.lefts if c.dep_ in CLAUSAL))
    while start < noun.i and pronoun.doc[start].pos_ in ("ADP", "ADV", "CCONJ", "SCONJ", "PUNCT"):
        start += 1
    end = max(noun.i + 1, min(pronoun.i, noun.right_edge.i + 1))
    while end - 1 > noun.i and pronoun.doc[end - 1].pos_ in ("ADP", "PUNCT"):
        end -= 1  # 'mensen bij die …'
    return Phrase(min(start, noun.i), end, noun)


def _nearer(pronoun: Word, antecedent: Phrase) -> Phrase | None:
    """Of 'het verhaal van Job, die …' Job: the last word before the pronoun that can say something, inside the phrase."""
    words = pronoun.doc[antecedent.start : pronoun.i]
    head = next((t for t in reversed(words) if t.pos_ in ("NOUN", "PROPN") and is_bearer(t)), None)
    return _bare_phrase(head, antecedent.start, pronoun.i) if head is not None else None


def _bare_phrase(head: Word, low: int, high: int) -> Phrase:
    """The phrase of a noun without the preposition before it, which the parse may take for a longer one: 'in het oog van'."""
    before = [t.i for t in head.doc[low : head.i] if t.pos_ == "ADP"]
    return phrase_around(head, low=before[-1] + 1 if before else low, high=high)


def _writer_of(pronoun: Word, antecedent: Phrase) -> Phrase | None:
    """Of 'de column van Job, die schrijft' and 'een brief van een buurman, die …' Job and the buurman: who wrote the paper.

    'Het artikel van Job, dat zegt' is the paper; 'dat' goes back to no person.
    """
    noun = source_noun(antecedent.head.lower_)
    if pronoun.lower_ != "die" or antecedent.head.pos_ != "NOUN" or (noun is not None and noun.kind not in PAPER):
        return None
    words = pronoun.doc[antecedent.head.i + 1 : pronoun.i]
    if noun is None and (len(words) < 2 or words[0].lower_ != "van"):
        return None
    head = next((t for t in words if t.pos_ in ("NOUN", "PROPN") and _is_somebody(t)), None)
    return _bare_phrase(head, antecedent.start, pronoun.i) if head is not None else None


def _is_somebody(token: Word) -> bool:
    """Whether a mention of a person begins or has its head here."""
    return any(m.label == "PERSON" for m in mentions_over(token.doc, token.idx, token.idx + 1))
