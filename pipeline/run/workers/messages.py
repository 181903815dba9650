"""What a supervisor and its workers say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.run.plan import Job, Phase
from pipeline.run.task import Done, Spec


@dataclass(frozen=True, slots=True)
class Order:
    """To a worker: do this job of that run, in the output folder `root`."""

    root: Path
    spec: Spec
    job: Job


@dataclass(frozen=True, slots=True)
class Ready:
    """From a worker, once: it listens."""


@dataclass(frozen=True, slots=True)
class Place:
    """From a worker: what it is about to do. `article_id` is empty where it works on none."""

    stage: str = ""
    article_id: str = ""
    piece: int = 0

    @property
    def phase(self) -> Phase:
        """Where the shard function looks whether an article is condemned."""
        return "ingest" if self.stage == "ingest" else "stages"


@dataclass(frozen=True, slots=True)
class Failed:
    """From a worker: an error that no single article is to blame for. It ends the run."""

    error: Exception


Message = Ready | Place | Done | Failed
