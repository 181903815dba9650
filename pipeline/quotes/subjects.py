"""Sources of verbs: the subject by the parse, or by word order where the parse has none."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pipeline.entities.tables import source_noun
from pipeline.quotes.bearers import can_say
from pipeline.quotes.clauses import main_clause_between
from pipeline.quotes.cues import AUXILIARIES, Cue, is_finite
from pipeline.quotes.lexicon import CueEntry
from pipeline.quotes.phrases import Phrase, noun_phrase, phrase_around
from pipeline.words import Word, Words

SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "nsubj:outer")
EXPLETIVES = frozenset({"er", "het"})
IMPERSONAL = frozenset({"klinken", "luiden", "heten"})


def source_of(cue: Cue, *, content: Collection[int] = ()) -> Phrase | None:
    """The source phrase of a verb cue; `content` are token indices it must not touch. None where there is none."""
    found = _spoken_by(cue, content)
    return None if found is not None and _cannot_say(found, cue) else found


def _cannot_say(source: Phrase, cue: Cue) -> bool:
    """A thing that is no document with 'laten zien'; 'je' for anybody outside a question."""
    assert isinstance(cue.entry, CueEntry)
    if not can_say(source, sense="show" if needs_document(cue) else cue.entry.sense):
        return True
    if cue.entry.allows("by") and not _holds_words(source.head):
        return True
    alone = source.end - source.start == 1
    anybody = alone and source.head.lower_ in ("je", "jij") and source.head.doc[cue.sent[1] - 1].text != "?"
    return anybody or (
        alone and source.head.lower_ == "wie" and source.start == cue.sent[0]
    )  # 'Wie kan aantonen dat …'


def _spoken_by(cue: Cue, content: Collection[int]) -> Phrase | None:
    assert isinstance(cue.entry, CueEntry)
    doc = cue.head.doc
    low, high = cue.sent
    stop = frozenset(content) | {t.i for t in cue.tokens}
    if cue.head.dep_ == "acl" and cue.head.tag_.startswith("WW|inf"):
        return None  # 'redenen om aan te nemen dat …'
    if cue.passive:
        return _agent(cue, stop) or document(cue, content)
    found = document(cue, content)
    if found is not None or needs_document(cue) or cue.entry.head == "krijgen":
        return found
    heard = _overheard(cue, stop)
    if heard is not None:
        return heard
    inverted = _inverted(cue, doc, high, stop)
    if inverted is not None:
        return None if inverted.head.lower_ == "het" else inverted
    head = subject_token(cue)
    if head is not None and head.i not in stop and low <= head.i < high:
        return phrase_around(head, low=low, high=high, stop=stop)
    return _preposed(cue, doc, low, stop)


def _overheard(cue: Cue, stop: Collection[int]) -> Phrase | None:
    """'Bos hoort vrienden zeggen dat …': the object of hearing speaks."""
    verb = cue.head.head
    heard = verb.lemma_ in ("horen", "zien") and cue.head.lower_ == cue.head.lemma_ and verb.i < cue.head.i
    told = heard and any(c.dep_ in SUBJECTS and c.i < verb.i for c in verb.children)
    return noun_phrase(verb.doc, verb.i + 1, high=cue.head.i, stop=stop) if told else None


def subject_token(cue: Cue) -> Word | None:
    """The subject's head by the parse: of the verb, its finite verb, the verb it is coordinated with or controlled by."""
    seen: set[int] = set()
    verb: Word | None = cue.head
    while verb is not None and verb.i not in seen:
        seen.add(verb.i)
        for child in verb.children:
            if child.dep_ in SUBJECTS and child.lower_ not in EXPLETIVES and child.i not in {t.i for t in cue.tokens}:
                return child
        verb = _governor(verb)
    if cue.finite is not None and cue.finite.i not in seen:
        return next((c for c in cue.finite.children if c.dep_ in SUBJECTS and c.lower_ not in EXPLETIVES), None)
    return None


def _governor(verb: Word) -> Word | None:
    """The verb whose subject an infinitive or coordinated verb shares."""
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return verb.head
    if verb.dep_ in ("xcomp", "aux", "aux:pass", "cop", "advcl") and verb.head.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
        return verb.head if verb.dep_ != "advcl" or not is_finite(verb) else None
    if verb.dep_ == "ccomp" and verb.head.lower_ in AUXILIARIES:
        return verb.head
    return None


def _inverted(cue: Cue, doc: Words, high: int, stop: Collection[int]) -> Phrase | None:
    """The subject after an inverted finite verb: the verb is first in its clause (after a mark, comma or adverbial)."""
    verb = cue.finite
    if verb is None or not _verb_first(verb, cue):
        return None
    found = noun_phrase(doc, verb.i + 1, high=high, stop=stop)
    if found is None or (found.head.dep_ in ("obj", "iobj", "obl") and subject_token(cue) not in (None, found.head)):
        return None
    return found


def _verb_first(verb: Word, cue: Cue) -> bool:
    """Whether no subject stands before the finite verb in its clause."""
    if verb.i == cue.sent[0]:
        return True
    before = verb.nbor(-1)
    if before.text == "," and _opens_with_subject(verb, cue):
        return False
    if before.is_punct or before.is_space or before.lower_ in ("zo", "aldus", "dat", "dit", "zoals", "daarop"):
        return before.text != ")"
    subject = subject_token(cue)
    if before.lower_ in ("en", "maar") and any(c.dep_ in SUBJECTS and c.i > verb.i for c in cue.head.children):
        return True  # '… en liet de raad weten dat'
    return subject is not None and subject.i > verb.i


