"""W3C Web Annotations: one annotation a line, for each quote, its cue, its source, and each claim.

The target is the text as analysed, not the page at the article's address, whose characters are others; that page stands in
`scope`. Each stretch is given by its words (TextQuoteSelector) and by its code points (TextPositionSelector), as
https://www.w3.org/TR/annotation-model/ asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.export.iris import row_iri, text_iri, web_link
from pipeline.export.jsonl import write_lines
from pipeline.schema import Article, Claim, Quote, Span
from pipeline.store.output import ArticleRows, Output

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Characters before and after a stretch that help to find it again in a text that has changed a little."""
CLAIM_TAGS = ("polarity", "modality", "certainty")

Json = dict[str, Any]


def write(output: Output, folder: Path) -> None:
    """`annotations.jsonl`."""
    write_lines(output, {folder / "annotations.jsonl": all_of})


def all_of(rows: ArticleRows) -> Iterator[Json]:
    """All annotations of an article, quotes first."""
    for quote in rows.quotes:
        yield _quote(rows.article, quote)
        for part, spans in (("cue", quote.cue_spans), ("source", _source(quote))):
            if spans:
                yield _part(rows.article, quote, part, spans)
    for claim in rows.claims:
        yield _claim(rows.article, claim)


def _annotation(article: Article, *, iri: str, motivation: str, body: list[Json], spans: Iterable[Span]) -> Json:
    return {
        "@context": CONTEXT,
        "id": iri,
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": [_target(article, span) for span in spans],
    }


def _quote(article: Article, quote: Quote) -> Json:
    """Who says the words: the body names the speaker, and how they are reported."""
    body = [_text(quote.speaker, "identifying")] if quote.speaker else []
    body += [_text(f"kind: {quote.kind}", "classifying"), _text(f"stance: {quote.stance}", "classifying")]
    body += [_text("cue: negated", "classifying")] if quote.cue_negated else []
    return _annotation(
        article, iri=row_iri(quote.quote_id), motivation="identifying", body=body, spans=quote.spans
    )  # fmt: skip


def _part(article: Article, quote: Quote, part: str, spans: list[Span]) -> Json:
    """The cue or the source, linked to the annotation of its quote."""
    iri = row_iri(quote.quote_id)
    linked = {"type": "SpecificResource", "source": iri, "purpose": "linking"}
    return _annotation(
        article, iri=f"{iri}:{part}", motivation="linking", body=[linked, _text(part, "classifying")], spans=spans
    )


def _claim(article: Article, claim: Claim) -> Json:
    """What is said: predicate, and how it is put forward."""
    body = [_text(claim.speaker, "identifying")] if claim.speaker else []
    body.append(_text(claim.predicate, "tagging"))
    body += [_text(f"{name}: {getattr(claim, name)}", "classifying") for name in CLAIM_TAGS]
    span = Span(claim.start, claim.end)
    return _annotation(article, iri=row_iri(claim.claim_id), motivation="describing", body=body, spans=[span])


def _text(value: str, purpose: str) -> Json:
    return {"type": "TextualBody", "value": value, "purpose": purpose, "format": "text/plain"}


def _target(article: Article, span: Span) -> Json:
    text = article.text
    words = {
        "type": "TextQuoteSelector",
        "exact": text[span.start : span.end],
        "prefix": text[max(0, span.start - AROUND) : span.start],
        "suffix": text[span.end : span.end + AROUND],
    }
    place = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    source = {"id": text_iri(article), "type": "Text", "format": "text/plain", "language": article.language or "nl"}
    link = web_link(article.url)
    scope = {"scope": link} if link else {}
    return {"type": "SpecificResource", "source": source, **scope, "selector": [words, place]}


def _source(quote: Quote) -> list[Span]:
    if quote.source_start is None or quote.source_end is None:
        return []
    return [Span(quote.source_start, quote.source_end)]
