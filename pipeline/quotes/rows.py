"""Rows of the quotes table from found attributions."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.doc import Shelf, marks_over, row_id, text_of
from pipeline.quotes.circumstances import circumstances
from pipeline.quotes.confidence import confidence, features
from pipeline.quotes.found import Chars, Found
from pipeline.quotes.lexicon import CueEntry
from pipeline.quotes.said import said_at
from pipeline.quotes.speakers import resolve
from pipeline.quotes.voice import Speaker
from pipeline.schema import CueKind, Quote, QuoteKind, Span, Stance
from pipeline.words import Word, Words


def quote_rows(doc: Words, found: Sequence[Found]) -> list[Quote]:
    """One row an attribution, in text order of `found`; parents are the smallest contents around them."""
    contents = Shelf((start, end, n) for n, one in enumerate(found) for start, end in one.content)
    parents = [_parent(one, found, contents) for one in found]
    speakers = resolve(doc, found, parents)
    ids = [row_id(doc, "q", number + 1) for number in range(len(found))]
    return [
        _row(
            doc, one, quote_id=ids[n], parent_id=ids[p] if (p := parents[n]) is not None else None, speaker=speakers[n]
        )
        for n, one in enumerate(found)
    ]


def _parent(one: Found, found: Sequence[Found], contents: Shelf[int]) -> int | None:
    """The attribution whose content holds this one's cue and content; `contents` are all of them by place."""
    anchors = [t.idx for t in one.cue_tokens] or [one.hull[0]]
    anchors += [] if one.anaphor else [one.hull[0]]
    around = set.intersection(*(set(contents.over(at, at + 1)) for at in anchors))
    holding = [n for n in sorted(around) if found[n] is not one and found[n].size > one.size]
    return min(holding, key=lambda n: found[n].size, default=None)


def _row(doc: Words, one: Found, *, quote_id: str, parent_id: str | None, speaker: Speaker) -> Quote:
    content = sorted(one.content)
    verbatim = _verbatim(doc, one, content)
    cue_spans = _joined(one.cue_tokens)
    source = one.source.chars if one.source is not None else None
    addressee, medium = circumstances(doc, one)
    row = Quote(
        quote_id=quote_id,
        kind=_kind(content, verbatim),
        content=" ".join(text_of(doc)[s:e] for s, e in content),
        spans=[Span(s, e) for s, e in content],
        start=content[0][0],
        end=content[-1][1],
        verbatim=[Span(s, e) for s, e in verbatim],
        cue=" ".join(text_of(doc)[s:e] for s, e in cue_spans) or None,
        cue_spans=[Span(s, e) for s, e in cue_spans],
        cue_start=cue_spans[0][0] if cue_spans else None,
        cue_end=cue_spans[0][1] if cue_spans else None,
        cue_lemma=_lemma(one),
        cue_kind=_cue_kind(one),
        stance=_stance(one),
        cue_negated=one.cue.negated if one.cue is not None else False,
        source=text_of(doc)[source[0] : source[1]] if source else None,
        source_start=source[0] if source else None,
        source_end=source[1] if source else None,
        source_kind=speaker.kind,
        speaker=speaker.name,
        speaker_id=speaker.entity_id,
        resolution=speaker.resolution,
        addressee=addressee,
        medium=medium,
        said_at=said_at(doc, one),
        parent_id=parent_id,
        rule=one.rule,
    )
    row.confidence = confidence(
        features(
            rule=row.rule, resolution=row.resolution, source_kind=row.source_kind, kind=row.kind, content=row.content
        )
    )
    return row


def _verbatim(doc: Words, one: Found, content: Sequence[Chars]) -> list[Chars]:
    """Parts of the content in marks that were opened for it, not for a quotation around the whole sentence."""
    if one.in_marks:
        return list(content)
    anchors = [t.idx for t in one.cue_tokens]
    found: list[Chars] = []
    for start, end in content:
        for mark in marks_over(doc, start, end):
            if any(mark.start <= at < mark.end for at in anchors):
                continue
            s, e = max(start, mark.start), min(end, mark.end)
            if s < e and not any(fs <= s and e <= fe for fs, fe in found):
                found.append((s, e))
    return sorted(found)


def _kind(content: Sequence[Chars], verbatim: Sequence[Chars]) -> QuoteKind:
    if not verbatim:
        return "indirect"
    whole = all(any(s - 1 <= start and end <= e + 1 for s, e in verbatim) for start, end in content)
    return "direct" if whole else "mixed"


def _joined(tokens: Sequence[Word]) -> list[Chars]:
    """Character spans of the cue's words; words that follow each other make one span."""
    spans: list[Chars] = []
    for token in tokens:
        start, end = token.idx, token.idx + len(token.text)
        if spans and token.i > 0 and not text_of(token.doc)[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _lemma(one: Found) -> str | None:
    if one.cue is not None:
        return one.cue.lemma
    return one.cue_tokens[0].lemma_.replace("_", "") if one.cue_tokens else None


def _cue_kind(one: Found) -> CueKind:
    if one.cue is None:
        if one.cue_tokens:
            return "preposition" if one.rule == "tail" else "verb"
        return "punctuation" if one.rule in ("name-colon", "bracket") else "none"
    return one.cue.entry.kind if isinstance(one.cue.entry, CueEntry) else "preposition"


def _stance(one: Found) -> Stance:
    return one.cue.entry.stance if one.cue is not None else "neutral"
