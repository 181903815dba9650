from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from batches import article, run, write_jsonl

NUMBER = 7
SIZE = 3


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven articles."""
    return write_jsonl(tmp_path_factory.mktemp("corpus") / "news.jsonl", map(article, range(NUMBER)))


@pytest.fixture(scope="session")
def done(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus through all stages, in three shards. Not to be changed: take a `copy`."""
    out = tmp_path_factory.mktemp("done") / "out"
    run("extract", corpus, out=out, shard_size=SIZE)
    return out


@pytest.fixture
def copy(done: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(done, tmp_path / "out"))


@pytest.fixture
def news(tmp_path: Path) -> Callable[..., Path]:
    """Writes records to the file `news.jsonl` of the test."""

    def write(*records: object) -> Path:
        return write_jsonl(tmp_path / "news.jsonl", records)

    return write
