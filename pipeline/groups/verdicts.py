"""What was found of pairs of texts that are alike: nearly the same or not. Reading them again would take the most time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.groups.leaders import Numbers
from pipeline.signature import mixed

Flags = npt.NDArray[np.bool_]
SAME = np.uint64(1)


class Verdicts:
    """A number for each pair: 63 bits for the texts of both, and the last tells whether they are nearly the same."""

    def __init__(self, known: Numbers) -> None:
        """`known` are those of earlier runs, as `used` gave them."""
        self._known = known
        self._used = [known[:0]]

    @staticmethod
    def key(digests: Numbers) -> Numbers:
        """A number for each pair (n, 2) of texts, whichever comes first; the last bit is 0."""
        found: Numbers = mixed(mixed(digests.min(axis=1)) + digests.max(axis=1)) & ~SAME
        return found

    def look_up(self, keys: Numbers) -> tuple[Flags, Flags]:
        """Of each pair whether it is known, and whether it is known to be nearly the same."""
        if not len(self._known):
            return np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype=bool)
        found = self._known[np.minimum(np.searchsorted(self._known, keys), len(self._known) - 1)]
        known = (found & ~SAME) == keys
        return known, known & ((found & SAME) != 0)

    def use(self, keys: Numbers, nearly: Flags) -> None:
        """Note what was found of pairs, or taken from those known."""
        self._used.append(keys | nearly.astype(np.uint64))

    def used(self) -> Numbers:
        """What a later run may want to know, in order of size: those that this one has used, and no others."""
        return np.unique(np.concatenate(self._used))
