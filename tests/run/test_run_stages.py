from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from batches import ENVIRONMENT, ROOT, article, files, run, tables, times, zegsman

from pipeline.errors import StageMissingError

STAGES = ("tokenize", "entities", "quotes", "claims")
News = Callable[..., Path]


def rows(out: Path) -> dict[str, int]:
    return {name: len(found) for name, found in tables(out).items()}


def test_stage_by_stage_gives_the_same_files_as_all_at_once(corpus: Path, done: Path, tmp_path: Path) -> None:
    run("ingest", corpus, out=tmp_path, shard_size=3)
    assert rows(tmp_path) == {**dict.fromkeys(rows(done), 0), "articles": 7}
    for number, stage in enumerate(STAGES):
        task = run(stage, out=tmp_path)
        assert task.run.articles_changed == 7
        filled = {name for name, count in rows(tmp_path).items() if count}
        assert ("claims" in filled) == (number == 3)

    assert tables(tmp_path) == tables(done)
    without_rejected = {name for name in files(done) if not name.startswith("rejected")}
    assert {n: files(tmp_path)[n] for n in without_rejected} == {n: files(done)[n] for n in without_rejected}


def test_stage_by_stage_over_the_samples_gives_the_same_rows_as_all_at_once(tmp_path: Path) -> None:
    """Stored Docs and rows carry all that the stages look at."""
    samples = ROOT / "data" / "articles"
    run("extract", samples, out=tmp_path / "at once")
    run("ingest", samples, out=tmp_path / "stages", shard_size=5)
    for stage in STAGES:
        run(stage, out=tmp_path / "stages")
    assert tables(tmp_path / "stages") == tables(tmp_path / "at once")


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_was_run_has_nothing_to_do(copy: Path, stage: str) -> None:
    before = times(copy)
    task = run(stage, out=copy)
    assert not task.wrote
    assert task.run.articles_unchanged == 7
    assert times(copy) == before


def test_a_stage_whose_predecessor_is_missing_says_which_to_run(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(StageMissingError, match=r"^Z301 .*lacks the result of ingest.*Run `zegsman ingest`"):
        run("tokenize", out=tmp_path)
    run("ingest", corpus, out=tmp_path)
    for before, stage in itertools.pairwise(STAGES):
        with pytest.raises(StageMissingError, match=f"the result of {before}"):
            run(stage, out=tmp_path)


def test_ingesting_a_change_removes_what_was_said_of_the_older_text(copy: Path, news: News, tmp_path: Path) -> None:
    changed = news(article(1, text="De fanfare speelt zaterdag. Dat meldt het bestuur."))
    run("ingest", changed, out=copy)
    left = tables(copy)
    for name in ("sentences", "mentions", "entities", "quotes", "claims"):
        assert {row["article_id"] for row in left[name]} == {f"a{n:03}" for n in range(7)} - {"a001"}
    with pytest.raises(StageMissingError, match="result of tokenize"):
        run("entities", out=copy)

    parsed = [run(stage, out=copy).run.articles_changed for stage in STAGES]
    assert parsed == [1, 1, 1, 1]
    at_once = tmp_path / "at once"
    shutil.copytree(tmp_path / "out", at_once)
    assert not run("extract", changed, out=at_once).wrote


def test_an_article_ingested_anew_as_it_was_is_not_analysed_again(copy: Path, news: News) -> None:
    before = tables(copy)
    task = run("extract", news(article(1, author="")), out=copy)  # another record, the same article
    assert (task.run.articles_changed, task.run.seconds_tokenize) == (0, 0)
    after = tables(copy)
    changed = [(old, row) for old, row in zip(before["articles"], after["articles"], strict=True) if old != row]
    assert [row["article_id"] for _, row in changed] == ["a001"]
    assert {name for name in changed[0][0] if changed[0][0][name] != changed[0][1][name]} == {"record_sha256", "source"}
    assert {**after, "articles": 0} == {**before, "articles": 0}


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    """A copy of the program whose quotes room has another table."""
    program = tmp_path / "program"
    shutil.copytree(ROOT / "pipeline", program / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    table = next((program / "pipeline" / "quotes" / "tables").iterdir())
    table.write_text(table.read_text() + "\n# another word\n")
    return program


def test_a_new_lexicon_runs_quotes_and_claims_again_without_parsing(corpus: Path, copy: Path, lexicon: Path) -> None:
    before = times(copy)
    environment = {**ENVIRONMENT, "PYTHONPATH": str(lexicon), "ZEGSMAN_RUN_ID": "lexicon"}
    model = ROOT / "models" / "nl_news"
    ran = zegsman("extract", corpus, "--out", copy, "--model", model, env=environment, cwd=lexicon)
    assert ran.returncode == 0, ran.stderr
    assert "7 changed" in ran.stdout

    (row,) = pd.read_parquet(copy / "runs" / "lexicon.parquet").to_dict("records")
    assert row["seconds_tokenize"] == row["seconds_entities"] == 0
    assert row["seconds_quotes"] > 0
    after = times(copy)
    rewritten = {name.split("/")[0] for name in before if after[name] != before[name] and "zegsman/" not in name}
    assert rewritten == {"quotes", "claims"}


def test_another_model_runs_everything_again(corpus: Path, copy: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(ROOT / "models" / "nl_news_sm", tmp_path / "other"))
    (other / "SHA256SUMS").unlink()
    meta = other / "meta.json"
    meta.write_text(meta.read_text().replace('"version":"', '"version":"9.'))
    task = run("extract", corpus, out=copy, model=str(other))
    assert task.run.articles_changed == 7
    assert set(pd.read_parquet(copy / "articles")["model"]) == {task.run.model}
    assert not run("extract", corpus, out=copy, model=str(other)).wrote
