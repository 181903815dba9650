"""Runs on a real Dask cluster of this machine, whose processes get killed."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from batches import article, rejected, texts
from troubled import SURROUNDED, bad, check_readable, children, digests, extract, gone, start, temporary, until

from pipeline.errors import ClusterLostError, ExtraMissingError
from pipeline.run import settings
from pipeline.run.batch import make_task
from pipeline.run.stages import STAGES
from pipeline.run.workers.cluster import Cluster

News = Callable[..., Path]
SMALL = {"shard-size": 5}
QUIET = {"DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "critical"}


class Dask:
    """A scheduler and two workers with a thread each, started as on any machine. A worker that dies is replaced."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.file = folder / "scheduler.json"
        self._environment = {**SURROUNDED, **QUIET, "ZEGSMAN_TROUBLE_SECONDS": "0.03", "ZEGSMAN_TROUBLE_LOG": str(log)}
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        until(self.file.exists)
        self.nodes = [
            self._start("worker", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)) for _ in "ab"
        ]

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--scheduler-file", str(self.file), *options]
        return subprocess.Popen(command, env=self._environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def workers(self) -> list[psutil.Process]:
        """The processes that run tasks: children of the two nannies that have threads of Dask."""
        found = [child for node in self.nodes for child in psutil.Process(node.pid).children()]
        return [process for process in found if "spawn_main" in " ".join(process.cmdline())]

    def processes(self) -> list[psutil.Process]:
        return [p for node in self.nodes for p in (psutil.Process(node.pid), *children(node.pid))]

    def stop(self) -> None:
        left = [child for node in (self.scheduler, *self.nodes) if node.poll() is None for child in children(node.pid)]
        for node in (self.scheduler, *self.nodes):
            node.kill()
            node.wait()
        for process in left:
            if process.is_running():
                process.kill()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def dask(tmp_path: Path, log: Path) -> Iterator[Dask]:
    folder = tmp_path / "dask"
    folder.mkdir()
    cluster = Dask(folder, log)
    yield cluster
    cluster.stop()


def test_a_cluster_leaves_the_same_bytes_rejects_what_kills_and_gives_up_a_shard_that_kills_nodes(
    dask: Dask, news: News, trouble: Path, tmp_path: Path
) -> None:
    good = [article(number) for number in range(30)]
    extract(news(*good, bad(50, "MOORDENAAR")), tmp_path / "undisturbed", trouble, **SMALL)
    ran = extract(news(*good, bad(50, "MOORDENAAR")), tmp_path / "out", trouble, dask=dask.file, **SMALL)
    assert ran.returncode == 0, ran.stderr
    assert rejected(tmp_path / "out") == {"bad-moordenaar": "crashed"}
    assert digests(tmp_path / "out") == digests(tmp_path / "undisturbed")
    assert not temporary(tmp_path / "out")

    more = [article(number) for number in range(60, 70)]
    fatal = extract(
        news(*more[:5], bad(51, "OUDERMOORD"), *more[5:]), tmp_path / "out", trouble, dask=dask.file, **SMALL
    )
    assert fatal.returncode == 1
    assert fatal.stderr.startswith("Z502 1 shards could not be worked on"), fatal.stderr
    assert set(texts(tmp_path / "out")) >= {row["id"] for row in more[:5]}
    assert "bad-oudermoord" not in texts(tmp_path / "out")


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_nodes_that_are_killed_lose_nothing_and_double_nothing(
    dask: Dask, log: Path, news: News, trouble: Path, tmp_path: Path
) -> None:
    chance = random.Random(6)  # noqa: S311  no secret
    source, out = news(*map(article, range(200))), tmp_path / "out"
    extract(source, tmp_path / "undisturbed", trouble, **SMALL)
    kills, ends = 0, []
    while kills < 20:
        process = start(source, out, trouble, dask=dask.file, **SMALL)
        while process.poll() is None:
            size = log.stat().st_size if log.exists() else 0
            until(lambda: process.poll() is not None or (log.exists() and log.stat().st_size > size + 100))  # noqa: B023  now
            time.sleep(chance.uniform(0, 1))
            if workers := dask.workers():
                chance.choice(workers).kill()
                kills += 1
            check_readable(out)
        ends.append(process.returncode)
        process.communicate()
        if process.returncode == 0:
            break
    assert set(ends) <= {0, 1}, "1: a shard on which three nodes died"
    assert kills >= 5
    assert extract(source, out, trouble, dask=dask.file, **SMALL).returncode == 0
    assert digests(out) == digests(tmp_path / "undisturbed")
    assert not temporary(out)


def test_a_lost_scheduler_ends_the_run_with_75_and_what_came_back_is_kept(
    dask: Dask, news: News, trouble: Path, tmp_path: Path
) -> None:
    source, out = news(*map(article, range(100))), tmp_path / "out"
    process = start(
        source, out, trouble, dask=dask.file, env={"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "3s"}, **SMALL
    )
    until(lambda: len(list((out / "claims").glob("*.parquet"))) >= 2)
    dask.scheduler.kill()
    assert process.wait(60) == 75
    assert "Z505 The Dask scheduler went away" in process.stderr.read()
    done = check_readable(out)
    assert 10 <= done < 100
    dask.stop()  # a node may still be at a shard when its scheduler is gone: what it leaves, the next run removes
    assert extract(source, out, trouble, **SMALL).returncode == 0
    assert not temporary(out)
    extract(source, tmp_path / "undisturbed", trouble, **SMALL)
    assert digests(out) == digests(tmp_path / "undisturbed")


def test_a_run_that_is_stopped_leaves_no_task_behind(
    dask: Dask, log: Path, news: News, trouble: Path, tmp_path: Path
) -> None:
    process = start(news(bad(1, "HANGER"), article(2)), tmp_path / "out", trouble, dask=dask.file, **SMALL)
    until(log.exists)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 143
    process.communicate()
    assert not temporary(tmp_path / "out")


def test_processes_of_tasks_leave_with_their_node(
    dask: Dask, log: Path, news: News, trouble: Path, tmp_path: Path
) -> None:
    process = start(news(bad(1, "GREEP")), tmp_path / "out", trouble, dask=dask.file, **SMALL)
    until(log.exists)
    left = dask.processes()
    assert any("workers.child" in " ".join(p.cmdline()) for p in left)
    process.kill()
    process.communicate()
    dask.scheduler.kill()
    for node in dask.nodes:
        node.kill()
    until(lambda: gone(left), seconds=30)


def cluster(address: str, tmp_path: Path) -> Cluster:
    spec = make_task(STAGES, settings=settings.load(), command="test").spec()
    return Cluster(address, tmp_path, spec, deadline=10, recycle=10)


def test_a_scheduler_that_is_not_there_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.run.workers.cluster.CONNECTING", 1)
    with pytest.raises(ClusterLostError, match=r"^Z505 The Dask scheduler at tcp://127.0.0.1:9 does not answer"):
        cluster("tcp://127.0.0.1:9", tmp_path)
    assert ClusterLostError.exit_status == 75


def test_without_dask_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ExtraMissingError, match=r"^Z506 .*pip install 'zegsman\[dask\]'"):
        cluster("tcp://127.0.0.1:9", tmp_path)
