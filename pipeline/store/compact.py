"""Small shards become larger ones, and plain readers see every row once all the time.

Rows of several files cannot move into one by renames: between two of them a reader would see rows twice, or not at all.
So the new state of each table's folder is made beside it, of links to the files that stay and of the merged ones, and
then the two folders change places in one step. A redo journal stands while the tables do so one after the other.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import StoreDamagedError
from pipeline.schema import ROWS
from pipeline.store import sums
from pipeline.store.atomic import prepare, replace, sync_folder, writing
from pipeline.store.exchange import require
from pipeline.store.mark import Mark
from pipeline.store.store import Store
from pipeline.store.transaction import COMPACT, STATE, encode, redo

SHARDED = tuple(table for table in ROWS if table != "runs")
SUFFIX = ".parquet"
ORDER = {"rejected": ("source", "line", "article_id"), "runs": ("started", "run_id")}
"""Columns that the rows of a merged file are ordered by; else by article, whose rows keep their order."""


@dataclass(frozen=True, slots=True)
class Shard:
    """What decides over a shard: only those that the same code, data and settings have made may be merged."""

    name: str
    articles: int
    bytes: int
    made_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Files that become one, in the folders of `tables`."""

    name: str
    parts: tuple[str, ...]
    tables: tuple[str, ...]


def compact(store: Store, *, articles: int, size: int) -> list[Merge]:
    """Merge shards of a store that is locked, up to so many articles and bytes of text each; and the rows of runs.

    Returns what was merged, nothing where nothing fits together. StoreDamagedError for a folder with files that are no
    shard's; CannotWriteError where the file system cannot do it. Either changes nothing.
    """
    merges = [*_shards_to_merge(store, articles=articles, size=size), *_runs_to_merge(store)]
    if merges:
        tables = [table for table in ROWS if any(table in merge.tables for merge in merges)]
        for table in tables:
            _require_own_files(store.root / table)
        require(store.root / STATE)
        _replace(store, merges, tables)
    return merges


def _shards_to_merge(store: Store, *, articles: int, size: int) -> Iterator[Merge]:
    """First fit, the largest first: no two of the shards there are then fit together."""
    bins: list[list[Shard]] = []
    shards = [shard for shard in (_shard(store, name) for name in store.shards()) if shard]
    for shard in sorted(shards, key=lambda shard: (-shard.articles, shard.name)):
        for found in bins:
            fits = (
                sum(s.articles for s in (*found, shard)) <= articles and sum(s.bytes for s in (*found, shard)) <= size
            )
            if fits and found[0].made_by == shard.made_by:
                found.append(shard)
                break
        else:
            bins.append([shard])
    for found in bins:
        if len(found) > 1:
            yield _merge([shard.name for shard in found], SHARDED)


def _shard(store: Store, name: str) -> Shard | None:
    """None for a shard that lacks a file: a run makes it again first."""
    if not all(store.path(table, name).exists() for table in SHARDED):
        return None
    files = {table: pq.read_metadata(store.path(table, name)) for table in SHARDED}
    marks = [Mark.of(found.metadata or {}, file=str(store.path(table, name))) for table, found in files.items()]
    made_by = [mark.fingerprint for mark in marks] + [
        str(found.schema.to_arrow_schema().remove_metadata()) for found in files.values()
    ]
    groups = [files["articles"].row_group(n) for n in range(files["articles"].num_row_groups)]
    chunks = [group.column(n) for group in groups for n in range(group.num_columns)]
    text = sum(chunk.total_uncompressed_size for chunk in chunks if chunk.path_in_schema == "text")
    return Shard(name, files["articles"].num_rows, text, tuple(made_by))


def _runs_to_merge(store: Store) -> Iterator[Merge]:
    """The rows of all runs that have ended."""
    paths = sorted((store.root / "runs").glob(f"*{SUFFIX}"))
    ended = [
        path.stem for path in paths if "running" not in pq.read_table(path, columns=["status"])["status"].to_pylist()
    ]
    if len(ended) > 1:
        yield _merge(ended, ("runs",))


def _merge(parts: Sequence[str], tables: tuple[str, ...]) -> Merge:
    name = hashlib.blake2b("\n".join(sorted(parts)).encode(), digest_size=8).hexdigest()
    return Merge(name, tuple(sorted(parts)), tables)


