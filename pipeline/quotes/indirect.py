"""Indirect and mixed attributions of reporting verbs: complement clauses, parentheticals, infinitives, labels.

Rule identifiers follow the constructions they handle: `dat-clause`, `question-clause`, `infinitive`, `parenthetical`,
`colon`, `label`, `as-label`, `prepositional-object`.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc, Token

from pipeline.quotes.clauses import QUESTION_WORDS, clause_end, complementizer, main_clause_between
from pipeline.quotes.cues import Cue, is_finite, is_verb
from pipeline.quotes.found import Chars, Found, trimmed
from pipeline.quotes.lexicon import CueEntry
from pipeline.quotes.phrases import Phrase, noun_phrase
from pipeline.quotes.subjects import impersonal_source, is_impersonal, source_of

LEADING = frozenset(
    "ook nog wel dan toch al echter bovendien verder daarom zelfs juist vooral eerder maandag dinsdag woensdag "
    "donderdag vrijdag zaterdag zondag gisteren vandaag".split()
)
NEAR = 15
"""Tokens between a labelling verb and its als."""


def verb_attribution(cue: Cue) -> Found | None:
    """The attribution a reporting verb makes, by the first construction that fits; None where it reports nothing."""
    constructions: list[Callable[[Cue], Found | None]] = [
        _as_said, _following_clause, _parenthetical, _question_clause, _infinitive, _label, _as_label, object_attribution, _colon,
    ]  # fmt: skip
    for construction in constructions:
        found = construction(cue)
        if found is not None:
            return found
    return None


def _entry(cue: Cue) -> CueEntry:
    assert isinstance(cue.entry, CueEntry)
    return cue.entry


def _made(
    cue: Cue, content: list[Chars | None], rule: str, confidence: float, source: Phrase | None = None
) -> Found | None:
    spans = [c for c in content if c is not None]
    if not spans:
        return None
    return Found(content=spans, rule=rule, cue=cue, cue_tokens=list(cue.tokens), source=source, confidence=confidence)


def _with_source(cue: Cue, first: int, last: int, rule: str, confidence: float) -> Found | None:
    """An attribution whose content is the tokens `first:last`; without a source only impersonal ones stay."""
    source = _document(cue, range(first, last)) or source_of(cue, content=range(first, last))
    if source is None and not _impersonal(cue):
        return None
    return _made(cue, [trimmed(cue.head.doc, first, last)], rule, confidence, source)


def _impersonal(cue: Cue) -> bool:
    """'Er wordt gezegd dat', 'Gevreesd wordt dat': a passive, or an expletive subject."""
    if cue.passive:
        return True
    doc = cue.head.doc
    near = doc[max(cue.sent[0], cue.first - 3) : min(cue.sent[1], cue.last + 3)]
    return _entry(cue).lemma in ("lekken", "te horen krijgen") or any(t.lower_ == "er" for t in near)


def _document(cue: Cue, content: range) -> Phrase | None:
    """'Uit het rapport blijkt dat …': the object of uit is the source; 'krijgt van X te horen'."""
    preposition = {"blijken": "uit", "krijgen": "van"}.get(_entry(cue).head)
    if preposition is None:
        return None
    doc = cue.head.doc
    for token in doc[cue.sent[0] : cue.sent[1]]:
        if token.lower_ == preposition and token.i not in content:
            found = noun_phrase(
                doc, token.i + 1, high=cue.sent[1], stop=set(content) | {t.i for t in cue.tokens}, skip=1
            )
            if found is not None:
                return found
    return None


def _dat_clause(cue: Cue) -> Found | None:
    if not _entry(cue).allows("d"):
        return None
    opener = complementizer(cue, frozenset({"dat"}))
    if opener is None:
        return None
    return _with_source(cue, opener.i + 1, clause_end(opener.i + 1, cue), "dat-clause", 0.9)


def _following_clause(cue: Cue) -> Found | None:
    """A dat-clause, or in a sentence that begins with another clause a question: these come before a parenthetical."""
    found = _dat_clause(cue)
    if found is not None or cue.finite is None or cue.finite.i == cue.sent[0]:
        return found
    return _question_clause(cue) if cue.finite.nbor(-1).text == "," else None


def _question_clause(cue: Cue) -> Found | None:
    """Of- and question-word clauses; 'of' stays outside, the question word is part of the content."""
    if not _entry(cue).allows("o"):
        return None
    opener = complementizer(cue, QUESTION_WORDS | {"of"})
    if opener is None or (opener.lower_ != "of" and opener.i > cue.last + 8):
        return None
    first = opener.i + (opener.lower_ == "of")
    return _with_source(cue, first, clause_end(first, cue), "question-clause", 0.8)


def _infinitive(cue: Cue) -> Found | None:
    """'belooft te betalen', 'roept X op om te vertrekken'."""
    if not _entry(cue).allows("t"):
        return None
    doc = cue.head.doc
    verb = _te_infinitive(cue)
    if verb is None:
        return None
    first = _infinitive_start(cue, verb)
    if first is None:
        return None
    found = _with_source(cue, first, clause_end(verb.i, cue), "infinitive", 0.7)
    return found if found is None or found.source is not None or doc[first - 1].lower_ == "om" else None


def _te_infinitive(cue: Cue) -> Token | None:
    doc = cue.head.doc
    for token in doc[cue.first + 1 : cue.sent[1]]:
        if token.lower_ == "dat" or (is_finite(token) and token not in cue.tokens and token != cue.finite):
            return None
        if (
            token.lower_ == "te"
            and token.i + 1 < cue.sent[1]
            and is_verb(doc[token.i + 1])
            and token.i + 1 != cue.head.i
        ):
            return doc[token.i + 1]
    return None


def _infinitive_start(cue: Cue, verb: Token) -> int | None:
    """First token of the infinitive clause: after om, after the cue's particle, else by the parse."""
    doc = cue.head.doc
    for i in range(cue.first + 1, verb.i):
        if doc[i].lower_ == "om" and (doc[i].tag_.startswith("VZ") or doc[i].dep_ == "mark"):
            return i + 1
    begin = max(t.i for t in cue.tokens if t.i < verb.i) + 1
    finite = cue.finite.i + 1 if cue.finite is not None and cue.finite.i < verb.i else 0
    begin = max(begin, finite)
    source = source_of(cue, content=range(verb.i - 1, verb.i + 1))
    if source is not None and begin <= source.start < verb.i:
        begin = max(begin, source.end)
    if begin > verb.i:
        return None
    edge = max(verb.left_edge.i, begin)
    while edge < verb.i - 1 and (doc[edge].lower_ in LEADING or (doc[edge].is_punct and not doc[edge].is_quote)):
        edge += 1
    return edge


