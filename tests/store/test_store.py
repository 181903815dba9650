from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline.errors import CannotWriteError, StoreDamagedError
from pipeline.schema import Claim, Entity, Rejected
from pipeline.store import Mark, Store


def claim(number: int, text: str = "het regent") -> Claim:
    return Claim(
        claim_id=f"a:c{number}", sentence_id=None, start=0, end=len(text), text=text, predicate="regenen", rule="test"
    )


def write(out: Path, shard: str, by_article: dict[str, list[Claim]], mark: Mark = Mark("f")) -> None:  # noqa: B008  frozen
    with Store.open(out, run_id="r") as store:
        transaction = store.transaction(shard)
        pairs = [(row, key) for key, rows in by_article.items() for row in rows]
        rows, owners = [row for row, _ in pairs], [key for _, key in pairs]
        transaction.table("claims", shard, rows=rows, owners=owners, mark=mark)
        transaction.commit()


def digests(out: Path) -> dict[str, str]:
    return {str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest() for p in out.rglob("*") if p.is_file()}


def test_plain_readers_see_all_shards_as_one_table(tmp_path: Path) -> None:
    write(tmp_path, "s1", {"a": [claim(0), claim(1)]})
    write(tmp_path, "s2", {"b": [claim(0, "de dijk houdt")]})

    frame = pd.read_parquet(tmp_path / "claims")
    assert sorted(frame["text"]) == ["de dijk houdt", "het regent", "het regent"]
    files = str(tmp_path / "claims" / "*.parquet")
    found = duckdb.read_parquet(files).aggregate("article_id, count(*)").order("article_id").fetchall()
    assert found == [("a", 2), ("b", 1)]


def test_a_table_without_rows_can_be_read_and_has_its_columns(tmp_path: Path) -> None:
    write(tmp_path, "s1", {})
    frame = pd.read_parquet(tmp_path / "claims")
    assert len(frame) == 0
    assert {"claim_id", "article_id", "modality", "quantities"} <= set(frame.columns)


def test_rows_by_article_keep_their_order(tmp_path: Path) -> None:
    rows = {"b": [claim(10), claim(2)], "a": [claim(1)]}
    write(tmp_path, "s1", rows)
    with Store.open(tmp_path, run_id="r") as store:
        assert store.rows_by_article("claims", "s1") == rows
        assert store.rows_by_article("claims", "unknown") == {}
        assert next(store.columns("claims", "s1", ["article_id", "claim_id"])) == ("b", "a:c10")


def test_shards_are_those_with_articles(tmp_path: Path) -> None:
    with Store.open(tmp_path, run_id="r") as store:
        transaction = store.transaction("s1")
        for table in ("articles", "rejected"):
            transaction.table(table, "s1", rows=[], mark=Mark("f", frozenset({"x"})))
        transaction.commit()
        assert store.shards() == ["s1"]
        assert store.mark("articles", "s1") == Mark("f", frozenset({"x"}))
        assert store.mark("claims", "s1") is None
        assert store.rows("rejected", "s1") == []


def test_opening_and_closing_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, "s1", {"a": [claim(0)]})
    before = digests(tmp_path), {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()}
    with Store.open(tmp_path, run_id="other") as store:
        assert store.died is None
    assert (digests(tmp_path), {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()}) == before


def test_nothing_is_visible_before_the_commit_and_nothing_stays_of_a_dropped_transaction(tmp_path: Path) -> None:
    write(tmp_path, "s1", {"a": [claim(0)]})
    before = digests(tmp_path)
    with Store.open(tmp_path, run_id="r") as store:
        store.transaction("s2").table("claims", "s2", rows=[claim(9)], owners=["z"], mark=Mark("f"))
        assert len(pd.read_parquet(tmp_path / "claims")) == 1
        assert len(list((tmp_path / "claims").iterdir())) == 2
    assert digests(tmp_path) == before


def test_metadata_say_table_and_version(tmp_path: Path) -> None:
    write(tmp_path, "s1", {"a": [claim(0)]})
    metadata = pq.read_metadata(tmp_path / "claims" / "s1.parquet").metadata
    assert metadata[b"zegsman.table"] == b"claims"
    assert metadata[b"zegsman.schema_version"] == b"1"
    assert metadata[b"zegsman.fingerprint"] == b"f"


def test_a_flipped_bit_is_found_when_read(tmp_path: Path) -> None:
    write(tmp_path, "s1", {"a": [claim(0, "het water staat hoog " * 50)]})
    path = tmp_path / "claims" / "s1.parquet"
    content = bytearray(path.read_bytes())
    content[60] ^= 4
    path.write_bytes(content)
    with (
        Store.open(tmp_path, run_id="r") as store,
        pytest.raises(StoreDamagedError, match=r"^Z305 .*s1\.parquet cannot be read"),
    ):
        store.rows("claims", "s1")


def test_rows_with_a_struct_list_and_a_null_come_back(tmp_path: Path) -> None:
    with Store.open(tmp_path, run_id="r") as store:
        transaction = store.transaction("s1")
        entity = Entity(entity_id="a:e0", name="Bakker", label="PERSON", aliases=["De Bakker"])
        transaction.table("entities", "s1", rows=[entity], owners=["a"], mark=Mark())
        rejected = Rejected(source="x.txt", reason="no_text", detail="leeg")
        transaction.table("rejected", "s1", rows=[rejected], mark=Mark())
        transaction.commit()
        assert store.rows_by_article("entities", "s1") == {"a": [entity]}
        assert store.rows("rejected", "s1") == [rejected]


def test_a_folder_that_cannot_be_written_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with (
        pytest.raises(CannotWriteError, match=r"^Z303 .*cannot be written: .*Nothing is torn"),
        Store.open(tmp_path / "file" / "out", run_id="r"),
    ):
        pass
