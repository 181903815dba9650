"""Who said things over all articles: one page a speaker, gathered while the articles go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from pipeline.export.names import file_name
from pipeline.report.segments import short
from pipeline.schema import Entity, Quote
from pipeline.store.output import ArticleRows

NAMED = frozenset({"named_person", "named_organisation", "medium"})
"""Source kinds that have a name. Without one, the same words in two articles need not be the same person."""


@dataclass(slots=True, kw_only=True)
class Statement:
    """One quote as a speaker's page shows it."""

    page: str
    ref: str
    title: str
    outlet: str | None
    day: date | None
    words: str
    """The stretches of the quote, with a mark where something stands between them."""
    quote: Quote


@dataclass(slots=True, kw_only=True)
class Speaker:
    """Someone or something that is quoted. `named` tells whether under a name or a role."""

    name: str
    page: str
    named: bool = False
    labels: Counter[str] = field(default_factory=Counter)
    aliases: Counter[str] = field(default_factory=Counter)
    descriptions: Counter[str] = field(default_factory=Counter)
    outlets: Counter[str] = field(default_factory=Counter)
    articles: set[str] = field(default_factory=set)
    statements: list[Statement] = field(default_factory=list)

    @property
    def label(self) -> str | None:
        """The type the articles agree on most."""
        return self.labels.most_common(1)[0][0] if self.labels else None

    def newest_first(self) -> list[Statement]:
        """Statements with a date before those without, newest article first, in text order within one."""
        return sorted(self.statements, key=lambda s: (s.day is None, -(s.day or date.min).toordinal()))


class Speakers:
    """All speakers by page."""

    def __init__(self) -> None:
        self.by_key: dict[str, Speaker] = {}

    def add(self, rows: ArticleRows, page: str) -> None:
        """Take in the quotes of an article whose page is `page`."""
        entities = {entity.entity_id: entity for entity in rows.entities}
        article = rows.article
        for quote in rows.quotes:
            entity = entities.get(quote.speaker_id or "")
            key = speaker_key(quote, entity)
            if key is None:
                continue
            speaker = self.by_key.get(key) or self._new(key, quote)
            _describe(speaker, quote, entity)
            speaker.articles.add(article.article_id)
            speaker.outlets[article.outlet or ""] += 1
            speaker.statements.append(
                Statement(
                    page=page,
                    ref=short(quote.quote_id),
                    title=article.title or article.article_id,
                    outlet=article.outlet,
                    day=article.published.date() if article.published else None,
                    words=" … ".join(article.text[span.start : span.end] for span in quote.spans),
                    quote=quote,
                )
            )

    def most_quoted(self) -> list[Speaker]:
        """Most statements first, then by name."""
        return sorted(self.by_key.values(), key=lambda s: (-len(s.statements), s.name))

    def _new(self, key: str, quote: Quote) -> Speaker:
        speaker = Speaker(name=quote.speaker or "", page=speaker_page(key))
        self.by_key[key] = speaker
        return speaker


def speaker_key(quote: Quote, entity: Entity | None) -> str | None:
    """The same for statements of the same speaker; None where nobody is known.

    That is the entity's identifier across articles where there is one, else the name.
    """
    if not quote.speaker:
        return None
    return entity.global_id if entity and entity.global_id else quote.speaker


def speaker_page(key: str) -> str:
    """Name of the speaker's page."""
    return file_name(key, ".html")


def pages_of(quotes: Iterable[Quote], entities: Iterable[Entity]) -> dict[str, str]:
    """For each quote_id with a speaker, that speaker's page."""
    by_id = {entity.entity_id: entity for entity in entities}
    keys = {quote.quote_id: speaker_key(quote, by_id.get(quote.speaker_id or "")) for quote in quotes}
    return {quote_id: speaker_page(key) for quote_id, key in keys.items() if key}


def _describe(speaker: Speaker, quote: Quote, entity: Entity | None) -> None:
    speaker.named |= quote.source_kind in NAMED
    if entity:
        speaker.labels[entity.label] += 1
        speaker.aliases.update(alias for alias in entity.aliases if alias != speaker.name)
        if entity.description:
            speaker.descriptions[entity.description] += 1
