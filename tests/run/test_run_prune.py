from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from batches import article, files, rejected, run, tables, texts, times, write_jsonl
from spacy.vocab import Vocab

from pipeline.errors import PruneError
from pipeline.run import settings
from pipeline.run.preview import preview
from pipeline.schema import ROWS
from pipeline.store.docs import unpack

News = Callable[..., Path]
PER_ARTICLE = [name for name in ROWS if name not in {"runs", "rejected"}]


def ids(out: Path) -> dict[str, set[str]]:
    return {name: set(pd.read_parquet(out / name)["article_id"]) for name in PER_ARTICLE}


def parsed(out: Path) -> set[str]:
    found = (unpack(path.read_bytes(), Vocab()) for path in (out / ".zegsman" / "docs").iterdir())
    return {article_id for docs in found for article_id in docs}


def test_articles_that_are_gone_from_the_input_are_taken_out_with_all_their_rows(copy: Path, news: News) -> None:
    before = tables(copy)
    left = [article(number) for number in (0, 2, 3, 6)]
    task = run("extract", news(*left), out=copy, prune=True, run_id="second")
    assert (task.run.articles_removed, task.run.articles_unchanged, task.run.words) == (3, 4, 0)
    kept = {row["id"] for row in left}
    assert all(found == kept for found in ids(copy).values())
    assert parsed(copy) == kept
    assert tables(copy) == {name: [row for row in rows if row["article_id"] in kept] for name, rows in before.items()}
    (row,) = pd.read_parquet(copy / "runs" / "second.parquet").to_dict("records")
    assert row["articles_removed"] == 3

    stamps = times(copy)
    assert not run("extract", news(*left), out=copy, prune=True).wrote
    assert times(copy) == stamps


def test_a_dry_run_says_how_many(copy: Path, news: News) -> None:
    before = times(copy)
    source = news(*map(article, range(2, 8)))
    found = preview([str(source)], out=copy, settings=settings.load(prune=True), command="test")
    assert (found.new, found.unchanged, found.removed, found.outdated) == (1, 5, 2, 0)
    assert "0 rejected, 2 removed in" in found.line(copy)
    assert times(copy) == before


def test_without_it_they_stay(copy: Path, news: News) -> None:
    assert not run("extract", news(article(0)), out=copy).wrote
    assert len(texts(copy)) == 7


def test_what_was_pruned_comes_back_as_it_was(copy: Path, corpus: Path, news: News) -> None:
    before = tables(copy)
    run("extract", news(*map(article, range(5))), out=copy, prune=True)
    run("extract", corpus, out=copy, prune=True)
    assert tables(copy) == before


def test_new_changed_and_gone_at_once(copy: Path, news: News, tmp_path: Path) -> None:
    changed = article(1, text="De fanfare speelt zaterdag. Dat meldt het bestuur.")
    source = news(article(0), changed, *map(article, range(3, 9)))
    task = run("extract", source, out=copy, prune=True)
    assert (task.run.articles_new, task.run.articles_changed, task.run.articles_removed) == (2, 1, 1)
    run("extract", source, out=tmp_path / "at once")
    after, at_once = tables(copy), tables(tmp_path / "at once")
    for row in after["articles"] + at_once["articles"]:
        del row["source"]  # stays that of the file an article was first seen in
    assert after == at_once


def test_a_duplicate_of_what_is_gone_is_none_any_more(copy: Path, news: News) -> None:
    double = article(9, text=article(0)["text"])
    run("extract", news(*map(article, range(7)), double), out=copy)
    assert "a000" in set(pd.read_parquet(copy / "articles")["duplicate_of"])
    run("extract", news(*map(article, range(1, 7)), double), out=copy, prune=True)
    assert pd.read_parquet(copy / "articles")["duplicate_of"].isna().all()


def test_rejects_that_are_gone_from_the_input_are_taken_off_the_list(copy: Path, corpus: Path, tmp_path: Path) -> None:
    more = write_jsonl(tmp_path / "more.jsonl", ["{kapot", article(20, text=""), article(21)])
    run("extract", corpus, more, out=copy)
    assert len(rejected(copy)) == 2
    mended = write_jsonl(tmp_path / "more.jsonl", [article(20, text=""), article(21)])
    run("extract", corpus, mended, out=copy, prune=True)
    assert rejected(copy) == {"a020": "no_text"}
    run("extract", corpus, out=copy, prune=True)
    assert rejected(copy) == {}
    assert set(texts(copy)) == {f"a{n:03}" for n in range(7)}


def test_an_article_that_comes_back_empty_is_not_gone(copy: Path, news: News) -> None:
    run("extract", news(article(0), article(1, text="")), out=copy, prune=True)
    assert set(texts(copy)) == {"a000", "a001"}
    assert rejected(copy) == {"a001": "no_text"}


def test_what_came_from_a_file_that_cannot_be_read_in_full_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = write_jsonl(tmp_path / "first.jsonl", map(article, range(3)))
    second = write_jsonl(tmp_path / "second.jsonl", map(article, range(3, 5)))
    out = tmp_path / "out"
    run("extract", first, second, out=out)
    first.write_text(json.dumps(article(0)) + "\n{kap")
    second.write_text(json.dumps(article(3)) + "\n")
    task = run("extract", first, second, out=out, prune=True)
    assert task.run.articles_removed == 1
    assert set(texts(out)) == {"a000", "a001", "a002", "a003"}
    (kept,) = [record for record in caplog.records if record.message == "not pruned"]
    assert (kept.articles, kept.source) == (2, str(first))


def test_an_input_without_any_article_takes_out_nothing(copy: Path, done: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    with pytest.raises(PruneError, match=r"^Z504 .*all 7 articles"):
        run("extract", empty, out=copy, prune=True)
    assert files(copy) == files(done)


def test_ingest_prunes_as_well(copy: Path, news: News) -> None:
    run("ingest", news(*map(article, range(4))), out=copy, prune=True)
    assert all(found == {f"a{n:03}" for n in range(4)} for found in ids(copy).values())


def test_a_shard_that_is_out_of_date_is_pruned_and_done_again(copy: Path, news: News) -> None:
    for path in (copy / "claims").iterdir():
        path.unlink()
    run("extract", news(*map(article, range(4))), out=copy, prune=True)
    assert all(found == {f"a{n:03}" for n in range(4)} for found in ids(copy).values())


def test_workers_prune_to_the_same_bytes(copy: Path, done: Path, news: News, tmp_path: Path) -> None:
    other = Path(shutil.copytree(done, tmp_path / "other"))
    left = news(*map(article, range(0, 7, 2)))
    run("extract", left, out=copy, prune=True)
    run("extract", left, out=other, prune=True, workers=2)
    assert files(copy) == files(other)
