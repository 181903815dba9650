"""Articles with the same text, and wire copy with small edits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.groups.leaders import Ints, Numbers, leaders, meetings, packed, unpacked
from pipeline.groups.same import DAYS, NO_DAY
from pipeline.signature import SIZE, SPREAD, runs

BANDS = 16
"""Stretches of the signature: with four numbers each, texts with 80% in common meet with a probability of 0.9998."""
COMMON = 0.75
"""Share of the runs of three words of both texts that nearly the same ones have in common."""
FIGURES = 0.5
"""Share of the figures: forms filled in anew (weather, results, traffic) are not the same article."""
SHORTEST = 30
"""Runs of three words; below that a few words decide."""
FIGURE = re.compile(r"\d+")


READ = 500
"""Pairs of texts that are read at a time."""
Read = Callable[[Sequence[str]], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Texts:
    """All articles in the order of publication, those without a date last, then by article_id."""

    ids: Sequence[str]
    digests: Numbers
    """Equal where the texts are."""
    days: Ints
    """Day of publication, NO_DAY where it is not known."""
    signatures: npt.NDArray[np.int32]
    """(articles, SIZE); of an article without a signature all are 0."""


def duplicates(texts: Texts, read: Read, known: dict[tuple[int, int], bool]) -> dict[str, str]:
    """article_id → that of the first with the same text or nearly the same; the others are left out.

    `read` gives the texts of the articles whose signatures are alike; what is found of two of them goes into `known`, by
    their digests, and is taken from there.
    """
    _, only, own = np.unique(texts.digests, return_index=True, return_inverse=True)
    found = leaders(_near(texts, np.sort(only), read, known), len(texts.ids))[only][own]
    return {texts.ids[n]: texts.ids[to] for n, to in enumerate(found.tolist()) if n != to}


def _near(texts: Texts, only: Ints, read: Read, known: dict[tuple[int, int], bool]) -> Ints:
    """Pairs of nearly equal texts among those `only`."""
    only = only[(texts.signatures[only] != 0).any(axis=1)]
    reach = np.full(len(only), len(texts.ids), dtype=np.int64)
    found = [np.zeros(0, dtype=np.uint64)]
    for band in np.split(np.arange(SIZE), BANDS):
        keys = np.zeros(len(only), dtype=np.uint64)
        for column in band:
            keys = (keys ^ texts.signatures[only, column].view(np.uint32).astype(np.uint64)) * SPREAD
        found += [packed(chunk[_alike(texts, chunk)]) for chunk in meetings(keys, only, reach)]
    pairs = unpacked(np.unique(np.concatenate(found)))
    keys_of = [_key(texts, a, b) for a, b in pairs.tolist()]
    used: dict[tuple[int, int], bool] = {key: known[key] for key in keys_of if key in known}
    new = [(pair, key) for pair, key in zip(pairs.tolist(), keys_of, strict=True) if key not in known]
    for begin in range(0, len(new), READ):
        some = new[begin : begin + READ]
        words = read(sorted({texts.ids[n] for pair, _ in some for n in pair}))
        used |= {key: same(words[texts.ids[a]], words[texts.ids[b]]) for (a, b), key in some}
    kept = [used[key] for key in keys_of]
    known.clear()
    known.update(used)
    nearly: Ints = pairs[np.array(kept, dtype=bool)]
    return nearly


def _key(texts: Texts, a: int, b: int) -> tuple[int, int]:
    one, other = int(texts.digests[a]), int(texts.digests[b])
    return (one, other) if one < other else (other, one)


def _alike(texts: Texts, pairs: Ints) -> npt.NDArray[np.bool_]:
    """Whether the signatures and the days allow it."""
    a, b = pairs.T
    share = (texts.signatures[a] == texts.signatures[b]).mean(axis=1)
    days = texts.days
    near = (days[a] == NO_DAY) | (days[b] == NO_DAY) | (np.abs(days[a] - days[b]) <= DAYS)
    return np.asarray((share >= COMMON - 0.2) & near)  # an estimate: its standard error is 0.05


def same(one: str, other: str) -> bool:
    """Whether two texts are nearly the same."""
    a, b = runs(one), runs(other)
    both = len(np.intersect1d(a, b, assume_unique=True))
    if min(len(a), len(b)) < SHORTEST or both < COMMON * (len(a) + len(b) - both):
        return False
    figures = set(FIGURE.findall(one)), set(FIGURE.findall(other))
    return len(figures[0] & figures[1]) >= FIGURES * len(figures[0] | figures[1])
