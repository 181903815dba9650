"""What the system does to a run: no room, a second run, signals."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from batches import article
from troubled import (
    SURROUNDED,
    arguments,
    bad,
    check_readable,
    children,
    digests,
    extract,
    gone,
    start,
    temporary,
    until,
)

News = Callable[..., Path]
STUBBORN = """
import os, sys, time
from pipeline.run.stop import Stopped, stoppable
with stoppable():
    try:
        print("running", flush=True)
        time.sleep(60)
    except Stopped:
        print("stopping", flush=True)
        time.sleep(60)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a file system, and not everywhere")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_ends_the_run_tears_nothing_and_the_next_goes_on(
    news: News, trouble: Path, tmp_path: Path, small_disk: Path
) -> None:
    source = news(*map(article, range(100)))
    out = small_disk / "out"
    ran = extract(source, out, trouble, **{"shard-size": 8})
    assert ran.returncode == 1
    assert ran.stderr.startswith("Z306 There is no room to write "), ran.stderr
    assert "No space left on device" in ran.stderr
    assert 0 < check_readable(out) < 100
    assert not temporary(out)

    subprocess.run(["mount", "-o", "remount,size=100m", str(small_disk)], check=True)
    assert extract(source, out, trouble, **{"shard-size": 8}).returncode == 0
    extract(source, tmp_path / "undisturbed", trouble, **{"shard-size": 8})
    assert digests(out) == digests(tmp_path / "undisturbed")


def limit_file_size() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))


def test_a_limit_to_the_size_of_files_is_told_the_same_way(news: News, trouble: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert extract(news(article(0)), out, trouble).returncode == 0
    before = digests(out)
    source = news(*map(article, range(80)))
    command = [sys.executable, "-m", "pipeline", *arguments(source, out, trouble, workers=1, **{"shard-size": 300})]
    ran = subprocess.run(
        command, env=SURROUNDED, preexec_fn=limit_file_size, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert ran.returncode == 1
    assert ran.stderr.startswith("Z306 ")
    assert "File too large" in ran.stderr
    assert digests(out) == before
    assert not temporary(out)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_second_run_is_refused_and_told_who_holds_the_folder(
    news: News, trouble: Path, tmp_path: Path, workers: int
) -> None:
    source = news(article(0), bad(1, "HANGER"))
    log = tmp_path / "log"
    first = start(source, tmp_path / "out", trouble, workers=workers, env={"ZEGSMAN_TROUBLE_LOG": str(log)})
    until(log.exists)
    second = extract(source, tmp_path / "out", trouble)
    assert second.returncode == 75
    assert second.stderr.startswith("Z304 ")
    assert f"process {first.pid} on {socket.gethostname()} since 20" in second.stderr

    left = children(first.pid)
    first.kill()
    first.communicate()
    third = extract(news(article(0)), tmp_path / "out", trouble)  # at once: the lock of the dead is none
    assert third.returncode == 0, third.stderr
    until(lambda: gone(left), seconds=10)


def test_the_row_of_a_killed_run_says_failed_once_the_next_has_come(news: News, trouble: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start(news(*map(article, range(10)), bad(20, "HANGER")), out, trouble, env={"ZEGSMAN_RUN_ID": "first"})
    until((out / "runs" / "first.parquet").exists)
    process.kill()
    process.communicate()
    assert extract(news(*map(article, range(10))), out, trouble, env={"ZEGSMAN_RUN_ID": "second"}).returncode == 0
    assert dict(pd.read_parquet(out / "runs")[["run_id", "status"]].values) == {"first": "failed"}


def test_a_second_signal_ends_it_at_once() -> None:
    command = [sys.executable, "-c", STUBBORN]
    with subprocess.Popen(command, env=SURROUNDED, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "running\n"
        process.send_signal(signal.SIGTERM)
        assert process.stdout.readline() == "stopping\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 143


def test_a_second_signal_takes_the_workers_along(news: News, trouble: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    process = start(news(bad(1, "GREEP")), tmp_path / "out", trouble, env={"ZEGSMAN_TROUBLE_LOG": str(log)})
    until(log.exists)
    left = children(process.pid)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 143
    process.communicate()
    until(lambda: gone(left), seconds=10)
