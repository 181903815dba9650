"""Attributions without a clause: 'noemt het plan onwerkbaar', 'bestempelt X als Y', 'spreekt van een ramp'."""

from __future__ import annotations

from pipeline.quotes.clauses import clause_end, clause_start, complementizer, main_clause_between, verb_final
from pipeline.quotes.cues import Cue, is_finite
from pipeline.quotes.found import Chars, Found, trimmed
from pipeline.quotes.making import entry, made
from pipeline.quotes.phrases import Phrase, phrase_around
from pipeline.quotes.subjects import SUBJECTS, source_of
from pipeline.words import Word, WordSpan

LEADING = frozenset(
    "ook nog wel dan toch al echter bovendien verder daarom zelfs juist vooral eerder maandag dinsdag woensdag "
    "donderdag vrijdag zaterdag zondag gisteren vandaag".split()
)
"""Adverbs before the content that belong to the telling."""
NEAR = 15
"""Tokens between a labelling verb and its als."""


FOUND = frozenset("dood levenloos gewond terug dronken slapend bewusteloos".split())
"""Predicates of finding, not of thinking: 'vond hem dood'."""


def label(cue: Cue) -> Found | None:
    """'noemt het plan onwerkbaar', 'vindt dat te duur': object and predicate are the content."""
    if not entry(cue).allows("n") or _bare(cue) or _finds(cue):
        return None
    source = source_of(cue)
    if source is None:
        return None  # 'wordt de Reus genoemd' is a name
    doc = cue.head.doc
    first, last = _label_range(cue, source)
    while first < last and doc[first].lower_ in LEADING:
        first += 1
    last = min(last, clause_end(first, cue)) if first < last else last
    said = doc.stretch(first, last)
    if not said or _of_it(said) or _named(cue, said):
        return None
    if not (_is_predication(cue, said) or _apart(cue, source)):
        return None
    return made(cue, [_fronted(cue, source), trimmed(doc, first, last), _what_for(cue, first)], "label", 0.75, source)


def _of_it(span: WordSpan) -> bool:
    """'vindt er wel wat van': that there is an opinion, not which."""
    words = [t.lower_ for t in span if not t.is_punct]
    return words[:1] == ["er"] and words[-1:] == ["van"]


def _named(cue: Cue, span: WordSpan) -> bool:
    """'noemde haar pop Renske': a name is given, nothing is said of anybody."""
    comma = next((t.i for t in span if t.text == ","), span.end)
    words = [t for t in span.doc[span.start : comma] if not t.is_punct]
    given = len(words) > 1 and words[-1].pos_ == "PROPN" and words[-1].nbor(-1).pos_ in ("NOUN", "ADV")
    return entry(cue).head == "noemen" and given and not any(t.is_quote for t in span)


FOCUS = frozenset({"alleen", "ook", "zelfs", "juist", "vooral", "enkel"})
"""Adverbs that may open an object: 'Alleen die camera vindt hij te weinig'."""


def _apart(cue: Cue, source: Phrase) -> bool:
    """'Een doolhof, noemt een docent de regels': what the thing is called stands before, with a comma."""
    verb = cue.finite or cue.head
    return verb.i > cue.sent[0] and cue.head.doc[verb.i - 1].text == "," and _fronted(cue, source) is not None


def _one_phrase(span: WordSpan) -> bool:
    """'Een doolhof,': one phrase with its comma, no clause and no name with an apposition."""
    inner = any(t.is_punct and not t.is_quote and t.text != "." for t in span[:-1])
    return span[-1].text == "," and not (inner or main_clause_between(span.doc, span.start, span.end))


def _what_for(cue: Cue, first: int) -> Chars | None:
    """'die het vervelend vinden *om te luisteren*': what het stands for, behind a verb at the end."""
    doc = cue.head.doc
    after = cue.last + 1
    if doc[first].lower_ != "het" or after >= cue.sent[1] or doc[after].lower_ != "om":
        return None
    return trimmed(doc, after + 1, clause_end(after + 1, cue))


