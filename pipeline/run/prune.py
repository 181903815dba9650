"""`--prune`: what the input no longer holds is taken out of the folder, article by article with all its rows."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.errors import PruneError
from pipeline.run.plan import Index, Job, Outcome, key, told
from pipeline.schema import Rejected
from pipeline.store import Store

log = logging.getLogger("zegsman")


class Presence:
    """What the input holds. To be asked only when it was read to its end."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._keys: set[str] = set()
        self._blind: set[str] = set()
        """Sources with something that cannot be read and whose id is not known: any of their articles may be in it."""

    def noting(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The records as they come, each noted."""
        for outcome in outcomes:
            self._keys.add(key(outcome))
            if outcome.article_id is not None:
                self._ids.add(outcome.article_id)
            elif isinstance(outcome, Rejected):
                self._blind.add(outcome.source)
            yield outcome

    def jobs(self, store: Store, index: Index) -> Iterator[Job]:
        """Shard by shard what is to be taken out.

        PruneError where the input held nothing at all: more often a fault of what feeds it than a wish to delete all.
        """
        if not self._keys and index.articles:
            raise PruneError(
                f"The input holds nothing, and --prune would take out all {len(index.articles):,} articles.",
                "Look at what feeds the run. To begin anew, remove the folder.",
            )
        candidates = {known.shard for article_id, known in index.articles.items() if article_id not in self._ids}
        for shard in store.shards():
            articles = self._articles(store, shard) if shard in candidates else frozenset()
            rejects = self._rejects(store, shard)
            if articles or rejects:
                yield Job(shard, gone=articles, gone_rejects=rejects)

    def _articles(self, store: Store, shard: str) -> frozenset[str]:
        gone = [row for row in store.columns("articles", shard, ["article_id", "source"]) if row[0] not in self._ids]
        for source, number in Counter(source for _, source in gone if source in self._blind).items():
            log.warning("not pruned", extra={"source": source, "articles": number, "detail": "it was not read in full"})
        return frozenset(article_id for article_id, source in gone if source not in self._blind)

    def _rejects(self, store: Store, shard: str) -> frozenset[str]:
        names = ["record_sha256", "source", "line", "reason", "detail"]
        rows = store.columns("rejected", shard, names)
        keys = {record or told(*place): place[0] for record, *place in rows}
        return frozenset(each for each, source in keys.items() if each not in self._keys and source not in self._blind)
