"""'beschuldigt de raad van fraude': who is accused and of what are the content, together or apart."""

from __future__ import annotations

from pipeline.quotes.clauses import clause_end, clause_start, verb_final
from pipeline.quotes.cues import Cue, is_finite
from pipeline.quotes.found import Found, trimmed
from pipeline.quotes.making import entry, made
from pipeline.quotes.phrases import Phrase, noun_phrase, phrase_around
from pipeline.quotes.subjects import SUBJECTS, source_of
from pipeline.words import Word

PASSIVE = frozenset("wordt worden werd werden is zijn was waren".split())
OBJECTS = ("obj", "iobj")


def accusation(cue: Cue) -> Found | None:
    """The accused and the charge of an accusing verb, in active, passive and relative clauses; None without a charge."""
    if entry(cue).sense != "accuse":
        return None
    low = _low(cue)
    preposition = _preposition(cue, low)
    if preposition is None:
        return None
    ahead = preposition.lower_.startswith("er") and preposition.i < cue.first  # 'dat hij *ervan* werd beschuldigd te …'
    start = _behind(cue) if ahead else _charge_start(preposition)
    end = cue.first if preposition.i < cue.first and not ahead else clause_end(max(preposition.i, start), cue)
    charge = range(start, end)
    passive = _passive(cue)
    source = _accuser(cue, passive=passive, charge=range(preposition.i, end))
    nobody = source is not None and source.head.lower_ == "niemand"
    if (source is None and not passive) or nobody or _adjective(cue, passive=passive):
        return None
    accused = _accused(cue, preposition, source, low=low, passive=passive)
    doc = cue.head.doc
    if accused is not None and accused.end == charge.start:
        return made(cue, [trimmed(doc, accused.start, charge.stop)], "accusation", 0.7, source)
    first = None if accused is None else trimmed(doc, accused.start, accused.end)
    return made(cue, [first, trimmed(doc, charge.start, charge.stop)], "accusation", 0.7, source)


def _adjective(cue: Cue, *, passive: bool) -> bool:
    """'lijken *verdacht* veel op agenten': a participle under a verb that forms no tense with it."""
    finite = cue.finite
    alone = finite is None or finite.lemma_ not in ("hebben", "worden", "zijn")
    return not passive and alone and cue.head.tag_.startswith(("WW|vd", "ADJ"))


def _low(cue: Cue) -> int:
    """Where the clause of the cue begins."""
    verb = cue.finite or cue.head
    low = cue.sent[0]
    return clause_start(verb, low) if verb_final(verb, low) else low


def _preposition(cue: Cue, low: int) -> Word | None:
    """Van (or a verb's other preposition) with the charge, or ervan with the charge as a clause after it."""
    wanted = (*entry(cue).prepositions(), *(f"er{p}" for p in entry(cue).prepositions()))
    doc = cue.head.doc
    found = [t for t in doc[low : cue.sent[1]] if t.lower_ in wanted]
    own = [t for t in found if t.head == cue.head or (t.dep_ == "case" and t.head.head == cue.head)]
    later = [t for t in found if t.i > cue.first and not _verb_between(cue, t)]
    there = [t for t in found if t.lower_.startswith("er")]  # whatever the parse hangs it on
    return next(iter(own or later or there), None)


def _verb_between(cue: Cue, token: Word) -> bool:
    between = cue.head.doc[cue.first + 1 : token.i]
    return any(is_finite(t) and t != cue.finite for t in between) and not any(
        t.tag_.startswith("VNW|betr") for t in between
    )


def _charge_start(preposition: Word) -> int:
    """The charge begins with van; after ervan behind dat or om, and behind what separates them."""
    if not preposition.lower_.startswith("er"):
        return preposition.i
    following = preposition.i + 1
    doc = preposition.doc
    while following < len(doc) and doc[following].lower_ in ("dat", "om", ","):
        following += 1
    return following


def _behind(cue: Cue) -> int:
    """Where a charge begins that stands behind the verb: behind dat or om, and behind a finite verb that closes the clause."""
    start = max(cue.last, cue.finite.i if cue.finite is not None else 0) + 1
    while start < cue.sent[1] and cue.head.doc[start].lower_ in ("dat", "om", ","):
        start += 1
    return start


def _passive(cue: Cue) -> bool:
    return cue.finite is not None and cue.finite.lower_ in PASSIVE and cue.head.tag_.startswith("WW|vd")


def _accuser(cue: Cue, *, passive: bool, charge: range) -> Phrase | None:
    if not passive:
        return source_of(cue, content=charge)
    doc = cue.head.doc
    for token in doc[max(cue.sent[0], cue.first - 12) : min(cue.sent[1], cue.last + 6)]:
        if token.lower_ == "door" and token.i not in charge:
            return noun_phrase(doc, token.i + 1, high=cue.sent[1], stop={t.i for t in cue.tokens}, skip=0)
    return None


def _accused(cue: Cue, preposition: Word, source: Phrase | None, *, low: int, passive: bool) -> Phrase | None:
    """Object of the verb, or subject of the passive; without them in the parse what stands between verb and charge."""
    doc = cue.head.doc
    wanted = SUBJECTS if passive else OBJECTS
    head = next((c for c in cue.head.children if c.dep_ in wanted and c.i >= low), None)
    if head is not None and (source is None or not source.start <= head.i < source.end):
        return phrase_around(head, low=low, high=cue.sent[1], stop=_stop(cue, preposition, source))
    verb = cue.finite or cue.head
    if passive:
        start = low
        end = min(verb.i, preposition.i, source.start - 1 if source is not None and source.start > low else verb.i)
    else:
        start = max(verb.i + 1, source.end if source is not None and source.start > verb.i else 0)
        end = preposition.i
    return Phrase(start, end, doc[start]) if start < end else None


def _stop(cue: Cue, preposition: Word, source: Phrase | None) -> set[int]:
    around = {t.i for t in cue.tokens} | {preposition.i}
    return around if source is None else around | set(range(source.start, source.end))
