"""Direct quotations: what stands in marks, tied to the cue and source that go with it.

Rules: `inversion` ('…', zegt X), `tail` ('…', aldus X), `impersonal` ('…', klinkt het bij X), `intro` (X zegt: '…'), `name-colon`
(X: '…'), `bracket` ('…' (X)), `open-class` (any verb in inversion after a closed quotation), `complement` (X riep '…'),
`floating` (no cue in its sentence), `turn` (a conversation), `headline-quote`.
"""

from __future__ import annotations

from pipeline.doc import mentions_over, text_of
from pipeline.entities.tables import source_noun
from pipeline.quotes.bearers import can_say
from pipeline.quotes.clauses import complementizer, main_clause_between, main_verb
from pipeline.quotes.cues import Cue, is_finite, prepositional_cues, verb_cues
from pipeline.quotes.found import Found
from pipeline.quotes.lexicon import CueEntry, Prepositional
from pipeline.quotes.phrases import Phrase, noun_phrase
from pipeline.quotes.stretches import (
    SHORT,
    TERMINAL,
    Stretch,
    find_stretches,
    has_finite_verb,
    is_sentence,
    token_after,
)
from pipeline.quotes.subjects import document, impersonal_source, is_impersonal, needs_document, source_of
from pipeline.quotes.uncued import adjacent, continues, multi_paragraph, without_cue
from pipeline.words import Word, Words, WordSpan

WINDOW = 40
NO_REPORTERS = frozenset(
    "is zijn was waren wordt worden werd werden heeft hebben had hadden kan kon zal zou moet mag".split()
)
DAT = frozenset({"dat"})
RESUMING = frozenset({"en", "maar", "want", "ook", "daarna", "vervolgens", "verder"})
"""Words that alone before a colon go on with what somebody says."""
BEARERS = ("PERSON", "ORG", "GPE", "NORP")


def direct_attributions(doc: Words) -> list[Found]:
    """Every quotation of the doc, in text order; stretches that are names, titles or fragments are left out."""
    result: list[Found] = []
    used: set[int] = set()
    latest: tuple[Stretch, Found] | None = None
    stretches = find_stretches(doc)
    for number, stretch in enumerate(stretches):
        inside = latest is not None and stretch.first < latest[0].last
        found = _with_cue(doc, stretch)
        if found is not None and used & {t.i for t in found.cue_tokens}:
            found = None  # the cue of the part before
        if found is None and not inside:
            following = next((s for s in stretches[number + 1 :] if s.mark.open_start >= stretch.mark.close_end), None)
            beside = following is not None and adjacent(doc, stretch, following)
            answered = beside and stretch.mark.closed
            # the first of several paragraphs, whatever stands before it
            if following is not None and _reopened(doc, stretch, following):
                stretch.starts = stretch.ends = True
            reopened = latest is not None and _reopened(doc, latest[0], stretch)
            joined = reopened or (latest is not None and not answered and continues(doc, *latest, stretch))
            if joined and latest is not None:
                latest[1].content.append(stretch.chars)
                latest = (stretch, latest[1])
                continue
            found = without_cue(doc, stretch, latest, answered=answered)
        if found is None:
            continue
        if found.cue_tokens and latest is not None and not latest[1].cue_tokens and _goes_on(doc, latest[0], stretch):
            result.remove(latest[1])
            found.content = latest[1].content + found.content
        result.append(found)
        used.update(t.i for t in found.cue_tokens)
        if not inside:
            latest = (stretch, found)
    return result


def _goes_on(doc: Words, previous: Stretch, stretch: Stretch) -> bool:
    """Whether a stretch goes on with a quotation of several paragraphs."""
    return multi_paragraph(previous, stretch) or _reopened(doc, previous, stretch)


def _reopened(doc: Words, previous: Stretch, stretch: Stretch) -> bool:
    """The same in a text that has lost its line ends: nothing closes the one, and the other follows at once."""
    left_open = not previous.mark.closed and text_of(doc)[previous.mark.end - 1] in TERMINAL
    return left_open and adjacent(doc, previous, stretch)


def _with_cue(doc: Words, stretch: Stretch) -> Found | None:
    return _tail(doc, stretch) or _intro(doc, stretch)


