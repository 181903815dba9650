"""Whether two claims that share a predicate and rare terms are the same claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.groups.leaders import Ints, packed, unpacked

if TYPE_CHECKING:
    from pipeline.groups.claims import Claims

SUBJECT, NAMED = 1, 2
"""Flags of a term."""
TERMS = 12
"""Terms of a claim that are looked at, in the order they stand in."""
NO_DAY = -(2**31)
DAYS = 30
"""Between two publications; later the same words speak of something else as often as not."""
COMMON = 0.6
"""Share of the terms of both that the two have in common."""
MANY = 3
"""Terms that two claims do not share by chance."""
CLOSE = 0.75
"""As COMMON, where fewer terms than MANY are shared and no name is."""
FEW = MANY - 1
"""Terms that two claims may share by chance where no name is among them: then the articles decide."""
STORY_DAYS = 3
STORY_NAMES = 2
Flags = npt.NDArray[np.bool_]


def same(claims: Claims, pairs: Ints) -> Flags:
    """Of pairs (n, 2) with the same predicate those that are one claim.

    Amounts are equal, days of the event do not exclude each other, the subjects have a term in common, not each of them names
    somebody whom the other does not, and the terms are the same for the greater part. Words that many events share must
    come with a name, be three, or stand in two articles about the same people and places.
    """
    i, j = pairs.T
    kept: Flags = (claims.figures[i] == claims.figures[j]) & _one_time(claims, i, j)
    kept[kept] = _words(claims, i[kept], j[kept])
    return kept


def _one_time(claims: Claims, i: Ints, j: Ints) -> Flags:
    """Whether both events may have been on the same day."""
    known = (claims.first[i] != NO_DAY) & (claims.first[j] != NO_DAY)
    overlap: Flags = (claims.first[i] <= claims.last[j]) & (claims.first[j] <= claims.last[i])
    possible: Flags = ~known | overlap
    return possible


def _words(claims: Claims, i: Ints, j: Ints) -> Flags:
    a, b = claims.terms[i], claims.terms[j]
    of_a, of_b = claims.flags[i], claims.flags[j]
    equal = (a[:, :, None] == b[:, None, :]) & (a != 0)[:, :, None]
    in_a, in_b = equal.any(axis=2), equal.any(axis=1)
    shared = in_a.sum(axis=1)
    union = (a != 0).sum(axis=1) + (b != 0).sum(axis=1) - shared
    subject_a, subject_b = (of_a & SUBJECT) != 0, (of_b & SUBJECT) != 0
    subjects = (equal & subject_a[:, :, None] & subject_b[:, None, :]).any(axis=(1, 2))
    subjects |= ~subject_a.any(axis=1) | ~subject_b.any(axis=1)
    named_a, named_b = (of_a & NAMED) != 0, (of_b & NAMED) != 0
    more_a, more_b = (named_a & ~in_a).any(axis=1), (named_b & ~in_b).any(axis=1)
    by_name: Flags = (in_a & named_a).any(axis=1)
    others = np.where(by_name, more_a & more_b, more_a | more_b)
    kept: Flags = subjects & ~others & (shared >= COMMON * union)
    told = (shared >= MANY) | ((shared >= 2) & by_name)  # noqa: PLR2004  more than the name alone
    kept &= told | (shared >= CLOSE * union)
    doubtful = np.flatnonzero(kept & ~told)
    kept[doubtful] = _one_story(claims, i[doubtful], j[doubtful])
    return kept


def _one_story(claims: Claims, i: Ints, j: Ints) -> Flags:
    """Whether the articles of two claims came out within days and name the same people and places."""
    articles, days = (np.stack([field[i], field[j]], axis=1).astype(np.int64) for field in (claims.article, claims.day))
    near = (np.abs(days[:, 0] - days[:, 1]) <= STORY_DAYS) & (days != NO_DAY).all(axis=1)
    found: Flags = near & (articles[:, 0] != articles[:, 1])
    pairs, which = np.unique(packed(articles[found]), return_inverse=True)
    told = [_name_the_same(claims.names_of(a), claims.names_of(b)) for a, b in unpacked(pairs).tolist()]
    found[found] = np.array(told, dtype=bool)[which]
    return found


def _name_the_same(one: frozenset[int], other: frozenset[int]) -> bool:
    shared = len(one & other)
    return shared >= STORY_NAMES and 2 * shared >= min(len(one), len(other))
