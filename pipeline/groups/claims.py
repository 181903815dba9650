"""The same claim in several articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.groups.alike import first_alike
from pipeline.groups.buckets import Buckets
from pipeline.groups.leaders import Ints, Numbers, followed, meetings, packed
from pipeline.groups.same import DAYS, FEW, NAMED, NO_DAY, STORY_DAYS, TERMS, same
from pipeline.signature import mixed

RAREST = 4
"""Of so many of its rarest terms each two lead a claim to others: what has 60% in common shares two of them."""
PART = 50_000
"""Claims that are in memory at a time, and about as many keys."""
COUNTERS = 2**22
"""Terms are counted in so many counters; two that share one are taken for more frequent than they are, no more."""
PAD = np.uint64(2**64 - 1)
CLAIM = np.dtype(
    [
        ("figures", np.uint64),  # the amounts as one number, 0 for none
        ("article", np.int32),  # number of the article in its order
        ("day", np.int32),  # of publication, NO_DAY where it is not known
        ("first", np.int32),  # day of the event, NO_DAY where no time is given
        ("last", np.int32),
        ("predicate", np.uint32),
        ("terms", np.uint32, (TERMS,)),  # the other terms as numbers, padded with 0
        ("flags", np.uint8, (TERMS,)),  # SUBJECT and NAMED of each
        ("row", np.int32),  # in its file
        ("number", np.int32),  # in its identifier, 0 where that tells none
    ]
)
Rows = npt.NDArray[Any]


@dataclass(frozen=True)
class Claims:
    """Claims in order: those of the article that was published first before those of the next, as they stand in it.

    `rows` may lie in a file of which little is in memory; `release` is called when what was read of it is not needed.
    """

    rows: Rows
    names: Numbers
    """Names by article, sorted: number of the article times 2^32, and the term."""
    release: Callable[[], None] = field(default=lambda: None)

    def __getattr__(self, name: str) -> Rows:
        """A field of all claims."""
        if name not in (CLAIM.names or ()):
            raise AttributeError(name)
        found: Rows = self.rows[name]
        return found

    @cached_property
    def _named(self) -> dict[int, frozenset[int]]:
        return {}

    def names_of(self, article: int) -> frozenset[int]:
        """Whom and what an article names."""
        if article not in self._named:
            low, high = np.searchsorted(self.names, np.array([article, article + 1], dtype=np.uint64) << np.uint64(32))
            self._named[article] = frozenset((self.names[low:high] & np.uint64(2**32 - 1)).tolist())
        return self._named[article]

    def column(self, name: str) -> Rows:
        """A copy of a field of all claims."""
        kind = CLAIM[name]
        return np.concatenate([np.zeros(0, dtype=kind), *(np.array(some[name]) for _, some in self.slices())])

    def taken(self, numbers: Ints) -> Claims:
        """Some of the claims, in their order, in memory."""
        found = np.empty(len(numbers), dtype=CLAIM)
        for begin, some in self.slices():
            low, high = np.searchsorted(numbers, [begin, begin + len(some)])
            found[low:high] = some[numbers[low:high] - begin]
        return Claims(found, self.names)

    def slices(self) -> Iterator[tuple[int, Rows]]:
        """The claims in parts, each with the number of its first."""
        for begin in range(0, len(self.rows), PART):
            yield begin, np.array(self.rows[begin : begin + PART])
            self.release()


def claim_groups(claims: Claims, folder: Path) -> npt.NDArray[np.int32]:
    """For each claim the first of its group, -1 for what stands in one article only; `folder` is for files in between."""
    size = len(claims.rows)
    alike = first_alike(claims)
    days = claims.column("day")
    # those without a date meet all others, so they are put in front here; in the order of claims they are last
    undated = int((days == NO_DAY).sum())
    days = np.roll(days, undated)
    found = [np.zeros(0, dtype=np.uint64)]
    buckets = Buckets(folder, 1 + size // PART)
    _sort_in(claims, alike, buckets)
    for keys, members, brief in buckets:
        numbers = np.unique(members)
        some = claims.taken(numbers)
        moved = (members + undated) % max(size, 1)
        reach = np.searchsorted(days, days[moved] + np.where(brief, STORY_DAYS, DAYS), side="right")
        reach[moved < undated] = size
        for chunk in meetings(keys, moved, reach):
            pairs = np.sort((chunk - undated) % size, axis=1)
            found.append(packed(pairs[same(some, np.searchsorted(numbers, pairs))]))
    groups = followed(np.concatenate(found), size)[alike]
    return _in_several(groups, claims.column("article"))


def _sort_in(claims: Claims, alike: npt.NDArray[np.int32], buckets: Buckets) -> None:
    """Put the first of the claims that are alike into the buckets where they meet others."""
    counts = _counts(claims)
    for begin, rows in claims.slices():
        kept = np.flatnonzero(alike[begin : begin + len(rows)] == np.arange(begin, begin + len(rows)))
        numbers, some = begin + kept, rows[kept]
        several = (some["terms"] != 0).sum(axis=1) > FEW
        brief = ~several & ~((some["flags"] & NAMED) != 0).any(axis=1)  # such a one meets those of its story alone
        rarest = _rarest(some["terms"], counts)
        for a, b in [*combinations(range(RAREST), 2), (0, 0)]:
            has = np.flatnonzero(rarest[:, b] != 0 if b else (rarest[:, 0] != 0) & (rarest[:, 1] == 0))
            keys = mixed(some["predicate"][has].astype(np.uint64)) + rarest[has, a]
            buckets.add(mixed(mixed(keys) + rarest[has, b]), numbers[has], brief[has])


def _counts(claims: Claims) -> npt.NDArray[np.int32]:
    """In how many claims each term is, by the counter of the term."""
    counts = np.zeros(COUNTERS, dtype=np.int32)
    for _, some in claims.slices():
        terms = some["terms"]
        counters, often = np.unique(terms[terms != 0] % COUNTERS, return_counts=True)
        counts[counters] += often.astype(np.int32)
    return counts


def _rarest(terms: Rows, counts: npt.NDArray[np.int32]) -> npt.NDArray[np.uint32]:
    """(claims, RAREST): of each claim the terms that the fewest claims have, rarest first, padded with 0."""
    weights = (counts[terms % COUNTERS].astype(np.uint64) << np.uint64(32)) | terms
    weights[terms == 0] = PAD
    best = np.sort(weights, axis=1)[:, :RAREST]
    return np.where(best == PAD, 0, best & np.uint64(2**32 - 1)).astype(np.uint32)


def _in_several(found: npt.NDArray[np.int32], article: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Groups that stand in one article only are none."""
    several = np.zeros(len(found), dtype=bool)
    several[found[article != article[found]]] = True
    return np.where(several[found], found, np.int32(-1))