def _opens_with_subject(verb: Word, cue: Cue) -> bool:
    """'Bos, hoofd van de school, vertelde de krant: …': all before the verb is a phrase with its apposition."""
    doc, low = verb.doc, cue.sent[0]
    first = next((t for t in doc[low : verb.i] if not t.is_punct and not t.is_space), verb)
    if first.pos_ not in ("PROPN", "DET", "NOUN", "ADJ", "NUM") or any(t.is_quote for t in doc[low : verb.i]):
        return False
    return not main_clause_between(doc, low, verb.i) and any(t.text == "," for t in doc[low : verb.i - 1])


def _agent(cue: Cue, stop: Collection[int]) -> Phrase | None:
    """The door-phrase of a passive."""
    low, high = cue.sent
    doc = cue.head.doc
    for token in doc[low:high]:
        if token.lower_ == "door" and token.i not in stop and abs(token.i - cue.head.i) < 15:
            found = noun_phrase(doc, token.i + 1, high=high, stop=stop, skip=0)
            if found is not None and (
                found.head.is_ancestor(token) or token.head == found.head or token.i == found.start - 1
            ):
                return found
    return None


def _preposed(cue: Cue, doc: Words, low: int, stop: Collection[int]) -> Phrase | None:
    """Without a subject in the parse: the noun phrase that ends right before the finite verb."""
    verb = cue.finite or cue.head
    at = verb.i - 1
    while at > low and (doc[at].pos_ == "ADV" or doc[at].text in (",", ")")) and verb.i - at < 5:
        at -= 1
    if at < low or at in stop or doc[at].pos_ not in ("NOUN", "PROPN", "PRON") or doc[at].lower_ in EXPLETIVES:
        return None
    head = doc[at]
    while head.dep_ in ("flat", "nmod", "appos", "compound") and low <= head.head.i < head.i:
        head = head.head
    if head.dep_ in ("obl", "obj", "iobj") and head.pos_ != "PRON":
        return None
    return phrase_around(head, low=low, high=verb.i, stop=stop)


def is_impersonal(entry: CueEntry, verb: Word) -> bool:
    """'klinkt het', 'luidt het', 'heet het': the verb's subject is nobody."""
    return entry.head in IMPERSONAL and verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ == "het"


def impersonal_source(verb: Word, *, high: int) -> Phrase | None:
    """'klinkt het *bij de vakbond*', 'luidt het *in het rapport*': who speaks stands in a phrase after het."""
    at = verb.i + 2
    if at < high and verb.doc[at].lower_ in ("bij", "in", "van", "uit", "aan"):
        return noun_phrase(verb.doc, at + 1, high=high, skip=1)
    return None


def needs_document(cue: Cue) -> bool:
    """Of 'staan' and 'blijken': nobody says it, it stands in something or is to be seen from it."""
    return isinstance(cue.entry, CueEntry) and (cue.entry.allows("in") or cue.entry.lemma == "blijken")


def document(cue: Cue, content: Collection[int]) -> Phrase | None:
    """'Uit het rapport blijkt dat …': the object of uit is the source; 'krijgt van X te horen'; 'in de brief staat dat'."""
    assert isinstance(cue.entry, CueEntry)
    preposition = {"blijken": "uit", "krijgen": "van"}.get(cue.entry.head)
    if preposition is not None:
        return next(_objects(cue, preposition, content), None) or _holder(cue)
    if not cue.passive and not cue.entry.allows("in"):
        return None
    return _holder(cue) or next((p for p in _objects(cue, "in", content) if _holds_words(p.head)), None)


def _objects(cue: Cue, preposition: str, content: Collection[int]) -> Iterator[Phrase]:
    """What follows the preposition in the cue's sentence, outside the content."""
    doc = cue.head.doc
    stop = set(content) | {t.i for t in cue.tokens}
    for token in doc[cue.sent[0] : cue.sent[1]]:
        if token.lower_ == preposition and token.i not in content:
            found = noun_phrase(doc, token.i + 1, high=cue.sent[1], stop=stop, skip=1)
            if found is not None:
                yield found


def _holder(cue: Cue) -> Phrase | None:
    """'een brief *waarin* staat dat …': the noun before waarin."""
    doc = cue.head.doc
    where = next(
        (t for t in reversed(doc[cue.sent[0] : cue.first]) if t.lower_ in ("waarin", "waarop", "waaruit")), None
    )
    if where is None or any(is_finite(t) for t in doc[where.i : cue.first] if t != cue.finite):
        return None
    verb = next((a for a in where.ancestors if a.dep_ in ("acl:relcl", "acl") and a.head.i < where.i), None)
    before = doc[max(cue.sent[0], where.i - 8) : where.i]
    head = verb.head if verb is not None else next((t for t in reversed(before) if _holds_words(t)), None)
    if head is None or not (_holds_words(head) or where.lower_ == "waaruit"):
        return None
    return phrase_around(head, low=cue.sent[0], high=where.i)


def _holds_words(head: Word) -> bool:
    """Whether a noun is something that words stand in: a letter, a report, a paper."""
    noun = source_noun(head.lower_) if head.pos_ == "NOUN" else None
    return noun is not None and noun.kind in ("document", "medium")