def _parenthetical(cue: Cue) -> Found | None:
    """The clause around a parenthetical cue: 'De brug, zo meldt de gemeente, gaat open'."""
    verb = cue.finite
    if verb is None or not _entry(cue).allows("q", "d", "2", "o") or cue.passive:
        return None
    doc = cue.head.doc
    low, high = cue.sent
    at = verb.i - 1
    if at > low and doc[at].lower_ in ("zo", "aldus"):
        at -= 1
    if at <= low or doc[at].text not in (",", "?", "!", "-", "–", "…") or _relative(doc, at):
        return None
    source = _parenthetical_source(cue, verb)
    if source is None and not is_impersonal(_entry(cue), verb):
        return None
    end = max(source.end if source is not None else 0, cue.last + 1)
    if _has_object(cue, source, end):
        return None
    after = _rest(doc, end, high)
    if not main_clause_between(doc, low, at) and (after is None or not main_clause_between(doc, after, high)):
        return None
    content = [trimmed(doc, _without_conjunction(doc, low, at), at)]
    if after is not None:
        content.append(trimmed(doc, after, high))
    return _made(cue, content, "parenthetical", 0.85, source)


def _relative(doc: Doc, at: int) -> bool:
    """'de man, die zegt': no content before the comma of a relative clause."""
    return at + 1 < len(doc) and doc[at + 1].lower_ in ("die", "dat", "wie")


