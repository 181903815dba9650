"""Articles with the same text: all but the first by article_id point at that one."""

from __future__ import annotations

from typing import cast

from pipeline.run.task import Task
from pipeline.schema import Article
from pipeline.store import Mark, Store

Stored = dict[str, list[tuple[str, str, str | None]]]
"""For each shard its articles: article_id, text_sha256, duplicate_of."""


def mark_duplicates(store: Store, task: Task) -> None:
    """Bring `articles.duplicate_of` up to date over all shards; files that are right are left alone."""
    names = ["article_id", "text_sha256", "duplicate_of"]
    stored: Stored = {shard: list(store.columns("articles", shard, names)) for shard in store.shards()}
    first: dict[str, str] = {}
    for rows in stored.values():
        for article_id, text, _ in rows:
            first[text] = min(article_id, first.get(text, article_id))
    for shard, rows in stored.items():
        right = {article_id: first[text] if first[text] != article_id else None for article_id, text, _ in rows}
        if any(right[article_id] != duplicate_of for article_id, _, duplicate_of in rows):
            _rewrite(store, shard, right, task)


def _rewrite(store: Store, shard: str, right: dict[str, str | None], task: Task) -> None:
    articles = cast("list[Article]", store.rows("articles", shard))
    for article in articles:
        article.duplicate_of = right[article.article_id]
    transaction = store.transaction(shard)
    transaction.table("articles", shard, rows=articles, mark=store.mark("articles", shard) or Mark())
    transaction.table("runs", task.run.run_id, rows=[task.run], mark=Mark())
    transaction.commit()
    task.wrote = True
