"""What is compared across articles, as numbers: made of a shard's tables once, and kept in a file until they change."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.groups import CLAIM, Verdicts
from pipeline.run import columns
from pipeline.run.columns import Array, part
from pipeline.run.stages import room
from pipeline.signature import SIZE
from pipeline.store import Store, sums
from pipeline.store.atomic import replace, temporary, writing

FOLDER = "groups"
"""In the state folder. A cache: it may be deleted, and costs one more reading of the tables."""
INDEX, VERDICTS = "index.json", "verdicts.npy"
NEVER = 2**62
"""The time of an article without one: after all others."""
ARTICLE = np.dtype([("time", np.int64), ("digest", np.uint64), ("claims", np.int32), ("signature", np.int32, (SIZE,))])
TABLES = {"articles": "duplicate_of", "claims": "claim_group"}
"""The tables that are compared, and the column of each that is the outcome."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A shard's numbers: `articles` (of ARTICLE) in the order of `ids`, `claims` (of CLAIM) and `names` as in `columns.Part`."""

    ids: list[str]
    articles: Array
    claims: Array
    names: Array
    size: int
    """Claims of the shard, those that cannot be compared included."""


class Shelf:
    """The numbers of all shards. `stored` tells a digest of the outcome that a shard's tables have now."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.folder = store.root / sums.STATE / FOLDER
        self.folder.mkdir(parents=True, exist_ok=True)
        self._code = _code()
        self._index: dict[str, dict[str, list[str]]] = self._read_index()
        self.verdicts = self._read_verdicts()
        """Of texts that are alike, whether they are nearly the same."""

    def of(self, shard: str) -> Kept:
        """The numbers of a shard."""
        if self._is_fresh(shard):
            try:
                return _load(self._path(shard))
            except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
                pass  # torn or deleted: it is made anew
        kept, stored = _made(self._store, shard)
        _write(self._path(shard), _dump(kept))
        listed = self._listed(shard)
        self._index[shard] = {table: [listed[table], digest(stored[table])] for table in TABLES}
        return kept

    def stored(self, shard: str, table: str) -> str:
        """Digest of the outcome in a table, after `of`."""
        return self._index[shard][table][1]

    def rewritten(self, shard: str, outcome: dict[str, pa.Array]) -> None:
        """A shard's tables have another outcome now; nothing else of them has changed."""
        listed = self._listed(shard)
        self._index[shard] = {table: [listed[table], digest(outcome[table])] for table in TABLES}

    def save(self) -> None:
        """Keep what is known, and drop what is of shards that are gone."""
        shards = set(self._store.shards())
        self._index = {shard: entry for shard, entry in self._index.items() if shard in shards}
        for path in self.folder.glob("*.npz"):
            if path.stem not in shards:
                path.unlink()
        buffer = BytesIO()
        np.save(buffer, self.verdicts.used())
        replace(self.folder / VERDICTS, buffer.getvalue())
        told = {"code": self._code, "shards": self._index}
        replace(self.folder / INDEX, json.dumps(told, sort_keys=True).encode())

    def _path(self, shard: str) -> Path:
        return self.folder / f"{shard}.npz"

    def _listed(self, shard: str) -> dict[str, str]:
        """Checksums of a shard's files."""
        listed = sums.read(self._store.root, shard)
        return {table: listed.get(f"{table}/{shard}.parquet", "") for table in TABLES}

    def _is_fresh(self, shard: str) -> bool:
        entry, listed = self._index.get(shard), self._listed(shard)
        return entry is not None and all(listed[table] and entry[table][0] == listed[table] for table in TABLES)

    def _read_index(self) -> dict[str, dict[str, list[str]]]:
        try:
            told = json.loads((self.folder / INDEX).read_bytes())
            return dict(told["shards"]) if told["code"] == self._code else {}
        except (OSError, ValueError, KeyError):
            return {}

    def _read_verdicts(self) -> Verdicts:
        none = np.zeros(0, dtype=np.uint64)
        try:
            return Verdicts(np.load(self.folder / VERDICTS, allow_pickle=False) if self._index else none)
        except (OSError, ValueError, EOFError):
            return Verdicts(none)


def digest(column: pa.Array) -> str:
    """Of a column of identifiers, for telling whether two are equal."""
    text = "\n".join(value or "" for value in column.to_pylist())
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _code() -> str:
    """Changes with the code that makes numbers of tables, and with what they look like."""
    made = [Path(name).read_bytes() for name in (__file__, columns.__file__)]
    return hashlib.blake2b(b"".join([room(FOLDER).encode(), str(CLAIM).encode(), *made]), digest_size=16).hexdigest()


def _made(store: Store, shard: str) -> tuple[Kept, dict[str, pa.Array]]:
    """The numbers of a shard from its tables, and the outcome that these have."""
    names = ["article_id", "published", "text_sha256", "signature", "duplicate_of"]
    data = store.table("articles", shard, names).combine_chunks()
    ids = data["article_id"].to_pylist()
    articles = np.zeros(len(ids), dtype=ARTICLE)
    articles["time"] = [NEVER if t is None else t for t in data["published"].cast(pa.int64()).to_pylist()]
    articles["digest"] = [_number(text) for text in data["text_sha256"].to_pylist()]
    articles["signature"] = _signatures(data["signature"].to_pylist())
    found = part(store, shard, ids)
    articles["claims"] = np.bincount(found.rows["article"], minlength=len(ids))
    stored = {"articles": columns.whole(data["duplicate_of"].cast(pa.string())), "claims": found.groups}
    return Kept(ids, articles, found.rows, found.names, found.size), stored


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def _signatures(rows: list[list[int] | None]) -> npt.NDArray[np.int32]:
    blank = [0] * SIZE
    filled = [row if row and len(row) == SIZE else blank for row in rows]
    return np.array(filled, dtype=np.int32).reshape(len(rows), SIZE)


def _write(path: Path, data: bytes) -> None:
    """At once, but without waiting for the disk: a file that a power cut tore is found out by its checksums."""
    beside = temporary(path)
    with writing(path):
        beside.write_bytes(data)
        beside.replace(path)


def _dump(kept: Kept) -> bytes:
    buffer = BytesIO()
    ids = np.frombuffer(json.dumps(kept.ids).encode(), dtype=np.uint8)
    arrays: dict[str, Any] = {"ids": ids, "articles": kept.articles, "claims": kept.claims, "names": kept.names}
    np.savez(buffer, size=np.array(kept.size), **arrays)
    return buffer.getvalue()


def _load(path: Path) -> Kept:
    with np.load(path, allow_pickle=False) as data:
        ids = json.loads(data["ids"].tobytes())
        return Kept(ids, data["articles"], data["claims"], data["names"], int(data["size"]))
