"""In a notebook: the same rows as the batch, joins, looks, and the notebook of the repository cell by cell."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from output_samples import MARKUP

import pipeline
from pipeline.errors import StageMissingError
from pipeline.notebook import Plot, Tables
from pipeline.schema import ROWS

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "notebooks" / "who-said-what.ipynb"
TEXT = "De brug gaat in mei open, zegt wethouder Anja Vos. Er is volgens haar geen haast."
PLAIN = {"run_id": "fixed", "record_sha256": ""}


def zegsman(*arguments: str, **given: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *arguments]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=200, **given)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples through the command line, in a checkout as a reader has it."""
    folder = tmp_path_factory.mktemp("reader")
    zegsman("extract", str(ROOT / "data" / "articles"), "--out", str(folder / "data" / "output"), "--quiet")
    (folder / "notebooks").mkdir()
    return folder


@pytest.fixture(scope="module")
def made() -> Tables:
    """A record and a text."""
    record = {"id": "a", "text": TEXT, "published": date(2025, 3, 4), "outlet": "De Bode", "title": MARKUP}
    return pipeline.extract([record, f"‘Nee,’ zei Piet Bos, ‘dat kan {MARKUP} niet.’"])


def test_the_rows_are_those_of_the_batch(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "doc", "text": TEXT}))
    zegsman("extract", str(tmp_path / "a.jsonl"), "--out", str(tmp_path / "out"), "--quiet")
    batch, own = pipeline.load(tmp_path / "out"), pipeline.extract(TEXT)
    assert len(own.claims) > 1
    for name in set(ROWS) - {"runs"}:
        left, right = (
            getattr(tables, name).drop(columns=["run_id", "source"], errors="ignore") for tables in (batch, own)
        )
        pd.testing.assert_frame_equal(left, right)
    assert list(own.articles["source"]) == ["-"]


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        (TEXT, ["doc"]),
        ({"text": TEXT}, ["doc"]),
        ({"id": "x", "text": TEXT}, ["x"]),
        ([TEXT, {"text": "Een tweede tekst over de brug en over de weg."}], ["doc1", "doc2"]),
        (
            pd.DataFrame(
                {"id": ["x", "y"], "text": [TEXT, TEXT + " Zo."], "published": [pd.Timestamp(2025, 1, 1), pd.NaT]}
            ),
            ["x", "y"],
        ),
        ([], []),
    ],
)
def test_articles_in_hand(given: Any, ids: list[str]) -> None:
    assert list(pipeline.extract(given).articles["article_id"]) == ids


def test_a_path_is_read_as_the_batch_reads_it() -> None:
    found = pipeline.extract(ROOT / "data" / "articles" / "sluis-wemelveen.md")
    assert list(found.articles["article_id"]) == ["sluis-wemelveen"]


def test_what_cannot_be_used_is_told() -> None:
    found = pipeline.extract([TEXT, "   ", {"id": "nothing"}])
    assert len(found.articles) == 1
    assert set(found.rejected["reason"]) == {"no_text", "broken_record"}


def test_a_value_that_is_no_record_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot hold"):
        pipeline.extract({"text": TEXT, "published": object()})


def test_joins_keep_every_row_once(made: Tables) -> None:
    claims = made.claims_wide
    assert list(claims["claim_id"]) == list(made.claims["claim_id"])
    vos = claims[claims["speaker"] == "Anja Vos"]
    assert set(vos["outlet"]) == {"De Bode"}
    assert set(vos["speaker_label"]) == {"PERSON"}
    assert vos["cue_lemma"].iloc[0] == "zeggen"
    assert vos["sentence"].iloc[0] == "De brug gaat in mei open, zegt wethouder Anja Vos."
    assert list(made.quotes_wide["quote_id"]) == list(made.quotes["quote_id"])


def test_an_article_shows_its_quotes(made: Tables) -> None:
    html = made.article("a")._repr_html_()
    assert '<span class="q d1 s0" title="1: Anja Vos' in html
    assert html.count("<div") == html.count("</div>") == 1
    with pytest.raises(KeyError):
        made.article("b")


def test_markup_stays_text(made: Tables) -> None:
    for html in (made._repr_html_(), made.article("a")._repr_html_(), made.article("doc2")._repr_html_()):
        assert "<script" not in html
        assert "<b>vet" not in html
    assert "&lt;script&gt;" in made.article("doc2")._repr_html_()


def test_a_plot_escapes_its_labels() -> None:
    html = pipeline.plot(pd.Series({MARKUP: 4, "b": 1}), "A & B", most=1)._repr_html_()
    assert "A &amp; B" in html
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert html.count("<rect") == 1


def test_load_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StageMissingError, match="zegsman extract"):
        pipeline.load(tmp_path)


def test_names_that_are_not_there() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        pipeline.nonsense  # noqa: B018  asking for it is the test


def test_importing_is_cheap() -> None:
    """Neither pandas nor spaCy nor Parquet is loaded before somebody needs it."""
    program = "import sys, pipeline; print([m for m in ('pandas', 'spacy', 'pyarrow', 'numpy') if m in sys.modules])"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_notebook_runs(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cell as a notebook does it: statements are run, a last expression is shown."""
    monkeypatch.chdir(samples / "notebooks")
    cells = ["".join(c["source"]) for c in json.loads(NOTEBOOK.read_text())["cells"] if c["cell_type"] == "code"]
    scope: dict[str, Any] = {}
    plots = 0
    for cell in cells:
        *body, last = ast.parse(cell).body
        assert isinstance(last, ast.Expr), cell
        exec(compile(ast.Module(body, []), "notebook", "exec"), scope)  # noqa: S102  the notebook's own code
        shown = eval(compile(ast.Expression(last.value), "notebook", "eval"), scope)  # noqa: S307
        assert len(shown._repr_html_()) > 100, cell
        assert not isinstance(shown, pd.DataFrame) or len(shown), cell
        plots += isinstance(shown, Plot)
    assert plots >= 3


def test_the_notebook_is_stored_without_results() -> None:
    cells = [cell for cell in json.loads(NOTEBOOK.read_text())["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
