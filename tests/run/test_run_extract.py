from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from batches import article, files, rejected, run, tables, texts, times

from pipeline.schema import ROWS

News = Callable[..., Path]


def test_all_tables_are_there_and_the_run_has_counted_them(done: Path) -> None:
    frames = {name: pd.read_parquet(done / name) for name in ROWS}
    (row,) = frames["runs"].to_dict("records")
    assert len(frames["articles"]) == 7
    assert row["articles_in"] == row["articles_new"] == 7
    assert row["status"] == "done"
    assert row["quotes"] == len(frames["quotes"]) > 7
    assert row["claims"] == len(frames["claims"]) > 7
    assert row["words"] == frames["articles"]["n_tokens"].sum() > 7 * 50
    assert set(frames["articles"]["model"]) == {row["model"]}
    seconds = {name: row[name] for name in row if name.startswith("seconds_")}
    assert all(value > 0 for value in seconds.values()), seconds
    assert sum(seconds.values()) <= row["seconds"]


def test_offsets_give_back_the_words_in_every_row(done: Path) -> None:
    text = texts(done)
    for name, column in (("sentences", "text"), ("mentions", "text"), ("claims", "text")):
        for row in pd.read_parquet(done / name).itertuples():
            assert text[row.article_id][row.start : row.end] == getattr(row, column)
    for row in pd.read_parquet(done / "quotes").itertuples():
        assert " ".join(text[row.article_id][s["start"] : s["end"]] for s in row.spans) == row.content


def test_an_article_is_in_one_shard_of_the_size_asked_for(done: Path) -> None:
    sizes = sorted(len(pd.read_parquet(path)) for path in (done / "articles").iterdir())
    assert sizes == [1, 3, 3]
    assert {len(list((done / name).iterdir())) for name in ROWS if name != "runs"} == {3}


def test_the_same_input_gives_the_same_bytes(corpus: Path, done: Path, tmp_path: Path) -> None:
    run("extract", corpus, out=tmp_path / "again", shard_size=3)
    assert files(tmp_path / "again") == files(done)


def test_a_second_run_changes_nothing(corpus: Path, copy: Path) -> None:
    before = times(copy)
    task = run("extract", corpus, out=copy, shard_size=3)
    assert not task.wrote
    assert task.run.articles_unchanged == 7
    assert times(copy) == before


def test_new_articles_make_a_new_shard_and_leave_the_others_alone(copy: Path, news: News) -> None:
    before = times(copy)
    for name in ("across", "groups/index.json", "groups/verdicts.npy"):  # say for which files
        del before[f".zegsman/{name}"]
    task = run("extract", news(*map(article, range(9))), out=copy, run_id="second")
    assert (task.run.articles_new, task.run.articles_unchanged) == (2, 7)
    assert before.items() <= times(copy).items()
    assert set(texts(copy)) == {f"a{n:03}" for n in range(9)}


def test_a_changed_article_replaces_its_rows_and_no_others(copy: Path, news: News) -> None:
    before = tables(copy)
    changed = article(4, text='"De bieb blijft open", zegt wethouder Noor Bakker. Zij bedankt de actievoerders.')
    task = run("extract", news(*map(article, range(4)), changed), out=copy, run_id="second")
    assert (task.run.articles_new, task.run.articles_changed, task.run.articles_unchanged) == (0, 1, 4)

    after = tables(copy)
    for name in before:
        rows = [row for row in before[name] if row["article_id"] != "a004"]
        assert [row for row in after[name] if row["article_id"] != "a004"] == rows
    assert texts(copy)["a004"] == changed["text"]
    assert {row["speaker"] for row in after["quotes"] if row["article_id"] == "a004"} >= {"Noor Bakker"}
    ran = pd.read_parquet(copy / "articles").set_index("article_id")["run_id"]
    assert ran["a004"] == "second"
    assert ran["a003"] == "fixed"


