"""docs/operations.md and the files beside it: lines run, units are valid, and what they name exists."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import ExitStatus

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
TEXT = (DOCS / "operations.md").read_text(encoding="utf-8")
SHELL = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, flags=re.DOTALL) for line in block.splitlines()]
CRON = [line for line in (DOCS / "deploy" / "crontab").read_text().splitlines() if re.match(r"[\d*]", line)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `news`, and `zegsman` on the path."""
    folder = tmp_path_factory.mktemp("srv")
    (folder / "bin").mkdir()
    (folder / "bin" / "zegsman").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline "$@"\n')
    (folder / "bin" / "zegsman").chmod(0o755)
    (folder / "news").mkdir()
    text = "De brug gaat in mei open, zegt wethouder Anja Vos. Er is volgens haar geen haast."
    (folder / "news" / "a.jsonl").write_text(json.dumps({"id": "n1", "text": text}) + "\n{kapot\n")
    return folder


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    env["ZEGSMAN_MODEL"] = str(ROOT / "models" / "nl_news_sm")
    done = subprocess.run(["sh", "-c", line], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done


def test_the_lines_of_the_page_run_one_after_the_other(place: Path) -> None:
    assert len(SHELL) >= 7
    said = [run(line, place).stdout for line in SHELL]
    assert said[0].startswith("1 articles new")
    assert any(text.startswith("All is well") for text in said)


def test_the_lines_of_the_crontab_run(place: Path) -> None:
    assert len(CRON) == 2
    for line in CRON:
        command = line.split(maxsplit=5)[5].replace("/srv/zegsman", str(place))
        run(command, place)
    lines = (place / "zegsman.log").read_text().splitlines()
    assert all(json.loads(line)["run_id"] for line in lines)


def test_the_service_runs_the_line_of_the_page() -> None:
    (line,) = re.findall(r"^ExecStart=(.*)$", (DOCS / "deploy" / "zegsman.service").read_text(), flags=re.MULTILINE)
    program, *arguments = shlex.split(line)
    assert program == "/opt/zegsman/.venv/bin/zegsman"
    assert shlex.join(["zegsman", *arguments]) == SHELL[0]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")
@pytest.mark.parametrize("fault", [None, ("RestartSec=10min", "RestartSec=often"), ("User=", "Usr=")])
def test_the_units_are_valid(tmp_path: Path, fault: tuple[str, str] | None) -> None:
    """The paths of the example are not there, so a program that is takes its place."""
    service = (DOCS / "deploy" / "zegsman.service").read_text().replace("/opt/zegsman/.venv/bin/zegsman", "/bin/true")
    (tmp_path / "zegsman.service").write_text(service.replace(*fault) if fault else service)
    shutil.copy(DOCS / "deploy" / "zegsman.timer", tmp_path)
    units = [str(tmp_path / "zegsman.timer"), str(tmp_path / "zegsman.service")]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False, timeout=60
    )
    told = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "zegsman" in line]
    assert bool(told) == bool(fault), done.stderr
    assert fault or done.returncode == 0, done.stderr


def test_what_the_dockerfile_copies_is_there() -> None:
    lines = (DOCS / "deploy" / "Dockerfile").read_text().splitlines()
    copied = [source for line in lines if line.startswith("COPY ") for source in line.split()[1:-1]]
    assert {"pipeline", "models", "pyproject.toml", "requirements.lock"} <= set(copied)
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert 'ENTRYPOINT ["zegsman"]' in lines


def test_every_exit_status_is_explained() -> None:
    explained = {int(n) for cell in re.findall(r"^\| ([\d, ]+) \|", TEXT, flags=re.MULTILINE) for n in cell.split(",")}
    assert explained == {*ExitStatus, 130, 143}


@pytest.mark.parametrize("page", ["operations.md", "SECURITY.md"])
def test_links_and_names_of_files_lead_somewhere(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (DOCS / link).exists()] == []
    named = re.findall(r"`((?:tests|pipeline)/[\w/.]+)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []
