"""All files of a shard are replaced, or none: temporary files, a redo journal, renames."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.schema import Row
from pipeline.store import sums
from pipeline.store.arrow import to_arrow
from pipeline.store.atomic import is_temporary, prepare, replace, sync_folder, writing
from pipeline.store.exchange import exchange
from pipeline.store.mark import Mark
from pipeline.store.sums import STATE

__all__ = ["COMPACT", "STATE", "Transaction", "encode", "recover", "redo"]

COMPACT = f"{STATE}/compact"
"""Where folders of tables wait to take the place of the old ones."""


@dataclass(slots=True)
class Prepared:
    """Files that lie ready beside their targets; small enough to be sent from one process or machine to another."""

    renames: dict[str, str] = field(default_factory=dict)
    sums: dict[str, dict[str, str]] = field(default_factory=dict)
    """SHA-256 of the files by shard and place."""


class Transaction:
    """Collects the new files of a shard; `commit` makes them visible together.

    One process may prepare the files and another commit them: `prepared` of the one is given to that of the other.
    """

    def __init__(self, root: Path, name: str, prepared: Prepared | None = None) -> None:
        self._root = root
        self._journal = root / STATE / "journal" / f"{name}.json"
        self.prepared = prepared or Prepared()

    def table(self, table: str, shard: str, *, rows: Sequence[Row], owners: Sequence[str] = (), mark: Mark) -> None:
        """Have `rows` (of the articles `owners`) replace the shard's file in `table`. Raises as `to_arrow`."""
        self.arrow(table, shard, to_arrow(table, rows, owners), mark=mark)

    def arrow(self, table: str, shard: str, data: pa.Table, *, mark: Mark) -> None:
        """The same with rows that are in Arrow already."""
        self.file(self._root / table / f"{shard}.parquet", encode(table, data, mark))

    def file(self, target: Path, data: bytes) -> None:
        """Have `data` replace `target`, a file under the output folder."""
        place = target.relative_to(self._root).as_posix()
        self._prepare(target, data)
        self.prepared.sums.setdefault(target.stem, {})[place] = sums.digest(data)

    def _prepare(self, target: Path, data: bytes) -> None:
        beside = prepare(target, data)
        self.prepared.renames[str(beside.relative_to(self._root))] = str(target.relative_to(self._root))

    def commit(self) -> None:
        """Make all collected files visible. From the moment the journal stands, this happens even if we die.

        CannotWriteError where one of them is not there any more: then nothing is changed.
        """
        for beside in self.prepared.renames:
            with writing(self._root / beside):
                (self._root / beside).stat()
        for stem, changed in self.prepared.sums.items():
            self._prepare(sums.path_of(self._root, stem), sums.as_bytes(sums.read(self._root, stem) | changed))
        if self.prepared.renames:
            replace(self._journal, json.dumps({"renames": self.prepared.renames}, indent=1).encode())
            redo(self._root, self._journal)

    def drop(self) -> None:
        """Forget it all."""
        for beside in self.prepared.renames:
            (self._root / beside).unlink(missing_ok=True)
        self.prepared = Prepared()


def recover(root: Path) -> None:
    """Finish the transactions whose journal stands, and remove what the others left. Safe to repeat."""
    for journal in sorted((root / STATE / "journal").glob("*.json")):
        redo(root, journal)
    shutil.rmtree(root / COMPACT, ignore_errors=True)  # the old folders, or new ones without a journal
    folders = [root, *(p for p in root.glob("*") if p.is_dir()), *(p for p in (root / STATE).glob("*") if p.is_dir())]
    for folder in folders:
        for path in folder.glob(".*.tmp-*"):
            if is_temporary(path) and path.is_file():
                path.unlink(missing_ok=True)


def redo(root: Path, journal: Path) -> None:
    """Do what a journal asks for and is still to be done, then forget it.

    `renames` are files that lie beside their targets, `swaps` folders of tables that change places with those in COMPACT,
    each with the name of a file that only the new one has, `removes` are files that nothing speaks of then.
    """
    told = json.loads(journal.read_bytes())
    renames, swaps = told["renames"], told.get("swaps", {})
    with writing(journal):
        for beside, target in renames.items():
            if (root / beside).exists():  # else it was renamed before we died
                (root / beside).replace(root / target)
        for table, sign in swaps.items():
            if not (root / table / sign).exists():
                exchange(root / table, root / COMPACT / table)
        for folder in {
            *((root / target).parent for target in renames.values()),
            *([root, root / COMPACT] if swaps else []),
        }:
            sync_folder(folder)
        for place in told.get("removes", []):
            (root / place).unlink(missing_ok=True)
        journal.unlink()


def encode(table: str, data: pa.Table, mark: Mark) -> bytes:
    """`data` as the bytes of a Parquet file: the same rows give the same bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(
        data.replace_schema_metadata(mark.metadata(table)),
        sink,
        compression="zstd",
        write_page_checksum=True,  # without it a flipped bit is read as a wrong number, silently
    )
    return bytes(sink.getvalue())
