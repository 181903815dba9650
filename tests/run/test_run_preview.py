from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from batches import ENVIRONMENT, ROOT, article, files, run, times, write_jsonl, zegsman

from pipeline.run import settings
from pipeline.run.preview import Preview, preview

News = Callable[..., Path]
SMALL = str(ROOT / "models" / "nl_news_sm")


def looked(source: Path, out: Path, **flags: object) -> Preview:
    found = settings.load(**{"run_id": "fixed", **flags})
    return preview([str(source)], out=out, settings=found, command="test")


def test_into_a_folder_that_is_not_there(tmp_path: Path, news: News) -> None:
    source = news(article(0), article(1), article(1), article(2, text=" "), "{kapot")
    assert looked(source, tmp_path / "none") == Preview(new=2, rejected=3)
    assert not (tmp_path / "none").exists()


def test_it_says_what_the_run_then_does(copy: Path, news: News, tmp_path: Path) -> None:
    run("extract", write_jsonl(tmp_path / "earlier.jsonl", [article(20, text="")]), out=copy)
    before = times(copy)
    source = news(
        article(0),
        article(1, author=""),  # another record, the same article
        article(2, text="De fanfare speelt zaterdag. Dat meldt het bestuur."),
        article(20, text=""),
        article(21, text=""),
        article(30),
        "{kapot",
    )
    expected = looked(source, copy)
    assert expected == Preview(new=1, changed=1, unchanged=2, rejected=3)
    assert times(copy) == before

    row = run("extract", source, out=copy, run_id="real").run
    assert (row.articles_new, row.articles_changed, row.articles_unchanged, row.articles_rejected) == (1, 1, 2, 3)
    assert looked(source, copy) == Preview(unchanged=4, rejected=3)


def test_what_another_model_would_redo_is_said_apart(copy: Path, news: News) -> None:
    source = news(article(0), article(1), article(2, text="De fanfare speelt zaterdag. Dat meldt het bestuur."))
    assert looked(source, copy, model=SMALL) == Preview(changed=1, outdated=6)


def test_what_ingest_with_other_settings_would_redo(copy: Path, news: News) -> None:
    """Ingest makes all of them anew, and as they were; only the language, which is told anew, could differ."""
    assert looked(news(*map(article, range(7))), copy, language="fy").rejected == 7


def test_the_command_line_loads_no_model_and_writes_nothing(copy: Path, corpus: Path) -> None:
    before = files(copy)
    code = (
        "import atexit, sys; from pipeline.cli import main;"
        "atexit.register(lambda: print(sorted({'spacy', 'onnxruntime', 'thinc'} & set(sys.modules)))); main()"
    )
    command = [sys.executable, "-c", code, "extract", str(corpus), "--out", str(copy), "--dry-run", "--strict"]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    said, loaded = done.stdout.splitlines()
    assert said == f"Would be 0 articles new, 0 changed, 7 unchanged, 0 rejected in {copy}. Nothing was written."
    assert loaded == "[]"
    assert files(copy) == before


@pytest.mark.parametrize(("strict", "status"), [(True, 3), (False, 0)])
def test_rejects_are_told_as_in_a_run(tmp_path: Path, strict: bool, status: int) -> None:
    source = write_jsonl(tmp_path / "news.jsonl", ["{kapot", article(1)])
    flags = ["--strict"] * strict
    done = zegsman("extract", source, "--out", tmp_path / "out", "--dry-run", "--log-format", "json", *flags)
    assert done.returncode == status
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["event"], line.get("reason")) for line in told] == [
        ("would be rejected", "broken_record"),
        ("dry run", None),
    ]
    assert told[1]["new"] == told[1]["rejected"] == 1
    assert not (tmp_path / "out").exists()