def _require_own_files(folder: Path) -> None:
    """What someone else put into a table's folder would be lost with the old folder."""
    strange = [
        path.name for path in folder.iterdir() if path.suffix != SUFFIX or not path.is_file() or path.is_symlink()
    ]
    if strange:
        raise StoreDamagedError(
            f"{folder} holds {strange[0]}, which is no file of a table.", "Move it elsewhere. Nothing was changed."
        )


@dataclass(slots=True)
class Journal:
    """As `transaction.redo` reads it."""

    renames: dict[str, str] = field(default_factory=dict)
    swaps: dict[str, str] = field(default_factory=dict)
    removes: list[str] = field(default_factory=list)


def _replace(store: Store, merges: Sequence[Merge], tables: Sequence[str]) -> None:
    """Make the new folders, then put the journal that lets them take the place of the old ones."""
    root = store.root
    for table in tables:
        leave = {part for merge in merges if table in merge.tables for part in merge.parts}
        with writing(root / COMPACT / table):
            _link(root / table, root / COMPACT / table, leave=leave)
    journal = Journal()
    for merge in merges:
        _prepare(store, merge, journal)
    path = root / STATE / "journal" / "compact.json"
    replace(path, json.dumps(asdict(journal), indent=1).encode())
    redo(root, path)
    shutil.rmtree(root / COMPACT)


def _prepare(store: Store, merge: Merge, journal: Journal) -> None:
    """Write the merged files, and note what is to be done with them."""
    listed = {}
    for table in merge.tables:
        data = _merged(store, table, merge)
        replace(store.root / COMPACT / table / f"{merge.name}{SUFFIX}", data)
        journal.swaps[table] = f"{merge.name}{SUFFIX}"
        listed[f"{table}/{merge.name}{SUFFIX}"] = sums.digest(data)
    beside: dict[Path, bytes] = {}
    if "articles" in merge.tables and (docs := _merged_docs(store, merge)):
        beside[store.docs_path(merge.name)] = docs
        listed[store.docs_path(merge.name).relative_to(store.root).as_posix()] = sums.digest(docs)
    beside[sums.path_of(store.root, merge.name)] = sums.as_bytes(listed)
    for target, data in beside.items():
        ready = prepare(target, data)
        journal.renames[str(ready.relative_to(store.root))] = str(target.relative_to(store.root))
    old = [path for part in merge.parts for path in (sums.path_of(store.root, part), store.docs_path(part))]
    journal.removes += [path.relative_to(store.root).as_posix() for path in old]


def _link(old: Path, new: Path, *, leave: set[str]) -> None:
    """A folder with the same files under other links, but for those to `leave` out."""
    new.mkdir(parents=True)
    for path in old.iterdir():
        if path.stem not in leave:
            os.link(path, new / path.name)
    shutil.copystat(old, new)
    sync_folder(new)


def _merged(store: Store, table: str, merge: Merge) -> bytes:
    """The rows of the parts as one file."""
    paths = [store.path(table, part) for part in merge.parts]
    files = [pq.ParquetFile(path, page_checksum_verification=True) for path in paths]
    data = pa.concat_tables([file.read().replace_schema_metadata() for file in files])
    by = ORDER.get(table, ("article_id",))
    keys = list(zip(*(data[name].to_pylist() for name in by), strict=True))
    order = sorted(range(len(keys)), key=lambda n: tuple((key is not None, key) for key in keys[n]))
    marks = [Mark.of(file.metadata.metadata or {}, file=str(path)) for file, path in zip(files, paths, strict=True)]
    missing = frozenset(article for mark in marks for article in mark.missing)
    return encode(table, data.take(pa.array(order, pa.int64())).combine_chunks(), Mark(marks[0].fingerprint, missing))


def _merged_docs(store: Store, merge: Merge) -> bytes | None:
    """The parsed articles of the parts; what is lost of this cache is parsed again when it is needed."""
    from pipeline.store.docs import merged  # noqa: PLC0415  loads spaCy

    found = [docs for docs in map(store.docs, merge.parts) if docs is not None]
    return merged(found) if found else None
