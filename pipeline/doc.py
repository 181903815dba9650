"""What the stages leave on a spaCy Doc.

`doc._.article`    schema.Article or None (notebook use): identifier, time of publication, outlet, author
`doc._.paragraphs` list of Paragraph, from the layout component
`doc._.marks`      list of Marked, the stretches in quotation marks, in text order
`doc._.sentences`, `doc._.mentions`, `doc._.entities`, `doc._.quotes`, `doc._.claims`   lists of schema rows

All positions are code points into `doc.text`; `doc.text` is `articles.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from spacy.tokens import Doc, Span

from pipeline.schema import Article, Section

TEXT = "zegsman.text"
"""Key in `doc.user_data`; a Doc's tokens, and so its text, never change."""
LAYERS = ("paragraphs", "marks", "sentences", "mentions", "entities", "quotes", "claims")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, headline or intertitle: `text[start:end]` has no white space around it."""

    start: int
    end: int
    number: int
    section: Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A stretch in quotation marks.

    `start:end` is what stands between the marks, `open_start` the opening mark's first character, `close_end` the end of
    the closing mark. `closed` is False where the closing mark is missing (a quotation that goes on over a paragraph end,
    or a typing error): then `close_end == end`. `depth` is 0 for an outer stretch, 1 for one inside another.
    """

    open_start: int
    start: int
    end: int
    close_end: int
    depth: int = 0
    closed: bool = True


def register() -> None:
    """Register the extensions; safe to call twice."""
    if not Doc.has_extension("article"):
        Doc.set_extension("article", default=None)
    for layer in LAYERS:
        if not Doc.has_extension(layer):
            Doc.set_extension(layer, default=[])


register()


def article_id(doc: Doc) -> str:
    """The article's identifier; 'doc' for a text that did not come through ingest."""
    article: Article | None = doc._.article
    return article.article_id if article else "doc"


def published(doc: Doc) -> datetime | None:
    """Time of publication, or None."""
    article: Article | None = doc._.article
    return article.published if article else None


def text_of(doc: Doc) -> str:
    """`doc.text`, joined once: spaCy joins all tokens anew at each call."""
    text: str | None = doc.user_data.get(TEXT)
    if text is None:
        text = doc.user_data[TEXT] = doc.text
    return text


def row_id(doc: Doc, letter: str, number: int) -> str:
    """Identifier of a row, unique over all articles: `a01:q3`."""
    return f"{article_id(doc)}:{letter}{number}"


def tokens_in(doc: Doc, start: int, end: int) -> Span:
    """The tokens that overlap the characters `start:end` (empty span where there are none)."""
    found = doc.char_span(start, end, alignment_mode="expand")
    return found if found is not None else doc[0:0]
