"""Attributions by preposition or fixed phrase: `volgens het CBS`, `aldus de raad`, `naar eigen zeggen`."""

from __future__ import annotations

from pipeline.entities.tables import source_noun
from pipeline.quotes.bearers import can_say
from pipeline.quotes.clauses import main_clause_between, main_verb
from pipeline.quotes.cues import Cue, is_finite, is_verb
from pipeline.quotes.found import Found, trimmed
from pipeline.quotes.lexicon import Prepositional
from pipeline.quotes.phrases import Phrase, noun_phrase, opens_phrase, phrase_around
from pipeline.quotes.subjects import SUBJECTS
from pipeline.words import Word, Words

GOES_ON = frozenset(
    "niet nog wel al toch dus te om op aan voor met door naar over tot tegen vooral alleen slechts".split()
)
"""Words that no apposition of a source begins with."""
CLAUSE_OPENERS = frozenset({"en", "maar", "want", "dat", "omdat", "terwijl", "hoewel", "of", "doch"})


def prepositional_attribution(cue: Cue) -> Found | None:
    """The clause the phrase stands in, without the phrase: its content; None where there is no source or no content."""
    assert isinstance(cue.entry, Prepositional)
    doc = cue.head.doc
    source = _source(cue, cue.entry)
    if (cue.entry.source == "after" and (source is None or not can_say(source))) or (
        cue.entry.source == "owner" and source is None
    ):
        return None
    end = cue.last + 1
    if source is not None and cue.entry.source == "after":
        end = source.end
    if cue.entry.source == "owner" and source is not None:
        cue.tokens.remove(source.head)  # 'naar *mijn* idee'
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
        return (
            _to_verb(cue)
            or _to_end(cue)
            or _pronoun(cue)
            or noun_phrase(doc, cue.last + 1, high=cue.sent[1], skip=2)
            or _known(cue)
        )
    if entry.source == "owner":
        return Phrase(cue.first + 1, cue.first + 2, doc[cue.first + 1]) if _holds(cue) else None
    if entry.source == "subject":
        return _clause_subject(cue)
    return None


def _to_verb(cue: Cue) -> Phrase | None:
    """At the start of a main clause all up to its finite verb is the source: 'Volgens de krant die dat meldt, was …'."""
    doc = cue.head.doc
    before = doc[cue.first - 1] if cue.first > cue.sent[0] else None
    if before is not None and not (
        before.is_punct or before.is_space or before.lower_ in ("en", "maar", "want", "ook")
    ):
        return None
    if before is not None and before.text == "," and main_clause_between(doc, cue.sent[0], cue.first):
        return None
    verb = main_verb(doc, cue.last + 1, cue.sent[1])
    return _stretch(doc, cue.last + 1, verb) if verb is not None else None


def _to_end(cue: Cue) -> Phrase | None:
    """After a comma at the end of the sentence all that follows is the source: '…, volgens Bos, de fractieleider'."""
    doc = cue.head.doc
    low, high = cue.sent
    if cue.first - 1 <= low or doc[cue.first - 1].text != "," or not main_clause_between(doc, low, cue.first):
        return None
    if main_clause_between(doc, cue.last + 1, high) or any(t.text == ";" for t in doc[cue.last + 1 : high]):
        return None
    end = next((t.i for t in doc[cue.last + 2 : high] if t.lower_ in ("aldus", "volgens", "maar", "en volgens")), high)
    if doc[end - 1].lower_ == "en":
        end -= 1
    end = _closing_comma(doc, cue.last + 2, end)
    inside = doc[cue.last + 2 : end]
    if any(opens_phrase(t) and t.nbor(-1).tag_.startswith(("VNW", "ADJ|nom")) for t in inside):
        return None  # 'volgens velen het brein achter de actie'
    return _stretch(doc, cue.last + 1, end)


