"""Attributions whose content stands before: 'Dat meldt RTL.', 'Dit blijkt uit cijfers.', 'zei hetzelfde'."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.quotes.bearers import can_say
from pipeline.quotes.clauses import RESUMING
from pipeline.quotes.cues import Cue, is_finite
from pipeline.quotes.found import Chars, Found, trimmed
from pipeline.quotes.lexicon import CueEntry
from pipeline.quotes.phrases import Phrase, noun_phrase
from pipeline.quotes.subjects import document, needs_document, source_of
from pipeline.words import Word, Words, WordSpan

FRONTED = frozenset({"dat", "dit", "zo"})
REPORTING = frozenset(
    "say announce report answer explain assert admit reveal show write estimate predict claim suggest belief judge "
    "headline deny decide guess fear_hope promise threat advise".split()
)

AGREEING = frozenset({"beamen", "bevestigen", "erkennen", "onderschrijven", "toegeven"})
"""Verbs that take a stand on what somebody else said, as denials do."""


def anaphoric_attribution(cue: Cue, previous: WordSpan | None) -> Found | None:
    """'Dat/Dit/Zo + cue' at the sentence's start, 'hetzelfde', 'dat' as object: the sentence before is the content."""
    if (
        previous is None
        or not isinstance(cue.entry, CueEntry)
        or cue.entry.sense not in REPORTING
        or cue.lemma in ("weten", "begrijpen")
    ):
        return None
    word = _anaphor(cue)
    if word is None:
        return None
    source = _source(cue, word)
    if (
        source is None or source.head.lower_ == "niemand"
    ):  # 'dat houdt niemand vol': nobody says it, and nobody denies it
        return None
    content = _antecedent(previous)
    if content is None:
        return None
    return Found(
        content=[content],
        rule="anaphor",
        cue=cue,
        cue_tokens=list(cue.tokens),
        source=source,
        confidence=0.75,
        anaphor=True,
    )


def taken_up(one: Found, earlier: Sequence[Found], previous: WordSpan) -> list[Chars]:
    """What an anaphor stands for where the sentence before reports something itself.

    'zei hetzelfde', 'dat ontkent de raad', 'dat beaamt de raad': what it reports, not that somebody reported it.
    """
    low, high = previous.start_char, previous.end_char
    reported = [f for f in earlier if f.cue_tokens and low <= f.cue_tokens[0].idx < high]
    said = max(reported, key=lambda f: f.size, default=None)
    if one.cue is None or said is None:
        return one.content
    same = any(t.lower_ == "hetzelfde" for t in previous.doc[one.cue.sent[0] : one.cue.sent[1]])
    judged = one.cue.entry.stance == "denial" or one.cue.lemma in AGREEING
    return list(said.content) if same or (judged and _is_all(said, previous)) else one.content


def _is_all(said: Found, sentence: WordSpan) -> bool:
    """Whether a sentence only reports: content, cue and source are most of its characters."""
    source = said.source.chars if said.source is not None else (0, 0)
    told = said.size + source[1] - source[0] + sum(len(t) for t in said.cue_tokens)
    return 3 * told >= 2 * len(sentence.text.strip())


def _anaphor(cue: Cue) -> Word | None:
    """The anaphoric word: fronted before the finite verb, or an object of the cue."""
    doc = cue.head.doc
    low = cue.sent[0]
    while low + 1 < cue.sent[1] and (doc[low].is_space or doc[low].is_punct or doc[low].lower_ in RESUMING):
        low += 1
    first = doc[low]
    if first.lower_ in FRONTED and low + 1 < cue.sent[1] and is_finite(doc[low + 1]) and _own_clause(cue, low + 1):
        return first if first.lower_ != "zo" or cue.lemma in ("luiden", "heten") else None
    for token in doc[cue.first + 1 : min(cue.sent[1], cue.last + 6)]:
        if token.lower_ == "hetzelfde" and not (token.i + 1 < cue.sent[1] and token.nbor(1).pos_ in ("NOUN", "ADJ")):
            return token
        if token.lower_ in ("dat", "dit") and cue.entry.stance == "denial" and _object_here(token, cue):
            return token
        if token.lower_ == "van" and token.i + 1 < cue.sent[1] and token.nbor(1).lower_ in ("wel", "niet"):
            return token  # 'vindt *van wel*'
        if token.lower_ in WITH and "eens" in cue.lemma.split():
            return token
    return None


WITH = frozenset({"daarmee", "hiermee", "ermee"})
"""'Bos is het *daarmee* eens': what one agrees with."""


def _own_clause(cue: Cue, verb: int) -> bool:
    """The fronted word's verb is the cue's finite verb, and no complement clause follows."""
    doc = cue.head.doc
    if cue.finite is None or cue.finite.i != verb:
        return False
    return not any(t.lower_ in ("dat", "of") and t.tag_.startswith("VG") for t in doc[cue.last + 1 : cue.sent[1]])


def _object_here(token: Word, cue: Cue) -> bool:
    following = token.nbor(1) if token.i + 1 < cue.sent[1] else None
    ends = following is None or following.is_punct or following.lower_ in RESUMING
    return token.dep_ == "obj" or ends or following in cue.tokens


def _source(cue: Cue, word: Word) -> Phrase | None:
    doc = cue.head.doc
    assert isinstance(cue.entry, CueEntry)
    if needs_document(cue):
        return document(cue, range(0))
    if word.i < cue.first and cue.finite is not None:
        found = noun_phrase(doc, cue.finite.i + 1, high=cue.sent[1], stop={t.i for t in cue.tokens})
        if found is not None:
            return found if can_say(found, sense=cue.entry.sense) else None
    source = source_of(cue, content={word.i})
    return None if source is None or source.start <= word.i < source.end else source


def _antecedent(previous: WordSpan) -> Chars | None:
    doc: Words = previous.doc
    return trimmed(doc, previous.start, previous.end)