# -- after the closing mark ---------------------------------------------------------------------------------------


def _tail(doc: Words, stretch: Stretch) -> Found | None:
    word = token_after(doc, stretch)
    if word is None or word.text == "(" or word.text[0].isupper() or not stretch.mark.closed:
        return _bracket(doc, stretch, word)
    if _ends_clause(doc, stretch):
        return None
    window = doc.stretch(word.i, min(word.i + WINDOW, _paragraph_end(doc, stretch)))
    if word.lower_ in ("aldus", "volgens", "dixit", "luidens", "bij"):
        return _by_preposition(stretch, window)
    if word.lower_ == "zo" and len(window) > 1:
        if not is_finite(window[1]):
            return _named(stretch, noun_phrase(doc, word.i + 1, high=window.end, skip=0), "tail", tokens=[word])
        word, window = window[1], window.part(1)
    if word.lower_ == "dat" and len(window) > 1 and is_finite(window[1]):
        word, window = window[1], window.part(1)
    return _inversion(doc, stretch, word, window)


def _ends_clause(doc: Words, stretch: Stretch) -> bool:
    """'De winkel sluit wegens "gebrek aan geld", zegt Bos': the marked words end a clause that is reported as a whole."""
    if stretch.starts or stretch.before < 0 or doc[stretch.before].text in (":", ","):
        return False
    low = _clause_start(doc, stretch.before, stretch)
    return main_clause_between(doc, low, stretch.before + 1)


def _paragraph_end(doc: Words, stretch: Stretch) -> int:
    span = doc.char_span(stretch.paragraph.end - 1, stretch.paragraph.end, alignment_mode="expand")
    return span.end if span is not None else len(doc)


def _by_preposition(stretch: Stretch, window: WordSpan) -> Found | None:
    cue = next((c for c in prepositional_cues(window) if c.first == window.start), None)
    if cue is None or not isinstance(cue.entry, Prepositional) or cue.entry.source != "after":
        return None
    source = noun_phrase(window.doc, cue.last + 1, high=_until_stop(window), skip=2)
    return _named(stretch, source, "tail", cue=cue, tokens=cue.tokens)


def _until_stop(window: WordSpan) -> int:
    """The end of the reporting sentence: its full stop, or the next opening mark."""
    for token in window:
        if token.text in (".", "!", "?", ":", ";") or (token.is_quote and token.i > window.start):
            return int(token.i)
    return int(window.end)


def _inversion(doc: Words, stretch: Stretch, word: Word, window: WordSpan) -> Found | None:
    clause = doc.stretch(window.start, _until_stop(window))
    if not len(clause):
        return None
    cue = next((c for c in verb_cues(clause) if c.finite is not None and c.finite.i == word.i), None)
    if cue is None:
        cue = next((c for c in verb_cues(clause) if c.first == word.i), None)
    if cue is None:
        return _open_class(doc, stretch, word, clause)
    assert isinstance(cue.entry, CueEntry)
    if is_impersonal(cue.entry, word):
        if cue.entry.head == "heten" and clause[1:3] and clause[1].tag_.startswith("LID"):
            return None  # '„Van boot naar bank" heet het plan': a name
        source = impersonal_source(word, high=clause.end)
        return _named(stretch, source, "impersonal", cue=cue, tokens=cue.tokens, needs_source=False)
    if needs_document(cue):
        return _named(stretch, document(cue, range(0)), "inversion", cue=cue, tokens=cue.tokens)
    begin = (cue.finite.i if cue.finite is not None else cue.first) + 1
    source = noun_phrase(doc, begin, high=clause.end, stop={t.i for t in cue.tokens})
    return _named(stretch, source, "inversion", cue=cue, tokens=cue.tokens)


def _open_class(doc: Words, stretch: Stretch, word: Word, clause: WordSpan) -> Found | None:
    """'Eindelijk', glundert de burgemeester: any verb, if the quotation is an utterance and a person or group follows."""
    if not is_finite(word) or word.lower_ in NO_REPORTERS or not is_sentence(doc, stretch) or not stretch.starts:
        return None
    source = noun_phrase(doc, word.i + 1, high=clause.end)
    if source is None or not _may_speak(source.head):
        return None
    return _named(stretch, source, "open-class", tokens=[word], confidence=0.6)