def _closing_comma(doc: Words, start: int, end: int) -> int:
    """'Het gaat, volgens de dienst, om geld': the comma behind which the clause goes on; else `end`."""
    commas = (t.i for t in doc[start:end] if t.text == ",")
    return next((at for at in commas if at + 1 < end and doc[at + 1].lower_ in GOES_ON), end)


def _stretch(doc: Words, start: int, end: int) -> Phrase | None:
    """Tokens `start:end` as a phrase, without marks at its end; None without a noun, name or pronoun in it."""
    end = next((t.i for t in doc[start:end] if t.text == ":"), end)
    while end > start and (doc[end - 1].is_space or (doc[end - 1].is_punct and doc[end - 1].text != ")")):
        end -= 1
    found = noun_phrase(doc, start, high=end, skip=2)
    if found is None:
        words = [t for t in doc[start:end] if t.pos_ in ("NOUN", "PROPN", "PRON") or t.text.isupper()]
        words = words or [t for t in doc[start:end] if source_noun(t.lower_) is not None]  # 'volgens ingewijden'
        return Phrase(start, end, words[0]) if words else None
    return Phrase(found.start, end, found.head)


def _pronoun(cue: Cue) -> Phrase | None:
    """'volgens hem', 'volgens haar': object forms that a subject phrase would not begin with."""
    at = cue.last + 1
    if at >= cue.sent[1]:
        return None
    behind = [*cue.head.doc[at + 1 : min(at + 3, cue.sent[1])]]
    owned = bool(behind) and behind[0].pos_ in ("NOUN", "ADJ", "PROPN", "NUM") and not is_finite(behind[-1])
    if cue.head.doc[at].lower_ in ("haar", "hun", "ons") and owned:
        return None  # 'volgens haar woordvoerder'
    if cue.head.doc[at].lower_ in ("hem", "haar", "hen", "hun", "mij", "ons"):
        return Phrase(at, at + 1, cue.head.doc[at])
    return None


def _holds(cue: Cue) -> bool:
    """'In zijn ogen is dat te laat', not 'keek haar recht in haar ogen': first in the clause or right behind its verb."""
    doc, (low, high) = cue.head.doc, cue.sent
    if cue.head.lower_ == "naar":
        return True
    behind = doc[cue.last + 1 : high]
    leads = cue.first == low or (is_finite(doc[cue.first - 1]) and main_verb(doc, low, cue.first) == cue.first - 1)
    return leads and sum(t.is_alpha for t in behind) > 1


def _known(cue: Cue) -> Phrase | None:
    """'volgens betrokkenen': a participle by its tag that the table knows for a noun."""
    at = cue.last + 1
    known = at < cue.sent[1] and source_noun(cue.head.doc[at].lower_) is not None
    return Phrase(at, at + 1, cue.head.doc[at]) if known else None


def _clause_subject(cue: Cue) -> Phrase | None:
    verb: Word | None = next((a for a in cue.head.ancestors if a.pos_ in ("VERB", "AUX", "ADJ", "NOUN")), None)
    while verb is not None:
        head = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if head is not None:
            return noun_phrase(head.doc, head.left_edge.i, high=cue.sent[1], skip=0) or Phrase(head.i, head.i + 1, head)
        verb = verb.head if verb.head is not verb and verb.dep_ in ("conj", "xcomp") else None
    before = [t for t in cue.head.doc[cue.sent[0] : cue.first] if t.dep_ in SUBJECTS]
    return phrase_around(before[-1], low=cue.sent[0], high=cue.first) if before else None


