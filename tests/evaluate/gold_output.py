"""Output folders made from gold: what a faultless, and a faulty, pipeline would have written about it."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from pathlib import Path

from pipeline.evaluate.gold import GoldArticle, GoldAttribution
from pipeline.evaluate.match import accepted_names
from pipeline.schema import Article, Claim, Entity, Mention, Quote, Row, Span

GOLD = Path(__file__).parents[2] / "data" / "gold"
LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}
Rows = dict[str, list[tuple[str, Row]]]


def perfect(gold: Sequence[GoldArticle]) -> Rows:
    """Rows that say exactly what the gold says."""
    rows: Rows = {"articles": [], "mentions": [], "entities": [], "quotes": [], "claims": []}
    for article in gold:
        rows["articles"].append((article.id, article_row(article.id, article.text)))
        for number, mention in enumerate(article.mentions):
            rows["mentions"].append((article.id, mention_row(article, mention.span, LABELS[mention.type], number)))
        for attribution in article.attributions:
            rows["quotes"].append((article.id, quote_row(article, attribution)))
    return rows


def faulty(gold: Sequence[GoldArticle], seed: int) -> Rows:
    """The perfect rows with errors of every kind, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  the same errors every time are what is wanted
    rows = perfect(gold)
    texts = {article.id: article.text for article in gold}
    rows["quotes"] = [
        (owner, spoilt_quote(row, texts[owner], chance)) for owner, row in rows["quotes"] if chance.random() < 0.8
    ]
    rows["quotes"] += chance.sample(rows["quotes"], 12)  # said twice, so the second is spurious
    rows["mentions"] = [
        (owner, spoilt_mention(row, chance)) for owner, row in rows["mentions"] if chance.random() < 0.8
    ]
    chance.shuffle(rows["quotes"])
    return rows


def spoilt_quote(row: Row, text: str, chance: random.Random) -> Quote:
    assert isinstance(row, Quote)
    first, *rest = row.spans
    moved = Span(
        max(0, first.start - chance.choice([0, 0, 9])), max(first.start + 1, first.end - chance.choice([0, 0, 7, 60]))
    )
    spans = [moved, *rest][: chance.choice([1, 9, 9])]
    return dataclasses.replace(
        row,
        spans=spans,
        start=spans[0].start,
        end=spans[-1].end,
        content=text[spans[0].start : spans[-1].end],
        kind=chance.choice([row.kind, row.kind, "direct"]),
        cue_start=chance.choice([row.cue_start, row.cue_start, None]),
        source_start=chance.choice([row.source_start, row.source_start, None]),
        speaker=chance.choice([row.speaker, row.speaker, "de minister", None]),
    )


def spoilt_mention(row: Row, chance: random.Random) -> Mention:
    assert isinstance(row, Mention)
    kind = chance.choice(["name", "name", "name", "nominal"])
    return dataclasses.replace(
        row,
        label=chance.choice([row.label, row.label, "LOC", "DATE"]),
        end=row.end + chance.choice([0, 0, 0, 8]),
        kind=kind,
    )


def article_row(name: str, text: str) -> Article:
    return Article(article_id=name, source="gold", text=text, text_sha256="", record_sha256="", model="nl_gold 1.0")


def mention_row(article: GoldArticle, span: Span, label: str, number: int) -> Mention:
    return Mention(
        mention_id=f"{article.id}:m{number}", start=span.start, end=span.end, text=article.text[span.start : span.end],
        label=label, kind="name",
    )  # fmt: skip


def quote_row(article: GoldArticle, gold: GoldAttribution) -> Quote:
    spans = sorted(gold.content)
    cue, source = next(iter(gold.cue), None), next(iter(gold.source), None)
    return Quote(
        quote_id=f"{article.id}:q{gold.key}", kind=gold.kind, content=article.words(spans), spans=spans,
        start=spans[0].start, end=spans[-1].end, cue_start=cue and cue.start, cue_end=cue and cue.end,
        source_start=source and source.start, source_end=source and source.end,
        speaker=next(iter(accepted_names(article, gold)), None), rule="gold",
    )  # fmt: skip


def claim_row(text: str, start: int, end: int, **fields: object) -> Claim:
    return Claim(
        claim_id=f"c{start}", sentence_id=None, start=start, end=end, text=text[start:end], rule="gold", **fields
    )


def entity_row(name: str, entity_id: str, *aliases: str) -> Entity:
    return Entity(entity_id=entity_id, name=name, label="PERSON", aliases=list(aliases))
