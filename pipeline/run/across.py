"""After all shards: what only all articles together tell, `articles.duplicate_of` and `claims.claim_group`.

Both are worked out anew from what is stored, whenever that has changed, and only shards whose values are other than before
are written, each in one transaction. So it does not matter who made which shard when, and a run that is killed here
leaves some shards with the old values; the next run, which finds no note that all was done, gives them the new ones.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.groups import CLAIM, Claims, Texts, claim_groups, duplicates
from pipeline.groups.same import NO_DAY
from pipeline.run.flat import Flat, flat
from pipeline.run.kept import ARTICLE, NEVER, TABLES, Shelf, digest
from pipeline.run.stages import room
from pipeline.run.stop import undisturbed
from pipeline.run.task import Task
from pipeline.signature import SIZE
from pipeline.store import Mark, Store, sums
from pipeline.store.atomic import replace

NOTE = "across"
"""File in the state folder that says for which files all was done."""
SECONDS_A_DAY = 86400
SIGNATURE = np.dtype((np.int32, (SIZE,)))
BRIEF_NAMES = ["time", "digest", "claims"]
BRIEF = np.dtype([(name, ARTICLE[name]) for name in BRIEF_NAMES])
"""What is in memory of each article."""
Ints = npt.NDArray[np.int64]


def bring_up_to_date(store: Store, task: Task) -> None:
    """Set `duplicate_of` and `claim_group` over all shards; where nothing has changed, nothing is read."""
    if is_up_to_date(store):
        return
    with ExitStack() as files:
        with task.timed("seconds_store"):
            shelf = Shelf(store)
            across = Across(store, shelf, files)
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
    """All articles of a store, in their order, with what was found of them.

    What is large lies in files, which `files` closes.
    """

    def __init__(self, store: Store, shelf: Shelf, files: ExitStack) -> None:
        self._store, self._shelf = store, shelf
        self._ids: list[str] = []
        self._own: dict[str, slice] = {}
        """Where the articles of each shard stand among all."""
        self._sizes: dict[str, int] = {}
        """Claims of each shard."""
        self._read()
        signatures = files.enter_context(flat(shelf.folder / "signatures", SIGNATURE, size=len(self._ids)))
        self._claims = files.enter_context(flat(shelf.folder / "claims", CLAIM, size=int(self._starts[-1])))
        names = self._fill(signatures)
        texts = Texts(self._digests, self._days, signatures.rows, signatures.release)
        self._first = duplicates(texts, self._texts_of, shelf.verdicts)
        self._groups = claim_groups(Claims(self._claims.rows, names, self._claims.release), shelf.folder)

    def _read(self) -> None:
        """The articles in their order, and how many claims of each can be compared."""
        arrays = [np.zeros(0, dtype=BRIEF)]
        for shard in self._store.shards():
            kept = self._shelf.of(shard)
            self._own[shard] = slice(len(self._ids), len(self._ids) + len(kept.ids))
            self._ids += kept.ids
            self._sizes[shard] = kept.size
            arrays.append(kept.articles[BRIEF_NAMES].astype(BRIEF))
        articles = np.concatenate(arrays)
        times = articles["time"].tolist()
        self._order = np.array(sorted(range(len(times)), key=lambda n: (times[n], self._ids[n])), dtype=np.int64)
        self._rank = np.empty(len(times), dtype=np.int64)
        self._rank[self._order] = np.arange(len(times))
        articles = articles[self._order]
        self._days: Ints = np.where(articles["time"] == NEVER, NO_DAY, articles["time"] // (SECONDS_A_DAY * 10**6))
        self._digests = articles["digest"].copy()
        self._starts = np.append(0, np.cumsum(articles["claims"], dtype=np.int64))

    def _fill(self, signatures: Flat) -> npt.NDArray[np.uint64]:
        """Put the signatures and claims of all shards into their files; returns the names of all articles."""
        names = [np.zeros(0, dtype=np.uint64)]
        for shard, own in self._own.items():
            kept, rank = self._shelf.of(shard), self._rank[own]
            names.append(_ranked(kept.names, rank))
            signatures.rows[rank] = kept.articles["signature"]
            self._claims.rows[_spread(self._starts, rank)] = _placed(kept.claims, rank, self._days)
            signatures.release()
            self._claims.release()
        found = np.concatenate(names)
        found.sort()
        return found

    def _texts_of(self, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
        """The texts of some articles, shard by shard."""
        wanted: dict[str, dict[str, int]] = {}
        for number in numbers:
            place = int(self._order[number])
            wanted.setdefault(self._shard_of(place), {})[self._ids[place]] = number
        for shard, own in wanted.items():
            rows = self._store.table("articles", shard, ["article_id", "text"])
            rows = rows.filter(pc.is_in(rows["article_id"], value_set=pa.array(list(own), pa.string())))
            yield from zip((own[key] for key in rows["article_id"].to_pylist()), rows["text"].to_pylist(), strict=True)

    def _shard_of(self, place: int) -> str:
        """The shard of the article that stands there among all."""
        shards, begins = self._homes
        return shards[bisect_right(begins, place) - 1]

    @cached_property
    def _homes(self) -> tuple[list[str], list[int]]:
        """The shards, and where the first article of each stands; of those that begin at one place only the last has any."""
        return list(self._own), [own.start for own in self._own.values()]

    def outcome(self, shard: str) -> dict[str, pa.Array]:
        """What the columns of a shard's tables ought to be."""
        own = self._own[shard]
        rank = self._rank[own]
        places = _spread(self._starts, rank)
        places = places[self._groups[places] >= 0]
        rows = self._claims.rows["row"][places].tolist()
        groups: list[str | None] = [None] * self._sizes[shard]
        for row, first in zip(rows, self._groups[places].tolist(), strict=True):
            groups[row] = self._claim_id(first)
        self._claims.release()
        firsts = self._first[rank].tolist()
        copies = [self._id(to) if to != n else None for n, to in zip(rank.tolist(), firsts, strict=True)]
        return {"articles": pa.array(copies, pa.string()), "claims": pa.array(groups, pa.string())}

    def _id(self, number: int) -> str:
        return self._ids[int(self._order[number])]

    def _claim_id(self, place: int) -> str:
        claim = self._claims.rows[place]
        if claim["number"]:
            return f"{self._id(int(claim['article']))}:c{claim['number']}"
        home = self._shard_of(int(self._order[claim["article"]]))
        return str(self._store.table("claims", home, ["claim_id"])["claim_id"][int(claim["row"])])


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
