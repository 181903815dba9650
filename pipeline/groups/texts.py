"""Articles with the same text, and wire copy with small edits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.groups.leaders import CHUNK, Earliest, Ints, Numbers, followed, packed, unpacked
from pipeline.groups.same import DAYS, NO_DAY
from pipeline.groups.verdicts import Verdicts
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
BLOCK = 1_000
"""Texts whose earlier ones are looked for together, and pairs of them that are read at a time: so memory does not grow."""
Read = Callable[[Sequence[int]], Iterator[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Texts:
    """All articles in the order of publication, those without a date last, then by article_id.

    `signatures` may lie in a file of which little is in memory; `release` is called when what was read of it is not needed.
    """

    digests: Numbers
    """Equal where the texts are."""
    days: Ints
    """Day of publication, NO_DAY where it is not known."""
    signatures: npt.NDArray[np.int32]
    """(articles, SIZE); of an article without a signature all are 0."""
    release: Callable[[], None] = lambda: None


def duplicates(texts: Texts, read: Read, verdicts: Verdicts) -> npt.NDArray[np.int32]:
    """For each article the first with the same text or nearly the same: itself for most.

    `read` gives the texts of the articles whose signatures are alike, in any order; what is found of two of them goes into
    `verdicts`, and is taken from there.
    """
    _, first, own = np.unique(texts.digests, return_index=True, return_inverse=True)
    found: npt.NDArray[np.int32] = followed(_near(texts, np.sort(first), read, verdicts), len(texts.digests))[first][
        own
    ]
    return found


def _near(texts: Texts, only: Ints, read: Read, verdicts: Verdicts) -> Numbers:
    """Pairs of nearly equal texts among those `only`, packed."""
    only, bands = _bands(texts, only)
    words: dict[int, Words] = {}
    kept = [np.zeros(0, dtype=np.uint64)]
    for begin in range(0, len(only), BLOCK):
        pairs = only[_best(texts, only, bands, begin)]
        keys = Verdicts.key(texts.digests[pairs])
        known, nearly = verdicts.look_up(keys)
        for some in np.split(np.flatnonzero(~known), range(BLOCK, len(pairs), BLOCK)):
            words = _read(pairs[some], read, words)
            nearly[some] = [same(words[a], words[b]) for a, b in pairs[some].tolist()]
        verdicts.use(keys, nearly)
        kept.append(packed(pairs[nearly]))
        texts.release()
    return np.concatenate(kept)


def _read(pairs: Ints, read: Read, before: dict[int, Words]) -> dict[int, Words]:
    """The words of the texts of pairs; of those that were read `before` they are taken from there."""
    wanted = np.unique(pairs).tolist()
    new = [number for number in wanted if number not in before]
    return {n: before[n] for n in wanted if n in before} | {n: Words.of(text) for n, text in (read(new) if new else ())}


def _bands(texts: Texts, only: Ints) -> tuple[Ints, list[Earliest]]:
    """Those that have a signature, and who meets whom of them by each stretch of it."""
    parts = np.split(only, range(CHUNK, len(only), CHUNK))
    only = np.concatenate([some[(texts.signatures[some] != 0).any(axis=1)] for some in parts])
    dated = int((texts.days != NO_DAY).sum())
    since = np.searchsorted(texts.days[:dated], texts.days[only] - DAYS)
    since[texts.days[only] == NO_DAY] = 0
    since = np.searchsorted(only, since)
    bands = []
    for band in np.split(np.arange(SIZE), BANDS):
        keys = np.zeros(len(only), dtype=np.uint64)
        for column in band:
            keys = (keys ^ texts.signatures[only, column].view(np.uint32).astype(np.uint64)) * SPREAD
        texts.release()
        bands.append(Earliest(keys, since, most=EARLIEST))
    return only, bands


def _best(texts: Texts, only: Ints, bands: list[Earliest], begin: int) -> Ints:
    """Pairs whose signatures are alike, of each text of a block (numbers in `only`) with MOST earlier ones.

    They are the first of those that are probably the same, then the most alike. Of forms filled in anew every day (weather,
    results) each is alike to all others, and comparing all of them would take the time squared.
    """
    pairs = unpacked(np.unique(np.concatenate([packed(band.of(begin, begin + BLOCK)) for band in bands])))
    share = np.concatenate([_share(texts, only[some]) for some in np.split(pairs, range(CHUNK, len(pairs), CHUNK))])
    alike = share >= COMMON - DOUBT
    pairs, share = pairs[alike], share[alike]
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
