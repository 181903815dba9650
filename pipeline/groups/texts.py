"""Articles with the same text, and wire copy with small edits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.groups.leaders import CHUNK, Ints, Numbers, earliest, leaders, packed, unpacked
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


DOUBT = 0.2
"""Four standard errors of what signatures tell."""
EARLIEST, MOST = 50, 20
"""So many earlier texts are looked at for each stretch of a text's signature, and so many in all are read."""
READ = 2_000
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
    pairs = _candidates(texts, only[(texts.signatures[only] != 0).any(axis=1)])
    keys_of = [_key(texts, a, b) for a, b in pairs.tolist()]
    used: dict[tuple[int, int], bool] = {key: known[key] for key in keys_of if key in known}
    new = [(pair, key) for pair, key in zip(pairs.tolist(), keys_of, strict=True) if key not in known]
    for begin in range(0, len(new), READ):
        some = new[begin : begin + READ]
        found = read(sorted({texts.ids[n] for pair, _ in some for n in pair}))
        words = {article_id: Words.of(text) for article_id, text in found.items()}
        used |= {key: same(words[texts.ids[a]], words[texts.ids[b]]) for (a, b), key in some}
    kept = [used[key] for key in keys_of]
    known.clear()
    known.update(used)
    nearly: Ints = pairs[np.array(kept, dtype=bool)]
    return nearly


def _candidates(texts: Texts, only: Ints) -> Ints:
    """Pairs whose signatures are alike, of each text with MOST earlier ones.

    Of forms filled in anew every day (weather, results) each is alike to all others, and comparing all of them would take
    the time squared.
    """
    dated = int((texts.days != NO_DAY).sum())
    since = np.searchsorted(texts.days[:dated], texts.days[only] - DAYS)
    since[texts.days[only] == NO_DAY] = 0
    found = np.zeros((0, 2), dtype=np.int64)
    for band in np.split(np.arange(SIZE), BANDS):
        keys = np.zeros(len(only), dtype=np.uint64)
        for column in band:
            keys = (keys ^ texts.signatures[only, column].view(np.uint32).astype(np.uint64)) * SPREAD
        chunks = [chunk[_share(texts, chunk) >= COMMON - DOUBT] for chunk in earliest(keys, only, since, EARLIEST)]
        found = _best(texts, unpacked(np.unique(packed(np.concatenate([found, *chunks])))))
    return found


def _best(texts: Texts, pairs: Ints) -> Ints:
    """Of each text's earlier ones the first of those that are probably the same, then the most alike."""
    share = np.concatenate([_share(texts, some) for some in np.split(pairs, range(CHUNK, len(pairs), CHUNK))])
    order = np.lexsort((pairs[:, 0], -np.minimum(share, COMMON), pairs[:, 1]))
    pairs = pairs[order]
    place = np.arange(len(pairs)) - np.searchsorted(pairs[:, 1], pairs[:, 1])
    best: Ints = pairs[place < MOST]
    return best


def _share(texts: Texts, pairs: Ints) -> npt.NDArray[np.float64]:
    """What two texts have in common, by their signatures: the standard error is 0.05."""
    a, b = pairs.T
    found: npt.NDArray[np.float64] = (texts.signatures[a] == texts.signatures[b]).mean(axis=1)
    return found


def _key(texts: Texts, a: int, b: int) -> tuple[int, int]:
    one, other = int(texts.digests[a]), int(texts.digests[b])
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True, slots=True)
class Words:
    """What is compared of a text."""

    runs: Numbers
    figures: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Words:
        """Of a text."""
        return cls(runs(text), frozenset(FIGURE.findall(text)))


def same(one: Words, other: Words) -> bool:
    """Whether two texts are nearly the same."""
    a, b = one.runs, other.runs
    if min(len(a), len(b)) < max(SHORTEST, COMMON * max(len(a), len(b))):
        return False
    both = len(np.intersect1d(a, b, assume_unique=True))
    if both < COMMON * (len(a) + len(b) - both):
        return False
    return len(one.figures & other.figures) >= FIGURES * len(one.figures | other.figures)
