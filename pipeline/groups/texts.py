"""Articles with the same text, and wire copy with small edits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.groups.leaders import Ints, leaders, meetings
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


@dataclass(frozen=True, slots=True)
class Texts:
    """All articles in the order of publication, those without a date last, then by article_id."""

    ids: Sequence[str]
    digests: Sequence[str]
    days: Ints
    """Day of publication, NO_DAY where it is not known."""
    signatures: npt.NDArray[np.int32]
    """(articles, SIZE); of an article without a signature all are 0."""


def duplicates(texts: Texts, read: Callable[[Sequence[str]], dict[str, str]]) -> dict[str, str]:
    """article_id → that of the first with the same text or nearly the same; the others are left out.

    `read` gives the texts of the articles whose signatures are alike.
    """
    first: dict[str, int] = {}
    for number, digest in enumerate(texts.digests):
        first.setdefault(digest, number)
    only = np.array(sorted(first.values()), dtype=np.int64)
    found = leaders(_near(texts, only, read), len(texts.ids))
    own = [int(found[first[digest]]) for digest in texts.digests]
    return {texts.ids[n]: texts.ids[to] for n, to in enumerate(own) if n != to}


def _near(texts: Texts, only: Ints, read: Callable[[Sequence[str]], dict[str, str]]) -> Ints:
    """Pairs of nearly equal texts among those `only`."""
    only = only[(texts.signatures[only] != 0).any(axis=1)]
    if not len(only):
        return np.zeros((0, 2), dtype=np.int64)
    bands = texts.signatures[only].reshape(len(only), BANDS, SIZE // BANDS).view(np.uint32).astype(np.uint64)
    keys = np.zeros((len(only), BANDS), dtype=np.uint64)
    for column in range(bands.shape[2]):
        keys = (keys ^ bands[:, :, column]) * SPREAD
    keys ^= np.arange(BANDS, dtype=np.uint64)[None, :]
    members = np.repeat(only, BANDS)
    reach = np.full(len(members), len(texts.ids), dtype=np.int64)
    pairs = [chunk[_alike(texts, chunk)] for chunk in meetings(keys.ravel(), members, reach)]
    candidates = np.unique(np.concatenate(pairs), axis=0) if pairs else np.zeros((0, 2), dtype=np.int64)
    words = read(sorted({texts.ids[n] for n in candidates.ravel().tolist()})) if len(candidates) else {}
    kept = [same(words[texts.ids[a]], words[texts.ids[b]]) for a, b in candidates.tolist()]
    nearly: Ints = candidates[np.array(kept, dtype=bool)]
    return nearly


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
