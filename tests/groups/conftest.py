from __future__ import annotations

from pathlib import Path

import pytest
from pair_batches import PAIRS, extract, records, write


@pytest.fixture(scope="session")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pairs, as one file."""
    path = tmp_path_factory.mktemp("pairs") / "news.jsonl"
    return write(path, (record for pair in PAIRS for record in records(pair)))


@pytest.fixture(scope="session")
def done(pairs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pairs through all stages, in several shards. Not to be changed."""
    out = tmp_path_factory.mktemp("done") / "out"
    extract(pairs, out, shard_size=5)
    return out
