"""What one run is to do: its stages, the fingerprints it works with, and where it counts.

The run has one Task, each shard another (`Spec.task`), wherever it is worked on; what that counted comes back as Done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from pipeline import model as models
from pipeline.errors import WorkersError
from pipeline.run.stages import STAGES, TOKENIZE, Stage, fingerprint, ingest_fingerprint, room
from pipeline.schema import Claim, Quote, Rejected, Run
from pipeline.store import Mark, Prepared

if TYPE_CHECKING:  # loading spaCy takes a second, and a run with nothing to do ends without it
    from pipeline.run.engine import Engine

SAMPLES = 6
"""Claims shown at the end of a run, of as many articles as possible."""

Pairs = list[tuple[Claim, Quote]]


class Beat(Protocol):
    """Called with the name of a stage and an article_id when work on it begins; with an empty id where it is on no article.

    `piece` counts the pieces of a long article: each has as long as an article has.
    """

    def __call__(self, stage: str, article_id: str, piece: int = 0) -> None:
        """Tell it."""


def nobody(stage: str, article_id: str, piece: int = 0) -> None:
    """A beat that nobody listens to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A Task as it is sent to a worker: small, and the same for all shards of a run."""

    run: Run
    """The run's row with nothing counted yet."""
    stages: tuple[str, ...]
    model: str
    language: str
    code: str
    """Fingerprint of code, tables and language model; a worker must have the same."""

    def task(self, *, beat: Beat = nobody) -> Task:
        """A Task for one shard."""
        stages = tuple(stage for stage in STAGES if stage.name in self.stages)
        return Task(run=replace(self.run), stages=stages, model=self.model, language=self.language, beat=beat)

    def check(self, task: Task) -> None:
        """WorkersError where a task that was made of this somewhere else would give other rows."""
        if task.code != self.code:
            raise WorkersError(
                "A worker has other code, tables or another language model than the process that started it.",
                "Install the same version of zegsman and of the model everywhere, then run the same command again.",
            )


@dataclass(frozen=True, slots=True)
class Told:
    """A rejection to be told once its shard is committed, with the traceback where it was a failure of ours."""

    rejected: Rejected
    traceback: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of one shard: its files lie ready and wait for their commit."""

    shard: str
    prepared: Prepared
    counts: Run
    samples: list[Pairs]
    told: list[Told]


@dataclass(frozen=True, slots=True)
class Lost:
    """A shard that was given up, and why; the others are not concerned."""

    shard: str
    reason: str


@dataclass(kw_only=True)
class Task:
    """A run's work; `stages` are those after ingest that it runs."""

    run: Run
    stages: tuple[Stage, ...]
    model: str
    language: str = "nl"
    retry_failed: bool = False
    """Whether articles that failed are tried again though nothing has changed."""
    beat: Beat = nobody
    seen: dict[str, list[Pairs]] = field(default_factory=dict)
    """For articles of the first shards their first claims whose speaker is known, one an attribution."""
    wrote: bool = False
    """Whether anything was committed."""
    start: float = field(default_factory=perf_counter)

    def spec(self) -> Spec:
        """What a worker needs to know of this Task, before anything was counted."""
        return Spec(
            run=replace(self.run),
            stages=tuple(stage.name for stage in self.stages),
            model=str(Path(self.model).resolve()) if Path(self.model).is_dir() else self.model,
            language=self.language,
            code=self.code,
        )

    def handed_out(self, shard: str) -> None:
        """A shard is being worked on: the samples are of the first ones, whichever is done first."""
        if len(self.seen) < SAMPLES:
            self.seen.setdefault(shard, [])

    def with_counts(self, done: Done) -> Run:
        """The run's row with the work on a shard added."""
        run = replace(self.run, seconds=self.elapsed())
        for name in (f.name for f in fields(Run) if f.name != "seconds"):
            if isinstance(counted := getattr(done.counts, name), int | float):
                setattr(run, name, getattr(run, name) + counted)
        return run

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
    def code(self) -> str:
        """Of everything that decides over the rows, whatever stages run."""
        rooms = (room(stage.name) for stage in STAGES)
        return " ".join((self.ingest_fingerprint, self.model_fingerprint, *rooms))

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

    def sample(self, shard: str, claims: list[Claim], quotes: list[Quote]) -> None:
        """Keep some claims of an article for the end of the run."""
        by_id = {quote.quote_id: quote for quote in quotes}
        said = {claim.quote_id: claim for claim in reversed(claims) if claim.speaker and claim.quote_id in by_id}
        articles = self.seen.setdefault(shard, [])
        if said and len(articles) < SAMPLES:
            pairs = [(said[quote_id], quote) for quote_id, quote in by_id.items() if quote_id in said]
            articles.append(pairs[:SAMPLES])

    @property
    def samples(self) -> Pairs:
        """The claims to show: as many of each article, in the order of the articles."""
        articles = [pairs for shard in self.seen.values() for pairs in shard][:SAMPLES]
        return [pair for pairs in articles for pair in pairs[: SAMPLES // len(articles)]]
