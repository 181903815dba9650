"""Runs over an output folder: all stages on an input, ingest alone, or one stage on what is stored."""

from __future__ import annotations

import dataclasses
import logging
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

import pipeline
from pipeline import ingest
from pipeline import model as models
from pipeline.errors import CannotWriteError, ShardsLostError
from pipeline.run.across import bring_up_to_date
from pipeline.run.execute import Executor, executor
from pipeline.run.plan import Index, Job, Outcome, jobs, shard_name
from pipeline.run.prune import Presence
from pipeline.run.settings import Settings
from pipeline.run.shard import require, stage_marks
from pipeline.run.stages import STAGES, TOKENIZE, Stage
from pipeline.run.stop import undisturbed
from pipeline.run.task import Done, Lost, Task
from pipeline.schema import Run
from pipeline.store import Mark, Store

Watch = Callable[[Run], None]
"""Called after each shard, to show how far the run is."""

COMPACTED = re.compile("[0-9a-f]{16}")
"""Names of the files that `compact` makes; looking into those of single runs would take long after a year of nights."""

log = logging.getLogger("zegsman")


def run(
    name: str,
    inputs: Sequence[str],
    *,
    out: Path,
    settings: Settings,
    command: str,
    watch: Watch,
    alone: bool = False,
) -> Task:
    """`extract`, `ingest` or one of the stages after it.

    `extract` takes in what is new or changed in `inputs` and brings up to date whatever in the folder other settings or
    versions have made. `ingest` takes in only; rows of later stages on changed articles are removed, so that nothing
    speaks of an older text. A stage works on what the one before stored; StageMissingError where that is not there.
    `alone`: all in this process, which keeps its language model for the next call.
    """
    stages = STAGES if name == "extract" else tuple(stage for stage in STAGES if stage.name == name)
    task = make_task(stages, settings=settings, command=command)
    takes_in = name in ("extract", "ingest")
    found = ingest.records(inputs, mapping=settings.map, exclude=[str(out)]) if takes_in else iter(())
    with (
        _running(out, task) as store,
        executor(store.root, task.spec(), settings, alone=alone, careful=bool(store.died)) as workers,
    ):
        batch = Batch(store, task, workers, watch)
        if takes_in:
            batch.take_in(found, size=settings.shard_size, prune=settings.prune)
        else:
            require(store, stages[0], store.shards())
            task.run.articles_in = sum(store.count("articles", shard) for shard in store.shards())
        batch.refresh()
        bring_up_to_date(store, task)
        batch.complain()
    return task


def new_run_id() -> str:
    """Time of the start and a random part, so that names sort and never meet."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


def make_task(stages: tuple[Stage, ...], *, settings: Settings, command: str) -> Task:
    """A task with an empty row for the runs table. ModelNotFoundError where a model is needed and not there."""
    started = datetime.now(UTC)
    run = Run(
        run_id=settings.run_id or new_run_id(),
        started=started,
        command=command,
        model=models.describe(settings.model) if TOKENIZE in stages else None,
        pipeline_version=pipeline.__version__,
    )
    return Task(
        run=run, stages=stages, model=settings.model, language=settings.language, retry_failed=settings.retry_failed
    )


@contextmanager
def _running(out: Path, task: Task) -> Iterator[Store]:
    """The store, and at the end the run's row: only where the run changed something, and whatever way it ended."""
    with Store.open(out, run_id=task.run.run_id) as store:
        bury(store)
        take_back(store, task.run.run_id)
        try:
            yield store
        except BaseException:
            with suppress(CannotWriteError):  # what made the run fail is to be told, not that its row cannot be written
                _close(store, task, status="failed")
            raise
        _close(store, task, status="done")