def _has_object(cue: Cue, source: Phrase | None, end: int) -> bool:
    """A verb with an object of its own reports nothing before the comma: ', merkte hij de vlammen op'."""
    doc = cue.head.doc
    entry = _entry(cue)
    if entry.head == "heten" and source is not None and not is_impersonal(entry, cue.finite or cue.head):
        return True
    if entry.lemma == "weten" and (source is None or source.head.pos_ == "PRON"):
        return True
    if end >= cue.sent[1] or (source is not None and source.end != end):
        return False
    following = doc[end]
    return following.lower_ in ("over", "het", "dat", "of", "om") or (
        following.lower_ == "te" or following.tag_.startswith("LID") and following.head.dep_ in ("obj", "xcomp")
    )


def _without_conjunction(doc: Doc, low: int, at: int) -> int:
    """A leading complementizer stays outside: 'Dat het regent, zegt hij'."""
    while low < at and (doc[low].is_space or doc[low].is_quote):
        low += 1
    return low + 1 if doc[low].lower_ in ("dat", "of") and doc[low].tag_.startswith("VG") else low


def _parenthetical_source(cue: Cue, verb: Token) -> Phrase | None:
    doc = cue.head.doc
    if _entry(cue).head == "blijken":
        return _document(cue, range(cue.sent[0], verb.i))
    stop = {t.i for t in cue.tokens}
    if is_impersonal(_entry(cue), verb):
        return impersonal_source(verb, high=cue.sent[1])
    return noun_phrase(doc, verb.i + 1, high=cue.sent[1], stop=stop)


def _rest(doc: Doc, end: int, high: int) -> int | None:
    """First token after the parenthetical where the content goes on: only behind a comma, and only if it is a clause."""
    if end < high and doc[end].text == "," and any(t.is_alpha for t in doc[end + 1 : high]):
        following = doc[end + 1]
        if following.lower_ in ("die", "dat", "wie", "aldus", "toen", "nadat", "maar") or following.is_quote:
            return None
        return end + 1
    return None


def _as_said(cue: Cue) -> Found | None:
    """'Het is te laat, zoals de raad al zei': the main clause around the zoals-clause."""
    if not _entry(cue).allows("d") or _entry(cue).allows("n") or cue.passive:
        return None
    doc = cue.head.doc
    low, high = cue.sent
    word = next((t for t in reversed(doc[max(low, cue.first - NEAR) : cue.first]) if t.lower_ == "zoals"), None)
    if word is None or word.i - 1 <= low or doc[word.i - 1].text not in (",", "-", "–", "(", '"'):
        return None
    if any(t.text == "," for t in doc[word.i : cue.first]) or not main_clause_between(doc, low, word.i):
        return None
    source = noun_phrase(doc, word.i + 1, high=cue.first, skip=0)
    if source is None:
        return None
    end = max(cue.last, cue.finite.i if cue.finite is not None else 0) + 1
    after = next((i + 1 for i in range(end, high) if doc[i].text in (",", "-", "–", ")")), high)
    rest = trimmed(doc, after, high) if after < high and doc[after].lower_ not in ("maar", "en", "die") else None
    return _made(cue, [trimmed(doc, low, word.i), rest], "as-said", 0.7, source)


def _label(cue: Cue) -> Found | None:
    """'noemt het plan onwerkbaar', 'vindt dat te duur': object and predicate are the content."""
    if not _entry(cue).allows("n") or _bare(cue):
        return None
    source = source_of(cue)
    if source is None and not cue.passive:
        return None
    doc = cue.head.doc
    first, last = _label_range(cue, source)
    while first < last and doc[first].lower_ in LEADING:
        first += 1
    last = min(last, clause_end(first, cue)) if first < last else last
    if first >= last or not _is_predication(doc, first, last):
        return None
    front = _fronted(cue, source)
    return _made(cue, [front, trimmed(doc, first, last)], "label", 0.75, source)


