"""The index that the search page reads: plain script files, because a page opened from disk may read nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.report.article import article_page
from pipeline.report.segments import short
from pipeline.report.speakers import pages_of
from pipeline.schema import Claim, Quote
from pipeline.store.output import ArticleRows

CHUNK = 4000
"""Rows in one file: some hundred kilobytes, loaded one after the other while the reader types."""
FIELDS = (
    "article", "ref", "text", "speaker", "cue", "kind", "stance", "certainty", "modality", "polarity", "when", "about",
)  # fmt: skip
"""What a row of the index holds, in order. `article` and `speaker` are positions in the lists of those, -1 for none."""


@dataclass(slots=True)
class Index:
    """Rows of the index, gathered while the articles go by."""

    articles: list[list[str]] = field(default_factory=list)
    """For each article its page, title, outlet and day."""
    speakers: dict[tuple[str, str], int] = field(default_factory=dict)
    """For each name and page its position."""
    rows: list[list[Any]] = field(default_factory=list)

    def add(self, rows: ArticleRows) -> None:
        """Take in an article: its claims, and the quotes without a claim."""
        article = rows.article
        number = len(self.articles)
        day = article.published.date().isoformat() if article.published else ""
        page = article_page(article.article_id)
        self.articles.append([page, article.title or article.article_id, article.outlet or "", day])
        pages = pages_of(rows.quotes, rows.entities)
        quotes = {quote.quote_id: quote for quote in rows.quotes}
        told = {claim.quote_id for claim in rows.claims}
        found = [
            (claim.start, self._claim(number, claim, quotes.get(claim.quote_id or ""), pages)) for claim in rows.claims
        ]
        found += [
            (quote.start, self._quote(number, quote, pages)) for quote in rows.quotes if quote.quote_id not in told
        ]
        self.rows += [row for _, row in sorted(found, key=lambda pair: pair[0])]

    def files(self) -> Iterator[tuple[str, str]]:
        """Name and text of each script file."""
        chunks = [self.rows[at : at + CHUNK] for at in range(0, len(self.rows), CHUNK)]
        names = [f"rows-{number:04}.js" for number in range(len(chunks))]
        yield "index.js", _script("start", {
            "fields": FIELDS,
            "files": names,
            "rows": len(self.rows),
            "articles": self.articles,
            "speakers": [[name, page] for name, page in self.speakers],
        })  # fmt: skip
        for name, chunk in zip(names, chunks, strict=True):
            yield name, _script("add", chunk)

    def _claim(self, article: int, claim: Claim, quote: Quote | None, pages: dict[str, str]) -> list[Any]:
        when = str(claim.time_start) if claim.time_start else ""
        about = " ".join(part for part in (claim.subject, claim.object) if part and part not in claim.text)
        modality = [claim.certainty, claim.modality, claim.polarity, when, about]
        said = self._said(quote, pages)
        return [article, short(claim.claim_id), claim.text, *said, *modality]

    def _quote(self, article: int, quote: Quote, pages: dict[str, str]) -> list[Any]:
        """A quote in which no claim was found."""
        return [article, short(quote.quote_id), quote.content, *self._said(quote, pages), "", "", "", "", ""]

    def _said(self, quote: Quote | None, pages: dict[str, str]) -> list[Any]:
        if quote is None:
            return [-1, "", "", ""]
        return [self._speaker(quote, pages), quote.cue or "", quote.kind, quote.stance]

    def _speaker(self, quote: Quote, pages: dict[str, str]) -> int:
        if not quote.speaker:
            return -1
        return self.speakers.setdefault((quote.speaker, pages[quote.quote_id]), len(self.speakers))


def _script(function: str, value: object) -> str:
    """`value` as a call of the page's function; nothing in it can end the script or a line of it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char, escaped in (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(char, escaped)
    return f"zegsman.{function}({text});\n"
