"""An output folder, open for one run: its shards, their rows and marks."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import StoreDamagedError
from pipeline.schema import PER_ARTICLE, ROWS, Row
from pipeline.store.arrow import from_arrow, schema
from pipeline.store.lock import Lock
from pipeline.store.mark import Mark
from pipeline.store.transaction import STATE, Prepared, Transaction, recover


class Store:
    """Reads an output folder and starts transactions on it.

    Made by `Store.open`, which holds the lock; a worker of that run makes its own, to read and to prepare files.
    """

    def __init__(self, root: Path, *, died: str | None = None) -> None:
        self.root = root
        self.died = died
        """run_id of the run before, if it was killed."""

    @classmethod
    @contextlib.contextmanager
    def open(cls, root: Path, *, run_id: str) -> Iterator[Store]:
        """Lock `root` (made if need be), mend what a killed run left, and free it at the end.

        LockedError where another run holds it, CannotWriteError where it cannot be made.
        """
        lock = Lock(root / STATE, run_id=run_id)
        lock.acquire()
        try:
            recover(root)
            yield cls(root, died=lock.died)
        finally:
            recover(root)  # an interrupted commit is finished, an interrupted preparation forgotten
            lock.release()

    def shards(self) -> list[str]:
        """Names of the shards, in order."""
        return sorted(path.stem for path in (self.root / "articles").glob("*.parquet"))

    def mark(self, table: str, shard: str) -> Mark | None:
        """The mark of a file; None where there is none. StoreVersionError, StoreDamagedError."""
        path = self.path(table, shard)
        if not path.exists():
            return None
        with _reading(path):
            metadata = pq.read_metadata(path).metadata or {}
        return Mark.of(metadata, file=str(path))

    def rows(self, table: str, shard: str) -> list[Row]:
        """The rows of a file, none where there is no file."""
        return from_arrow(table, self._read(table, shard))

    def rows_by_article(self, table: str, shard: str) -> dict[str, list[Row]]:
        """The rows of a table that belongs to articles, by article_id."""
        data = self._read(table, shard)
        found: dict[str, list[Row]] = {}
        for owner, row in zip(data["article_id"].to_pylist(), from_arrow(table, data), strict=True):
            found.setdefault(owner, []).append(row)
        return found

    def columns(self, table: str, shard: str, names: list[str]) -> Iterator[tuple[Any, ...]]:
        """Some columns only, row by row."""
        data = self._read(table, shard, names)
        return zip(*(data[name].to_pylist() for name in names), strict=True)

    def table(self, table: str, shard: str, names: list[str] | None = None) -> pa.Table:
        """The rows of a file as Arrow, all columns or some; columns that an older file lacks are null."""
        data = self._read(table, shard, names)
        for name in names or []:
            if name not in data.column_names:
                data = data.append_column(name, pa.nulls(data.num_rows, schema(table).field(name).type))
        return data.select(names) if names else data

    def count(self, table: str, shard: str) -> int:
        """Number of rows of a file."""
        with _reading(self.path(table, shard)):
            return int(pq.read_metadata(self.path(table, shard)).num_rows)

    def docs(self, shard: str) -> bytes | None:
        """The shard's DocBin, None where it is not there."""
        path = self.docs_path(shard)
        return path.read_bytes() if path.exists() else None

    def path(self, table: str, shard: str) -> Path:
        """Where a shard's file of `table` lies."""
        return self.root / table / f"{shard}.parquet"

    def docs_path(self, shard: str) -> Path:
        """Where a shard's DocBin lies."""
        return self.root / STATE / "docs" / f"{shard}.spacy"

    def transaction(self, name: str, prepared: Prepared | None = None) -> Transaction:
        """A new transaction; `name` is that of the shard or run it is for, `prepared` what another process has made of it."""
        return Transaction(self.root, name, prepared)

    def _read(self, table: str, shard: str, names: list[str] | None = None) -> pa.Table:
        path = self.path(table, shard)
        if not path.exists():
            columns = ["article_id"] if table in PER_ARTICLE else []
            return pa.table({name: [] for name in names or [*columns, *ROWS[table].__slots__]})
        with _reading(path):
            return pq.ParquetFile(path, page_checksum_verification=True).read(columns=names)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    """A file that Parquet cannot read, as an error that says what to do."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise StoreDamagedError(
            f"{path} cannot be read: {error}.", "Delete that file and run again: its rows are made anew."
        ) from error
