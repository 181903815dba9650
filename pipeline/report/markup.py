"""The text of an article as HTML, character for character; every bit of it escaped."""

from __future__ import annotations

from markupsafe import Markup

from pipeline.report.article import ArticleView
from pipeline.report.segments import Block, Segment


def block_html(view: ArticleView, block: Block) -> Markup:
    """The segments of a paragraph. White space is that of the text: nothing stands between two segments."""
    return Markup().join(_segment(view, segment) for segment in block.segments)


def _segment(view: ArticleView, segment: Segment) -> Markup:
    before = Markup().join(_begin(view, ref) for ref in segment.begins)
    if not segment.refs:
        return before + segment.text
    html = Markup('<span class="{}" data-r="{}">{}</span>')
    return before + html.format(view.css(segment), " ".join(segment.refs), segment.text)


def _begin(view: ArticleView, ref: str) -> Markup:
    """What stands before the first word of a row: a quote's number, which leads to its card; a claim's anchor."""
    card = view.card(ref)
    if card is None:
        return Markup('<a class="at" id="{}"></a>').format(ref)
    name = f"Quote {card.number}: {card.quote.speaker or 'speaker not known'}"
    html = Markup('<a class="mark {}" id="{}" href="#r-{}" data-mark="{}" aria-label="{}">{}</a>')
    return html.format(card.css, ref, ref, ref, name, card.number)
