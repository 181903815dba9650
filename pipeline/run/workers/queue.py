"""The jobs that wait for a worker."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from pipeline.run.plan import Job
from pipeline.run.workers.trial import Trial


class Queue:
    """Gives out jobs in their order, those that are tried again first, and never two on one shard at once."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._jobs: Iterator[Job] = iter(jobs)
        self._again: deque[Trial] = deque()
        self._held: Trial | None = None

    def again(self, trial: Trial) -> None:
        """Have a job tried again."""
        self._again.append(trial)

    def next(self, in_work: set[str]) -> Trial | None:
        """The next job, None where there is none at the moment; `in_work` are shards that must be finished first."""
        if self._again:
            return self._again.popleft()
        if self._held is None and (job := next(self._jobs, None)):
            self._held = Trial(job)
        if self._held is None or self._held.job.shard in in_work:
            return None
        trial, self._held = self._held, None
        return trial
