"""A Dask cluster as executor: `--dask tcp://host:8786`, or the file that its scheduler wrote.

1. A task is one shard. Its key names run, shard and try, so that a task is never taken for another's.
2. On its node the task is done by a process of its own, watched by the same supervisor as on one machine: deadlines,
   killers and memory are dealt with there, and the Dask worker stays alive.
3. That process writes the shard's files into the shared folder; the names of the files and some counts travel back.
4. Only the process that was started by the user commits, as ever. A task that Dask runs twice has prepared its files twice
   under different names; one set is committed, the other removed.
5. A node that dies: Dask gives its tasks to others. A task on which three Dask workers died is given up as Lost.
6. A scheduler that dies: everything that came back is committed, the run ends with status 75, the next goes on.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pipeline.errors import ClusterLostError, ExtraMissingError
from pipeline.run.plan import Job
from pipeline.run.task import Done, Lost, Spec
from pipeline.run.workers.queue import Queue
from pipeline.run.workers.supervisor import Supervisor
from pipeline.run.workers.trial import Trial

AHEAD = 2
"""Tasks for each thread of the cluster: one it works on, one it has at hand then."""
CONNECTING = 30
"""Seconds to wait for the scheduler."""

GONE = (OSError, RuntimeError, asyncio.CancelledError, concurrent.futures.CancelledError)
"""What Dask raises for a scheduler that goes away; which of them depends on the moment. The two cancellations are no kin."""

_here = threading.local()


def work(root: Path, job: Job, spec: Spec, deadline: float, recycle: int) -> Done | Lost:
    """The task, as a thread of a Dask worker runs it: one process for each thread, kept from task to task."""
    if getattr(_here, "limits", None) != (deadline, recycle):
        if hasattr(_here, "supervisor"):
            _here.supervisor.close()
        _here.supervisor, _here.limits = Supervisor(1, deadline=deadline, recycle=recycle), (deadline, recycle)
    supervisor: Supervisor = _here.supervisor
    try:
        (result,) = supervisor.run([job], root, spec)
    except BaseException:
        supervisor.close(at_once=True)
        raise
    return result


class Cluster:
    """The workers of a Dask cluster, at the work of one run: an Executor, and a context manager.

    ExtraMissingError where Dask is not installed, ClusterLostError where its scheduler does not answer or goes away.
    """

    def __init__(self, address: str, root: Path, spec: Spec, *, deadline: float, recycle: int) -> None:
        try:
            import distributed  # noqa: PLC0415  an extra
        except ImportError as error:
            raise ExtraMissingError(
                "--dask needs Dask, which is not installed.", "Run pip install 'zegsman[dask]'."
            ) from error
        self._distributed: Any = distributed
        self._root, self._spec, self._limits = root.resolve(), spec, (deadline, recycle)
        where = {"scheduler_file": address} if Path(address).is_file() else {"address": address}
        try:
            self._client: Any = self._distributed.Client(**where, timeout=CONNECTING)
        except (OSError, ValueError, TimeoutError) as error:
            raise _lost(f"The Dask scheduler at {address} does not answer: {error}.") from error
        self._pending: dict[Any, Trial] = {}
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _tb: TracebackType | None
    ) -> None:
        for future in self._pending:
            future.cancel()
        self._pending = {}
        self._client.close(timeout=5)

    def run(self, jobs: Iterable[Job]) -> Iterator[Done | Lost]:
        """As `Executor.run`. Raises what a task raised, and ClusterLostError."""
        queue = Queue(jobs)
        while True:
            room = self._room()
            while len(self._pending) < room and (trial := queue.next(self._in_work())):
                self._submit(trial)
            if not self._pending:
                return
            for future in self._finished():
                yield self._result(future, self._pending.pop(future))

    def _in_work(self) -> set[str]:
        return {trial.job.shard for trial in self._pending.values()}

    def _room(self) -> int:
        """Tasks that the cluster should have at once; its size may change while it works."""
        with _scheduler():
            threads: int = sum(self._client.nthreads().values())
        return max(1, AHEAD * threads)

    def _submit(self, trial: Trial) -> None:
        self._number += 1
        key = f"zegsman-{self._spec.run.run_id}-{trial.job.shard}-{self._number}"
        with _scheduler():
            future = self._client.submit(work, self._root, trial.job, self._spec, *self._limits, key=key, pure=False)
        self._pending[future] = trial

    def _finished(self) -> list[Any]:
        """Waits for at least one task."""
        with _scheduler():
            return list(self._distributed.wait(list(self._pending), return_when="FIRST_COMPLETED").done)

    def _result(self, future: Any, trial: Trial) -> Done | Lost:  # noqa: ANN401  Dask has no types
        if future.cancelled() or future.status == "lost":
            raise _lost("The Dask scheduler went away.")
        with _scheduler():
            error = future.exception()
        if isinstance(error, self._distributed.scheduler.KilledWorker):
            return Lost(trial.job.shard, "Dask workers died on it")
        if error is not None:
            raise error
        with _scheduler():
            result: Done | Lost = future.result()
        return result


@contextmanager
def _scheduler() -> Iterator[None]:
    """Something that is asked of the scheduler: where it is gone, that is the error."""
    try:
        yield
    except GONE as error:
        raise _lost(f"The Dask scheduler went away: {error}.") from error


def _lost(reason: str) -> ClusterLostError:
    return ClusterLostError(reason, "What came back is kept: start the cluster and run the same command again.")
