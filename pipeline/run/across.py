"""After all shards: what only all articles together tell, `articles.duplicate_of` and `claims.claim_group`.

Both are worked out anew from what is stored, whenever that has changed, and only shards whose values are other than before
are written, each in one transaction. So it does not matter who made which shard when, and a run that is killed here
leaves some shards with the old values; the next run, which finds no note that all was done, gives them the new ones.
"""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.groups import CLAIM, Claims, Texts, claim_groups, duplicates
from pipeline.groups.same import NO_DAY
from pipeline.run.kept import ARTICLE, NEVER, TABLES, Shelf, digest
from pipeline.run.stages import room
from pipeline.run.stop import undisturbed
from pipeline.run.task import Task
from pipeline.store import Mark, Store, sums
from pipeline.store.atomic import replace

NOTE = "across"
"""File in the state folder that says for which files all was done."""
SECONDS_A_DAY = 86400
Ints = npt.NDArray[np.int64]


def bring_up_to_date(store: Store, task: Task) -> None:
    """Set `duplicate_of` and `claim_group` over all shards; where nothing has changed, nothing is read."""
    if is_up_to_date(store):
        return
    with task.timed("seconds_store"):
        shelf = Shelf(store)
        across = Across(store, shelf)
        shelf.save()
    for shard in store.shards():
        _put(store, task, shard, across.outcome(shard), shelf)
    with task.timed("seconds_store"):
        shelf.save()
    note(store)


def is_up_to_date(store: Store) -> bool:
    """Whether all was done for the files that are there."""
    path = store.root / sums.STATE / NOTE
    return path.exists() and path.read_text() == _state(store)


def note(store: Store) -> None:
    """Note that all was done for the files that are there."""
    replace(store.root / sums.STATE / NOTE, _state(store).encode())


def _state(store: Store) -> str:
    """Changes with the files that matter, and with what decides here."""
    parts = [room("groups")]
    for shard in store.shards():
        listed = sums.read(store.root, shard)
        parts += [shard, *(listed.get(f"{table}/{shard}.parquet", "") for table in ("articles", "claims"))]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _put(store: Store, task: Task, shard: str, outcome: dict[str, pa.Array], shelf: Shelf) -> None:
    """Write a shard's tables whose column is not as it ought to be."""
    transaction = store.transaction(shard)
    for table, column in outcome.items():
        if digest(column) != shelf.stored(shard, table):
            data = store.table(table, shard)
            place = data.schema.get_field_index(TABLES[table])
            data = data.set_column(place, data.schema.field(place), column).combine_chunks()
            transaction.arrow(table, shard, data, mark=store.mark(table, shard) or Mark())
    if transaction.prepared.renames:
        transaction.table("runs", task.run.run_id, rows=[task.run], mark=Mark())
        with undisturbed():
            transaction.commit()
            task.wrote = True
        shelf.rewritten(shard, outcome)


