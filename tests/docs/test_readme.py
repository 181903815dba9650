"""README: generated parts are current, its code and shell lines run, and every command, option and column is in it."""

from __future__ import annotations

import ast
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import readme_parts as parts

from pipeline.schema import ROWS, columns

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
SHELL = [line for block in re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL) for line in block.splitlines()]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of someone who has run `make extract`, with `zegsman` on the path."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "bin").mkdir()
    (folder / "bin" / "zegsman").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline "$@"\n', encoding="utf-8")
    (folder / "bin" / "zegsman").chmod(0o755)
    record = {"id": "n1", "body": "De brug gaat in mei open, zegt wethouder Anja Vos. Er is volgens haar geen haast."}
    (folder / "today.jsonl.gz").write_bytes(gzip.compress(json.dumps(record).encode()))
    shutil.copytree(ROOT / "data" / "articles", folder / "data" / "articles")
    run("zegsman extract data/articles --out data/output --quiet", folder)
    return folder


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", line], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done


def test_generated_parts_are_current() -> None:
    command = [sys.executable, "-m", "cogapp", "--check", "README.md"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run `.venv/bin/cog -r README.md`\n{done.stdout}{done.stderr}"


def test_python_snippets_run_one_after_the_other(reader: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(reader)
    scope: dict[str, object] = {}
    assert len(PYTHON) >= 3
    for snippet in PYTHON:
        *body, last = ast.parse(snippet).body
        assert isinstance(last, ast.Expr)
        exec(compile(ast.Module(body, []), "README.md", "exec"), scope)  # noqa: S102  the README's own code
        result = eval(compile(ast.Expression(last.value), "README.md", "eval"), scope)  # noqa: S307
        assert isinstance(result, pd.DataFrame)
        assert len(result) > 0, snippet


def test_zegsman_lines_run(reader: Path) -> None:
    lines = [line for line in SHELL if "zegsman " in line]
    assert len(lines) >= 2
    for line in lines:
        run(line, reader)
    quotes = pd.read_parquet(reader / "archive" / "quotes")
    assert set(quotes["speaker"]) == {"Anja Vos"}


def test_make_lines_name_targets() -> None:
    targets = {line.split()[1] for line in SHELL if line.startswith("make ")}
    assert targets == {"extract", "test"}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    mentioned = set(re.findall(r"`make ([a-z]+)", README)) | targets
    assert [target for target in mentioned if f"\n{target}: " not in makefile] == []
    variables = set(re.findall(r"make extract ([A-Z]+)=", README)) | set(re.findall(r" ([A-Z]+)=output", README))
    assert [name for name in variables if f"\n{name} ?= " not in makefile] == []


def test_links_lead_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_command_is_there() -> None:
    names = {name for name, _ in parts._commands()}
    assert {"extract", "ingest", "tokenize", "entities", "quotes", "claims", "evaluate", "model train"} <= names
    assert [name for name in names if f"| `zegsman {name}` |" not in README] == []


def test_every_column_is_there() -> None:
    text = parts.tables()
    missing = [(table, c.name) for table in ROWS for c in columns(table) if f"| {c.name} |" not in text]
    assert missing == []
    assert "| quantities | list of {value, unit, text, approximate} |" in text


@pytest.mark.parametrize("column", ["polarity", "modality", "certainty"])
def test_every_value_of_a_claim_is_explained(column: str) -> None:
    """'CT+' is explained by CT and +, so values are looked for without their sign."""
    (line,) = [line for line in README.splitlines() if line.startswith(f"| `{column}` |")]
    explained = next(c for c in columns("claims") if c.name == column)
    assert [value for value in explained.values if value.rstrip("+-") not in line] == []  # noqa: PD011  no pandas here


def test_sample_rows_give_back_their_words(reader: Path) -> None:
    tables = {name: pd.read_parquet(reader / "data" / "output" / name) for name in ROWS}
    text = dict(zip(tables["articles"].article_id, tables["articles"].text, strict=True))
    assert len(text) == 17
    for name in ("sentences", "mentions", "claims"):
        assert len(tables[name]) > 0
        assert all(text[r.article_id][r.start : r.end] == r.text for r in tables[name].itertuples())
