"""The peers of the benchmark; with one of them: a spaCy pipeline of separate parts takes the place of our models."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from peers import SAMPLES, pipe, samples, shape, texts


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("peers") / "shape"
    shape(folder)
    return folder


def test_a_pipeline_of_separate_parts_fills_the_tables(parts: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "extract", str(SAMPLES), "--out", str(tmp_path), "--model", str(parts)]
    subprocess.run([*command, "--quiet", "--workers", "1"], check=True, capture_output=True)
    assert len(pd.read_parquet(tmp_path / "articles")) == len(samples())
    quotes = pd.read_parquet(tmp_path / "quotes")
    assert (quotes["kind"] == "direct").sum() > 20, "marks are found whatever the parse"


def test_the_peer_reads_all_texts(parts: Path, tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    articles.write_text(
        '{"id": "a", "text": "De brug is dicht."}\n{"id": "b", "text": "Het regent."}\n', encoding="utf8"
    )
    assert texts(articles) == ["De brug is dicht.", "Het regent."]
    pipe(str(parts), articles)
