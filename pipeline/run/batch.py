"""Runs over an output folder: all stages on an input, ingest alone, or one stage on what is stored."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

import pipeline
from pipeline import ingest
from pipeline import model as models
from pipeline.run.duplicates import mark_duplicates
from pipeline.run.plan import Index, Job, Outcome, jobs, shard_name
from pipeline.run.settings import Settings
from pipeline.run.shard import require, stage_marks
from pipeline.run.stages import STAGES, TOKENIZE, Stage
from pipeline.run.task import Task
from pipeline.schema import Run
from pipeline.store import Mark, Store

Watch = Callable[[Run], None]
"""Called after each shard, to show how far the run is."""


def run(name: str, inputs: Sequence[str], *, out: Path, settings: Settings, command: str, watch: Watch) -> Task:
    """`extract`, `ingest` or one of the stages after it.

    `extract` takes in what is new or changed in `inputs` and brings up to date whatever in the folder other settings or
    versions have made. `ingest` takes in only; rows of later stages on changed articles are removed, so that nothing
    speaks of an older text. A stage works on what the one before stored; StageMissingError where that is not there.
    """
    stages = STAGES if name == "extract" else tuple(stage for stage in STAGES if stage.name == name)
    task = make_task(stages, settings=settings, command=command)
    takes_in = name in ("extract", "ingest")
    found = ingest.records(inputs, mapping=settings.map, exclude=[str(out)]) if takes_in else iter(())
    with _running(out, task) as store:
        if takes_in:
            _take_in(store, found, task, size=settings.shard_size, watch=watch)
        else:
            require(store, stages[0], store.shards())
            task.run.articles_in = sum(store.count("articles", shard) for shard in store.shards())
        _refresh(store, task, watch=watch)
        mark_duplicates(store, task)
    return task


def make_task(stages: tuple[Stage, ...], *, settings: Settings, command: str) -> Task:
    """A task with an empty row for the runs table. ModelNotFoundError where a model is needed and not there."""
    started = datetime.now(UTC)
    run = Run(
        run_id=settings.run_id or f"{started:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}",
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
        _bury(store)
        try:
            yield store
        except BaseException:
            _close(store, task, status="failed")
            raise
        _close(store, task, status="done")


def _take_in(store: Store, found: Iterable[Outcome], task: Task, *, size: int, watch: Watch) -> None:
    """What the input brings, job by job."""
    index = Index(store, task)
    for job in jobs(_reading(found, task), index, size=size, task=task):
        _work(store, job, task, watch)
    if not store.shards():  # nothing came in, ever: all tables exist from the first run on
        _work(store, Job(shard_name([])), task, watch)


def _reading(outcomes: Iterable[Outcome], task: Task) -> Iterator[Outcome]:
    """The records, with the time that reading them takes counted as ingest's."""
    iterator = iter(outcomes)
    while True:
        with task.timed("seconds_ingest"):
            outcome = next(iterator, None)
        if outcome is None:
            return
        yield outcome


def _refresh(store: Store, task: Task, *, watch: Watch) -> None:
    """Bring the shards up to date that other code, data, settings or models have made."""
    for shard in store.shards():
        marks = stage_marks(store, shard)
        current = task.fingerprints(marks)
        if store.mark("rejected", shard) is None or any(
            marks[stage.name] != Mark(current[stage.name]) for stage in task.stages
        ):
            _work(store, Job(shard), task, watch)


def _work(store: Store, job: Job, task: Task, watch: Watch) -> None:
    from pipeline.run.work import work  # noqa: PLC0415  loads spaCy's DocBin: not where there is nothing to do

    work(store, job, task)
    watch(task.run)


def _close(store: Store, task: Task, *, status: Literal["done", "failed"]) -> None:
    """The final row of the run."""
    run = dataclasses.replace(task.run, status=status, finished=datetime.now(UTC), seconds=task.elapsed())
    run.articles_unchanged = max(0, run.articles_in - run.articles_new - run.articles_changed - run.articles_rejected)
    task.run = run
    if task.wrote:
        _write(store, task.run)


def _bury(store: Store) -> None:
    """The run before this one was killed: say so in its row."""
    runs = cast("list[Run]", store.rows("runs", store.died)) if store.died else []
    for run in runs:
        if run.status == "running":
            _write(store, dataclasses.replace(run, status="failed"))


def _write(store: Store, run: Run) -> None:
    transaction = store.transaction(run.run_id)
    transaction.table("runs", run.run_id, rows=[run], mark=Mark())
    transaction.commit()
