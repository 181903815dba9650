"""From pairs that are the same to groups with a first member."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint64]
CHUNK = 50_000
"""Pairs that are looked at together."""
MOST = 100
"""How many later ones a member meets under one key: a form that is filled in anew a thousand times ('… sluit 12 filialen') would
else be compared with all its like. What is worded alike is compared once anyway (see `alike`)."""


def packed(pairs: Ints) -> Numbers:
    """Pairs, the earlier one first, as one number each; in order of size the later ones are in their order."""
    found: Numbers = (pairs[:, 1].astype(np.uint64) << np.uint64(32)) | pairs[:, 0].astype(np.uint64)
    return found


def unpacked(numbers: Numbers) -> Ints:
    """The pairs (n, 2) of numbers that `packed` made."""
    return np.stack([numbers & np.uint64(2**32 - 1), numbers >> np.uint64(32)], axis=1).astype(np.int64)


def followed(pairs: Numbers, size: int) -> npt.NDArray[np.int32]:
    """For each of `size` members, which are numbered in their order, the number of the first of its group: its own if alone.

    `pairs` are the same, `packed`, in any order and any number of times. A member joins the earliest of those it is the same
    as that is itself the first of a group.
    """
    found = np.arange(size, dtype=np.int32)
    pairs.sort()
    for begin in range(0, len(pairs), CHUNK):
        some = pairs[begin : begin + CHUNK]
        late, early = (some >> np.uint64(32)).tolist(), (some & np.uint64(2**32 - 1)).tolist()
        for one, other in zip(late, early, strict=True):
            if found[one] == one and found[other] == other:
                found[one] = other
    return found


def meetings(keys: Numbers, members: Ints, reach: Ints) -> Iterable[Ints]:
    """The pairs of members that have a key in common, in chunks of (n, 2), the earlier one first.

    `keys[i]` is a key of `members[i]`; a member meets those after it up to, not including, the number in `reach[i]`, MOST at most.
    """
    order = np.lexsort((members, keys))
    keys, members, reach = keys[order], members[order], reach[order]
    ends = np.searchsorted(keys, keys, side="right")
    index = np.arange(len(keys))
    # within a key members are in order: how many of them come before the reach of each
    step = np.append(True, keys[1:] != keys[:-1]).cumsum() if len(keys) else index
    size = np.int64(members.max(initial=0) + 1)
    bound = np.searchsorted(step * (size + 1) + members, step * (size + 1) + np.minimum(reach, size))
    counts = np.clip(np.minimum(bound, ends) - index - 1, 0, MOST)
    totals = counts.cumsum()
    begin = 0
    while begin < len(keys):
        done = totals[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(totals, done + CHUNK)))
        some = counts[begin:end]
        if first := int(some.sum()):
            left = np.repeat(index[begin:end], some)
            offset = np.arange(first) - np.repeat(some.cumsum() - some, some)
            yield np.stack([members[left], members[left + 1 + offset]], axis=1)
        begin = end


class Earliest:
    """Members that have a key each, numbered in their order: each meets the first of those before it that have its key too."""

    def __init__(self, keys: Numbers, since: Ints, *, most: int) -> None:
        """A member meets `most` at most, and none before the number in `since`."""
        size = len(keys)
        order = np.argsort(keys, kind="stable")
        step = np.append(True, np.diff(keys[order]) != 0)[:size].cumsum()
        place = np.empty(size, dtype=np.int64)
        place[order] = np.arange(size)
        first = np.clip(since, 0, np.arange(size))
        # within a key members are in order: how many of them come before the first that each may meet
        begin = np.searchsorted(step * (size + 1) + order, step[place] * (size + 1) + first)
        self._order, self._begin = order.astype(np.int32), begin.astype(np.int32)
        self._counts = np.minimum(place - begin, most).astype(np.int32)

    def of(self, begin: int, end: int) -> Ints:
        """The pairs (n, 2) of the members `begin:end` with earlier ones, the earlier one first."""
        counts = self._counts[begin:end]
        late = np.repeat(np.arange(begin, begin + len(counts)), counts)
        offset = np.arange(len(late)) - np.repeat(counts.cumsum() - counts, counts)
        return np.stack([self._order[self._begin[late] + offset], late], axis=1).astype(np.int64)
