from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from operate_samples import ROOT, Ran, article, command_line, extract, write_jsonl

FALTERING = """

_soundly = _reported


def _reported(doc, direct):
    import os
    if os.environ.get("FALTERING") and "struikelt" in doc.text:
        raise RuntimeError("struikelblok\\tin \\x1b[31mde tekst")
    return _soundly(doc, direct)
"""
"""Put at the end of the quotes stage: it raises for some texts while FALTERING is set."""


@pytest.fixture
def zegsman(tmp_path: Path) -> Callable[..., Ran]:
    """Runs the command line in the test's folder."""
    return partial(command_line, cwd=tmp_path)


@pytest.fixture(scope="session")
def faltering(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program whose quotes stage raises for some texts while FALTERING is set."""
    program = tmp_path_factory.mktemp("faltering")
    shutil.copytree(ROOT / "pipeline", program / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    component = program / "pipeline" / "quotes" / "component.py"
    component.write_text(component.read_text() + FALTERING)
    return program


@pytest.fixture(scope="session")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven articles in three shards, one of them twice, and two rejects. Not to be changed: take a `copy`."""
    folder = tmp_path_factory.mktemp("done")
    records = [*map(article, range(6)), article(6, text=article(0)["text"]), article(7, text=""), "{kapot"]
    extract(write_jsonl(folder / "news.jsonl", records), folder / "out", shard_size=3, run_id="first")
    return folder / "out"


@pytest.fixture
def copy(done: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(done, tmp_path / "out"))
