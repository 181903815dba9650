"""Which article it was: a job's way through workers that die or hang on it."""

from __future__ import annotations

import dataclasses
from collections import Counter

from pipeline.run.plan import Job, Phase
from pipeline.run.workers.messages import Place
from pipeline.schema import RejectReason

STRIKES = 3
"""Deaths in a row until an article is condemned, or a shard given up. Once may be chance: somebody killed the process."""


class Trial:
    """A job, and what is known against its articles.

    A worker says which article it begins. If it dies then, the article is suspected: the job is done again from its
    start, with the suspects first, so that each further death costs seconds. One that comes through is acquitted. After the
    third death in a row, or at once where it did not end by the deadline, the article is condemned: the job is done again
    without it.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self._strikes: Counter[tuple[Phase, str]] = Counter()
        self._faults = 0

    def died(self, place: Place, *, how: str) -> bool:
        """A worker died at `place`. False where the job has to be given up."""
        if not place.article_id:
            self._faults += place.stage == "store"  # else it was starting or loading, which no job is to blame for
            return self._faults < STRIKES
        key = (place.phase, place.article_id)
        self._strikes[key] += 1
        self.job = dataclasses.replace(self.job, suspects=self.job.suspects | {place.article_id})
        if self._strikes[key] == STRIKES:
            self._condemn(key, "crashed", f"{place.stage}: the process died {STRIKES} times ({how})")
        return True

    def came_through(self, place: Place) -> None:
        """A worker has left `place` alive."""
        self._strikes.pop((place.phase, place.article_id), None)

    def hung(self, place: Place, *, deadline: float) -> bool:
        """A worker did not come back from `place` in time. False where the job has to be given up."""
        if not place.article_id:
            self._faults += 1
            return self._faults < STRIKES
        key = (place.phase, place.article_id)
        self._condemn(key, "timeout", f"{place.stage}: not done after {deadline:g} seconds")
        return True

    def _condemn(self, key: tuple[Phase, str], reason: RejectReason, detail: str) -> None:
        condemned = {**self.job.condemned, key: (reason, detail)}
        self.job = dataclasses.replace(self.job, condemned=condemned)
