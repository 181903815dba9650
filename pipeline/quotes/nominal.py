"""Attributions by noun: 'de bewering van X dat …', 'de belofte om …', 'de conclusie is dat …'."""

from __future__ import annotations

from pipeline.quotes.bearers import can_say
from pipeline.quotes.clauses import COORDINATED, clause_end, relative_dat
from pipeline.quotes.cues import Cue, is_finite, is_verb
from pipeline.quotes.found import Found, trimmed
from pipeline.quotes.lexicon import CueEntry, nouns_by_form, verbs_by_form
from pipeline.quotes.phrases import Phrase, noun_phrase, phrase_around
from pipeline.quotes.subjects import SUBJECTS
from pipeline.words import Word, Words

REACH = 14
COPULAS = frozenset("is was luidt luidde gaat gaan ging gingen".split())
"""Verbs between the noun and its clause: 'de conclusie is dat', 'het gerucht gaat dat'."""
RAISING = frozenset({"opwerpen", "rijzen", "oproepen", "stellen"})
HOLDERS = frozenset({"hebben", "doen", "krijgen", "uiten", "geven", "herhalen", "uitspreken", "maken", "komen"})
"""Verbs whose subject holds the noun: 'hij heeft de hoop dat …'."""


THOUGHT = frozenset({"belief", "judge", "guess", "fear_hope", "doubt"})
"""Classes of nouns that come to whoever holds them: 'krijgt de indruk dat …'."""


def noun_attribution(cue: Cue) -> Found | None:
    """The dat-clause, infinitive or question a cue noun takes; None where it takes none."""
    doc = cue.head.doc
    opener = _opener(cue, doc)
    if opener is None:
        return _announced(cue)
    first = opener + 1
    last = clause_end(first, cue)
    content = trimmed(doc, first, last)
    if content is None or not any(is_verb(t) for t in doc[first:last]):
        return None
    source = _owner(cue, opener) or _holder(cue)
    anybody = source is not None and source.head.lower_ in ("je", "jij")
    if anybody or (source is None and _aim(cue)):
        return None
    if source is None and isinstance(cue.entry, CueEntry) and cue.entry.allows("s") and not _raised(cue):
        return None
    return Found(
        content=[content], rule="cue-noun", cue=cue, cue_tokens=list(cue.tokens), source=source, confidence=0.6
    )


def _aim(cue: Cue) -> bool:
    """'in de hoop dat', 'in de veronderstelling dat': why somebody does a thing, said by nobody."""
    before = cue.head.doc[max(cue.sent[0], cue.head.i - 2) : cue.head.i]
    return [t.lower_ for t in before] == ["in", "de"]


def _announced(cue: Cue) -> Found | None:
    """'Hun conclusie: de brug moet dicht.': the noun and whose it is are all that stands before a colon."""
    assert isinstance(cue.entry, CueEntry)
    doc, (low, high) = cue.head.doc, cue.sent
    rest = (t for t in doc[cue.head.i + 1 : high] if t.lower_ not in ("is", "was", "luidt", "luidde"))
    colon = next((t for t in rest if t.text == ":" or is_verb(t)), None)
    before = doc[low : cue.head.i]
    plain = len(before) <= OPENING and all(t.pos_ in ("DET", "ADJ", "PRON", "ADV", "CCONJ") for t in before)
    if not cue.entry.allows(":") or not plain or colon is None or colon.text != ":":
        return None
    content = doc.stretch(colon.i + 1, high)
    if not any(is_verb(t) for t in content) or content[0].is_quote:
        return None
    source = _owner(cue, colon.i)
    span = trimmed(doc, content.start, content.end)
    if span is None:
        return None
    found = Found(content=[span], rule="cue-noun", cue=cue, cue_tokens=list(cue.tokens), source=source, confidence=0.6)
    found.hint = "before" if source is None else ""
    return found


OPENING = 4
"""Words before a noun that announces what follows its colon."""


