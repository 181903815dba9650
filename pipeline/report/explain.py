"""Why a quote is what the tables say: rule, cue, source, and the way to the speaker, beside the words in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.errors import InputNotFoundError
from pipeline.quotes.lexicon import CueEntry, nouns_by_form, prepositionals, verb_entries
from pipeline.report.segments import short
from pipeline.report.words import meaning
from pipeline.rules import described
from pipeline.schema import Mention, Quote
from pipeline.store.output import ArticleRows

AROUND = 90
"""Characters of the text before and after the words of a quote."""
MARKS = {"content": ("[", "]"), "cue": ("<", ">"), "source": ("{", "}")}
LEGEND = "[what is said] <cue> {source}"
FRAMES = {
    "d": "dat-clause", "o": "question", "t": "te-infinitive", "2": "main clause", "q": "quotation",
    "n": "object with a predicate", "als": "als", "r": "reflexive only",
}  # fmt: skip
"""How the codes in the column frames of cues.tsv read."""


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: what it is about, and the answer itself."""

    about: str
    text: str


def chosen(rows: ArticleRows, quote_id: str | None) -> list[Quote]:
    """The quotes to explain, in text order: all, or the one named `q3` or `a01:q3`. InputNotFoundError where it is not there."""
    in_order = sorted(rows.quotes, key=lambda quote: (quote.start, -quote.end))
    found = [quote for quote in in_order if quote_id in (None, quote.quote_id, short(quote.quote_id))]
    if quote_id is not None and not found:
        there = ", ".join(short(quote.quote_id) for quote in in_order) or "no quotes at all"
        raise InputNotFoundError(f"Article {rows.article.article_id} has no quote {quote_id}.", f"It has {there}.")
    return found


def explain(rows: ArticleRows, quote: Quote) -> Iterator[Line]:
    """All that the tables tell of how `quote` came about."""
    yield Line("text", in_context(rows.article.text, quote))
    yield Line("kind", quote.kind + (f", within {short(quote.parent_id)}" if quote.parent_id else ""))
    yield Line("rule", f"{quote.rule}: {described('quotes', quote.rule)}")
    yield Line("cue", _cue(quote))
    yield Line("source", f"{quote.source!r} is a {quote.source_kind}" if quote.source else "no words for it")
    yield Line("speaker", _speaker(rows, quote))
    yield Line("because", f"{quote.resolution}: {meaning('resolution', quote.resolution)}")
    yield from _weighed(rows, quote)
    yield from _path(rows, quote)
    yield Line("sure", f"{quote.confidence:.2f} of 1: how often attributions like it were right")
    for claim in rows.claims:
        if claim.quote_id == quote.quote_id:
            read = f"{claim.rule}: {described('claims', claim.rule)}; {claim.polarity}, {claim.modality}, {claim.certainty}"
            yield Line(f"claim {short(claim.claim_id)}", f"{claim.text!r} ({read})")


def in_context(text: str, quote: Quote) -> str:
    """The words of the quote in their place, on one line, with a mark for each part; nested parts keep theirs."""
    places = [(span.start, span.end, "content") for span in quote.spans]
    places += [(span.start, span.end, "cue") for span in quote.cue_spans]
    if quote.source_start is not None and quote.source_end is not None:
        places.append((quote.source_start, quote.source_end, "source"))
    first, last = min(start for start, _, _ in places), max(end for _, end, _ in places)
    low, high = max(0, first - AROUND), min(len(text), last + AROUND)
    opens = [(start, -end, MARKS[part][0]) for start, end, part in places]
    closes = [(end, -start, MARKS[part][1]) for start, end, part in places]
    # At one place what ends is closed before anything is opened; of several the inner one is closed, the outer one opened, first.
    marks = [
        *((at, 0, other, mark) for at, other, mark in closes),
        *((at, 1, other, mark) for at, other, mark in opens),
    ]
    pieces, at = ["… " if low else ""], low
    for place, _, _, mark in sorted(marks):
        pieces += [text[at:place], mark]
        at = place
    pieces += [text[at:high], " …" if high < len(text) else ""]
    return " ".join("".join(pieces).split())


def _cue(quote: Quote) -> str:
    if not quote.cue:
        return "none: " + ("a colon or a bracket" if quote.cue_kind == "punctuation" else "nothing reports it")
    negated = ", negated" if quote.cue_negated else ""
    told = f"{quote.cue!r}: {quote.cue_kind} {quote.cue_lemma}, {quote.stance}{negated}"
    return f"{told}; {_entry(quote)}"


def _entry(quote: Quote) -> str:
    """The row of the lexicon that knows the cue."""
    lemma = quote.cue_lemma or ""
    if any(" ".join(cue.words) == lemma for found in prepositionals().values() for cue in found):
        return "in cue_prepositions.tsv"
    entries: Sequence[tuple[str, CueEntry]] = [
        *(("cues.tsv", entry) for entry in verb_entries()), *(("cue_nouns.tsv", entry) for entry in nouns_by_form().values()),
    ]  # fmt: skip
    file, entry = next(((file, entry) for file, entry in entries if entry.lemma == lemma), ("", None))
    if entry is None:
        return "in no table: the construction alone decides"
    takes = sorted(FRAMES.get(frame, frame.replace("p:", "object of ")) for frame in entry.frames if frame)
    return f"in {file}: {entry.sense}, takes {', '.join(takes)}"


def _speaker(rows: ArticleRows, quote: Quote) -> str:
    if not quote.speaker:
        return "not known"
    entity = next((entity for entity in rows.entities if entity.entity_id == quote.speaker_id), None)
    if entity is None:
        return f"{quote.speaker}: these words, no entity of the article"
    known = [entity.label, *([entity.description] if entity.description else [])]
    also = f", also called {', '.join(entity.aliases)}" if entity.aliases else ""
    return f"{quote.speaker} ({', '.join(known)}{also}; {short(entity.entity_id)})"


def _weighed(rows: ArticleRows, quote: Quote) -> Iterator[Line]:
    """Between whom a pronoun was weighed, and how much each costs."""
    start, end = quote.source_start, quote.source_end
    pronoun = next((m for m in rows.mentions if (m.start, m.end) == (start, end) and m.alternatives), None)
    if pronoun is None:
        return
    names = {entity.entity_id: entity.name for entity in rows.entities}
    each = [f"{names[one.entity_id]} {one.cost:.1f}" for one in pronoun.alternatives]
    yield Line("weighed", f"{'; '.join(each)} (lines of distance and what speaks against it; the lowest is taken)")


def _path(rows: ArticleRows, quote: Quote) -> Iterator[Line]:
    """Where the article named the speaker last, for a source that does not."""
    named = [m for m in rows.mentions if m.entity_id == quote.speaker_id and m.kind == "name"]
    if quote.speaker_id is None or quote.resolution == "explicit" or not named:
        return
    at = quote.source_start if quote.source_start is not None else quote.start
    before = [mention for mention in named if mention.end <= at]
    mention = max(before, key=_start) if before else min(named, key=_start)
    way = f"{at - mention.end} characters before" if before else "further on"
    yield Line("named", f"{mention.text!r}, {way}: {_around(rows.article.text, mention)}")


def _start(mention: Mention) -> int:
    return mention.start


def _around(text: str, mention: Mention) -> str:
    low, high = max(0, mention.start - AROUND // 2), mention.end + AROUND // 2
    return f"… {' '.join(text[low:high].split())} …"