class Batch:
    """The jobs of a run: what there is to do, done by an executor, committed here, one shard after the other."""

    def __init__(self, store: Store, task: Task, workers: Executor, watch: Watch) -> None:
        self._store, self._task, self._workers, self._watch = store, task, workers, watch
        self._lost: list[Lost] = []

    def take_in(self, found: Iterable[Outcome], *, size: int, prune: bool) -> None:
        """What the input brings, and what it no longer holds."""
        index, presence = Index(self._store, self._task), Presence()
        found = self._reading(found)
        self._do(jobs(presence.noting(found) if prune else found, index, size=size, task=self._task))
        if prune:
            self._do(presence.jobs(self._store, index))
        if not self._store.shards():  # nothing came in, ever: all tables exist from the first run on
            self._do([Job(shard_name([]))])

    def refresh(self) -> None:
        """Bring the shards up to date that other code, data, settings or models have made."""
        self._do(Job(shard) for shard in self._store.shards() if self._outdated(shard))

    def complain(self) -> None:
        """ShardsLostError where shards were given up."""
        if self._lost:
            names = ", ".join(f"{lost.shard} ({lost.reason})" for lost in self._lost)
            raise ShardsLostError(
                f"{len(self._lost)} shards could not be worked on: {names}.",
                "Everything else is done and kept; the same command tries these again.",
            )

    def _do(self, todo: Iterable[Job]) -> None:
        for result in self._workers.run(self._handed_out(todo)):
            if isinstance(result, Lost):
                self._lost.append(result)
            else:
                self._commit(result)

    def _handed_out(self, todo: Iterable[Job]) -> Iterator[Job]:
        for job in todo:
            self._task.handed_out(job.shard)
            yield job

    def _commit(self, done: Done) -> None:
        """Make a shard's files visible, together with the run's row."""
        with self._task.timed("seconds_store"):
            run = self._task.with_counts(done)
            transaction = self._store.transaction(done.shard, done.prepared)
            transaction.table("runs", run.run_id, rows=[run], mark=Mark())
            with undisturbed():
                transaction.commit()
                self._task.run, self._task.wrote = run, True
        if done.shard in self._task.seen:
            self._task.seen[done.shard] += done.samples
        _tell(done)
        self._watch(run)

    def _reading(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The records, with the time that reading them takes counted as ingest's."""
        iterator = iter(outcomes)
        while True:
            with self._task.timed("seconds_ingest"):
                outcome = next(iterator, None)
            if outcome is None:
                return
            yield outcome

    def _outdated(self, shard: str) -> bool:
        marks = stage_marks(self._store, shard)
        current = self._task.fingerprints(marks)
        return self._store.mark("rejected", shard) is None or any(
            marks[stage.name] != Mark(current[stage.name]) for stage in self._task.stages
        )


def _tell(done: Done) -> None:
    """Log what a committed shard rejected."""
    for told in done.told:
        if told.traceback:
            log.debug("failed", extra={"traceback": told.traceback})
        names = ("source", "line", "article_id", "reason", "detail")
        log.warning("rejected", extra={name: getattr(told.rejected, name) for name in names})


def _close(store: Store, task: Task, *, status: Literal["done", "failed"]) -> None:
    """The final row of the run."""
    run = dataclasses.replace(task.run, status=status, finished=datetime.now(UTC), seconds=task.elapsed())
    run.articles_unchanged = max(0, run.articles_in - run.articles_new - run.articles_changed - run.articles_rejected)
    task.run = run
    if task.wrote:
        _write(store, task.run)


def bury(store: Store) -> None:
    """The run before this one was killed: say so in its row."""
    runs = cast("list[Run]", store.rows("runs", store.died)) if store.died else []
    for run in runs:
        if run.status == "running":
            _write(store, dataclasses.replace(run, status="failed"))


def take_back(store: Store, run_id: str) -> None:
    """A run with the identifier of an earlier one replaces its row, also where `compact` has put it into a file with others."""
    for path in sorted((store.root / "runs").glob("*.parquet")):
        if not COMPACTED.fullmatch(path.stem) or path.stem == run_id:
            continue
        rows = cast("list[Run]", store.rows("runs", path.stem))
        if mine := [row for row in rows if row.run_id == run_id]:
            transaction = store.transaction(run_id)
            transaction.table("runs", path.stem, rows=[row for row in rows if row.run_id != run_id], mark=Mark())
            transaction.table("runs", run_id, rows=mine, mark=Mark())
            transaction.commit()


def _write(store: Store, run: Run) -> None:
    transaction = store.transaction(run.run_id)
    transaction.table("runs", run.run_id, rows=[run], mark=Mark())
    transaction.commit()