def test_incremental_runs_end_where_one_run_over_the_last_input_ends(news: News, tmp_path: Path) -> None:
    run("extract", news(*map(article, range(4))), out=tmp_path / "daily", shard_size=2)
    run("extract", news(*map(article, range(7))), out=tmp_path / "daily")
    last = news(*map(article, range(2)), article(2, title="Ander opschrift"), *map(article, range(3, 8)))
    run("extract", last, out=tmp_path / "daily")
    run("extract", last, out=tmp_path / "at once")
    assert tables(tmp_path / "daily") == tables(tmp_path / "at once")


def test_articles_taken_out_of_the_input_stay(copy: Path, news: News) -> None:
    task = run("extract", news(article(0)), out=copy)
    assert not task.wrote
    assert len(texts(copy)) == 7


def test_rejects_are_remembered_and_not_tried_again(copy: Path, news: News) -> None:
    source = news("{broken", article(20, text=""), article(21))
    first = run("extract", source, out=copy)
    assert first.run.articles_rejected == 2
    assert rejected(copy) == {"": "broken_record", "a020": "no_text"}
    before = times(copy)

    second = run("extract", source, out=copy)
    assert not second.wrote
    assert second.run.articles_rejected == 2
    assert times(copy) == before


def test_a_mended_record_leaves_the_list_of_rejects(copy: Path, news: News) -> None:
    run("extract", news("{broken", article(20, text="")), out=copy)
    run("extract", news(article(22), article(20)), out=copy)
    assert rejected(copy) == {}
    assert {"a020", "a022"} <= set(texts(copy))


def test_a_good_article_that_comes_back_empty_keeps_its_last_good_rows(copy: Path, news: News) -> None:
    source = news(article(4, text=""))
    before = tables(copy)
    run("extract", source, out=copy)
    assert rejected(copy) == {"a004": "no_text"}
    assert {**tables(copy), "rejected": []} == before
    assert not run("extract", source, out=copy).wrote

    assert not run("extract", news(article(4)), out=copy).wrote, "the old version is known"


def test_articles_with_the_same_text_point_at_the_first(copy: Path, news: News) -> None:
    text = article(3)["text"]
    run("extract", news(article(50, text=text), article(51, text=text)), out=copy)
    assert duplicates(copy) == {"a050": "a003", "a051": "a003"}
    run(
        "extract",
        news(article(60, id="a-eerste", text=text), article(3, text="De bieb gaat toch dicht, meldt de gemeente.")),
        out=copy,
    )
    assert duplicates(copy) == {"a050": "a-eerste", "a051": "a-eerste"}
    before = times(copy)
    assert not run("extract", news(article(51, text=text)), out=copy).wrote
    assert times(copy) == before


def duplicates(out: Path) -> dict[str, str]:
    frame = pd.read_parquet(out / "articles").dropna(subset=["duplicate_of"])
    return dict(zip(frame["article_id"], frame["duplicate_of"], strict=True))


@pytest.mark.parametrize("lost", ["claims", "mentions", "sentences", ".zegsman/docs"])
def test_a_table_that_someone_removed_is_made_again(corpus: Path, copy: Path, done: Path, lost: str) -> None:
    for path in (copy / lost).iterdir():
        path.unlink()
    run("extract", corpus, out=copy)
    assert files(copy) == files(done)


def test_a_list_of_rejects_that_someone_removed_is_made_again(copy: Path, news: News) -> None:
    source = news(article(20, text=""), article(21))
    run("extract", source, out=copy)
    for path in (copy / "rejected").iterdir():
        path.unlink()
    run("extract", source, out=copy)
    assert rejected(copy) == {"a020": "no_text"}


def test_an_empty_stream_makes_empty_tables_once(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    task = run("extract", empty, out=tmp_path / "out")
    assert task.run.articles_in == 0
    assert all(len(pd.read_parquet(tmp_path / "out" / name)) == 0 for name in ROWS if name != "runs")
    assert not run("extract", empty, out=tmp_path / "out").wrote


def test_samples_are_claims_with_a_known_speaker(tmp_path: Path, corpus: Path) -> None:
    task = run("extract", corpus, out=tmp_path / "out")
    assert 1 <= len(task.samples) <= 6
    assert all(claim.speaker and claim.quote_id == quote.quote_id for claim, quote in task.samples)
    assert len({json.dumps(claim.claim_id) for claim, _ in task.samples}) == len(task.samples)
