"""README: generated parts are current, and its snippets run."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from readme_parts import FIGURES, accuracy, draw, tables

from pipeline.schema import ROWS, columns

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_generated_parts_are_current():
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "README.md"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, "run `.venv/bin/cog -r README.md`: " + done.stdout + done.stderr


def test_every_column_is_explained():
    text = tables()

    for table in ROWS:
        for column in columns(table):
            assert f"| {column.name} |" in text
            assert column.doc.strip()


def test_figures_shown_are_pinned_ones():
    assert all(f"| {text} |" in accuracy() for text in FIGURES.values())


def test_every_command_is_there():
    done = subprocess.run([sys.executable, "-m", "pipeline", "--help"], capture_output=True, text=True, check=True)
    commands = re.findall(r"^  ([a-z]+)  ", done.stdout.split("Commands:")[1], flags=re.MULTILINE)

    assert len(commands) >= 8
    assert all(command in README for command in commands)


@pytest.fixture(scope="module")
def sample_batch(tmp_path_factory):
    """The folder a reader has after `make extract`: data/articles in data/output."""
    folder = tmp_path_factory.mktemp("readme")
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "extract",
        str(ROOT / "data" / "articles"),
        "--out",
        "data/output",
        "--quiet",
    ]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    return folder


@pytest.mark.parametrize("snippet", re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL))
def test_snippet_runs(snippet, sample_batch, monkeypatch):
    monkeypatch.chdir(sample_batch)
    *body, last = ast.parse(snippet).body
    scope: dict[str, object] = {}

    exec(compile(ast.Module(body, []), "README.md", "exec"), scope)  # noqa: S102  the README's own code
    result = eval(compile(ast.Expression(last.value), "README.md", "eval"), scope)  # noqa: S307

    assert len(result) > 0


def test_sample_batch_has_claims_and_says_what_it_rejected(sample_batch):
    import pandas as pd

    tables = {name: pd.read_parquet(sample_batch / "data" / "output" / name) for name in ROWS}
    text = dict(zip(tables["articles"].article_id, tables["articles"].text, strict=True))

    assert len(tables["articles"]) >= 12
    for name in ("sentences", "mentions", "claims"):
        assert len(tables[name]) > 0
        assert all(text[r.article_id][r.start : r.end] == r.text for r in tables[name].itertuples())


def test_picture_shows_rows_of_the_sample_batch(sample_batch):
    """Written by `.venv/bin/python tests/docs/readme_parts.py data/output` after `make extract`."""
    shown = json.loads((ROOT / "data" / "picture.json").read_text(encoding="utf-8"))

    assert shown == draw(sample_batch / "data" / "output")
    assert len(shown) >= 5