def _opener(cue: Cue, doc: Words) -> int | None:
    """Index of dat, of or om shortly after the noun, with at most its van-phrase, a copula or an adverb between."""
    assert isinstance(cue.entry, CueEntry)
    words = {w for f, w in (("d", "dat"), ("o", "of"), ("t", "om")) if cue.entry.allows(f)}
    for token in doc[cue.head.i + 1 : min(cue.sent[1], cue.head.i + REACH)]:
        if token.lower_ in words and not relative_dat(token):
            return token.i if _opens_content(token, cue) else None
        if (is_finite(token) and token.lower_ not in COPULAS) or token.text in (".", ";", ":"):
            return None
        if token.lower_ in nouns_by_form() and token.nbor(-1).lower_ in ("de", "het", "een"):
            return None  # 'een oproep, in de *hoop* dat …'
        if (
            is_verb(token)
            and not is_finite(token)
            and any(not e.partners for e in verbs_by_form().get(token.lower_, ()))
        ):
            return None  # 'heeft in een verklaring gezegd dat' reports by its verb
    return None


def _opens_content(token: Word, cue: Cue) -> bool:
    """Not 'een betoog dat uitblinkt', 'de uitspraak over dat plan', 'de reden voor de kritiek is dat …'."""
    doc = cue.head.doc
    if token.lower_ == "dat" and (token.nbor(-1).tag_.startswith("VZ") or _verb_next(token) or _taken(token, cue)):
        return False
    if token.nbor(-1).lower_ in COORDINATED:
        return False  # '… van standpunten, en *dat* hij …'
    between = any(is_finite(t) for t in doc[cue.head.i + 1 : token.i])
    return not between or not any(c.dep_ == "case" for c in cue.head.children)


def _taken(dat: Word, cue: Cue) -> bool:
    """'het standpunt *dat* de raad innam': the word is the object of a verb that goes with the noun."""
    verb = next((t for t in dat.doc[dat.i + 1 : cue.sent[1]] if is_finite(t)), dat)
    return verb.lemma_.replace("_", "") in HELD and dat.i - cue.head.i == 1


HELD = frozenset({"innemen", "huldigen", "uitdragen", "verwoorden", "vertolken", "indienen", "ontvangen", "krijgen"})


def _verb_next(token: Word) -> bool:
    return token.i + 1 < len(token.doc) and is_finite(token.nbor(1))


def _raised(cue: Cue) -> bool:
    """'werpt de vraag op of …', 'de vraag rijst of …': somebody asks it, whoever that is."""
    return cue.head.head.lemma_.replace("_", "") in RAISING


def _owner(cue: Cue, opener: int) -> Phrase | None:
    """'de bewering *van X*', 'X' *belofte*, *zijn* belofte."""
    doc = cue.head.doc
    for token in doc[cue.head.i + 1 : opener]:
        if token.lower_ == "van":
            return noun_phrase(doc, token.i + 1, high=opener, skip=0)
    for child in cue.head.children:
        if child.dep_ == "nmod:poss" and child.i < cue.head.i:
            return phrase_around(child, low=cue.sent[0], high=cue.head.i)
    return None


def _holder(cue: Cue) -> Phrase | None:
    """The subject of a verb whose object the noun is."""
    verb = cue.head.head
    if _with(cue) and verb.pos_ in ("VERB", "AUX"):
        return _subject(verb, cue)
    if cue.head.dep_ not in ("obj", "obl") or verb.lemma_.replace("_", "") not in HOLDERS:
        return None
    if verb.lemma_ == "krijgen" and isinstance(cue.entry, CueEntry) and cue.entry.sense not in THOUGHT:
        return None  # who gets a reproach does not make it
    return _subject(verb, cue)


def _with(cue: Cue) -> bool:
    """'begon *met het verwijt dat* …', '*in de hoop dat* …': whoever does it so says or thinks it."""
    before = cue.head.doc[max(cue.sent[0], cue.head.i - 3) : cue.head.i]
    return cue.head.dep_.startswith("obl") and any(t.lower_ in ("met", "in") and t.head == cue.head for t in before)


def _subject(verb: Word, cue: Cue) -> Phrase | None:
    head = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if head is None:
        return None
    found = phrase_around(head, low=cue.sent[0], high=cue.sent[1], stop={cue.head.i})
    return found if can_say(found) else None
