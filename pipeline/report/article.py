"""The page of one article: its text in coloured segments, and beside it every quote with its claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.export.iris import web_link
from pipeline.export.names import file_name
from pipeline.report.segments import Block, Segment, blocks, short
from pipeline.report.speakers import pages_of
from pipeline.schema import Article, Claim, Quote
from pipeline.store.output import ArticleRows

COLOURS = 8
"""Speakers of an article with a colour of their own; the style sheet has s0 to s7, and sx for all others."""
OTHER = "sx"


@dataclass(slots=True, kw_only=True)
class QuoteView:
    """A quote as its card shows it."""

    quote: Quote
    ref: str
    number: int
    css: str
    page: str | None
    """The speaker's page."""
    parent: int | None
    """Number of the quote it is nested in."""
    words: list[str]
    """Its stretches, in text order."""
    claims: list[Claim] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class SpeakerInArticle:
    """A line of the legend."""

    name: str
    css: str
    page: str | None
    quotes: int


@dataclass(slots=True, kw_only=True)
class ArticleView:
    """All that the template of an article needs."""

    article: Article
    page: str
    link: str | None
    blocks: list[Block]
    quotes: list[QuoteView]
    own: list[Claim]
    """What the article states itself."""
    speakers: list[SpeakerInArticle]

    def css(self, segment: Segment) -> str:
        """Classes of a segment: the colour of the innermost quote, how deep it is nested, cue, source."""
        styles = {view.ref: view.css for view in self.quotes}
        names = []
        if segment.quote:
            names += ["q", f"d{min(segment.depth, 3)}", styles[segment.quote]]
        for part, refs in (("cue", segment.cue_of), ("src", segment.source_of)):
            if refs:
                names += [part] if segment.quote else [part, styles[refs[-1]]]
        return " ".join(names) or "c"

    def card(self, ref: str) -> QuoteView | None:
        """The quote `ref`; None where `ref` is a claim."""
        return next((view for view in self.quotes if view.ref == ref), None)


def article_page(article_id: str) -> str:
    """Name of the article's page."""
    return file_name(article_id, ".html")


def view(rows: ArticleRows) -> ArticleView:
    """The article as its page shows it."""
    colours = colours_of(rows.quotes)
    pages = pages_of(rows.quotes, rows.entities)
    quotes = _quotes(rows, colours, pages)
    by_id = {item.quote.quote_id: item for item in quotes}
    own: list[Claim] = []
    for claim in rows.claims:
        home = by_id.get(claim.quote_id or "")
        (home.claims if home else own).append(claim)
    return ArticleView(
        article=rows.article,
        page=article_page(rows.article.article_id),
        link=web_link(rows.article.url),
        blocks=blocks(rows),
        quotes=quotes,
        own=own,
        speakers=_legend(quotes),
    )


def colours_of(quotes: Sequence[Quote]) -> dict[str | None, str]:
    """A colour for each speaker, in the order in which they begin to speak; nobody and the ninth get the grey one."""
    found: dict[str | None, str] = {}
    for quote in sorted(quotes, key=lambda quote: quote.start):
        if quote.speaker and quote.speaker not in found:
            found[quote.speaker] = f"s{len(found)}" if len(found) < COLOURS else OTHER
    found[None] = OTHER
    return found


def _quotes(rows: ArticleRows, colours: dict[str | None, str], pages: dict[str, str]) -> list[QuoteView]:
    in_order = sorted(rows.quotes, key=lambda quote: (quote.start, -quote.end))
    numbers = {quote.quote_id: number for number, quote in enumerate(in_order, 1)}
    return [
        QuoteView(
            quote=quote,
            ref=short(quote.quote_id),
            number=numbers[quote.quote_id],
            css=colours[quote.speaker or None],
            page=pages.get(quote.quote_id),
            parent=numbers.get(quote.parent_id or ""),
            words=[rows.article.text[span.start : span.end] for span in quote.spans],
        )
        for quote in in_order
    ]


def _legend(quotes: Sequence[QuoteView]) -> list[SpeakerInArticle]:
    found: dict[str, SpeakerInArticle] = {}
    for item in quotes:
        name = item.quote.speaker
        if name:
            line = found.setdefault(name, SpeakerInArticle(name=name, css=item.css, page=item.page, quotes=0))
            line.quotes += 1
    return list(found.values())