def _bare(cue: Cue) -> bool:
    """'vindt dat …' without an object before dat."""
    opener = complementizer(cue, frozenset({"dat"}))
    return opener is not None and opener.i - cue.last <= 3


def _label_range(cue: Cue, source: Phrase | None) -> tuple[int, int]:
    """Tokens between finite verb (or inverted subject) and the clause's end; in a verb-final clause those before the verb."""
    verb = cue.finite or cue.head
    if source is not None and source.start > verb.i:
        return source.end, cue.sent[1]
    verb_final = source is not None and source.end < verb.i - 1 and not _verb_second(cue, source)
    if verb_final and source is not None:
        return source.end, cue.first
    if cue.head.i > verb.i + 1:
        return verb.i + 1, cue.head.i
    return verb.i + 1, cue.sent[1]


def _verb_second(cue: Cue, source: Phrase) -> bool:
    """Only punctuation or adverbs between subject and verb: a main clause."""
    verb = cue.finite or cue.head
    return all(t.is_punct or t.pos_ == "ADV" for t in cue.head.doc[source.end : verb.i])


def _fronted(cue: Cue, source: Phrase | None) -> Chars | None:
    """'Dat noemt hij onzin': the fronted object is part of the content."""
    verb = cue.finite or cue.head
    doc = cue.head.doc
    if source is None or source.start < verb.i or verb.i == cue.sent[0]:
        return None
    return trimmed(doc, cue.sent[0], verb.i)


def _is_predication(doc: Doc, first: int, last: int) -> bool:
    """Whether something is said of something: an adjective that is no attribute, a mark, or two noun phrases."""
    span = doc[first:last]
    if any(t.is_quote for t in span) or any(
        t.tag_.startswith("ADJ|vrij") or t.tag_.startswith("WW|vd|vrij") for t in span
    ):
        return True
    return sum(t.dep_ in ("obj", "xcomp", "obl:arg", "ccomp") for t in span) > 1 or any(t.dep_ == "xcomp" for t in span)


def _as_label(cue: Cue) -> Found | None:
    """'bestempelt X als Y'; of a passive the grammatical subject belongs to the content."""
    if not _entry(cue).allows("als"):
        return None
    doc = cue.head.doc
    low, high = cue.sent
    als = next(
        (t for t in doc[low:high] if t.lower_ == "als" and abs(t.i - cue.head.i) < NEAR and not _comparison(t)), None
    )
    if als is None or (als.i < cue.first and not cue.passive):
        return None
    last = clause_end(als.i, cue)
    if cue.passive:
        source = source_of(cue)
        subject = trimmed(doc, low, cue.finite.i if cue.finite is not None else cue.first)
        return _made(cue, [subject, trimmed(doc, als.i, last)], "as-label", 0.6, source)
    source = source_of(cue, content=range(als.i, last))
    if source is None:
        return None
    first = max(cue.finite.i if cue.finite else cue.first, source.end - 1) + 1
    return _made(cue, [trimmed(doc, first, last)], "as-label", 0.65, source)


def _comparison(als: Token) -> bool:
    return als.i > 0 and als.nbor(-1).lower_ in ("zo", "even", "net", "zowel", "evenals")


def _colon(cue: Cue) -> Found | None:
    """'De minister concludeert: het plan is van de baan.' without marks."""
    if not _entry(cue).allows("q", "d"):
        return None
    doc = cue.head.doc
    for token in doc[cue.last + 1 : cue.sent[1]]:
        if token.text == ":" and token.i + 1 < cue.sent[1] and not doc[token.i + 1].is_quote:
            content = range(token.i + 1, cue.sent[1])
            if not any(is_finite(t) for t in doc[content.start : content.stop]):
                return None
            source = source_of(cue, content=content)
            return (
                None
                if source is None
                else _made(cue, [trimmed(doc, content.start, content.stop)], "colon", 0.7, source)
            )
    return None