class Across:
    """All articles of a store, in their order, with what was found of them."""

    def __init__(self, store: Store, shelf: Shelf) -> None:
        self._store = store
        self._shards = store.shards()
        self._ids: list[str] = []
        self._own: dict[str, slice] = {}
        """Where the articles of each shard stand among all."""
        self._sizes: dict[str, int] = {}
        """Claims of each shard."""
        texts, counts = self._read(shelf)
        self._first = duplicates(texts, self._texts_of, shelf.known)
        self._starts = np.append(0, np.cumsum(counts))
        self._find_groups(texts, shelf)

    def _read(self, shelf: Shelf) -> tuple[Texts, Ints]:
        """The articles in their order, and how many claims of each can be compared."""
        arrays = []
        for shard in self._shards:
            kept = shelf.of(shard)
            self._own[shard] = slice(len(self._ids), len(self._ids) + len(kept.ids))
            self._ids += kept.ids
            self._sizes[shard] = kept.size
            arrays.append(kept.articles)
        articles: npt.NDArray[Any] = np.concatenate([np.zeros(0, dtype=ARTICLE), *arrays])
        times = articles["time"].tolist()
        order = np.array(sorted(range(len(times)), key=lambda n: (times[n], self._ids[n])), dtype=np.int64)
        self._rank = np.empty(len(order), dtype=np.int64)
        self._rank[order] = np.arange(len(order))
        self._in_order = [self._ids[n] for n in order]
        articles = articles[order]
        days = np.where(articles["time"] == NEVER, NO_DAY, articles["time"] // (SECONDS_A_DAY * 10**6))
        return Texts(self._in_order, articles["digest"], days, articles["signature"]), articles["claims"]

    def _texts_of(self, ids: Sequence[str]) -> dict[str, str]:
        """The texts of some articles, shard by shard."""
        wanted = set(ids)
        found: dict[str, str] = {}
        for shard, own in self._own.items():
            if not wanted.isdisjoint(self._ids[own]):
                rows = self._store.table("articles", shard, ["article_id", "text"])
                rows = rows.filter(pc.is_in(rows["article_id"], value_set=pa.array(sorted(wanted), pa.string())))
                found |= dict(zip(rows["article_id"].to_pylist(), rows["text"].to_pylist(), strict=True))
        return found

    def _find_groups(self, texts: Texts, shelf: Shelf) -> None:
        """The groups of all claims, which lie in a file in their order meanwhile."""
        with _Flat(shelf.folder / "claims", int(self._starts[-1])) as flat:
            names = [np.zeros(0, dtype=np.uint64)]
            for shard, own in self._own.items():
                kept, rank = shelf.of(shard), self._rank[own]
                names.append(_ranked(kept.names, rank))
                flat.rows[_spread(self._starts, rank)] = _placed(kept.claims, rank, texts.days)
                flat.release()
            claims = Claims(flat.rows, np.sort(np.concatenate(names)), flat.release)
            self._groups = claim_groups(claims, shelf.folder)
            self._where = {name: claims.column(name) for name in ("article", "row", "number")}

    def outcome(self, shard: str) -> dict[str, pa.Array]:
        """What the columns of a shard's tables ought to be."""
        own = self._own[shard]
        places = _spread(self._starts, self._rank[own])
        groups: list[str | None] = [None] * self._sizes[shard]
        for place in places[self._groups[places] >= 0].tolist():
            groups[self._where["row"][place]] = self._claim_id(int(self._groups[place]))
        first = [self._first.get(key) for key in self._ids[own]]
        return {"articles": pa.array(first, pa.string()), "claims": pa.array(groups, pa.string())}

    def _claim_id(self, place: int) -> str:
        article, number = int(self._where["article"][place]), int(self._where["number"][place])
        if number:
            return f"{self._in_order[article]}:c{number}"
        home = next(shard for shard, own in self._own.items() if article in self._rank[own])
        ids = self._store.table("claims", home, ["claim_id"])["claim_id"]
        return str(ids[int(self._where["row"][place])])


class _Flat:
    """Room for the claims of all articles, in a file."""

    def __init__(self, path: Path, size: int) -> None:
        self._path, self._size = path, size

    def __enter__(self) -> Self:
        self._path.unlink(missing_ok=True)
        made: Any = partial(np.memmap, self._path, mode="w+") if self._size else np.zeros
        self.rows = made(dtype=CLAIM, shape=self._size)
        return self

    def release(self) -> None:
        """Have the system take back the memory in which parts of the file are: else all of it stays, as soon as looked at."""
        if isinstance(self.rows, np.memmap) and hasattr(mmap, "MADV_DONTNEED"):
            mapped: Any = self.rows.base
            mapped.madvise(mmap.MADV_DONTNEED)

    def __exit__(self, *_: object) -> None:
        del self.rows
        self._path.unlink(missing_ok=True)


def _spread(starts: Ints, rank: Ints) -> Ints:
    """The places of the claims of some articles among all, article by article."""
    sizes = starts[rank + 1] - starts[rank]
    within = np.arange(sizes.sum()) - np.repeat(sizes.cumsum() - sizes, sizes)
    found: Ints = np.repeat(starts[rank], sizes) + within
    return found


def _placed(claims: npt.NDArray[Any], rank: Ints, days: Ints) -> npt.NDArray[Any]:
    """A shard's claims with the number of their article among all, and its day."""
    found = claims.copy()
    found["article"] = rank[claims["article"]]
    found["day"] = days[found["article"]]
    return found


def _ranked(names: npt.NDArray[np.uint64], rank: Ints) -> npt.NDArray[np.uint64]:
    """A shard's names with the number of their article among all."""
    article = rank[(names >> np.uint64(32)).astype(np.int64)].astype(np.uint64)
    return (article << np.uint64(32)) | (names & np.uint64(2**32 - 1))
