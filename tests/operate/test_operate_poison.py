"""One folder of everything that stops other batch tools, through the whole program."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from operate_samples import ROOT, command_line
from poison import BAD, FILES, GOOD, fill

from pipeline.ingest.faults import storable
from pipeline.operate.verify import Verification
from pipeline.schema import columns


def lethal(path: Path) -> dict[str, str]:
    """The environment for a language model that kills or hangs its process where a text asks for it."""
    given = {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests' / 'run' / 'plugin'}", "ZEGSMAN_MODEL": str(path)}
    save = "import sys, trouble; trouble.save(trouble.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", save, str(path)], env=os.environ | given, check=True)
    return given


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Any, float]:
    """The folder, what a run made of it, the run, and the seconds it took."""
    tmp_path = tmp_path_factory.mktemp("poison")
    folder, model = fill(tmp_path / "in"), lethal(tmp_path / "model")
    start = time.perf_counter()
    options = "--out", tmp_path / "out", "--quiet", "--workers", 2, "--deadline", 10
    done = command_line("extract", folder, *options, cwd=tmp_path, **model)
    return folder, tmp_path / "out", done, time.perf_counter() - start


def test_the_good_ones_are_done_within_a_minute_and_the_run_ends_well(ran: tuple[Path, Path, Any, float]) -> None:
    _, out, done, seconds = ran
    assert done.returncode == 0, done.stderr
    articles = pd.read_parquet(out / "articles")["article_id"]
    assert sorted(articles) == sorted([*(f"{chr(97 + n % 26)}-goed-{n}" for n in range(GOOD)), "twice"])
    assert set(pd.read_parquet(out / "quotes")["article_id"]) == set(articles)
    assert f"{GOOD + 1} articles new" in done.stdout
    assert f"{len(BAD)} rejected" in done.stdout
    assert seconds < 60


@pytest.mark.parametrize("name", BAD)
def test_each_bad_one_is_rejected_with_its_reason(ran: tuple[Path, Path, Any, float], name: str) -> None:
    folder, out, _, _ = ran
    _, reason, detail = BAD[name]
    rejected = pd.read_parquet(out / "rejected")
    (row,) = rejected[rejected["source"] == storable(str(folder / name))].to_dict("records")
    assert row["reason"] == reason
    assert detail in row["detail"]
    assert row["detail"].isprintable()
    assert 10 < len(row["detail"]) <= 300


def test_what_was_written_is_well(ran: tuple[Path, Path, Any, float]) -> None:
    assert list(Verification(ran[1]).problems()) == []


def test_again_nothing_is_done_and_strict_tells(
    ran: tuple[Path, Path, Any, float], zegsman: Callable[..., Any]
) -> None:
    folder, out, _, _ = ran
    again = zegsman("extract", folder, "--out", out, "--strict", **lethal(out.parent / "model"))
    assert again.returncode == 3
    assert again.stdout.startswith(f"Nothing to do: {GOOD + 1} articles unchanged, {len(BAD)} rejected")


def test_every_reason_of_ingest_is_among_them() -> None:
    (column,) = (column for column in columns("rejected") if column.name == "reason")
    ours = {"failed", "crashed", "timeout"}  # of the stages and the workers, which have tests of their own
    assert {reason for _, reason, _ in FILES.values()} == set(column.values) - ours
