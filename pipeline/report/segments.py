"""Cuts the text of an article where quotes, cues, sources and claims begin and end, so that it can be coloured in place.

Spans may be nested, discontinuous or crossing. HTML elements cannot cross, so the text becomes flat stretches; each names
all rows it belongs to, and the innermost quote gives its colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.schema import Claim, Quote, Section
from pipeline.store.output import ArticleRows


@dataclass(frozen=True, slots=True)
class Layer:
    """A span of a row: `ref` is the row (`q3`, `c12`), `part` what the span is of it (content, cue, source, claim)."""

    start: int
    end: int
    ref: str
    part: str
    depth: int = 0


@dataclass(slots=True, kw_only=True)
class Segment:
    """A stretch of text without a boundary inside."""

    text: str
    refs: list[str] = field(default_factory=list)
    """All rows it belongs to, outermost quote first."""
    quote: str | None = None
    """The innermost quote whose content it is part of."""
    depth: int = 0
    """Number of quotes whose content it is part of."""
    cue_of: list[str] = field(default_factory=list)
    source_of: list[str] = field(default_factory=list)
    begins: list[str] = field(default_factory=list)
    """Rows that begin here: quotes and claims."""


@dataclass(slots=True, kw_only=True)
class Block:
    """A paragraph, headline or intertitle."""

    section: Section
    segments: list[Segment]


def short(row_id: str) -> str:
    """The row's identifier within its article: `q3` of `a01:q3`."""
    return row_id.rpartition(":")[2]


def blocks(rows: ArticleRows) -> list[Block]:
    """The text of an article as paragraphs of segments; nothing but white space between paragraphs is left out."""
    layers = _layers(rows.quotes, rows.claims)
    begins = _begins(layers)
    text = rows.article.text
    return [
        Block(section=section, segments=cut(text, start, end, layers, begins))
        for start, end, section in _paragraphs(rows)
    ]


def cut(text: str, start: int, end: int, layers: Sequence[Layer], begins: dict[int, list[str]]) -> list[Segment]:
    """`text[start:end]` cut at every boundary of a layer; joined, the segments are that text again."""
    inside = [layer for layer in layers if layer.start < end and layer.end > start]
    edges = {start, end} | {edge for layer in inside for edge in (layer.start, layer.end) if start < edge < end}
    points = sorted(edges)
    found = []
    for a, b in pairwise(points):
        segment = _segment(text[a:b], [layer for layer in inside if layer.start <= a and layer.end >= b])
        segment.begins = begins.get(a, [])
        found.append(segment)
    return found


def _segment(text: str, layers: Iterable[Layer]) -> Segment:
    """A stretch that all `layers` cover."""
    segment = Segment(text=text)
    for layer in sorted(layers, key=lambda layer: (layer.part == "claim", layer.depth)):
        if layer.ref not in segment.refs:
            segment.refs.append(layer.ref)
        if layer.part == "content":
            segment.quote = layer.ref
            segment.depth += 1
        elif layer.part == "cue":
            segment.cue_of.append(layer.ref)
        elif layer.part == "source":
            segment.source_of.append(layer.ref)
    return segment


def depths(quotes: Sequence[Quote]) -> dict[str, int]:
    """For each quote_id in how many others it is nested; a chain that leads nowhere or in a circle ends there."""
    parents = {quote.quote_id: quote.parent_id for quote in quotes}
    found = {}
    for quote_id, parent in parents.items():
        seen = {quote_id}
        at = parent
        while at in parents and at not in seen:
            seen.add(at)
            at = parents[at]
        found[quote_id] = len(seen) - 1
    return found


def _layers(quotes: Sequence[Quote], claims: Sequence[Claim]) -> list[Layer]:
    found = []
    depth = depths(quotes)
    for quote in quotes:
        ref, level = short(quote.quote_id), depth[quote.quote_id]
        found += [Layer(span.start, span.end, ref, "content", level) for span in quote.spans]
        found += [Layer(span.start, span.end, ref, "cue", level) for span in quote.cue_spans]
        if quote.source_start is not None and quote.source_end is not None:
            found.append(Layer(quote.source_start, quote.source_end, ref, "source", level))
    found += [Layer(claim.start, claim.end, short(claim.claim_id), "claim") for claim in claims]
    return found


def _begins(layers: Iterable[Layer]) -> dict[int, list[str]]:
    """For each position the quotes and claims whose first character it is, outermost quote first."""
    first: dict[str, tuple[int, int]] = {}
    for layer in layers:
        if layer.part in {"content", "claim"}:
            first[layer.ref] = min(first.get(layer.ref, (layer.start, layer.depth)), (layer.start, layer.depth))
    found: dict[int, list[str]] = {}
    for ref, (start, _) in sorted(first.items(), key=lambda item: item[1]):
        found.setdefault(start, []).append(ref)
    return found


def _paragraphs(rows: ArticleRows) -> list[tuple[int, int, Section]]:
    """Start, end and kind of each paragraph, from the sentences; what no sentence covers is a paragraph of the body."""
    by_number: dict[int, tuple[int, int, Section]] = {}
    for sentence in rows.sentences:
        start, end, section = by_number.get(sentence.paragraph, (sentence.start, sentence.end, sentence.section))
        by_number[sentence.paragraph] = min(start, sentence.start), max(end, sentence.end), section
    found: list[tuple[int, int, Section]] = []
    at = 0
    text = rows.article.text
    for start, end, section in sorted(by_number.values()):
        found += _uncovered(text, at, start)
        found.append((max(at, start), end, section))
        at = max(at, end)
    return [*found, *_uncovered(text, at, len(text))]


def _uncovered(text: str, start: int, end: int) -> list[tuple[int, int, Section]]:
    """The lines between two paragraphs that are not empty (all lines where nothing was tokenized)."""
    found: list[tuple[int, int, Section]] = []
    at = start
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            found.append((at, at + len(line.rstrip()), "body"))
        at += len(line)
    return found
