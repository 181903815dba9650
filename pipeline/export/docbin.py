"""spaCy DocBins: the parsed articles with names, quotes, cues, sources and claims as spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans

from pipeline.errors import StageMissingError
from pipeline.schema import Claim, Mention, Quote
from pipeline.schema import Span as Chars
from pipeline.store.docs import ATTRIBUTES, unpack
from pipeline.store.output import ArticleRows, Output

GROUPS = ("quotes", "cues", "sources", "claims")
"""Span groups of each Doc. A span's `label_` is the kind of its row, its `id_` the row: stretches of one quote share it."""


def write(output: Output, folder: Path) -> None:
    """One `.spacy` file a shard: what spaCy's `Corpus` reads as a folder. StageMissingError where no parse is stored."""
    for shard in output.shards():
        packed = DocBin(attrs=ATTRIBUTES, store_user_data=True)
        articles, parsed = output.parsed(shard)
        if parsed is None:
            raise StageMissingError(
                f"{output.root} has no parse of {shard}.", f"Run `zegsman tokenize --out {output.root}` first."
            )
        docs = unpack(parsed, spacy.blank("nl").vocab)
        for rows in articles:
            if rows.article.article_id in docs:
                packed.add(marked(docs[rows.article.article_id], rows))
        packed.to_disk(folder / f"{shard}.spacy")


def marked(doc: Doc, rows: ArticleRows) -> Doc:
    """The Doc with what the tables say; a stretch that ends inside a token is widened to it."""
    doc.set_ents(filter_spans(_names(doc, rows.mentions)), default="outside")
    doc.spans["quotes"] = [_span(doc, s, q.kind, q.quote_id) for q in rows.quotes for s in q.spans]
    doc.spans["cues"] = [_span(doc, s, q.cue_kind, q.quote_id) for q in rows.quotes for s in q.cue_spans]
    doc.spans["sources"] = _sources(doc, rows.quotes)
    doc.spans["claims"] = _claims(doc, rows.claims)
    return doc


def _names(doc: Doc, mentions: Iterable[Mention]) -> list[Span]:
    named = (mention for mention in mentions if mention.kind == "name")
    return [_span(doc, Chars(m.start, m.end), m.label, m.entity_id or "") for m in named]


def _sources(doc: Doc, quotes: Iterable[Quote]) -> list[Span]:
    return [
        _span(doc, Chars(q.source_start, q.source_end), q.source_kind, q.quote_id)
        for q in quotes
        if q.source_start is not None and q.source_end is not None
    ]


def _claims(doc: Doc, claims: Sequence[Claim]) -> list[Span]:
    return [_span(doc, Chars(c.start, c.end), c.modality, c.claim_id) for c in claims]


def _span(doc: Doc, chars: Chars, label: str, row_id: str) -> Span:
    found = doc.char_span(chars.start, chars.end, label=label, span_id=row_id, alignment_mode="expand")
    assert found is not None, "offsets point into the text"
    return found
