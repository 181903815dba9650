"""Parts of the supervision by themselves: how many workers, which job next, which article it was."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.run.plan import Job
from pipeline.run.workers.cores import quotas, usable_cores
from pipeline.run.workers.messages import Place
from pipeline.run.workers.queue import Queue
from pipeline.run.workers.trial import STRIKES, Trial
from pipeline.run.workers.worker import Worker

CLAIMS, INGEST, STORE = Place("claims", "a1"), Place("ingest", "a1"), Place("store")


def test_a_job_is_done_again_with_the_suspect_first() -> None:
    trial = Trial(Job("s1"))
    assert trial.died(CLAIMS, how="signal 9")
    assert trial.job == Job("s1", suspects=frozenset({"a1"}))


def test_the_third_death_in_a_row_condemns() -> None:
    trial = Trial(Job("s1"))
    assert all(trial.died(CLAIMS, how="signal 11") for _ in range(STRIKES))
    assert trial.job.condemned == {("stages", "a1"): ("crashed", "claims: the process died 3 times (signal 11)")}


def test_who_comes_through_is_acquitted() -> None:
    trial = Trial(Job("s1"))
    for _ in range(2 * STRIKES):
        trial.died(CLAIMS, how="signal 9")
        trial.came_through(CLAIMS)
    assert not trial.job.condemned


def test_ingest_and_stages_are_judged_apart() -> None:
    trial = Trial(Job("s1"))
    for place in (CLAIMS, INGEST, CLAIMS, INGEST):
        trial.died(place, how="signal 9")
    assert not trial.job.condemned
    trial.died(INGEST, how="signal 9")
    assert set(trial.job.condemned) == {("ingest", "a1")}


def test_one_that_hangs_is_condemned_at_once() -> None:
    trial = Trial(Job("s1"))
    assert trial.hung(INGEST, deadline=90)
    assert trial.job.condemned == {("ingest", "a1"): ("timeout", "ingest: not done after 90 seconds")}


def test_deaths_while_starting_say_nothing_and_three_while_writing_end_it() -> None:
    trial = Trial(Job("s1"))
    assert all(trial.died(place, how="signal 9") for place in 5 * [Place(), Place("load")])
    assert [trial.died(STORE, how="signal 9") for _ in range(STRIKES)] == [True, True, False]


@given(shards=st.lists(st.sampled_from("abc"), max_size=20), workers=st.integers(1, 4), data=st.data())
def test_all_jobs_are_given_out_in_order_and_never_two_on_one_shard(
    shards: list[str], workers: int, data: st.DataObject
) -> None:
    queue, busy, given_out = Queue(Job(shard, outcomes=[number]) for number, shard in enumerate(shards)), [], []
    while True:
        while len(busy) < workers and (trial := queue.next({t.job.shard for t in busy})):
            busy.append(trial)
        if not busy:
            break
        assert len({trial.job.shard for trial in busy}) == len(busy)
        trial = busy.pop(data.draw(st.integers(0, len(busy) - 1)))
        if data.draw(st.booleans()) and trial.died(CLAIMS, how="signal 9") and not trial.job.condemned:
            queue.again(trial)
        else:
            given_out.append(trial.job)
    assert sorted(number for job in given_out for number in job.outcomes) == list(range(len(shards)))
    for shard in "abc":
        numbers = [number for job in given_out if job.shard == shard for number in job.outcomes]
        assert numbers == sorted(numbers)


def test_jobs_are_drawn_only_when_there_is_a_worker_for_them() -> None:
    drawn = []

    def jobs() -> Iterator[Job]:
        for shard in "abc":
            drawn.append(shard)
            yield Job(shard)

    queue = Queue(jobs())
    queue.next(set())
    assert drawn == ["a"]


def cgroups(root: Path, files: dict[str, str], membership: str) -> tuple[Path, Path]:
    for place, text in files.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(text)
    (root / "membership").write_text(membership)
    return root, root / "membership"


@pytest.mark.parametrize(
    ("files", "membership", "expected"),
    [
        ({}, "0::/user.slice\n", []),
        ({"cpu.max": "150000 100000\n"}, "0::/\n", [1.5, 1.5]),
        ({"a/cpu.max": "max 100000\n", "a/b/cpu.max": "200000 100000\n"}, "0::/a/b\n", [2.0]),
        ({"a/cpu.max": "100000 100000\n", "a/b/cpu.max": "max 100000\n"}, "0::/a/b\n", [1.0]),
        (
            {"cpu/d/cpu.cfs_quota_us": "300000", "cpu/d/cpu.cfs_period_us": "100000"},
            "4:cpu,cpuacct:/d\n1:memory:/d\n",
            [3.0],
        ),
        ({"cpu/d/cpu.cfs_quota_us": "-1", "cpu/d/cpu.cfs_period_us": "100000"}, "4:cpu:/d\n", []),
        ({"cpu.max": "nonsense\n"}, "0::/\n", []),
    ],
)
def test_quotas_of_cgroups(tmp_path: Path, files: dict[str, str], membership: str, expected: list[float]) -> None:
    assert quotas(*cgroups(tmp_path, files, membership)) == expected


def test_where_there_are_no_cgroups_there_is_no_quota(tmp_path: Path) -> None:
    assert quotas(tmp_path / "none", tmp_path / "nobody") == []


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system has no affinity")
def test_affinity_counts() -> None:
    code = "import os; os.sched_setaffinity(0, {0}); from pipeline.run.workers.cores import usable_cores; print(usable_cores())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)


def test_each_piece_of_a_long_article_has_the_whole_deadline() -> None:
    worker = Worker()
    worker.connection.close()
    worker.connection, child = Pipe()

    def patience(place: Place) -> float:
        child.send(place)
        worker.receive()
        return worker.patience(10)

    first = patience(Place("tokenize", "a1"))
    time.sleep(0.3)
    assert patience(Place("tokenize", "a1", 1)) > first - 0.1
    time.sleep(0.3)
    assert patience(Place("claims", "a1")) < first - 0.2, "the stages after it share theirs"
    worker.kill()
