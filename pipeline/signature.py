"""A text's wording as 64 numbers, by which texts that are nearly the same are found without comparing all with all.

MinHash: for each of 64 orders of all runs of three words the first run of the text. Of two texts about as many are equal as
they have runs in common. The numbers are stored, so they must not change with a library's version: hence these few lines.
"""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np
import numpy.typing as npt

SIZE = 64
RUN = 3
WORD = re.compile(r"\w+")
SPREAD = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio: neighbours end far apart
FACTORS = np.random.Generator(np.random.PCG64(20190)).integers(1, 2**63, size=SIZE, dtype=np.uint64) | np.uint64(1)
Hashes = npt.NDArray[np.uint64]


def runs(text: str) -> Hashes:
    """The distinct runs of three words as numbers, in order of size; capitals and punctuation do not count."""
    words = np.array([crc32(word.encode()) for word in WORD.findall(text.casefold())], dtype=np.uint64)
    if not len(words):
        return words
    count = max(1, len(words) - RUN + 1)
    found = np.zeros(count, dtype=np.uint64)
    for step in range(min(RUN, len(words))):
        found = mixed(found + words[step : step + count])
    return np.unique(found)


def signature(text: str) -> list[int]:
    """The numbers, 32 bits each with a sign; none for a text without words."""
    found = runs(text)
    if not len(found):
        return []
    lowest = (found[None, :] * FACTORS[:, None]).min(axis=1) >> np.uint64(32)
    return [int(number) for number in lowest.astype(np.uint32).view(np.int32)]


def mixed(values: Hashes) -> Hashes:
    """Each number as another one that tells nothing of the order of the first; modulo 2^64."""
    values = values * SPREAD
    return (values ^ (values >> np.uint64(29))) * SPREAD
