"""The five-minute jobs of CONTRIBUTING.md, done: the line of test fails without the line of data, and passes with it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
JOBS = dict(re.findall(r"^## ([^\n]+)\n(?:(?!^## ).)*?```diff\n(.*?)```", TEXT, flags=re.DOTALL | re.MULTILINE))
Changes = dict[str, list[str]]


def changes(diff: str) -> Changes:
    """The lines that are added to each file."""
    found: Changes = {}
    for line in diff.splitlines():
        if line.startswith("--- "):
            found[line[4:]] = []
        else:
            found[list(found)[-1]].append(line.removeprefix("+"))
    return found


def add(root: Path, file: str, lines: list[str]) -> None:
    """To the end of a table."""
    with (root / file).open("a", encoding="utf-8") as table:
        table.writelines(f"{line}\n" for line in lines)


def name_of(case: str) -> str:
    """A word that only the name of this case has: the longest of its words."""
    return max(re.findall(r"\w+", case), key=len)


def outcomes(root: Path, cases: Changes) -> str:
    """What pytest says of the added cases: the last line of its output."""
    words = [name_of(line) for lines in cases.values() for line in lines]
    command = [sys.executable, "-m", "pytest", *{str(Path(file).parent) for file in cases}, "-k", " or ".join(words)]
    env = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's code, tests and models; not its data."""
    root = tmp_path_factory.mktemp("clone")
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    for name in ("pipeline", "tests"):
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    (root / "models").symlink_to(ROOT / "models")
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def test_the_three_jobs_are_there() -> None:
    assert list(JOBS) == ["A cue verb", "A source noun", "A quotation style"]
    for diff in JOBS.values():
        data, cases = changes(diff)
        assert data.startswith("pipeline/")
        assert cases.startswith("tests/")
        assert len(changes(diff)[cases]) == 1


@pytest.mark.long
def test_one_line_of_data_and_one_line_of_test_do_each(clone: Path) -> None:
    files = {file: lines for diff in JOBS.values() for file, lines in changes(diff).items()}
    cases = {file: lines for file, lines in files.items() if file.startswith("tests/")}
    for file, lines in cases.items():
        add(clone, file, lines)
    assert re.match(r"3 failed, \d+ deselected", outcomes(clone, cases))
    for file in set(files) - set(cases):
        add(clone, file, files[file])
    assert re.match(r"3 passed, \d+ deselected", outcomes(clone, cases))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?:pipeline|tests|data)/[\w/.]+)`", TEXT))))
def test_files_it_names_are_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_make_targets_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^make ([a-z]+)|`make ([a-z]+)`", TEXT, flags=re.MULTILINE)
    assert [a or b for a, b in targets if f"\n{a or b}: " not in makefile] == []
