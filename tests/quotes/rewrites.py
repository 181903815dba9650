"""Mechanical rewrites of gold articles: the same news with other marks, a closing mark lost, no paragraphs."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Callable, Iterable

from pipeline.evaluate.gold import GoldArticle
from pipeline.schema import Span
from pipeline.tokenize.layout import find_paragraphs
from pipeline.tokenize.marks import find_marks

Edit = tuple[int, int, str]
"""Characters start:end become the string."""


def rewritten(article: GoldArticle, edits: Iterable[Edit]) -> GoldArticle:
    """The article with its text edited and all attributions moved along."""
    ordered = sorted(edits)
    pieces, last = [], 0
    starts, shifts = [-1], [0]
    for start, end, new in ordered:
        pieces += [article.text[last:start], new]
        starts.append(end)
        shifts.append(shifts[-1] + len(new) - (end - start))
        last = end
    text = "".join([*pieces, article.text[last:]])

    def moved(spans: list[Span]) -> list[Span]:
        return [Span(*(at + shifts[bisect_right(starts, at) - 1] for at in (s.start, s.end))) for s in spans]

    attributions = [
        dataclasses.replace(
            a,
            content=moved(a.content),
            cue=moved(a.cue),
            source=moved(a.source),
            alternative=moved(a.alternative),
        )
        for a in article.attributions
    ]
    return dataclasses.replace(article, text=text, attributions=attributions)


def marks(opening: str, closing: str) -> Callable[[GoldArticle], list[Edit]]:
    """All outer quotation marks become this pair."""

    def edits(article: GoldArticle) -> list[Edit]:
        outer = [m for m in find_marks(article.text, find_paragraphs(article.text)) if not m.depth and m.closed]
        return [
            edit
            for m in outer
            if m.open_start < m.start and m.end < m.close_end
            for edit in ((m.open_start, m.start, opening), (m.end, m.close_end, closing))
        ]

    return edits


def lost_mark(article: GoldArticle) -> list[Edit]:
    """The first quotation that is a whole clause loses its closing mark."""
    found = [m for m in find_marks(article.text, find_paragraphs(article.text)) if not m.depth and m.closed]
    long = [m for m in found if m.end - m.start > 40 and m.end < m.close_end]
    return [(long[0].end, long[0].close_end, "")] if long else []


def no_paragraphs(article: GoldArticle) -> list[Edit]:
    """Blank lines in the body become a space; the headline stays a line of its own."""
    at, edits = article.text.find("\n\n") + 2, []
    while (at := article.text.find("\n\n", at)) >= 0:
        edits.append((at, at + 2, " "))
        at += 2
    return edits
