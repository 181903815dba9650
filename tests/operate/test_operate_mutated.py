"""Thousands of broken inputs: none stops a batch, and every offset gives back its words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from mutate import BASES, broken, garbled

from pipeline.ingest import article, records, undo
from pipeline.operate.verify import Verification
from pipeline.schema import Article, Rejected, Row, columns
from pipeline.store.arrow import to_arrow

(REASONS,) = (set(column.values) for column in columns("rejected") if column.name == "reason")
NUMBER_OF_FILES = 10_000
NUMBER_OF_TEXTS = 1_000
ALL = pytest.mark.long


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311  seeded, so that a failure can be had again


def ingested(path: Path) -> list[Row]:
    return [found if isinstance(found, Rejected) else article(found) for found in records([str(path)])]


def check(row: Row) -> None:
    """A row of ingest can be stored; an article's repairs stand where they say, a rejection says what was wrong."""
    if isinstance(row, Rejected):
        to_arrow("rejected", [row])
        assert row.reason in REASONS - {"failed"}, row
        assert row.detail.isprintable()
    else:
        assert isinstance(row, Article)
        to_arrow("articles", [row])
        assert row.text.strip()
        assert all(row.text.startswith(repair.after, repair.start) for repair in row.repairs)
        undo(row.text, row.repairs)


@pytest.mark.parametrize("number", [500, pytest.param(NUMBER_OF_FILES, marks=ALL)])
def test_broken_files_through_ingest(tmp_path: Path, number: int) -> None:
    seen: Counter[str] = Counter()
    names = sorted(BASES)
    for seed in range(number):
        suffix = names[seed % len(names)]
        path = tmp_path / f"a.{suffix}"
        path.write_bytes(broken(BASES[suffix], chance(seed)))
        rows = ingested(path)
        for row in rows:
            check(row)
        seen.update(getattr(row, "reason", "article") for row in rows)
    assert seen["article"] > number / 10
    assert len(seen) >= 5, seen


@pytest.mark.parametrize("number", [60, pytest.param(NUMBER_OF_TEXTS, marks=ALL)])
def test_garbled_texts_through_all_stages(tmp_path: Path, zegsman: Callable[..., Any], number: int) -> None:
    texts = [garbled(chance(seed)) for seed in range(number)]
    news = tmp_path / "news.jsonl"
    news.write_text("".join(json.dumps({"id": str(seed), "text": text}) + "\n" for seed, text in enumerate(texts)))
    done = zegsman("extract", news, "--out", tmp_path / "out", "--quiet")
    assert done.returncode == 0, done.stderr
    verification = Verification(tmp_path / "out")
    assert list(verification.problems()) == []
    rejected = pd.read_parquet(tmp_path / "out" / "rejected")
    assert len(verification.articles) + len(rejected) == number
    assert len(verification.articles) > number * 0.8
    assert list(rejected[rejected["reason"] == "failed"]["detail"]) == []
