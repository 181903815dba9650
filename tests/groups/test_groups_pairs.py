"""Own pairs of articles: the same claim in other words, and claims that only look the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pair_batches import PAIRS, grouped

GROUPED = {pair["name"]: pair for pair in PAIRS}


def both(done: Path, pair: dict[str, Any]) -> pd.DataFrame:
    """The claims of the second article of a pair that are in a group with one of the first."""
    key, claims = PAIRS.index(pair), grouped(done)
    mine = claims[claims["article_id"] == f"{key}-a"]
    return mine[mine["claim_group"].str.startswith(f"{key}-b:")]


@pytest.mark.parametrize("name", [pair["name"] for pair in PAIRS if pair["same"]])
def test_the_same_claim(done: Path, name: str) -> None:
    assert len(both(done, GROUPED[name])) >= 1


@pytest.mark.parametrize("name", [pair["name"] for pair in PAIRS if not pair["same"]])
def test_another_claim(done: Path, name: str) -> None:
    assert both(done, GROUPED[name]).empty


@pytest.mark.parametrize("name", [pair["name"] for pair in PAIRS if pair.get("opposite")])
def test_who_denies_it_is_in_the_group(done: Path, name: str) -> None:
    found = both(done, GROUPED[name])
    claims = grouped(done)
    firsts = claims.loc[found["claim_group"], "polarity"].tolist()
    assert (firsts, found["polarity"].tolist()) == (["affirmative"], ["negative"])


def test_nothing_of_one_pair_is_grouped_with_another(done: Path) -> None:
    claims = grouped(done)
    mixed = claims[claims["article_id"].str.split("-").str[0] != claims["claim_group"].str.split("-").str[0]]
    assert mixed["text"].tolist() == []


def test_a_group_has_the_name_of_its_earliest_claim(done: Path) -> None:
    claims = grouped(done)
    firsts = claims.loc[claims["claim_group"].unique()]
    assert (firsts["claim_group"] == firsts.index).all()
    published = pd.read_parquet(done / "articles").set_index("article_id")["published"]
    assert (published[firsts["article_id"]] == published.min()).all()
