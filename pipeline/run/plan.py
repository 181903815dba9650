"""What is new: compares the records of the input with what the store holds, and cuts them into jobs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from pipeline.ingest import RawRecord
from pipeline.run.task import Task
from pipeline.schema import Rejected, RejectReason
from pipeline.store import Mark, Store

Outcome = RawRecord | Rejected
"""What ingest makes of one record of the input before its text is looked at."""

Phase = Literal["ingest", "stages"]

FAILURES = frozenset({"failed", "crashed", "timeout"})
"""Reasons that are ours and not the input's: another try may end otherwise."""

MAX_SHARD_BYTES = 16 * 2**20
"""A shard of long records closes early: a parsed text takes some 40 times its size in memory."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work on one shard: records that are new to it or changed in it (none: only its stages are out of date).

    `suspects` are articles on which a worker died: they are worked on first. `condemned` are found guilty of it, in
    `ingest` or in the `stages` after it: they are rejected with that reason and detail.
    """

    shard: str
    outcomes: list[Outcome] = field(default_factory=list)
    suspects: frozenset[str] = frozenset()
    condemned: Mapping[tuple[Phase, str], tuple[RejectReason, str]] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    """Articles to be taken out."""
    gone_rejects: frozenset[str] = frozenset()
    """Keys of rejected inputs that are to be taken off the list."""


@dataclass(frozen=True, slots=True)
class Known:
    """Where an article is, and whether this version of ingest made it."""

    shard: str
    record: str
    current: bool


class Verdict(Enum):
    """What is to be done with a record of the input."""

    WORK = "work"
    UNCHANGED = "unchanged"
    REJECTED_BEFORE = "rejected before"


class Index:
    """All records the store has seen. A record is known by its hash, its home by its id or place."""

    def __init__(self, store: Store, task: Task) -> None:
        self._retry = task.retry_failed
        self.articles: dict[str, Known] = {}
        self.rejected: set[str] = set()
        self.failed: set[str | None] = set()
        """Records to be tried again whatever the marks say."""
        self.places: dict[tuple[str, int | str | None], str] = {}
        for shard in store.shards():
            self._read_articles(store, shard, task.ingest_fingerprint)
            self._read_rejected(store, shard, task.rejecting)

    def _read_articles(self, store: Store, shard: str, fingerprint: str) -> None:
        mark = store.mark("articles", shard)
        rows = list(store.columns("articles", shard, ["article_id", "record_sha256"]))
        old = mark.todo(fingerprint, {key for key, _ in rows}) if mark else set()
        self.articles |= {key: Known(shard, record, key not in old) for key, record in rows}

    def _read_rejected(self, store: Store, shard: str, rejecting: str) -> None:
        """What was rejected is tried again when ingest has changed; what failed in a stage, when any stage has."""
        mark = store.mark("rejected", shard) or Mark()
        same_ingest = mark.fingerprint.split(" ")[0] == rejecting.split(" ", maxsplit=1)[0]
        names = ["source", "line", "article_id", "reason", "detail", "record_sha256"]
        for source, line, article_id, reason, detail, record in store.columns("rejected", shard, names):
            if reason in FAILURES and self._retry:
                self.failed.add(record)
            elif record is None or (mark.fingerprint == rejecting if reason in FAILURES else same_ingest):
                self.rejected.add(record or told(source, line, reason, detail))
            if source != "-":  # a place on standard input says nothing about the next run's
                self.places[source, article_id if line is None else line] = shard

    def look_up(self, outcome: Outcome) -> tuple[Verdict, str | None]:
        """What is to be done with a record, and the shard it belongs to (None: a new one)."""
        if isinstance(outcome, Rejected):
            if key(outcome) in self.rejected:
                return Verdict.REJECTED_BEFORE, None
            return Verdict.WORK, self._place(outcome)
        known = self.articles.get(outcome.article_id)
        if known and known.record == outcome.record_sha256:
            as_it_is = known.current and outcome.record_sha256 not in self.failed
            return (Verdict.UNCHANGED, None) if as_it_is else (Verdict.WORK, known.shard)
        if outcome.record_sha256 in self.rejected:
            return Verdict.REJECTED_BEFORE, None
        return Verdict.WORK, known.shard if known else self._place(outcome)

    def _place(self, outcome: Outcome) -> str | None:
        """Shard of a row of rejected about an earlier version of the record."""
        source = outcome.source
        return self.places.get((source, outcome.line)) or self.places.get((source, outcome.article_id))


def jobs(outcomes: Iterable[Outcome], index: Index, *, size: int, task: Task) -> Iterator[Job]:
    """The work that `outcomes` bring, counted in `task.run`; not more than a shard of new and one of changed are held.

    New records fill new shards in the order of the input, so a killed run that is taken up again makes the same shards.
    """
    new, changed = Batch(size), Batch(size)
    for outcome in outcomes:
        verdict, home = index.look_up(outcome)
        task.run.articles_in += 1
        task.run.articles_rejected += verdict is Verdict.REJECTED_BEFORE
        if verdict is not Verdict.WORK:
            continue
        batch = changed if home else new
        batch.add(outcome, home)
        if batch.full:
            yield from batch.jobs()
    yield from changed.jobs()
    yield from new.jobs()


class Batch:
    """Records that wait until there are enough of them, by number or by size, with their shards."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._waiting: list[tuple[Outcome, str | None]] = []
        self._bytes = 0

    @property
    def full(self) -> bool:
        """Whether it is time to work on them."""
        return len(self._waiting) >= self._size or self._bytes >= MAX_SHARD_BYTES

    def add(self, outcome: Outcome, home: str | None) -> None:
        """Add a record; `home` is its shard, None for those that make a new one together."""
        self._waiting.append((outcome, home))
        self._bytes += weight(outcome)

    def jobs(self) -> list[Job]:
        """The waiting records as jobs, shard by shard; none are waiting then."""
        by_shard: dict[str, list[Outcome]] = {}
        fresh = shard_name(outcome for outcome, home in self._waiting if home is None)
        for outcome, home in self._waiting:
            by_shard.setdefault(home or fresh, []).append(outcome)
        self._waiting, self._bytes = [], 0
        return [Job(*item) for item in by_shard.items()]


def weight(outcome: Outcome) -> int:
    """About how many bytes of input a record is."""
    if isinstance(outcome, Rejected):
        return 0
    return len(outcome.payload) + sum(len(value) for value in outcome.fields.values() if isinstance(value, str))


def key(outcome: Outcome) -> str:
    """The record's hash, or where it has none (a file that cannot be read) what was said of it."""
    if isinstance(outcome, Rejected):
        return outcome.record_sha256 or told(outcome.source, outcome.line, outcome.reason, outcome.detail)
    return outcome.record_sha256


def shard_name(outcomes: Iterable[Outcome]) -> str:
    """Named by content, so the same input gives the same files, and a name never becomes a path."""
    lines = [f"{outcome.article_id} {key(outcome)}" for outcome in outcomes]
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()


def told(*parts: object) -> str:
    """Key of a rejected input without a hash: its place, the reason and the detail."""
    return "\0".join(str(part) for part in parts)
