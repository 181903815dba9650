"""From pairs that are the same to groups with a first member."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint64]
CHUNK = 50_000
"""Pairs that are looked at together."""


def leaders(pairs: Ints, size: int) -> Ints:
    """For each of `size` members, which are numbered in their order, the number of the first of its group: its own if alone.

    `pairs` (n, 2) are the same, in any order and any number of times. A member joins the earliest of those it is the same as
    that is itself the first of a group.
    """
    found = np.arange(size, dtype=np.int64)
    if not len(pairs):
        return found
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    for early, late in pairs[np.lexsort((pairs[:, 0], pairs[:, 1]))].tolist():
        if found[late] == late and found[early] == early:
            found[late] = early
    return found


def meetings(keys: Numbers, members: Ints, reach: Ints) -> Iterable[Ints]:
    """The pairs of members that have a key in common, in chunks of (n, 2), the earlier one first.

    `keys[i]` is a key of `members[i]`; a member meets those after it up to, not including, the number in `reach[i]`.
    """
    order = np.lexsort((members, keys))
    keys, members, reach = keys[order], members[order], reach[order]
    ends = np.searchsorted(keys, keys, side="right")
    index = np.arange(len(keys))
    # within a key members are in order: how many of them come before the reach of each
    step = np.append(True, keys[1:] != keys[:-1]).cumsum() if len(keys) else index
    size = np.int64(members.max(initial=0) + 1)
    bound = np.searchsorted(step * (size + 1) + members, step * (size + 1) + np.minimum(reach, size))
    counts = np.maximum(np.minimum(bound, ends) - index - 1, 0)
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
