"""The quotes stage as a spaCy component: `zegsman_quotes` fills `doc._.quotes`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc as Parsed

from pipeline.doc import marks_over
from pipeline.quotes.anaphora import anaphoric_attribution, taken_up
from pipeline.quotes.cues import Cue, noun_cues, prepositional_cues, verb_cues
from pipeline.quotes.direct import direct_attributions
from pipeline.quotes.found import Found
from pipeline.quotes.hearsay import hearsay
from pipeline.quotes.indirect import verb_attribution
from pipeline.quotes.nominal import noun_attribution
from pipeline.quotes.openings import without_opening
from pipeline.quotes.prepositional import prepositional_attribution
from pipeline.quotes.rows import quote_rows
from pipeline.quotes.selection import select
from pipeline.words import Words, without_space, words_of


@Language.component("zegsman_quotes", requires=["doc._.mentions", "doc._.marks"], assigns=["doc._.quotes"])
def quotes(parsed: Parsed) -> Parsed:
    """Find every attribution of the doc: direct quotations first, then reported clauses sentence by sentence."""
    doc = words_of(parsed)
    direct = direct_attributions(doc)
    doc._.quotes = quote_rows(doc, select(direct + _reported(doc, direct)))
    return parsed


def _reported(doc: Words, direct: list[Found]) -> list[Found]:
    found: list[Found] = []
    used = {t.i for f in direct for t in f.cue_tokens}
    previous = None
    for sent in map(without_opening, map(without_space, doc.sents)):
        if not len(sent):
            continue
        cues = [_kept_inside(c) for c in verb_cues(sent) if c.head.i not in used]
        for cue in cues:
            one = verb_attribution(cue) or anaphoric_attribution(cue, previous)
            if one is not None and one.anaphor and previous is not None:
                one.content = taken_up(one, found + direct, previous)
            if one is not None:
                found.append(one)
                used.update(t.i for t in one.cue_tokens)
        others = [prepositional_attribution(_kept_inside(c)) for c in prepositional_cues(sent) if c.head.i not in used]
        others += [noun_attribution(_kept_inside(c)) for c in noun_cues(sent) if c.head.i not in used]
        found += [f for f in others if f is not None]
        heard = hearsay(doc, sent, previous, [*direct, *found])
        found += [heard] if heard is not None else []
        previous = sent
    return found


def _kept_inside(cue: Cue) -> Cue:
    """A cue inside quotation marks reports nothing outside them: its sentence ends where the marks do."""
    doc = cue.head.doc
    for mark in marks_over(doc, cue.head.idx, cue.head.idx + 1):
        span = doc.char_span(mark.start, mark.end, alignment_mode="contract")
        if span is not None and len(span):
            cue.sent = (max(cue.sent[0], span.start), min(cue.sent[1], span.end))
    return cue
