"""Processes killed at random moments: after each the folder is readable, and in the end it is that of a run without kills."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from batches import article, write_jsonl
from troubled import check_readable, children, digests, extract, gone, start, temporary, until

ARTICLES = 300
SLOW = 0.02
"""Seconds that an article takes, so that kills hit it. Not so long that chance hits the same one three times in a row."""
SHARD = 7
SMALL = {"shard-size": SHARD}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_jsonl(tmp_path_factory.mktemp("many") / "news.jsonl", map(article, range(ARTICLES)))


@pytest.fixture(scope="module")
def undisturbed(many: Path, trouble: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    ran = extract(many, out, trouble, workers=1, **SMALL)
    assert ran.returncode == 0, ran.stderr
    assert check_readable(out) == ARTICLES
    return digests(out)


class Killer:
    """Kills runs into one folder, and their workers: mostly in the midst of an article, at times while they start."""

    def __init__(self, log: Path, *, workers: int, parents: float) -> None:
        self.log = log
        """Grows with each article that is parsed."""
        self.workers = workers
        self.parents = parents
        """How many of the kills are of the parent."""
        self.random = random.Random(workers)  # noqa: S311  no secret
        self.kills = 0

    def run(self, source: Path, out: Path, model: Path) -> int:
        """One run, until it ends by itself or is killed; its exit status."""
        env = {"ZEGSMAN_TROUBLE_SECONDS": str(SLOW), "ZEGSMAN_TROUBLE_LOG": str(self.log)}
        with start(source, out, model, workers=self.workers, env=env, **SMALL) as process:
            left = []
            while process.poll() is None:
                parent = self.random.random() < self.parents
                self.wait(process, most=150 * SLOW if parent else 15 * SLOW)
                left = children(process.pid)
                self.kill([process] if parent else left)
                check_readable(out)
        until(lambda: gone(left), seconds=10)
        return process.returncode

    def wait(self, process: subprocess.Popen[str], *, most: float) -> None:
        """Until a random moment, three times in four at most so many seconds after some articles more were begun."""
        if self.random.random() < 0.75:
            begun = self.begun() + self.random.randrange(2 * SHARD)
            until(lambda: self.begun() > begun or process.poll() is not None)
        time.sleep(self.random.uniform(0, most))

    def begun(self) -> int:
        return self.log.read_bytes().count(b"\n") if self.log.exists() else 0

    def kill(self, processes: list) -> None:
        if processes:
            self.random.choice(processes).kill()
            self.kills += 1


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("workers", "parents", "kills"), [(1, 1.0, 20), (2, 0.1, 120), (4, 0.1, 60)], ids=lambda value: f"{value}"
)
def test_after_any_number_of_kills_a_run_to_the_end_leaves_the_bytes_of_an_undisturbed_one(
    many: Path, undisturbed: dict[str, str], trouble: Path, tmp_path: Path, *, workers: int, parents: float, kills: int
) -> None:
    out, came_through, stops = tmp_path / "out", 0, []
    killer = Killer(tmp_path / "log", workers=workers, parents=parents)
    while killer.kills < kills:
        if killer.run(many, out, trouble) == 0:
            assert digests(out) == undisturbed
            shutil.rmtree(out)
            came_through += 1
        stops.append(check_readable(out))
    ran = extract(many, out, trouble, workers=workers, **SMALL)
    assert ran.returncode == 0, ran.stderr
    assert digests(out) == undisturbed
    assert not temporary(out)
    assert len(set(stops)) > 2, "kills at different stages of the work"
    print(f"{killer.kills} kills; articles there after each run: {stops}; {came_through} came through")  # noqa: T201
