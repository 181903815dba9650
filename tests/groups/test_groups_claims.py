"""Grouping compares by arrays; here the same is done claim by claim."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from pipeline.groups import CLAIM, Claims, claim_groups
from pipeline.groups import claims as module
from pipeline.groups.leaders import followed, packed
from pipeline.groups.same import NO_DAY, same


def made(chance: random.Random, articles: int) -> Claims:
    """Claims of few words, so that many are the same; one article in eight has no date."""
    days = sorted(chance.choice([20000, 20001, 20040]) for _ in range(articles - articles // 8))
    days += [NO_DAY] * (articles // 8)
    rows, names = [], set()
    for article, day in enumerate(days):
        names |= {(article << 32) + name for name in chance.choice([(), (1,), (1, 2, 3), (1, 2), (4, 5)])}
        for _ in range(chance.randint(0, 5)):
            row = np.zeros((), dtype=CLAIM)
            row["article"], row["day"], row["first"], row["last"] = article, day, NO_DAY, NO_DAY
            row["predicate"] = chance.choice([7, 8])
            terms = chance.sample([1, 2, 11, 12, 13], chance.randint(1, 5))
            row["terms"][: len(terms)] = terms
            row["flags"][: len(terms)] = [(place == 0) + 2 * (term <= 2) for place, term in enumerate(terms)]
            rows.append(row)
    return Claims(np.array(rows, dtype=CLAIM), np.array(sorted(names), dtype=np.uint64))


def one_by_one(claims: Claims) -> list[int]:
    """Every two claims with a predicate in common, of which none has more terms than all are compared by."""
    size = len(claims.rows)
    pairs = [(a, b) for a in range(size) for b in range(a + 1, size) if claims.predicate[a] == claims.predicate[b]]
    days = claims.day.astype(np.int64)
    near = [
        pair for pair in pairs if NO_DAY in (days[pair[0]], days[pair[1]]) or abs(days[pair[0]] - days[pair[1]]) <= 30
    ]
    checked = np.array(near, dtype=np.int64).reshape(-1, 2)
    found = followed(packed(checked[same(claims, checked)]), size)
    several = {int(to) for n, to in enumerate(found) if claims.article[n] != claims.article[to]}
    return [int(to) if int(to) in several else -1 for to in found]


@pytest.mark.parametrize("seed", range(30))
def test_groups_are_those_of_comparing_all_with_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(module, "RAREST", 5)  # as many as the claims here have: none is missed
    claims = made(random.Random(seed), 40)  # noqa: S311  no secret
    assert claim_groups(claims, tmp_path).tolist() == one_by_one(claims)
    monkeypatch.setattr(module, "PART", 17)
    assert claim_groups(claims, tmp_path).tolist() == one_by_one(claims)
    assert list(tmp_path.iterdir()) == []