def _bare(cue: Cue) -> bool:
    """'vindt dat …' without an object before dat."""
    opener = complementizer(cue, frozenset({"dat"}))
    return opener is not None and opener.i - cue.last <= 3


def _finds(cue: Cue) -> bool:
    """'werd gevonden', 'om werk te vinden', 'zijn naam te noemen': nobody's judgement."""
    if entry(cue).head == "vinden" and (cue.passive or cue.head.tag_.startswith("WW|vd")):
        return not any(t.lower_ in ("heeft", "hebben", "had", "hadden", "heb") for t in (cue.finite,) if t is not None)
    return cue.head.i > cue.sent[0] and cue.head.nbor(-1).lower_ == "te"


def _label_range(cue: Cue, source: Phrase | None) -> tuple[int, int]:
    """Tokens between finite verb (or inverted subject) and the clause's end; in a verb-final clause those before the verb."""
    verb = cue.finite or cue.head
    low, high = cue.sent
    if source is not None and source.start > verb.i:
        return source.end, max(cue.head.i, source.end) if cue.head.i > verb.i else high
    if verb_final(verb, low):
        first = clause_start(verb, low)
        if source is not None and first <= source.start:
            first = source.end
        return first, min(cue.first, verb.i)
    if cue.head.i > verb.i + 1:
        return verb.i + 1, cue.head.i
    return verb.i + 1, high


def _fronted(cue: Cue, source: Phrase | None) -> Chars | None:
    """'Dat noemt hij onzin': the fronted object is part of the content; an adverbial is not."""
    verb = cue.finite or cue.head
    doc = cue.head.doc
    if source is None or source.start < verb.i or verb.i == cue.sent[0]:
        return None
    first = doc[cue.sent[0]]
    if first.lower_ in FOCUS and doc[first.i + 1].pos_ in ("DET", "NOUN", "PROPN", "PRON") and first.i + 1 < verb.i:
        first = doc[first.i + 1]
    adverbial = first.tag_.startswith(("VZ", "BW", "VG")) or first.dep_ in ("advmod", "case", "cc", "mark")
    apart = doc[verb.i - 1].is_punct and not _one_phrase(doc.stretch(cue.sent[0], verb.i))
    return None if adverbial or apart else trimmed(doc, cue.sent[0], verb.i)


def _is_predication(cue: Cue, span: WordSpan) -> bool:
    """Whether something is said of something: an adjective that is no attribute, a mark, or two noun phrases."""
    if entry(cue).head == "vinden" and any(t.lower_ in FOUND for t in span):
        return False
    if any(t.is_quote for t in span):
        return True
    free = [t for t in span if t.tag_.startswith("ADJ|vrij") and t.dep_ != "advmod" and t.lower_ not in FOUND]
    secondary = any(t.dep_ == "xcomp" and t.head == cue.head and t.lower_ not in FOUND for t in span)
    if entry(cue).head != "noemen" and not span[0].tag_.startswith("VNW"):
        return secondary or any(cue.head in (t.head, t.head.head) for t in free)
    parts = sum(t.dep_ in ("obj", "xcomp", "obl:arg", "ccomp") and t.head == cue.head for t in span)
    return secondary or bool(free) or parts > 1


def as_label(cue: Cue) -> Found | None:
    """'bestempelt X als Y'; of a passive the grammatical subject belongs to the content."""
    if not entry(cue).allows("als"):
        return None
    doc = cue.head.doc
    low, high = cue.sent
    als = next(
        (
            t
            for t in doc[low:high]
            if t.lower_ == "als" and abs(t.i - cue.head.i) < NEAR and not (_comparison(t) or _clause(t))
        ),
        None,
    )
    if als is None or (als.i < cue.first and not cue.passive):
        return None
    last = clause_end(als.i, cue)
    if _infinitive_at_end(cue, als, last):
        return None
    if cue.passive:
        source = source_of(cue)
        return made(cue, [_labelled(cue), trimmed(doc, als.i, last)], "as-label", 0.6, source)
    source = source_of(cue, content=range(als.i, last))
    if source is None:
        return None
    first = max(cue.finite.i if cue.finite else cue.first, source.end - 1) + 1
    fronted = None if source.head.tag_.startswith("VNW|betr") else _fronted(cue, source)
    return made(cue, [fronted, trimmed(doc, first, last)], "as-label", 0.65, source)


