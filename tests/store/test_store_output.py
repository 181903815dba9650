"""Reading an output folder: between two commits only, article by article or whole."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from output_samples import bridge, strange, write

from pipeline.errors import InputNotFoundError, LockedError, StageMissingError, StoreDamagedError
from pipeline.schema import ROWS
from pipeline.store import Mark, Store, steady
from pipeline.store.output import Output


def test_articles_have_their_rows(out: Path) -> None:
    found = {rows.article.article_id: rows for rows in Output(out).articles()}
    assert len(found) == 3
    brug = found["brug"]
    assert (len(brug.sentences), len(brug.entities), len(brug.quotes), len(brug.claims)) == (3, 2, 4, 4)
    assert all(row.quote_id.startswith("brug:") for row in brug.quotes)


def test_one_article_by_its_id(out: Path) -> None:
    assert Output(out).article("brug-2").article.duplicate_of == "brug"
    with pytest.raises(InputNotFoundError, match="no article dijk"):
        Output(out).article("dijk")


def test_whole_tables(out: Path) -> None:
    tables = Output(out).tables()
    assert list(tables) == list(ROWS)
    assert (tables["quotes"].num_rows, tables["mentions"].num_rows, tables["runs"].num_rows) == (10, 8, 1)


def test_tables_that_are_not_there_are_empty(tmp_path: Path) -> None:
    with Store.open(tmp_path / "out", run_id="r") as store:
        transaction = store.transaction("0")
        transaction.table("articles", "0", rows=bridge()["articles"], mark=Mark())
        transaction.commit()
    tables = Output(tmp_path / "out").tables()
    assert tables["claims"].num_rows == 0
    assert "speaker_id" in tables["claims"].column_names
    assert next(Output(tmp_path / "out").articles()).quotes == []


def test_no_output(tmp_path: Path) -> None:
    with pytest.raises(StageMissingError, match="zegsman extract INPUT"):
        Output(tmp_path)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    out = write(tmp_path / "out", bridge())
    (out / "claims" / "00000000.parquet").write_bytes(b"PAR1")
    with pytest.raises(StoreDamagedError, match="claims"):
        Output(out).tables()


def test_a_commit_under_way_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = write(tmp_path / "out", bridge())
    journal = out / ".zegsman" / "journal" / "x.json"
    journal.write_text("{}")
    monkeypatch.setattr(steady, "PAUSE", 0.01)
    with pytest.raises(LockedError, match="being written"):
        list(Output(out).articles())
    monkeypatch.setattr(steady, "PAUSE", 0.2)
    threading.Timer(0.3, journal.unlink).start()
    assert len(list(Output(out).articles())) == 1


def test_a_shard_that_was_merged_into_another_meanwhile_is_not_left_out_silently(tmp_path: Path) -> None:
    out = write(tmp_path / "out", bridge())
    first = out / "articles" / "00000000.parquet"
    first.with_stem("00000001").write_bytes(first.read_bytes())
    articles = Output(out).articles()
    next(articles)
    first.with_stem("00000001").unlink()
    with pytest.raises(LockedError, match="compacted while it was read"):
        next(articles)


def test_what_changes_meanwhile_is_read_again(tmp_path: Path) -> None:
    """A run replaces files between the reading of two tables: rows of before and after must not be mixed."""
    out = write(tmp_path / "out", bridge())

    class Disturbed(Output):
        disturbed = 0

        def _table(self, name: str):
            found = super()._table(name)
            if name == "claims" and self.disturbed < 2:
                self.disturbed += 1
                path = out / "articles" / "00000000.parquet"
                os.utime(path, ns=(self.disturbed, self.disturbed))
            return found

    reader = Disturbed(out)
    assert reader.tables()["articles"].num_rows == 1
    assert reader.disturbed == 2


def test_readers_never_see_two_states(tmp_path: Path) -> None:
    """For real: one thread replaces an article by another, over and over, while we read."""
    states = [bridge("zelfde"), strange("zelfde")]
    out = write(tmp_path / "out", states[0])
    stop = threading.Event()

    def writes() -> None:
        number = 0
        while not stop.wait(0.03):
            number += 1
            write(out, states[number % 2])

    writer = threading.Thread(target=writes)
    writer.start()
    try:
        for _ in range(20):
            (rows,) = Output(out).articles()
            assert (len(rows.quotes), len(rows.claims)) == ((4, 4) if rows.article.text.startswith("Brug") else (2, 1))
    finally:
        stop.set()
        writer.join()
