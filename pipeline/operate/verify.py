"""`zegsman verify`: whether an output folder is as runs have written it, and whole in itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.operate import checks
from pipeline.operate.holder import holder
from pipeline.operate.problems import Problem
from pipeline.run.shard import TABLES
from pipeline.schema import SCHEMA_VERSION
from pipeline.store import sums
from pipeline.store.arrow import schema
from pipeline.store.steady import journals, steady

SUFFIX = ".parquet"


@dataclass(slots=True)
class Looked:
    """What was found in the files of one name."""

    problems: list[Problem] = field(default_factory=list)
    files: int = 0
    articles: list[tuple[str, str | None]] = field(default_factory=list)
    """article_id and duplicate_of."""
    all_articles: bool = True
    """Whether those could be read, and the claims."""
    groups: dict[str, str] = field(default_factory=dict)
    """What claims have as their claim_group, and one that has it."""
    firsts: set[str] = field(default_factory=set)
    """Claims that are the first of their group."""
    run_ids: dict[str, str] = field(default_factory=dict)
    """Runs that rows name, and a file where they do."""


class Verification:
    """Goes through a folder shard by shard; runs may write to it meanwhile."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = 0
        self.articles: dict[str, str] = {}
        """The shard of each article."""
        self.listed = (root / sums.STATE / "sums").is_dir()
        """Whether there are checksums: in a folder that was copied without `.zegsman` there are none."""
        self._duplicates: list[tuple[str, str]] = []
        self._groups: dict[str, str] = {}
        self._firsts: set[str] = set()
        self._all_articles = True
        self._run_ids: dict[str, str] = {}

    def problems(self) -> Iterator[Problem]:
        """All that is wrong. LockedError where commits follow one another without a pause."""
        who = holder(self.root)
        if journals(self.root) and not (who and who.alive):
            what = "a run was killed while it committed: the next run, or `zegsman compact`, finishes that"
            yield Problem("unfinished", journals(self.root)[0].name, "", what)
            return
        done: set[str] = set()
        while todo := self._stems() - done:  # again for what a run adds meanwhile
            for stem in sorted(todo):
                looked = steady(self.root, f"*/{stem}{SUFFIX}", lambda stem=stem: self._look(stem))  # type: ignore[misc]
                yield from looked.problems
                yield from self._take(looked, stem)
            done |= todo
        yield from self._over_all()

    def _stems(self) -> set[str]:
        """Names of shards: of all files, and of all that the checksums speak of; those of runs come with `_over_all`."""
        found = {path.stem for table in TABLES for path in (self.root / table).glob(f"*{SUFFIX}")}
        found |= {path.stem for path in (self.root / sums.STATE / "sums").glob("*.json")}
        return found - {path.stem for path in (self.root / "runs").glob(f"*{SUFFIX}")}

    def _look(self, stem: str) -> Looked:
        looked = Looked()
        if not any(path.exists() for path in (sums.path_of(self.root, stem), *self._paths(stem))):
            return looked  # compacted since the folder was listed
        listed = sums.read(self.root, stem)
        tables = {table: self._file(f"{table}/{stem}{SUFFIX}", table, listed, looked) for table in TABLES}
        docs = f"{sums.STATE}/docs/{stem}.spacy"
        if docs in listed and (self.root / docs).exists():  # a cache: it may be removed, not changed
            looked.problems += self._checksum(docs, (self.root / docs).read_bytes(), listed)
        rows = {table: found.to_pylist() for table, found in tables.items() if found is not None}
        if len(rows) == len(TABLES):
            looked.problems += checks.check(rows, f"{stem}{SUFFIX}")
        looked.articles = [(row["article_id"], row["duplicate_of"]) for row in rows.get("articles", [])]
        looked.all_articles = {"articles", "claims"} <= rows.keys()
        for row in rows.get("claims", []):
            if row["claim_group"] == row["claim_id"]:
                looked.firsts.add(row["claim_id"])
            elif row["claim_group"] is not None:
                looked.groups[row["claim_group"]] = row["claim_id"]
        for table in {"articles", "rejected"} & rows.keys():
            looked.run_ids |= {row["run_id"]: f"{table}/{stem}{SUFFIX}" for row in rows[table] if row["run_id"]}
        return looked

    def _paths(self, stem: str) -> list[Path]:
        return [self.root / table / f"{stem}{SUFFIX}" for table in TABLES]

    def _file(self, place: str, table: str, listed: dict[str, str], looked: Looked) -> pa.Table | None:
        """The rows of a file, None where they cannot be looked at; what is wrong is added to `looked`."""
        path = self.root / place
        if not path.exists():
            looked.problems.append(Problem("missing", place, "", "the file is not there"))
            return None
        looked.files += 1
        data = path.read_bytes()
        looked.problems += self._checksum(place, data, listed)
        try:
            found = pq.ParquetFile(pa.BufferReader(data), page_checksum_verification=True).read()
        except (pa.ArrowException, OSError) as error:
            looked.problems.append(Problem("unreadable", place, "", str(error).splitlines()[0]))
            return None
        wrong = list(_columns(found.schema, table, place))
        looked.problems += wrong
        return None if wrong else found

    def _checksum(self, place: str, data: bytes, listed: dict[str, str]) -> Iterator[Problem]:
        if self.listed and place not in listed:
            yield Problem("unlisted", place, "", "no run has written this file")
        elif self.listed and sums.digest(data) != listed[place]:
            yield Problem("checksum", place, "", "the file is not as the run wrote it")

    def _take(self, looked: Looked, stem: str) -> Iterator[Problem]:
        """Keep what has to hold over all shards; an article is in one only."""
        self.files += looked.files
        self._run_ids |= looked.run_ids
        self._all_articles &= looked.all_articles
        self._groups |= looked.groups
        self._firsts |= looked.firsts
        for article_id, duplicate_of in looked.articles:
            first = self.articles.setdefault(article_id, stem)
            if first != stem:
                what = f"the article is in articles/{first}{SUFFIX} as well"
                yield Problem("twice", f"articles/{stem}{SUFFIX}", article_id, what)
            if duplicate_of is not None:
                self._duplicates.append((article_id, duplicate_of))

    def _over_all(self) -> Iterator[Problem]:
        for article_id, first in self._duplicates:
            if first not in self.articles and self._all_articles:
                place = f"articles/{self.articles[article_id]}{SUFFIX}"
                yield Problem("reference", place, article_id, f"duplicate_of {first!r} is no article of the folder")
        # a run that goes on, or was killed, has not come to the groups yet
        if self._all_articles and holder(self.root) is None:
            for first in sorted(self._groups.keys() - self._firsts):
                what = f"claim_group {first!r} is no claim that is the first of a group"
                yield Problem("reference", "claims", self._groups[first], what)
        yield from self._runs()
        for run_id, place in self._run_ids.items():
            yield Problem("reference", place, "", f"run_id {run_id!r} is not among the runs")

    def _runs(self) -> Iterator[Problem]:
        """The files of runs; the runs they hold are crossed off."""
        seen: set[str] = set()
        for path in sorted((self.root / "runs").glob(f"*{SUFFIX}")):
            looked, ids = steady(self.root, f"runs/{path.name}", lambda path=path: self._run(path))  # type: ignore[misc]
            yield from looked.problems
            self.files += looked.files
            for run_id in ids:
                if run_id in seen:
                    yield Problem("twice", f"runs/{path.name}", run_id, "the run is in another file as well")
                seen.add(run_id)
                self._run_ids.pop(run_id, None)

    def _run(self, path: Path) -> tuple[Looked, list[str]]:
        looked = Looked()
        found = self._file(f"runs/{path.name}", "runs", sums.read(self.root, path.stem), looked)
        return looked, found["run_id"].to_pylist() if found is not None else []


def _columns(found: pa.Schema, table: str, place: str) -> Iterator[Problem]:
    """Columns that lack, or are of another type; and a file of another table or version."""
    metadata: dict[bytes, Any] = found.metadata or {}
    told = metadata.get(b"zegsman.table", b"").decode(), metadata.get(b"zegsman.schema_version", b"").decode()
    if told != (table, str(SCHEMA_VERSION)):
        yield Problem("schema", place, "", f"this is table {told[0] or '?'}, schema version {told[1] or '?'}")
    for column in schema(table):
        if column.name not in found.names:
            yield Problem("schema", place, "", f"column {column.name} is not there")
        elif found.field(column.name).type != column.type:
            yield Problem(
                "schema", place, "", f"column {column.name} is {found.field(column.name).type}, not {column.type}"
            )
