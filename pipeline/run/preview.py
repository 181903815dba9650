"""What a run would do, without doing it: nothing is written, no lock is taken, no language model is loaded."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from pipeline import ingest
from pipeline.ingest import RawRecord
from pipeline.run.batch import make_task
from pipeline.run.plan import Index, Outcome, Verdict
from pipeline.run.prune import Presence
from pipeline.run.settings import Settings
from pipeline.run.shard import as_ingested, stage_marks
from pipeline.run.stages import STAGES
from pipeline.run.task import Task
from pipeline.schema import Article, Rejected
from pipeline.store import Store

log = logging.getLogger("zegsman")


@dataclass(slots=True)
class Preview:
    """Numbers of articles, as the run's row would have them."""

    new: int = 0
    changed: int = 0
    """Of the input: with another text, or to be tried again."""
    unchanged: int = 0
    rejected: int = 0
    removed: int = 0
    """By --prune."""
    outdated: int = 0
    """Of the folder, and not in `changed`: made by other rules, another model or other settings."""

    def line(self, out: Path) -> str:
        """In one line, for standard output."""
        removed = f", {self.removed:,} removed" if self.removed else ""
        outdated = f"; {self.outdated:,} in the folder are out of date and would be redone" if self.outdated else ""
        return (
            f"Would be {self.new:,} articles new, {self.changed:,} changed, {self.unchanged:,} unchanged, "
            f"{self.rejected:,} rejected{removed}{outdated} in {out}. Nothing was written."
        )


def preview(inputs: Sequence[str], *, out: Path, settings: Settings, command: str) -> Preview:
    """What `extract` would do with `inputs` and `out` (which need not exist).

    New and changed records are read, decoded and checked as the run would do it, which tells what it would reject; what
    a stage fails on shows in the run only. Raises as `batch.run`.
    """
    task = make_task(STAGES, settings=settings, command=command)
    found = ingest.records(inputs, mapping=settings.map, exclude=[str(out)])
    counted = Counter(Store(out, died=None), task)
    presence = Presence()
    counted.records(presence.noting(found) if settings.prune else found)
    if settings.prune:
        counted.prune(presence)
    counted.folder()
    if settings.log_format == "json":
        log.info("dry run", extra=asdict(counted.preview))
    return counted.preview


class Counter:
    """Counts what would be done."""

    def __init__(self, store: Store, task: Task) -> None:
        self.preview = Preview()
        self._store, self._task = store, task
        self._index = Index(store, task)
        self._worked: set[str] = set()
        self._unchanged: set[str] = set()
        # records of one shard come one after the other, as they did when it was made
        self._stored = lru_cache(maxsize=4)(self._stored_articles)

    def records(self, found: Iterable[Outcome]) -> None:
        """What the input brings."""
        for outcome in found:
            verdict, _ = self._index.look_up(outcome)
            if verdict is Verdict.UNCHANGED:
                self._unchanged.add(cast("RawRecord", outcome).article_id)
            elif verdict is Verdict.REJECTED_BEFORE:
                self.preview.rejected += 1
            else:
                self._work(outcome)

    def _work(self, outcome: Outcome) -> None:
        made = outcome if isinstance(outcome, Rejected) else ingest.article(outcome, language=self._task.language)
        if isinstance(made, Rejected):
            self.preview.rejected += 1
            told = {name: getattr(made, name) for name in ("source", "line", "article_id", "reason", "detail")}
            log.warning("would be rejected", extra=told)
            return
        known = self._index.articles.get(made.article_id)
        if known is None:
            self.preview.new += 1
        elif made.record_sha256 not in self._index.failed and as_ingested(made) == self._stored(known.shard).get(
            made.article_id
        ):
            self._unchanged.add(made.article_id)
            return
        else:
            self.preview.changed += 1
        self._worked.add(made.article_id)

    def _stored_articles(self, shard: str) -> dict[str, Article]:
        rows = cast("list[Article]", self._store.rows("articles", shard))
        return {row.article_id: as_ingested(row) for row in rows}

    def prune(self, presence: Presence) -> None:
        """What the input no longer holds. Raises as the run would."""
        for job in presence.jobs(self._store, self._index):
            self.preview.removed += len(job.gone)
            for article_id in job.gone:
                del self._index.articles[article_id]

    def folder(self) -> None:
        """What is out of date in the folder itself; what of the input is among it counts as that, not as unchanged."""
        in_shard: dict[str, set[str]] = {}
        for article_id, known in self._index.articles.items():
            in_shard.setdefault(known.shard, set()).add(article_id)
        for shard, articles in in_shard.items():
            marks = stage_marks(self._store, shard)
            current = self._task.fingerprints(marks)
            todo = set().union(*(marks[stage.name].todo(current[stage.name], articles) for stage in STAGES))
            self.preview.outdated += len(todo - self._worked)
            self._unchanged -= todo
        self.preview.unchanged = len(self._unchanged)
