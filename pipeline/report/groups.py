"""The same claim in several articles: who affirms it, who negates it, who leaves it open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from pipeline.export.names import file_name
from pipeline.report.article import article_page
from pipeline.report.segments import short
from pipeline.report.speakers import pages_of
from pipeline.schema import Claim
from pipeline.store.output import ArticleRows, Output

OPEN = frozenset({"question", "conditional", "imperative"})
"""Modalities that say neither that it is so nor that it is not."""
SIDES = ("affirmed", "negated", "open")


@dataclass(slots=True, kw_only=True)
class Voice:
    """One claim of a group, with where it stands and who says it."""

    claim: Claim
    page: str
    ref: str
    title: str
    outlet: str | None
    day: date | None
    speaker_page: str | None

    @property
    def side(self) -> str:
        """Which of SIDES it is on."""
        if self.claim.modality in OPEN:
            return "open"
        return "negated" if self.claim.polarity == "negative" else "affirmed"


@dataclass(slots=True, kw_only=True)
class Group:
    """Claims that say the same, or the opposite, in two articles or more."""

    page: str
    voices: list[Voice] = field(default_factory=list)

    def sides(self) -> list[tuple[str, list[Voice]]]:
        """The sides that somebody is on, each in order of time, those without a date last."""
        ordered = sorted(self.voices, key=lambda voice: (voice.day is None, voice.day or date.min))
        found = [(side, [voice for voice in ordered if voice.side == side]) for side in SIDES]
        return [(side, voices) for side, voices in found if voices]

    @property
    def text(self) -> str:
        """Its words, as the first one put them, as a sentence by itself."""
        first = self.sides()[0][1][0].claim
        return first.normalised or first.text

    @property
    def articles(self) -> int:
        """In how many articles it stands."""
        return len({voice.page for voice in self.voices})

    @property
    def outlets(self) -> list[str]:
        """Who published it."""
        return sorted({voice.outlet for voice in self.voices if voice.outlet})

    @property
    def contradicted(self) -> bool:
        """Whether one affirms what another negates."""
        return {"affirmed", "negated"} <= {voice.side for voice in self.voices}

    @property
    def amounts_differ(self) -> bool:
        """Whether two give different amounts of the same unit."""
        told: dict[str | None, set[frozenset[float]]] = defaultdict(set)
        for voice in self.voices:
            units: dict[str | None, set[float]] = defaultdict(set)
            for amount in voice.claim.quantities:
                units[amount.unit].add(amount.value)
            for unit, values in units.items():
                told[unit].add(frozenset(values))
        return any(len(values) > 1 for values in told.values())


class Groups:
    """All groups of an output; which claims have one is known from the beginning, so that an article can lead to it."""

    def __init__(self, output: Output) -> None:
        articles: dict[str, set[str]] = defaultdict(set)
        for group, article in output.columns("claims", ["claim_group", "article_id"]):
            if group is not None:
                articles[group].add(article)
        self.by_key = {key: Group(page=file_name(key, ".html")) for key in sorted(articles) if len(articles[key]) > 1}
        self._sizes = Counter({key: len(found) for key, found in articles.items()})

    def __len__(self) -> int:
        return len(self.by_key)

    def __iter__(self) -> Iterator[Group]:
        """Contradicted ones first, then those in most articles; a run that goes on meanwhile may have emptied one."""
        found = (group for group in self.by_key.values() if group.voices)
        return iter(sorted(found, key=lambda g: (not g.contradicted, -g.articles, g.text)))

    def add(self, rows: ArticleRows) -> None:
        """Take in an article."""
        article = rows.article
        pages = pages_of(rows.quotes, rows.entities)
        for claim in rows.claims:
            group = self.by_key.get(claim.claim_group or "")
            if group is not None:
                group.voices.append(
                    Voice(
                        claim=claim,
                        page=article_page(article.article_id),
                        ref=short(claim.claim_id),
                        title=article.title or article.article_id,
                        outlet=article.outlet,
                        day=article.published.date() if article.published else None,
                        speaker_page=pages.get(claim.quote_id or ""),
                    )
                )

    def link(self, claim: Claim) -> tuple[str, int] | None:
        """The page of a claim's group, and in how many other articles it stands; None where it stands in this one only."""
        group = self.by_key.get(claim.claim_group or "")
        return (group.page, self._sizes[claim.claim_group or ""] - 1) if group else None