def _infinitive_at_end(cue: Cue, als: Word, last: int) -> bool:
    """'zag hem als winnaar uit de strijd *komen*': what was seen happening, nobody's judgement."""
    end = cue.head.doc[last - 1] if not cue.head.doc[last - 1].is_punct else cue.head.doc[last - 2]
    seen = entry(cue).head == "zien" and end.tag_.startswith("WW|inf|vrij") and end.i > als.i + 1
    return seen and not any(is_finite(t) for t in cue.head.doc[als.i : last])


def _labelled(cue: Cue) -> Chars | None:
    """The subject of a passive: all before its verb, or behind it where an adverbial opens: 'Daarin wordt *de raad* …'."""
    doc, verb = cue.head.doc, cue.finite or cue.head
    subject = next((c for c in cue.head.children if c.dep_ in ("nsubj:pass", "nsubj")), None)
    if subject is not None and verb.i < subject.i < cue.head.i:
        found = phrase_around(subject, low=verb.i + 1, high=cue.head.i)
        return trimmed(doc, found.start, found.end)
    return trimmed(doc, _clause_low(cue), verb.i)


def _clause_low(cue: Cue) -> int:
    """Where the clause of a passive begins: behind waarin in 'een brief waarin de raad wordt afgeschilderd als'."""
    verb = cue.finite or cue.head
    low = cue.sent[0]
    if not verb_final(verb, low):
        return low
    first = clause_start(verb, low)
    return first + cue.head.doc[first].lower_.startswith("waar")


def _clause(als: Word) -> bool:
    """'zien *als we* straks beginnen', 'juichen *als* de ploeg wint': a subject behind als, its verb at the end."""
    if als.i + 1 >= len(als.doc):
        return False
    verb = als.head
    ends = als.dep_ == "mark" and is_finite(verb) and verb.i > als.i and any(c.dep_ in SUBJECTS for c in verb.children)
    return "nomin" in als.nbor(1).tag_.split("|") or (
        ends and not any(t.tag_.startswith("VNW|betr") for t in als.doc[als.i : verb.i])
    )


def _comparison(als: Word) -> bool:
    return als.i > 0 and als.nbor(-1).lower_ in (
        "zo",
        "even",
        "net",
        "zowel",
        "evenals",
        "zoveel",
        "veel",
        "vaak",
        "lang",
    )


def prepositional_object(cue: Cue) -> Found | None:
    """'spreekt van een ramp', 'wijst op de gevaren' with marks in it."""
    prepositions = entry(cue).prepositions()
    doc = cue.head.doc
    for token in doc[cue.first + 1 : cue.sent[1]] if prepositions else ():
        if (
            token.lower_ in prepositions
            and token not in cue.tokens
            and token.head.head in (cue.head, cue.head.head, token.head)
        ):
            return _object_of(cue, token)
        if is_finite(token) and token != cue.finite and token not in cue.tokens:
            return None
    return None


def _object_of(cue: Cue, preposition: Word) -> Found | None:
    doc = cue.head.doc
    last = clause_end(preposition.i, cue)
    marked = any(t.is_quote for t in doc[preposition.i : last])
    if not (marked or (entry(cue).head == "spreken" and preposition.lower_ == "van")) or cue.negated:
        return None
    source = source_of(cue, content=range(preposition.i + 1, last))
    if source is None:
        return None
    return made(cue, [trimmed(doc, preposition.i + 1, last)], "prepositional-object", 0.65, source)
