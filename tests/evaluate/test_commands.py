"""`zegsman evaluate` from the command line, on output made from gold."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from gold_output import GOLD, Rows, faulty, perfect
from typer.testing import CliRunner, Result

from pipeline.errors import FloorError, GoldError
from pipeline.evaluate.commands import add_command
from pipeline.evaluate.differences import differences
from pipeline.evaluate.gold import GoldArticle, read_gold
from pipeline.evaluate.kinds import Kind

Write = Callable[[Rows], Path]


@pytest.fixture
def run(write: Write) -> Callable[..., Result]:
    """The command, with an extraction that hands over output made from the gold it was given."""

    def extract(articles: Path, out: Path, model: str | None) -> None:
        assert model in (None, "nl_ander")
        ids = {json.loads(line)["id"] for line in articles.read_text(encoding="utf-8").splitlines()}
        gold = [article for article in read_gold(GOLD) if article.id in ids]
        shutil.copytree(write(perfect(gold)), out)

    app = typer.Typer()
    add_command(app, extract)
    app.callback()(lambda: None)
    return lambda *arguments: CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(GOLD / "samples", tmp_path / "gold")
    return tmp_path / "gold"


def test_table(run: Callable[..., Result], gold: list[GoldArticle], write: Write) -> None:
    result = run(GOLD / "articles", "--out", write(faulty(gold, 1)))
    assert result.exit_code == 0, result.exception
    for word in ("attributions", "direct", "PER", "claims", "modality", "speaker"):
        assert word in result.stdout


def test_json_is_one_line(run: Callable[..., Result], gold: list[GoldArticle], write: Write) -> None:
    result = run(GOLD / "articles", "--out", write(faulty(gold, 1)), "--json")
    figures = json.loads(result.stdout)
    assert 0.2 < figures["attr_f"] < 0.95
    assert figures["claims_probes"] == 379


def test_without_out_the_gold_is_extracted(run: Callable[..., Result], folder: Path) -> None:
    result = run(folder, "--json", "--model", "nl_ander")
    assert result.exit_code == 0, result.exception
    figures = json.loads(result.stdout)
    assert figures["attr_f"] == 1.0
    assert "claims_found" not in figures


def test_update_then_gate(run: Callable[..., Result], folder: Path, write: Write) -> None:
    assert isinstance(run(folder, "--gate").exception, GoldError)
    assert run(folder, "--update").exit_code == 0
    held = run(folder, "--gate")
    assert held.exit_code == 0
    assert "No figure is below its floor" in held.stderr
    worse = write(faulty(read_gold(folder), 2))
    assert isinstance(run(folder, "--gate", "--out", worse).exception, FloorError)
    assert isinstance(run(folder, "--update", "--out", worse).exception, FloorError)
    assert run(folder, "--update", "--allow-regression", "--out", worse).exit_code == 0
    assert run(folder, "--gate", "--out", worse).exit_code == 0


def test_jsonl_only_writes_the_articles(run: Callable[..., Result], folder: Path, tmp_path: Path) -> None:
    result = run(folder, "--jsonl", tmp_path / "gold.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert len((tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines()) == 6


def test_probes_of_other_articles_are_left_out(run: Callable[..., Result], folder: Path) -> None:
    result = run(folder, "--json", "--probes", GOLD / "articles" / "claims.jsonl")
    assert "claims_found" not in json.loads(result.stdout)


def test_errors_of_one_kind(run: Callable[..., Result], gold: list[GoldArticle], write: Write) -> None:
    out = write(faulty(gold, 1))
    result = run(GOLD / "articles", "--out", out, "--errors", "speaker")
    heads = [line for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert heads
    assert all(line.endswith("  speaker") for line in heads)


def test_every_kind_of_error_is_listed(gold: list[GoldArticle], write: Write) -> None:
    found = list(differences(gold, [PROBE], write(faulty(gold, 1))))
    assert {difference.kind for difference in found} == set(Kind) - {Kind.ALL}


PROBE = {
    "article": "a01",
    "start": 50,
    "end": 167,
    "text": "De staatssecretaris neemt geen besluit",
    "predicate": "nemen",
}


def test_no_errors_no_lines(gold: list[GoldArticle], write: Write) -> None:
    assert list(differences(gold, [], write(perfect(gold)))) == []


def test_an_error_shows_both_sides(gold: list[GoldArticle], write: Write) -> None:
    rows = perfect(gold[:1])
    rows["quotes"] = [pair for pair in rows["quotes"] if not pair[1].quote_id.endswith("q3")]  # type: ignore[union-attr]
    rows["mentions"][0][1].label = "PERSON"  # type: ignore[union-attr]
    missed, name = differences(gold[:1], [], write(rows))
    assert missed.lines().splitlines()[0] == "a01  missed"
    assert missed.gold is not None
    assert missed.gold.startswith("{Oosterbaan = Hilde Oosterbaan} <zei> [Ik begrijp dat reizigers")
    assert missed.predicted is None
    assert (name.kind, name.gold, name.predicted) == (Kind.NAME, "Kamer ORG", "Kamer PER")


def test_calibrate_writes_a_table_of_weights(
    run: Callable[..., Result], gold: list[GoldArticle], write: Write, tmp_path: Path
) -> None:
    result = run(GOLD / "articles", "--out", write(faulty(gold, 2)), "--calibrate", tmp_path / "confidence.tsv")
    assert result.exit_code == 0, result.exception
    assert "learned from" in result.stderr
    assert "\nrule\t" in (tmp_path / "confidence.tsv").read_text(encoding="utf-8")
