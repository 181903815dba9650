"""The same claim in several articles."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from pipeline.groups.leaders import Ints, Numbers, leaders, meetings
from pipeline.groups.same import DAYS, NO_DAY, same
from pipeline.tokenize.signature import mixed

RAREST = 4
"""Of so many of its rarest terms each two lead a claim to others: what has 60% in common shares two of them."""
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
    keys, members = _keys(claims)
    size = len(claims.article)
    undated = int((claims.day == NO_DAY).sum())
    # those without a date meet all others, so they are put in front here; in the order of claims they are last
    days = np.roll(claims.day, undated)
    reach = np.searchsorted(days, days + DAYS, side="right")
    reach[:undated] = size
    moved = (members + undated) % max(size, 1)
    pairs = [np.zeros((0, 2), dtype=np.int64)]
    for chunk in meetings(keys, moved, reach[moved]):
        found = np.sort((chunk - undated) % size, axis=1)
        pairs.append(found[same(claims, found)])
    return _in_several(leaders(np.concatenate(pairs), size), claims.article)


def _keys(claims: Claims) -> tuple[Numbers, Ints]:
    """Keys, and the claim that each is of: predicate with two of the rarest terms, or with the only one."""
    terms, counts = np.unique(claims.terms[claims.terms != 0], return_counts=True)
    weights = np.full(claims.terms.shape, PAD, dtype=np.uint64)
    there = claims.terms != 0
    number = counts[np.searchsorted(terms, claims.terms[there])].astype(np.uint64)
    weights[there] = (number << np.uint64(32)) | claims.terms[there]
    rarest = np.sort(weights, axis=1)[:, :RAREST]
    filled = rarest != PAD
    start = mixed(claims.predicate.astype(np.uint64))
    words = rarest & np.uint64(2**32 - 1)
    keys, members = [], []
    for a, b in combinations(range(rarest.shape[1]), 2):
        rows = np.flatnonzero(filled[:, b])
        keys.append(mixed(mixed(start[rows] + words[rows, a]) + words[rows, b]))
        members.append(rows)
    rows = np.flatnonzero(filled[:, 0] & ~filled[:, 1])
    keys.append(mixed(start[rows] + words[rows, 0]))
    members.append(rows)
    return np.concatenate(keys), np.concatenate(members)


def _in_several(found: Ints, article: Ints) -> Ints:
    """Groups that stand in one article only are none."""
    several = np.zeros(len(found), dtype=bool)
    several[found[article != article[found]]] = True
    return np.where(several[found], found, -1)
