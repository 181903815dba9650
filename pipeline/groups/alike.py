"""Claims that are the same in all that is compared: the first stands for all, so that a thousand copies are not a million pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.groups.same import FEW, NAMED, NO_DAY, STORY_NAMES
from pipeline.signature import mixed

if TYPE_CHECKING:
    from pipeline.groups.claims import Claims, Rows
    from pipeline.groups.leaders import Numbers

PARTS = 16
"""So many parts are sorted one after the other."""
FIELDS = ("figures", "day", "first", "last", "predicate")
LOW = np.uint64(2**32)


def first_alike(claims: Claims) -> npt.NDArray[np.int32]:
    """For each claim the first that came out on the same day with the same words, times and amounts: itself for most.

    They join the same claims, so one has to be compared. Where the articles decide as well (few words without a name), they
    have to name the same people and places.
    """
    keys = np.zeros(len(claims.rows), dtype=np.uint64)
    story = np.zeros(len(keys), dtype=bool)
    sums, counts = _by_article(claims.names)
    for begin, some in claims.slices():
        end = begin + len(some)
        keys[begin:end], story[begin:end] = _keys(some, begin, sums, counts)
    found = np.arange(len(keys), dtype=np.int32)
    for part in range(PARTS):
        rows = np.flatnonzero(keys % np.uint64(PARTS) == part).astype(np.int32)
        rows = rows[np.argsort(keys[rows], kind="stable")]
        new = np.append(True, keys[rows[1:]] != keys[rows[:-1]])[: len(rows)]
        found[rows] = rows[np.flatnonzero(new)[new.cumsum() - 1]] if len(rows) else rows
    article = claims.column("article")
    again = np.flatnonzero(story & (article == article[found]))  # where articles decide, one and the same is no other
    found[again] = again
    return found


def _keys(
    some: Rows, begin: int, sums: Numbers, counts: npt.NDArray[np.int64]
) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """A number for all that is compared of a claim, and whether the articles decide as well.

    One of its own has a claim that is not the same claim as others like it.
    """
    keys = np.zeros(len(some), dtype=np.uint64)
    columns = [some[name] for name in FIELDS]
    columns += [some[name][:, n] for name in ("terms", "flags") for n in range(some[name].shape[1])]
    for column in columns:
        keys = mixed(keys + column.astype(np.uint64))
    article = np.minimum(some["article"], len(sums) - 1)
    number = (some["terms"] != 0).sum(axis=1)
    few = number <= FEW
    keys[few] = mixed(keys[few] + sums[article[few]])
    told = ~few | ((number == FEW) & ((some["flags"] & NAMED) != 0).any(axis=1))
    alone = ~told & ((counts[article] < STORY_NAMES) | (some["day"] == NO_DAY))
    keys[alone] = mixed(np.arange(begin, begin + len(some), dtype=np.uint64)[alone] + LOW)
    return keys, ~told


def _by_article(names: Numbers) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """For each article a number for the set of its names, and how many they are."""
    article = (names >> np.uint64(32)).astype(np.int64)
    counts = np.bincount(article)
    sums = np.zeros(len(counts) + 1, dtype=np.uint64)
    np.add.at(sums, article, mixed((names % LOW) + np.uint64(1)))
    return sums, np.append(counts, 0)