def _may_speak(head: Word) -> bool:
    if head.lower_ in ("hij", "zij", "ze", "ik", "we", "wij"):
        return True
    return any(m.label in BEARERS for m in mentions_over(head.doc, head.idx, head.idx + 1)) or head.ent_type_ in BEARERS


def _bracket(doc: Words, stretch: Stretch, word: Word | None) -> Found | None:
    """'Geen spijt' (Rutte)."""
    if word is None or word.text != "(" or stretch.paragraph.section not in ("headline", "caption"):
        return None
    return _named(stretch, noun_phrase(doc, word.i + 1, high=min(len(doc), word.i + 8), skip=0), "bracket")


def _named(
    stretch: Stretch,
    source: Phrase | None,
    rule: str,
    *,
    cue: Cue | None = None,
    tokens: list[Word] | None = None,
    confidence: float = 0.95,
    needs_source: bool = True,
) -> Found | None:
    if (source is None and needs_source) or (source is not None and not can_say(source)):
        return None
    return Found(
        content=[stretch.chars], rule=rule, cue=cue, cue_tokens=list(tokens or []), source=source, confidence=confidence
    )


# -- before the opening mark --------------------------------------------------------------------------------------


TITLES = frozenset({"titel", "kop", "naam", "bijnaam", "naambordje"})
"""Nouns before a colon behind which a name stands, not what somebody says: 'de officiële naam: …'."""


UTTERANCES = frozenset({"uitspraak", "uitspraken", "woorden", "citaat", "spreuk", "gezegde"})


def _intro(doc: Words, stretch: Stretch) -> Found | None:
    at = stretch.before
    if at < 0 or doc[at].idx < stretch.paragraph.start:
        return None
    if doc[at].text in (".", "!", "?", ";"):
        return None
    colon = doc[at].text == ":"
    clause = doc.stretch(_clause_start(doc, at, stretch), at + (not colon and not doc[at].is_punct))
    if not len(clause):
        return None
    if not colon and not _complement(doc, stretch, clause):
        return None
    if colon and any(t.lower_ in TITLES for t in clause[-4:]):
        return None
    spoken = _sender(doc, clause, nouns=UTTERANCES) if colon else None
    if spoken is not None:
        return Found(content=[stretch.chars], rule="name-colon", source=spoken, confidence=0.85)
    found = _intro_cue(stretch, clause, colon=colon)
    if found is not None or not colon:
        return found
    return _name_colon(doc, stretch, clause)


def _clause_start(doc: Words, at: int, stretch: Stretch) -> int:
    """Start of the sentence that leads to the quotation."""
    start = at
    while start > 0 and at - start < WINDOW and doc[start - 1].idx >= stretch.paragraph.start:
        if doc[start - 1].text in (".", "!", "?", ";") or (
            doc[start - 1].is_quote and start < at and doc[start].text[0].isupper()
        ):
            break
        start -= 1
    return start


def _complement(doc: Words, stretch: Stretch, clause: WordSpan) -> bool:
    """Whether the stretch is all of what the verb before it introduces: 'X riep "…"', not 'X noemt het "een ramp"'."""
    goes_on = stretch.after < len(doc) and doc[stretch.after].lower_ in (",", "en", "maar", "toen", "tijdens")
    if not stretch.ends and not goes_on:
        return False
    last = clause[-1]
    return is_sentence(doc, stretch) and (is_finite(last) or last.lower_ in ("dat", ",", "toe", "aan", "op", "uit", "mee", "terug")
        or last.tag_.startswith("WW") or _subject_end(last))  # fmt: skip


def _subject_end(last: Word) -> bool:
    return last.pos_ in ("PRON", "PROPN", "NOUN") and any(is_finite(t) for t in last.doc[max(0, last.i - 6) : last.i])


