"""Where the shards are worked on: in this process, by processes beside it, or on a cluster. The shard function is the same.

1. Only this process commits. A worker leaves a shard's files ready beside their targets and sends back their names.
2. So whatever happens to a worker, or to this process, no reader sees half a shard: what was not committed is lost, and
   made again by the next run, to the byte.
3. Jobs are cut in the order of the input and named by content, whoever does them; two jobs on one shard never run at once.
4. So the bytes of the tables depend neither on the number of workers nor on who was killed when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

from pipeline.run.plan import Job
from pipeline.run.settings import Settings
from pipeline.run.task import Done, Lost, Spec
from pipeline.run.workers.cores import usable_cores
from pipeline.schema import Rejected
from pipeline.store import Store


class Executor(Protocol):
    """Does jobs. `run` may be called again when its jobs are done."""

    def run(self, jobs: Iterable[Job]) -> Iterator[Done | Lost]:
        """Work on jobs and yield what came of them, in any order.

        Jobs are drawn when there is somebody to do them; what is yielded has to be committed before the next is asked for.
        """
        ...


FEW = 5
"""So many articles one core does without a second process, whose start would take longer than they do."""


class Here:
    """Everything in this process: no article can be given up that hangs, and one that crashes it ends the run."""

    def __init__(self, root: Path, spec: Spec) -> None:
        self._store, self._spec = Store(root), spec

    def run(self, jobs: Iterable[Job]) -> Iterator[Done | Lost]:
        """Work on jobs, one after the other."""
        for job in jobs:
            from pipeline.run.work import work  # noqa: PLC0415  loads spaCy: not where there is nothing to do

            yield work(self._store, job, self._spec.task())


class OneCore:
    """A watched process beside this one, as with more workers, but for a few articles only this one."""

    def __init__(self, root: Path, spec: Spec, watched: Executor) -> None:
        self._store, self._here, self._watched = Store(root), Here(root, spec), watched

    def run(self, jobs: Iterable[Job]) -> Iterator[Done | Lost]:
        """Work on jobs, one after the other."""
        coming = iter(jobs)
        first = list(islice(coming, 2))
        few = len(first) == 1 and self._articles(first[0]) <= FEW
        yield from self._here.run(first) if few else self._watched.run(chain(first, coming))

    def _articles(self, job: Job) -> int:
        """How many articles may have to go through the stages."""
        if job.outcomes or job.gone or job.gone_rejects:
            return sum(not isinstance(outcome, Rejected) for outcome in job.outcomes)
        return self._store.count("articles", job.shard) if self._store.path("articles", job.shard).exists() else 0


@contextmanager
def executor(
    root: Path, spec: Spec, settings: Settings, *, alone: bool = False, careful: bool = False
) -> Iterator[Executor]:
    """The executor that the settings ask for; at the end its workers are gone.

    `alone`: whatever they ask for, everything in this process. `careful`: nothing in this process, not even on one core.
    """
    if alone:
        yield Here(root, spec)
        return
    if settings.dask:
        from pipeline.run.workers.cluster import Cluster  # noqa: PLC0415  an extra

        with Cluster(settings.dask, root, spec, deadline=settings.deadline, recycle=settings.recycle) as cluster:
            yield cluster
        return
    number = settings.workers or usable_cores()
    from pipeline.run.workers.supervisor import Supervisor  # noqa: PLC0415  not where it is not needed

    supervisor = Supervisor(number, deadline=settings.deadline, recycle=settings.recycle)
    with supervisor:
        crew = supervisor.on(root, spec)
        yield crew if number > 1 or careful else OneCore(root, spec, crew)
