from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import ExitStatus, LockedError
from pipeline.store import Store

HOLD = """
import sys, time
from pathlib import Path
from pipeline.store import Store
with Store.open(Path(sys.argv[1]), run_id="held"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_held_folder_is_refused_at_once_and_the_holder_named(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(LockedError) as refused, Store.open(tmp_path, run_id="second"):
        pass
    assert f"process {holder.pid} on {socket.gethostname()}" in str(refused.value)
    assert refused.value.exit_status == ExitStatus.LOCKED == 75


def test_the_lock_of_a_dead_process_does_not_block_and_its_run_is_known(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with Store.open(tmp_path, run_id="second") as store:
        assert store.died == "held"
    with Store.open(tmp_path, run_id="third") as store:
        assert store.died is None