def _intro_cue(stretch: Stretch, clause: WordSpan, *, colon: bool) -> Found | None:
    cues = [c for c in verb_cues(clause) if isinstance(c.entry, CueEntry) and c.entry.allows("q", "d", "o")]
    if not cues:
        return None
    cue = cues[-1]
    if colon and complementizer(cue, DAT) is not None:  # 'zei dat hij moe was: "…"': the cue has its content already
        return Found(content=[stretch.chars], rule="name-colon", hint="before", confidence=0.7)
    if not colon and (_names(cue) or not _takes_quotation(cue, clause) or _another_verb(cue, clause)):
        return None
    source = source_of(cue)
    if source is None and not cue.passive:
        return None
    rule = "intro" if colon else "complement"
    return Found(
        content=[stretch.chars], rule=rule, cue=cue, cue_tokens=list(cue.tokens), source=source, confidence=0.9
    )


def _names(cue: Cue) -> bool:
    """'noemt het plan "een ramp"': what the marks hold is said of something, with it the content."""
    return isinstance(cue.entry, CueEntry) and cue.entry.sense in ("label", "judge") and cue.entry.allows("n")


def _another_verb(cue: Cue, clause: WordSpan) -> bool:
    """'was er blij mee, op elk kaartje *stond* zoiets als "…"': a main clause without a cue stands between."""
    rest = clause.doc.stretch(cue.last + 1, clause.end)
    at = main_verb(clause.doc, rest.start, rest.end)
    why = any(t.lower_ in ("omdat", "doordat", "terwijl", "hoewel") for t in rest)
    return why or (at is not None and (cue.finite is None or at != cue.finite.i))


def _takes_quotation(cue: Cue, clause: WordSpan) -> bool:
    """Whether the quotation is what the cue reports, and no clause with dat begins between them."""
    if clause[-1].lower_ == "dat":
        return True
    fits = isinstance(cue.entry, CueEntry) and cue.entry.allows("q")
    return fits and complementizer(cue, DAT) is None


def _sender(doc: Words, clause: WordSpan, nouns: frozenset[str] = frozenset()) -> Phrase | None:
    """'De krant kreeg een brief van Anja Vos: "…"': whoever the words before the colon come from.

    They come from somebody by a document, or by one of `nouns` alone where they are given.
    """
    van = next((t for t in reversed(clause) if t.lower_ == "van"), None)
    before = doc[van.i - 1].lower_ if van is not None and van.i > clause.start else ""
    noun = source_noun(before)
    if van is not None and doc.stretch(max(clause.start, van.i - 3), van.i - 1).text.lower() == "in de":
        return None  # 'in de woorden van Bos: …' is a cue
    if van is None or not (before in nouns if nouns else noun is not None and noun.kind == "document"):
        return None
    found = noun_phrase(doc, van.i + 1, high=clause.end, skip=0)
    ends = found is not None and all(t.is_punct for t in doc[found.end : clause.end])
    return found if ends and found is not None and any(_may_speak(t) for t in doc[found.start : found.end]) else None


def _name_colon(doc: Words, stretch: Stretch, clause: WordSpan) -> Found | None:
    """'Rutte: "…"'; 'De Haan is boos: "…"': the clause's subject or its only phrase speaks."""
    if not is_sentence(doc, stretch) and stretch.last - stretch.first < 2:
        return None
    sender = _sender(doc, clause)
    if sender is not None:
        return Found(content=[stretch.chars], rule="name-colon", source=sender, confidence=0.85)
    subjects = [t for t in clause if t.dep_ in ("nsubj", "nsubj:pass") and _may_speak(t)]
    head = subjects[0] if subjects else None
    if head is None and not any(is_finite(t) for t in clause):
        source = noun_phrase(doc, clause.start, high=clause.end, skip=1)
        if source is not None and (
            _may_speak(source.head) or any(_may_speak(t) for t in doc[source.start : source.end])
        ):
            return Found(content=[stretch.chars], rule="name-colon", source=source, confidence=0.85)
        resumes = len(clause) <= 2 and (clause[0].lower_ in RESUMING or clause[0].tag_.startswith("WW|od"))
        return Found(content=[stretch.chars], rule="name-colon", hint="before", confidence=0.6) if resumes else None
    if head is None and not (
        stretch.ends and has_finite_verb(doc, stretch) and stretch.last - stretch.first > 2 * SHORT
    ):
        return None
    return Found(content=[stretch.chars], rule="name-colon", hint="before", confidence=0.6)
