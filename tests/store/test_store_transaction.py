from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from pipeline.store import Store
from pipeline.store.atomic import is_temporary

CRASH = Path(__file__).with_name("crash_in_commit.py")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(CRASH.parents[2])}  # tests run in a plain checkout, too


def crash(out: Path, text: str, event: str, number: int, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(CRASH), str(out), text, event, str(number)]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60, **options)


def seen_by_a_reader(out: Path) -> tuple[str, str]:
    """What pandas reads from the folders as they are; each must hold one row."""
    (claim,), (quote,) = pd.read_parquet(out / "claims")["text"], pd.read_parquet(out / "quotes")["content"]
    return claim, quote


@pytest.mark.parametrize("event", ["open", "os.rename", "os.remove"])
def test_killed_at_any_file_operation_all_or_nothing_is_changed(tmp_path: Path, event: str) -> None:
    assert crash(tmp_path, "oud", "never", 0).stdout == "survived\n"
    ends = set()
    for number in range(1, 40):
        text = f"nieuw {number}"
        before = seen_by_a_reader(tmp_path)[0]

        done = crash(tmp_path, text, event, number)
        if done.stdout == "survived\n":
            break
        assert done.returncode == -signal.SIGKILL
        assert set(seen_by_a_reader(tmp_path)) <= {before, text}

        with Store.open(tmp_path, run_id="next") as store:
            assert store.died == "killed"
            state = {*seen_by_a_reader(tmp_path), (store.docs("s1") or b"").decode()}
            state |= {mark.fingerprint for mark in (store.mark("claims", "s1"), store.mark("quotes", "s1")) if mark}
        assert state in ({before}, {text})
        ends.add(state == {text})
        assert not [p for p in tmp_path.rglob("*") if is_temporary(p)]
        assert not list((tmp_path / ".zegsman" / "journal").iterdir())
    else:
        pytest.fail("never survived")
    assert ends, f"no {event} was seen"
    if event == "os.rename":
        assert ends == {True, False}, "kills before and after the journal stood"


def limit_file_size() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


def test_a_write_that_the_system_refuses_leaves_everything_as_it_was(tmp_path: Path) -> None:
    crash(tmp_path, "oud", "never", 0)
    done = crash(tmp_path, "nieuw " * 2000, "never", 0, preexec_fn=limit_file_size)
    assert "DiskFullError" in done.stderr
    assert seen_by_a_reader(tmp_path) == ("oud", "oud")
    assert not [p for p in tmp_path.rglob("*") if is_temporary(p)]