def _clause(cue: Cue, end: int) -> tuple[int, int]:
    """The clause around the phrase: from the sentence's start or a conjunction before it, to the sentence's end."""
    doc = cue.head.doc
    low, high = cue.sent
    relative = _relative_before(cue)
    if relative is not None:
        return relative, _relative_end(doc, end, high)
    if end >= high or not any(t.is_alpha for t in doc[end:high]):
        return low, cue.first
    if doc[cue.first - 1].text == "," and main_clause_between(doc, low, cue.first) and _afterthought(doc, end, high):
        return low, cue.first
    for i in range(cue.first - 1, low - 1, -1):
        token = doc[i]
        if (
            token.lower_ in CLAUSE_OPENERS
            and not token.tag_.startswith("VNW")
            and (
                (i == low and not _subject_clause(doc, i, cue.first))
                or cue.first - i <= 2
                or _clause_between(doc, i, cue)
            )
        ):
            low = i + 1
            break
        if token.text in (";", ":") or (token.text == "," and cue.first - i == 1 and is_finite(doc[end])):
            low = i + 1
            break
    return low, _clause_end(doc, end, high)


def _subject_clause(doc: Words, low: int, high: int) -> bool:
    """'*Dat* de winkel sluit, komt volgens Bos door de huur': a clause with dat inside what is said."""
    return doc[low].lower_ in SUBORDINATING and main_clause_between(doc, low, high)


SUBORDINATING = frozenset({"dat", "omdat", "terwijl", "hoewel"})


def _afterthought(doc: Words, end: int, high: int) -> bool:
    """Nothing after the source but a further source or a clause of the writer's own."""
    return doc[end].lower_ in ("en", "aldus", "volgens") and not main_clause_between(doc, end, high)


def _relative_before(cue: Cue) -> int | None:
    """'een besluit *dat* volgens X te laat komt': the relative word close before the phrase, with no verb between."""
    doc = cue.head.doc
    for i in range(cue.first - 1, max(cue.sent[0], cue.first - 6) - 1, -1):
        token = doc[i]
        if is_finite(token) or token.is_punct:
            return None
        if token.tag_.startswith("VNW|betr") or (
            token.lower_ in WHERE and i > cue.sent[0] and not is_finite(doc[i + 1])
        ):
            return i + (token.lower_ in WHERE)
    return None


WHERE = frozenset("waar waarin waarop waarbij waarvan waarmee waardoor waaruit waarvoor waaraan waarover".split())


def _relative_end(doc: Words, end: int, high: int) -> int:
    """The relative clause ends at the comma, conjunction or closing mark after its verb."""
    verbs = False
    for i in range(end, high):
        token = doc[i]
        if verbs and token.text in (",", ";", ":", ")", "–") and (token.text != "," or _clause_follows(doc, i, high)):
            return i
        if (
            verbs
            and token.lower_ in ("en", "maar")
            and i + 1 < high
            and not is_verb(doc[i + 1])
            and _goes_on(doc, i, high)
        ):
            return i
        verbs = verbs or is_finite(token)
    return high


def _clause_follows(doc: Words, comma: int, high: int) -> bool:
    """Whether a comma ends a clause: in 'gebruikt voor smokkel, diefstal en fraude' no verb follows it."""
    rest = doc[comma + 1 : high]
    listed = any(t.lower_ in ("en", "of") for t in rest) and all(t.pos_ != "PRON" for t in rest)
    return any(is_verb(t) for t in rest) or not listed


def _goes_on(doc: Words, at: int, high: int) -> bool:
    return any(is_finite(t) for t in doc[at + 1 : high])


def _clause_between(doc: Words, opener: int, cue: Cue) -> bool:
    """A conjunction opens the phrase's clause when a finite verb stands on both sides of it."""
    return any(is_finite(t) for t in doc[cue.sent[0] : opener]) and (
        doc[opener - 1].text == "," or doc[opener].lower_ in ("dat", "omdat", "terwijl", "hoewel")
    )


def _clause_end(doc: Words, end: int, high: int) -> int:
    return next((i for i in range(end, high) if doc[i].text == ";"), high)


def _content(doc: Words, low: int, high: int, first: int, end: int) -> list[tuple[int, int] | None]:
    if high <= first:
        return [trimmed(doc, low, first)]
    before = trimmed(doc, low, first) if any(t.is_alpha for t in doc[low:first]) else None
    return [before, trimmed(doc, end, high)]
