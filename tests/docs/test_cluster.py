"""docs/cluster.md: its command is there, its Python is sound. What needs Slurm or Kubernetes cannot be run here."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pipeline.errors import WorkersError

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, flags=re.DOTALL) for line in block.splitlines()]


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("zegsman ")])
def test_its_options_are_there(line: str) -> None:
    command, *_ = line.removeprefix("zegsman ").split()
    told = subprocess.run(
        [sys.executable, "-m", "pipeline", command, "--help"], capture_output=True, text=True, check=True
    ).stdout
    options = re.findall(r"--[a-z-]+", line)
    assert options
    assert [option for option in options if option not in told] == []


def test_its_extra_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (extra,) = set(re.findall(r"zegsman\[(\w+)\]", "\n".join(COMMANDS)))
    assert any(line.startswith("distributed") for line in project["optional-dependencies"][extra])


@pytest.mark.parametrize("snippet", re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL))
def test_its_python_makes_a_cluster_and_tells_the_address(snippet: str) -> None:
    names = {node.id for node in ast.walk(ast.parse(snippet)) if isinstance(node, ast.Name)}
    assert {"cluster", "print"} <= names
    assert "scheduler_address" in snippet


def test_the_codes_it_names_are_ours() -> None:
    assert re.findall(r"Z\d{3}", TEXT) == [WorkersError.code]
