"""What one run is to do: its stages, the fingerprints it works with, and where it counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING

from pipeline import model as models
from pipeline.run.stages import STAGES, TOKENIZE, Stage, fingerprint, ingest_fingerprint
from pipeline.schema import Claim, Quote, Run
from pipeline.store import Mark

if TYPE_CHECKING:  # loading spaCy takes a second, and a run with nothing to do ends without it
    from pipeline.run.engine import Engine

SAMPLES = 6
"""Claims shown at the end of a run, of as many articles as possible."""


@dataclass(kw_only=True)
class Task:
    """A run's work; `stages` are those after ingest that it runs."""

    run: Run
    stages: tuple[Stage, ...]
    model: str
    language: str = "nl"
    retry_failed: bool = False
    """Whether articles that failed are tried again though nothing has changed."""
    seen: list[list[tuple[Claim, Quote]]] = field(default_factory=list)
    """For each of the first articles its first claims whose speaker is known, one an attribution."""
    wrote: bool = False
    """Whether anything was committed."""
    start: float = field(default_factory=perf_counter)

    def elapsed(self) -> float:
        """Seconds since the run began."""
        return perf_counter() - self.start

    @contextmanager
    def timed(self, column: str) -> Iterator[None]:
        """Add the seconds spent inside to a column of the run's row."""
        start = perf_counter()
        try:
            yield
        finally:
            setattr(self.run, column, getattr(self.run, column) + perf_counter() - start)

    @cached_property
    def engine(self) -> Engine:
        """Loaded when the first article needs it."""
        from pipeline.run.engine import load  # noqa: PLC0415  see above

        return load(self.model if TOKENIZE in self.stages else None, self.model_fingerprint)

    @cached_property
    def ingest_fingerprint(self) -> str:
        """Of ingest with this run's settings."""
        return ingest_fingerprint(language=self.language)

    @cached_property
    def rejecting(self) -> str:
        """What decides whether a record is rejected: ingest, and for one that failed all the stages of the run."""
        return f"{self.ingest_fingerprint} {self.fingerprints({})['claims'] if self.stages == STAGES else ''}"

    @cached_property
    def model_fingerprint(self) -> str:
        """Of the language model; ModelNotFoundError."""
        return models.fingerprint(self.model) if TOKENIZE in self.stages else ""

    def fingerprints(self, marks: dict[str, Mark]) -> dict[str, str]:
        """Fingerprint of each stage on a shard with `marks`: of what this run makes, else of what is stored there."""
        found: dict[str, str] = {}
        before = ""
        for stage in STAGES:
            if stage in self.stages:
                before = fingerprint(stage, before=before, model=self.model_fingerprint)
            else:
                before = marks[stage.name].fingerprint
            found[stage.name] = before
        return found

    def sample(self, claims: list[Claim], quotes: list[Quote]) -> None:
        """Keep some claims of an article for the end of the run."""
        by_id = {quote.quote_id: quote for quote in quotes}
        said = {claim.quote_id: claim for claim in reversed(claims) if claim.speaker and claim.quote_id in by_id}
        if said and len(self.seen) < SAMPLES:
            pairs = [(said[quote_id], quote) for quote_id, quote in by_id.items() if quote_id in said]
            self.seen.append(pairs[:SAMPLES])

    @property
    def samples(self) -> list[tuple[Claim, Quote]]:
        """The claims to show: as many of each article, in the order of the articles."""
        most = SAMPLES // len(self.seen) if self.seen else 0
        return [pair for pairs in self.seen for pair in pairs[:most]]
