"""Standard error with --log-format json: one JSON object a line, whatever happens, each with the run it belongs to."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import pytest

from pipeline.run.jsonlog import json_log

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "models" / "nl_news_sm"
TEXT = "De fanfare speelt zaterdag op het plein. Dat meldt het bestuur van de vereniging."
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "ZEGSMAN_MODEL": str(SMALL)}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "pipeline", *map(str, arguments), "--log-format", "json"]


def logged(text: str) -> list[dict[str, Any]]:
    """All lines of standard error; each must be an object with time, level, event and the same run_id."""
    lines: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    assert all({"time", "level", "event", "run_id"} <= line.keys() for line in lines), lines
    assert len({line["run_id"] for line in lines}) == 1
    return lines


def run(*arguments: object, **environment: str) -> tuple[int, list[dict[str, Any]]]:
    done = subprocess.run(
        command(*arguments), env=ENVIRONMENT | environment, capture_output=True, text=True, check=False, timeout=120
    )
    return done.returncode, logged(done.stderr)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n{kapot\n")
    return path


def test_a_run_tells_what_it_rejects_and_how_far_it_is(tmp_path: Path, news: Path) -> None:
    status, lines = run("extract", news, "--out", tmp_path / "out")
    assert status == 0
    assert [line["event"] for line in lines] == ["rejected", "shard done", "run finished"]
    assert lines[0]["reason"] == "broken_record"
    assert lines[-1]["articles_new"] == 1
    assert (tmp_path / "out" / "runs" / f"{lines[0]['run_id']}.parquet").exists(), "it is the id of the table runs"


def test_a_run_id_that_is_given_is_used(tmp_path: Path, news: Path) -> None:
    _, lines = run("extract", news, "--out", tmp_path / "out", ZEGSMAN_RUN_ID="night-7")
    assert {line["run_id"] for line in lines} == {"night-7"}


def test_an_error_is_a_line_of_the_log(tmp_path: Path, news: Path) -> None:
    status, lines = run("extract", news, "--out", tmp_path / "out", "--model", "none_such")
    assert status == 1
    assert [(line["level"], line["code"]) for line in lines] == [("error", "Z201")]
    assert lines[0]["event"].startswith("Z201 There is no language model 'none_such'")


def test_a_stop_is_a_line_of_the_log(tmp_path: Path) -> None:
    """Standard input stays open, so the run waits for more until it is told to stop."""
    with subprocess.Popen(
        command("extract", "-", "--out", tmp_path / "out"),
        env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        deadline = time.monotonic() + 60
        while not (tmp_path / "out" / ".zegsman" / "holder.json").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 143
    assert logged(errors)[-1]["event"].startswith("Stopped (SIGTERM)")


def test_what_libraries_say_is_in_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    with json_log("r", debug=False):
        logging.getLogger("some.library").warning("odd: %s", {"a": 1})
        logging.getLogger("some.library").info("not asked for")
        warnings.warn("old style", DeprecationWarning, stacklevel=1)
        try:
            int("broken")
        except ValueError:
            logging.getLogger("zegsman").exception("it failed", extra={"article_id": "é"})
    after = logging.getLogger("some.library")
    after.warning("after")
    odd, old, failed = logged(capsys.readouterr().err.partition("after")[0])
    assert (odd["event"], odd["logger"]) == ("odd: {'a': 1}", "some.library")
    assert "old style" in old["event"]
    assert (failed["article_id"], failed["level"]) == ("é", "error")
    assert failed["traceback"].endswith("with base 10: 'broken'\n")


def test_without_json_an_error_is_one_line_of_text(tmp_path: Path) -> None:
    done = subprocess.run(
        command("extract", tmp_path / "none", "--out", tmp_path / "out")[:-2],
        env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("Z101 ")
