from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from batches import article, run, write_jsonl
from troubled import SURROUNDED

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


@pytest.fixture(scope="session")
def trouble(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A language model that makes trouble on demand, and is quick."""
    path = tmp_path_factory.mktemp("models") / "trouble"
    save = "import sys, trouble; trouble.save(trouble.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", save, str(path)], env=SURROUNDED, check=True)
    return path
