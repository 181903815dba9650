"""After all shards: what only all articles together tell, `articles.duplicate_of` and `claims.claim_group`.

Both are worked out anew from what is stored, whenever that has changed, and only shards whose values are other than before
are written, each in one transaction. So it does not matter who made which shard when, and a run that is killed here
leaves some shards with the old values; the next run, which finds no note that all was done, gives them the new ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.groups import Claims, Texts, claim_groups, duplicates
from pipeline.groups.same import NO_DAY
from pipeline.run.columns import Array, Part, part, whole
from pipeline.run.stages import room
from pipeline.run.stop import undisturbed
from pipeline.run.task import Task
from pipeline.signature import SIZE
from pipeline.store import Mark, Store, sums
from pipeline.store.atomic import replace

NOTE = "across"
"""File in the state folder that says for which files all was done."""
SECONDS_A_DAY = 86400
Columns = dict[str, pa.Array]
"""The values that `duplicate_of` or `claim_group` ought to have, by shard."""


def bring_up_to_date(store: Store, task: Task) -> None:
    """Set `duplicate_of` and `claim_group` over all shards; where nothing has changed, nothing is read."""
    if is_up_to_date(store):
        return
    with task.timed("seconds_store"):
        across = Across(store)
        repeated, groups = across.duplicate_of(), across.claim_group()
    for shard in store.shards():
        _put(store, task, shard, {"articles": repeated[shard], "claims": groups[shard]})
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


def _put(store: Store, task: Task, shard: str, values: dict[str, pa.Array]) -> None:
    """Write a shard's tables whose column is not as it ought to be."""
    names = {"articles": "duplicate_of", "claims": "claim_group"}
    transaction = store.transaction(shard)
    for table, column in values.items():
        stored = store.table(table, shard, [names[table]])[names[table]].combine_chunks()
        if not stored.cast(pa.string()).equals(column):
            data = store.table(table, shard)
            place = data.schema.get_field_index(names[table])
            data = data.set_column(place, data.schema.field(place), column).combine_chunks()
            transaction.arrow(table, shard, data, mark=store.mark(table, shard) or Mark())
    if transaction.prepared.renames:
        transaction.table("runs", task.run.run_id, rows=[task.run], mark=Mark())
        with undisturbed():
            transaction.commit()
            task.wrote = True


@dataclass(slots=True)
class _Articles:
    """The articles of all shards, one after the other."""

    ids: list[str] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    signatures: list[npt.NDArray[np.int32]] = field(default_factory=list)


class Across:
    """All articles of a store, in their order."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shards = store.shards()
        self._ids: dict[str, list[str]] = {}
        found = self._read()
        self._order = sorted(range(len(found.ids)), key=lambda n: (found.times[n], found.ids[n]))
        self._home = {key: shard for shard, ids in self._ids.items() for key in ids}
        signatures = np.concatenate([np.zeros((0, SIZE), dtype=np.int32), *found.signatures])
        self.texts = Texts(
            ids=[found.ids[n] for n in self._order],
            digests=[found.digests[n] for n in self._order],
            days=np.array([found.days[n] for n in self._order], dtype=np.int64),
            signatures=signatures[self._order],
        )
        self._rank = {key: n for n, key in enumerate(self.texts.ids)}

    def _read(self) -> _Articles:
        found = _Articles()
        names = ["article_id", "published", "text_sha256", "signature"]
        for shard in self._shards:
            data = self._store.table("articles", shard, names)
            ids = data["article_id"].to_pylist()
            times = [t if t is not None else 2**62 for t in data["published"].cast(pa.int64()).to_pylist()]
            found.ids += ids
            self._ids[shard] = ids
            found.times += times
            found.days += [t // (SECONDS_A_DAY * 10**6) if t != 2**62 else NO_DAY for t in times]
            found.digests += data["text_sha256"].to_pylist()
            blank = [0] * SIZE
            rows = [row if row and len(row) == SIZE else blank for row in data["signature"].to_pylist()]
            found.signatures.append(np.array(rows, dtype=np.int32).reshape(len(ids), SIZE))
        return found

    def duplicate_of(self) -> Columns:
        """For each shard the article_id of the first with the same or nearly the same text."""
        first = duplicates(self.texts, self._texts_of)
        return {shard: pa.array([first.get(key) for key in ids], pa.string()) for shard, ids in self._ids.items()}

    def _texts_of(self, ids: Sequence[str]) -> dict[str, str]:
        """The texts of some articles, shard by shard."""
        wanted = set(ids)
        found: dict[str, str] = {}
        for shard in sorted({self._home[key] for key in ids}):
            rows = self._store.table("articles", shard, ["article_id", "text"])
            rows = rows.filter(pc.is_in(rows["article_id"], value_set=pa.array(sorted(wanted), pa.string())))
            found |= dict(zip(rows["article_id"].to_pylist(), rows["text"].to_pylist(), strict=True))
        return found

    def claim_group(self) -> Columns:
        """For each shard the claim_id of the first claim of each group."""
        parts = [part(self._store, shard, self._rank) for shard in self._shards]
        if not parts:
            return {}
        claims, order = _in_order(parts, self.texts)
        first = np.full(len(order), -1, dtype=np.int64)
        groups = claim_groups(claims)
        first[order] = np.where(groups >= 0, order[groups], -1)
        ids = pa.chunked_array([p.ids for p in parts], pa.string())
        leads = ids.take(pa.array(first, mask=first < 0))
        found, begin = {}, 0
        for shard, each in zip(self._shards, parts, strict=True):
            spread = np.full(each.size, -1, dtype=np.int64)
            spread[each.rows] = np.arange(begin, begin + len(each.rows))
            begin += len(each.rows)
            found[shard] = whole(leads.take(pa.array(spread, mask=spread < 0)))
        return found


def _in_order(parts: list[Part], texts: Texts) -> tuple[Claims, npt.NDArray[np.int64]]:
    """The claims of all parts in their order, and the place of each in the parts one after the other."""
    article = np.concatenate([np.zeros(0, dtype=np.int64), *(p.article for p in parts)])
    order = np.argsort(article, kind="stable")  # an article's claims stand in one shard, in their order

    def joined(name: str) -> Array:
        arrays = [getattr(p, name) for p in parts]
        found: Array = np.concatenate(arrays)[order]
        return found

    claims = Claims(
        article=article[order], day=texts.days[article[order]], first=joined("first"), last=joined("last"),
        figures=joined("figures"), predicate=joined("predicate"), terms=joined("terms"), flags=joined("flags"),
        names=np.unique(np.concatenate([p.names for p in parts])),
    )  # fmt: skip
    return claims, order
