"""What the pages over all articles show: counts gathered while the articles go by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from pipeline.report.article import article_page
from pipeline.report.charts import Bar, bars, timeline
from pipeline.report.words import label
from pipeline.schema import columns
from pipeline.store.output import ArticleRows

LISTED = (
    ("quotes", "kind"),
    ("quotes", "stance"),
    ("claims", "certainty"),
    ("claims", "modality"),
    ("claims", "polarity"),
)
"""Columns whose values are counted."""


@dataclass(slots=True, kw_only=True)
class Line:
    """An article in the list of articles."""

    page: str
    title: str
    outlet: str | None
    day: date | None
    quotes: int
    claims: int
    speakers: int
    duplicate: str | None
    """Page of the article with the same text."""


@dataclass(slots=True)
class Overview:
    """Counts over all articles."""

    articles: list[Line] = field(default_factory=list)
    outlets: Counter[str] = field(default_factory=Counter)
    models: Counter[str] = field(default_factory=Counter)
    days: list[date] = field(default_factory=list)
    """Day of publication of each quote."""
    quotes: int = 0
    claims: int = 0
    attributed: int = 0
    """Claims that somebody made, not the article itself."""
    words: int = 0
    values: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, rows: ArticleRows) -> None:
        """Take in an article."""
        article = rows.article
        day = article.published.date() if article.published else None
        self.articles.append(
            Line(
                page=article_page(article.article_id),
                title=article.title or article.article_id,
                outlet=article.outlet,
                day=day,
                quotes=len(rows.quotes),
                claims=len(rows.claims),
                speakers=len({quote.speaker for quote in rows.quotes if quote.speaker}),
                duplicate=article_page(article.duplicate_of) if article.duplicate_of else None,
            )
        )
        self.outlets[article.outlet or "not given"] += len(rows.quotes)
        self.models[article.model or "none"] += 1
        self.days += [day] * len(rows.quotes) if day else []
        self._count(rows)

    def newest_first(self) -> list[Line]:
        """Articles with a date before those without, newest first, then by title."""
        return sorted(
            self.articles, key=lambda line: (line.day is None, -(line.day or date.min).toordinal(), line.title)
        )

    def timeline(self) -> list[Bar]:
        """Quotes over time, by day of publication."""
        return timeline(self.days)

    def bars(self, column: str) -> list[Bar]:
        """How often each value of a column of LISTED occurs, in the order of the schema, without those that never do."""
        counts = self.values.get(column, Counter())
        table = next(table for table, name in LISTED if name == column)
        order = next(c.values for c in columns(table) if c.name == column)
        return bars([(label(column, value), counts[value]) for value in order if counts[value]])

    def period(self) -> tuple[date, date] | None:
        """First and last day of publication."""
        days = [line.day for line in self.articles if line.day]
        return (min(days), max(days)) if days else None

    def _count(self, rows: ArticleRows) -> None:
        self.quotes += len(rows.quotes)
        self.claims += len(rows.claims)
        self.attributed += sum(claim.quote_id is not None for claim in rows.claims)
        self.words += rows.article.n_tokens or 0
        for table, column in LISTED:
            found = rows.quotes if table == "quotes" else rows.claims
            self.values.setdefault(column, Counter()).update(getattr(row, column) for row in found)
