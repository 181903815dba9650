"""Attributions by preposition or fixed phrase: `volgens het CBS`, `aldus de raad`, `naar eigen zeggen`."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from pipeline.quotes.cues import Cue, is_finite
from pipeline.quotes.found import Found, trimmed
from pipeline.quotes.lexicon import Prepositional
from pipeline.quotes.phrases import Phrase, noun_phrase
from pipeline.quotes.subjects import SUBJECTS

CLAUSE_OPENERS = frozenset({"en", "maar", "want", "dat", "omdat", "terwijl", "hoewel", "of", "doch"})


def prepositional_attribution(cue: Cue) -> Found | None:
    """The clause the phrase stands in, without the phrase: its content; None where there is no source or no content."""
    assert isinstance(cue.entry, Prepositional)
    doc = cue.head.doc
    source = _source(cue, cue.entry)
    if source is None and cue.entry.source == "after":
        return None
    end = cue.last + 1
    if source is not None and cue.entry.source == "after":
        end = source.end
    low, high = _clause(cue, end)
    content = _content(doc, low, high, cue.first, end)
    spans = [c for c in content if c is not None]
    if not spans:
        return None
    rule = cue.entry.words[0] if len(cue.entry.words) == 1 else "fixed-phrase"
    return Found(content=spans, rule=rule, cue=cue, cue_tokens=list(cue.tokens), source=source, confidence=0.85)


def _source(cue: Cue, entry: Prepositional) -> Phrase | None:
    doc = cue.head.doc
    if entry.source == "after":
        return noun_phrase(doc, cue.last + 1, high=cue.sent[1], skip=2) or _pronoun(cue)
    if entry.source == "subject":
        return _clause_subject(cue)
    return None


def _pronoun(cue: Cue) -> Phrase | None:
    """'volgens hem', 'volgens haar': object forms that a subject phrase would not begin with."""
    at = cue.last + 1
    if at < cue.sent[1] and cue.head.doc[at].lower_ in ("hem", "haar", "hen", "hun", "mij", "ons"):
        return Phrase(at, at + 1, cue.head.doc[at])
    return None


def _clause_subject(cue: Cue) -> Phrase | None:
    verb: Token | None = next((a for a in cue.head.ancestors if a.pos_ in ("VERB", "AUX", "ADJ", "NOUN")), None)
    while verb is not None:
        head = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if head is not None:
            return noun_phrase(head.doc, head.left_edge.i, high=cue.sent[1], skip=0) or Phrase(head.i, head.i + 1, head)
        verb = verb.head if verb.head is not verb and verb.dep_ in ("conj", "xcomp") else None
    return None


def _clause(cue: Cue, end: int) -> tuple[int, int]:
    """The clause around the phrase: from the sentence's start or a conjunction before it, to the sentence's end."""
    doc = cue.head.doc
    low, high = cue.sent
    if end >= high or not any(t.is_alpha for t in doc[end:high]):
        return low, cue.first
    for i in range(cue.first - 1, low - 1, -1):
        token = doc[i]
        if (
            token.lower_ in CLAUSE_OPENERS
            and not token.tag_.startswith("VNW")
            and (i == low or cue.first - i <= 2 or _clause_between(doc, i, cue))
        ):
            low = i + 1
            break
        if token.text in (";", ":") or (token.text == "," and cue.first - i == 1 and is_finite(doc[end])):
            low = i + 1
            break
    return low, _clause_end(doc, end, high)


def _clause_between(doc: Doc, opener: int, cue: Cue) -> bool:
    """A conjunction opens the phrase's clause when a finite verb stands on both sides of it."""
    return any(is_finite(t) for t in doc[cue.sent[0] : opener]) and (
        doc[opener - 1].text == "," or doc[opener].lower_ in ("dat", "omdat", "terwijl", "hoewel")
    )


def _clause_end(doc: Doc, end: int, high: int) -> int:
    return next((i for i in range(end, high) if doc[i].text == ";"), high)


def _content(doc: Doc, low: int, high: int, first: int, end: int) -> list[tuple[int, int] | None]:
    if high <= first:
        return [trimmed(doc, low, first)]
    before = trimmed(doc, low, first) if any(t.is_alpha for t in doc[low:first]) else None
    return [before, trimmed(doc, end, high)]
