"""schema.org: words in quotation marks as Quotation, propositions as Claim, one JSON-LD object a line.

Only words that stand in quotation marks are a Quotation. A Claim has its speaker as `author` only where the speaker vouches
for it: what somebody denies, or does not say, is `about` that person. `keywords` carry polarity, modality and certainty,
for which schema.org has no property; a reader who leaves them out reads a denial as an assertion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.export.iris import row_iri, text_iri, web_link
from pipeline.export.jsonl import write_lines
from pipeline.schema import Article, Claim, Entity, Quote
from pipeline.store.output import ArticleRows, Output

CONTEXT = "https://schema.org"
ORGANISATIONS = frozenset({"ORG", "GPE", "FAC"})
KEYWORDS = ("polarity", "modality", "certainty")

Json = dict[str, Any]


def write(output: Output, folder: Path) -> None:
    """`schema-org.jsonl`."""
    write_lines(output, {folder / "schema-org.jsonl": all_of})


def all_of(rows: ArticleRows) -> Iterator[Json]:
    """The Quotations and Claims of an article."""
    article = _article(rows.article)
    entities = {entity.entity_id: entity for entity in rows.entities}
    quotes = {quote.quote_id: quote for quote in rows.quotes}
    for quote in rows.quotes:
        if quote.verbatim:
            yield _quotation(rows.article, quote, article, entities)
    for claim in rows.claims:
        yield _claim(claim, quotes.get(claim.quote_id or ""), article, entities)


def _article(article: Article) -> Json:
    link = web_link(article.url)
    given = {
        "headline": article.title,
        "url": link,
        "datePublished": article.published.isoformat() if article.published else None,
        "publisher": {"@type": "Organization", "name": article.outlet} if article.outlet else None,
        "author": {"@type": "Person", "name": article.author} if article.author else None,
    }
    known = {name: value for name, value in given.items() if value}
    return {"@type": "NewsArticle", "@id": link or text_iri(article), "identifier": article.article_id, **known}


def _quotation(article: Article, quote: Quote, home: Json, entities: Mapping[str, Entity]) -> Json:
    words = " … ".join(article.text[span.start : span.end] for span in quote.verbatim)
    speaker = _speaker(quote, entities)
    return {
        "@context": CONTEXT,
        "@type": "Quotation",
        "@id": row_iri(quote.quote_id),
        "text": words,
        "inLanguage": article.language or "nl",
        **({"creator": speaker} if speaker else {}),
        **({"dateCreated": quote.said_at.isoformat()} if quote.said_at else {}),
        "isPartOf": home,
    }


def _claim(claim: Claim, quote: Quote | None, home: Json, entities: Mapping[str, Entity]) -> Json:
    speaker = _speaker(claim, entities)
    vouches = quote is None or not (quote.cue_negated or quote.stance == "denial")
    found = {
        "@context": CONTEXT,
        "@type": "Claim",
        "@id": row_iri(claim.claim_id),
        "text": claim.text,
        "keywords": [f"{name}: {getattr(claim, name)}" for name in KEYWORDS],
        "appearance": home,
    }
    if speaker:
        found["author" if vouches else "about"] = speaker
    elif quote is None and "publisher" in home:
        found["author"] = home["publisher"]
    return found


def _speaker(row: Quote | Claim, entities: Mapping[str, Entity]) -> Json | None:
    """The speaker as a person or an organisation; a bare thing with a name where the article does not tell which."""
    if not row.speaker:
        return None
    entity = entities.get(row.speaker_id or "")
    if entity is None:
        return {"@type": "Thing", "name": row.speaker}
    kind = "Person" if entity.label == "PERSON" else "Organization" if entity.label in ORGANISATIONS else "Thing"
    given = {
        "@id": row_iri(entity.global_id or entity.entity_id),
        "alternateName": entity.aliases,
        "description": entity.description,
        "sameAs": f"http://www.wikidata.org/entity/{entity.wikidata_id}" if entity.wikidata_id else None,
    }
    return {"@type": kind, "name": row.speaker, **{name: value for name, value in given.items() if value}}
