"""Local workers: processes that are started when there is work, watched, replaced when they die or hang."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.errors import WorkersError
from pipeline.run.plan import Job
from pipeline.run.task import Done, Lost, Spec
from pipeline.run.workers.messages import Failed, Order, Place
from pipeline.run.workers.queue import Queue
from pipeline.run.workers.trial import Trial
from pipeline.run.workers.worker import Worker

FRUITLESS = 10
"""So many deaths with nothing done in between, not even the beginning of an article, are no chance."""
GOODBYE = 5.0
"""Seconds that workers have at the end to leave by themselves."""

log = logging.getLogger("zegsman")


class Supervisor:
    """Up to `number` workers; they stay from one `run` to the next, and with them their language model."""

    def __init__(self, number: int, *, deadline: float, recycle: int) -> None:
        self._number, self._deadline, self._recycle = number, deadline, recycle
        self._idle: list[Worker] = []
        self._busy: dict[Worker, Trial] = {}
        self._fruitless = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self.close(at_once=kind is not None)

    def close(self, *, at_once: bool = False) -> None:
        """End all workers."""
        workers = [*self._idle, *self._busy]
        self._idle, self._busy = [], {}
        for worker in workers:
            worker.dismiss()
        for worker in workers:
            worker.wait(0 if at_once else GOODBYE)

    def on(self, root: Path, spec: Spec) -> Crew:
        """The workers, at the work of one run."""
        return Crew(self, root, spec)

    def run(self, jobs: Iterable[Job], root: Path, spec: Spec) -> Iterator[Done | Lost]:
        """As `Executor.run`. Raises what a worker raised, and WorkersError where none can be kept alive."""
        queue = Queue(jobs)
        found: deque[Done | Lost] = deque()
        while True:
            open_ = self._in_work() | {result.shard for result in found}
            while len(self._busy) < self._number and (trial := queue.next(open_)):
                self._give(trial, root, spec)
                open_.add(trial.job.shard)
            if found:
                yield found.popleft()  # committed while the worker that made it is at the next
            elif self._busy:
                found.extend(self._listen(queue))
            else:
                return

    def _in_work(self) -> set[str]:
        return {trial.job.shard for trial in self._busy.values()}

    def _give(self, trial: Trial, root: Path, spec: Spec) -> None:
        worker = self._idle.pop() if self._idle else Worker()
        self._busy[worker] = trial
        worker.give(Order(root, spec, trial.job))

    def _listen(self, queue: Queue) -> Iterator[Done | Lost]:
        """What comes next from any worker, dead and overdue ones included."""
        patience = min(worker.patience(self._deadline) for worker in self._busy)
        talking = wait([worker.connection for worker in self._busy], max(0.0, patience))
        for worker in [worker for worker in self._busy if worker.connection in talking]:
            yield from self._hear(worker, queue)
        for worker in [worker for worker in self._busy if worker.patience(self._deadline) < 0]:
            if not worker.connection.poll():  # else it is us who did not listen in time
                yield from self._hung(worker, queue)

    def _hear(self, worker: Worker, queue: Queue) -> Iterator[Done | Lost]:
        before = worker.place
        try:
            message = worker.receive()
        except (EOFError, OSError):
            yield from self._died(worker, queue)
            return
        if isinstance(message, Failed):
            raise message.error
        if isinstance(message, Place) and message.article_id != before.article_id:
            self._fruitless = 0
            self._busy[worker].came_through(before)
        if isinstance(message, Done):
            self._fruitless = 0
            self._rest(worker)
            yield message

    def _rest(self, worker: Worker) -> None:
        """A worker is done with a job: it may have another, unless it is time for a fresh process."""
        del self._busy[worker]
        if worker.done < self._recycle:
            self._idle.append(worker)
        else:
            worker.dismiss()
            worker.wait(GOODBYE)

    def _died(self, worker: Worker, queue: Queue) -> Iterator[Lost]:
        trial = self._busy.pop(worker)
        broken = worker.failed_to_start()
        how = worker.kill()
        self._fruitless += 1
        log.warning("worker died", extra={"pid": worker.pid, "how": how, **_where(worker.place)})
        if broken or self._fruitless >= FRUITLESS:
            raise WorkersError(
                f"Workers die before they have done anything (the last one: {how}).",
                "Look at what they said above; where memory is short, ask for fewer with --workers.",
            )
        yield from self._again(trial, trial.died(worker.place, how=how), queue, f"workers died, {how}")

    def _hung(self, worker: Worker, queue: Queue) -> Iterator[Lost]:
        trial = self._busy.pop(worker)
        worker.kill()
        log.warning("worker hangs", extra={"pid": worker.pid, **_where(worker.place)})
        goes_on = trial.hung(worker.place, deadline=self._deadline)
        yield from self._again(trial, goes_on, queue, "workers hung")

    def _again(self, trial: Trial, goes_on: bool, queue: Queue, reason: str) -> Iterator[Lost]:  # noqa: FBT001  what the trial said
        if goes_on:
            queue.again(trial)
        else:
            yield Lost(trial.job.shard, reason)


class Crew:
    """A supervisor's workers at the work of one run: an Executor."""

    def __init__(self, supervisor: Supervisor, root: Path, spec: Spec) -> None:
        self._supervisor, self._root, self._spec = supervisor, root, spec

    def run(self, jobs: Iterable[Job]) -> Iterator[Done | Lost]:
        """As `Executor.run`."""
        return self._supervisor.run(jobs, self._root, self._spec)


def _where(place: Place) -> dict[str, str | None]:
    return {"stage": place.stage or None, "article_id": place.article_id or None}
