"""The same claim in several articles."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from pipeline.groups.leaders import Ints, Numbers, leaders, meetings
from pipeline.groups.same import DAYS, NO_DAY, same
from pipeline.signature import mixed

RAREST = 4
"""Of so many of its rarest terms each two lead a claim to others: what has 60% in common shares two of them."""
PART = 250_000
"""Claims of which about so many keys are in memory at a time."""
COUNTERS = 2**22
"""Terms are counted in so many counters; two that share one are taken for more frequent than they are, no more."""
PAD = np.uint64(2**64 - 1)


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims in order: those of the article that was published first before those of the next, as they stand in it."""

    article: Ints
    """Number of the article in its order."""
    day: Ints
    """Day of publication, NO_DAY where it is not known."""
    first: Ints
    """First day of the event, NO_DAY where no time is given."""
    last: Ints
    figures: Numbers
    """The amounts as one number, 0 for none."""
    predicate: npt.NDArray[np.uint32]
    terms: npt.NDArray[np.uint32]
    """(claims, TERMS): the other terms as numbers, padded with 0."""
    flags: npt.NDArray[np.uint8]
    """(claims, TERMS): SUBJECT and NAMED of each."""
    names: Numbers
    """Names by article, sorted: number of the article times 2^32, and the term."""


def claim_groups(claims: Claims) -> Ints:
    """For each claim the first of its group, -1 for what stands in one article only."""
    rarest = _rarest(claims)
    size = len(claims.article)
    undated = int((claims.day == NO_DAY).sum())
    # those without a date meet all others, so they are put in front here; in the order of claims they are last
    days = np.roll(claims.day, undated)
    reach = np.searchsorted(days, days + DAYS, side="right")
    reach[:undated] = size
    pairs = [np.zeros((0, 2), dtype=np.int64)]
    parts = 1 + size // PART
    for number in range(parts):
        keys, members = _keys(claims.predicate, rarest, number, parts)
        moved = (members + undated) % max(size, 1)
        for chunk in meetings(keys, moved, reach[moved]):
            found = np.sort((chunk - undated) % size, axis=1)
            pairs.append(found[same(claims, found)])
    return _in_several(leaders(np.concatenate(pairs), size), claims.article)


def _rarest(claims: Claims) -> npt.NDArray[np.uint32]:
    """(claims, RAREST): of each claim the terms that the fewest claims have, rarest first, padded with 0."""
    counts = np.zeros(COUNTERS, dtype=np.int64)
    slices = [slice(begin, begin + PART) for begin in range(0, len(claims.terms), PART)]
    for some in slices:
        terms = claims.terms[some]
        counts += np.bincount(terms[terms != 0] % COUNTERS, minlength=COUNTERS)
    found = np.zeros((len(claims.terms), RAREST), dtype=np.uint32)
    for some in slices:
        terms = claims.terms[some]
        weights = (counts[terms % COUNTERS].astype(np.uint64) << np.uint64(32)) | terms
        weights[terms == 0] = PAD
        best = np.sort(weights, axis=1)[:, :RAREST]
        found[some] = np.where(best == PAD, 0, best & np.uint64(2**32 - 1))
    return found


def _keys(
    predicate: npt.NDArray[np.uint32], rarest: npt.NDArray[np.uint32], number: int, parts: int
) -> tuple[Numbers, Ints]:
    """Keys, and the claim that each is of: predicate with two of the rarest terms, or with the only one.

    All keys fall into so many `parts`, one of which is given.
    """
    keys, members = [], []
    for a, b in [*combinations(range(RAREST), 2), (0, 0)]:
        rows = np.flatnonzero(rarest[:, b] != 0 if b else (rarest[:, 0] != 0) & (rarest[:, 1] == 0))
        found = mixed(predicate[rows].astype(np.uint64)) + rarest[rows, a]
        found = mixed(mixed(found) + rarest[rows, b])
        wanted = found % np.uint64(parts) == number
        keys.append(found[wanted])
        members.append(rows[wanted])
    return np.concatenate(keys), np.concatenate(members)


def _in_several(found: Ints, article: Ints) -> Ints:
    """Groups that stand in one article only are none."""
    several = np.zeros(len(found), dtype=bool)
    several[found[article != article[found]]] = True
    return np.where(several[found], found, -1)
