from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from operate_samples import ROOT, article, extract, files, write_jsonl
from rich.console import Console

from pipeline.model.load import describe
from pipeline.operate.holder import holder
from pipeline.operate.status import SHOWN, lines, status, table
from pipeline.store.output import Output

SMALL = describe("nl_news_sm")
HOLD = """
import sys, time
from pathlib import Path
from pipeline.store import Store
with Store.open(Path(sys.argv[1]), run_id="held"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def running(copy: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD, str(copy)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_what_a_folder_holds(done: Path) -> None:
    found = status(Output(done))
    assert found.rows["articles"] == 7
    assert found.rows["rejected"] == 2
    assert found.files == 22
    assert found.made_by == {f"zegsman 0.1.0, {SMALL}": 7}
    assert found.rejected == {"broken_record": 1, "no_text": 1}
    assert [run.run_id for run in found.runs] == ["first"]
    assert (found.holder, found.unfinished) == (None, False)


def test_the_last_runs_come_first(copy: Path, tmp_path: Path) -> None:
    for number in range(SHOWN + 1):
        extract(write_jsonl(tmp_path / "n.jsonl", [article(20 + number)]), copy, run_id=f"night-{number}")
    found = status(Output(copy))
    assert [run.run_id for run in found.runs] == [*(f"night-{n}" for n in range(SHOWN, -1, -1)), "first"]
    assert found.runs[0].articles_new == 1
    console = Console(width=80, record=True, markup=False)
    console.print(table(found.runs))
    shown = console.export_text()
    assert "…" not in shown
    assert f"last {SHOWN} of {SHOWN + 2} runs" in shown
    assert shown.count(" done ") == SHOWN


def test_a_run_that_goes_on_is_named_and_left_alone(copy: Path, running: subprocess.Popen[str]) -> None:
    before = files(copy)
    told = list(lines(status(Output(copy))))[-1]
    assert told.startswith(f"going on: run held (process {running.pid} on {socket.gethostname()}, since 20")
    assert files(copy) == before


def test_a_run_that_was_killed(copy: Path, running: subprocess.Popen[str]) -> None:
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert "the last one was killed: held" in list(lines(status(Output(copy))))[-1]
    extract(write_jsonl(copy.parent / "n.jsonl", [article(1)]), copy)
    assert list(lines(status(Output(copy))))[-1] == "no run is going on"


def test_a_run_on_another_machine(copy: Path) -> None:
    told = {"pid": 1, "host": "elsewhere", "run_id": "far", "since": "2025-01-01T00:00:00+00:00"}
    (copy / ".zegsman" / "holder.json").write_text(json.dumps(told))
    who = holder(copy)
    assert who is not None
    assert who.alive is None
    assert "on another machine: run far" in list(lines(status(Output(copy))))[-1]


def test_the_command_on_a_pipe_and_as_json(copy: Path, zegsman: Callable[..., Any]) -> None:
    told = zegsman("status", "--out", copy).stdout.splitlines()
    assert told[0].startswith("7 articles, ")
    assert told[1] == f"made by zegsman 0.1.0, {SMALL}: 7 articles"
    assert told[2] == "2 rejected: broken_record 1, no_text 1 (`zegsman failed` lists them)"
    assert told[3] == "no run is going on"
    header, row = (line.split("\t") for line in told[4:])
    assert dict(zip(header, row, strict=True)) | {"started": "", "quotes": "", "claims": "", "seconds": ""} == {
        "started": "", "status": "done", "new": "7", "changed": "0", "unchanged": "0", "rejected": "2", "quotes": "",
        "claims": "", "seconds": "", "model": SMALL,
    }  # fmt: skip

    found = json.loads(zegsman("status", "--out", copy, "--json").stdout)
    assert found["rows"]["articles"] == 7
    assert found["runs"][0]["articles_new"] == 7
    assert found["number_of_runs"] == 1
