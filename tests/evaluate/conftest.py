"""Fixtures: the gold of the repository, and a writer of output folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from gold_output import GOLD, Rows

from pipeline.evaluate.gold import GoldArticle, read_gold
from pipeline.store.arrow import to_arrow


@pytest.fixture(scope="session")
def gold() -> list[GoldArticle]:
    return read_gold(GOLD / "articles")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Rows], Path]:
    def write_(rows: Rows) -> Path:
        out = tmp_path / "output"
        for table, owned in rows.items():
            (out / table).mkdir(parents=True, exist_ok=True)
            owners = [owner for owner, _ in owned]
            pq.write_table(to_arrow(table, [row for _, row in owned], owners), out / table / "0.parquet")
        return out

    return write_
