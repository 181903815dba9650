"""Claims and quotes joined with their article and their speaker, as plain values: what CSV and JSON Lines hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime

from pipeline.schema import Entity, Row, columns
from pipeline.store.output import ArticleRows

ARTICLE_COLUMNS = ("title", "published", "outlet", "url")
"""What a claim or quote carries of its article."""
SPEAKER_COLUMNS = ("label", "description", "gender", "global_id")
"""What it carries of its speaker's entity, as `speaker_label` and so on."""
QUOTE_COLUMNS = ("kind", "cue_lemma", "stance", "said_at")
"""What a claim carries of its quote, beside the words of its `sentence`."""

Record = dict[str, object]


def header(table: str) -> list[str]:
    """Names of the joined columns of `claims` or `quotes`, in order."""
    own = [column.name for column in columns(table)]
    added = ["sentence", *QUOTE_COLUMNS] if table == "claims" else []
    return [*own, *added, *(f"speaker_{name}" for name in SPEAKER_COLUMNS), *ARTICLE_COLUMNS]


def claim_records(rows: ArticleRows) -> Iterator[Record]:
    """The article's claims, in the order of the table."""
    own = [column.name for column in columns("claims") if column.name != "article_id"]
    sentences = {sentence.sentence_id: sentence.text for sentence in rows.sentences}
    quotes = {quote.quote_id: quote for quote in rows.quotes}
    entities = {entity.entity_id: entity for entity in rows.entities}
    for claim in rows.claims:
        joined = {"sentence": sentences.get(claim.sentence_id or ""), **_some(quotes, claim.quote_id, QUOTE_COLUMNS)}
        yield _record(rows, row(claim, own) | joined, entities)


def quote_records(rows: ArticleRows) -> Iterator[Record]:
    """The article's quotes, in the order of the table."""
    own = [column.name for column in columns("quotes") if column.name != "article_id"]
    entities = {entity.entity_id: entity for entity in rows.entities}
    for quote in rows.quotes:
        yield _record(rows, row(quote, own), entities)


def row(item: Row, names: Iterable[str]) -> Record:
    """Some columns of a row as values that JSON knows."""
    return {name: plain(getattr(item, name)) for name in names}


def plain(value: object) -> object:
    """Dates as ISO 8601, structures as mappings and lists."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(item) for item in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _record(rows: ArticleRows, own: Record, entities: dict[str, Entity]) -> Record:
    speaker_id = own["speaker_id"] if isinstance(own["speaker_id"], str) else None
    speaker = {f"speaker_{name}": value for name, value in _some(entities, speaker_id, SPEAKER_COLUMNS).items()}
    return {"article_id": rows.article.article_id, **own, **speaker, **row(rows.article, ARTICLE_COLUMNS)}


def _some(by_id: Mapping[str, Row], key: str | None, names: Iterable[str]) -> Record:
    """Some columns of the row that `key` names, all null where there is none."""
    found = by_id.get(key or "")
    return row(found, names) if found else dict.fromkeys(names)
