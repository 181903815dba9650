"""The first phase: hashes that say whether there is work, memory that stays flat, limits that hold."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingest_samples import BODY, HEADLINE, TEXT, found, ingested, listed, page, paragraphs, refused, write

from pipeline.errors import SettingsError
from pipeline.ingest import RawRecord, article, records
from pipeline.ingest.limits import MAX_DOCUMENT_BYTES, MAX_RECORD_BYTES
from pipeline.schema import Article, Rejected

ROOT = Path(__file__).parents[2]


def sha(path, **options):
    (record,) = found(path, **options)
    return record.record_sha256


def test_the_hash_is_that_of_the_content(tmp_path):
    one = sha(write(tmp_path / "1" / "a.txt", TEXT))
    assert sha(write(tmp_path / "2" / "a.txt", TEXT)) == one
    assert sha(write(tmp_path / "3" / "a.txt.gz", TEXT)) == one
    assert sha(write(tmp_path / "4" / "a.txt", f"{TEXT} ")) != one
    assert sha(write(tmp_path / "5" / "b.txt", TEXT)) != one
    assert sha(write(tmp_path / "6" / "a.md", TEXT)) != one


def test_the_hash_of_a_record_is_that_of_its_fields(tmp_path):
    record = {"id": "a", "text": TEXT, "title": HEADLINE}
    one = sha(write(tmp_path / "1.json", json.dumps(record)))
    assert sha(write(tmp_path / "2.json", json.dumps(record, indent=2))) == one
    assert sha(write(tmp_path / "3.jsonl", json.dumps({**record, "gezien": 3}))) == one
    assert sha(write(tmp_path / "4.json", json.dumps({**record, "title": "x"}))) != one
    assert sha(write(tmp_path / "5.json", json.dumps({"id": "a", "title": TEXT, "text": HEADLINE}))) != one


def test_the_hash_changes_with_what_the_mapping_takes(tmp_path):
    path = write(tmp_path / "a.json", json.dumps({"id": "a", "text": TEXT, "kop": "een", "kop2": "twee"}))
    assert sha(path) == sha(path, mapping={"text": "text"})
    assert sha(path) != sha(path, mapping={"title": "kop2"})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(
    st.lists(st.dictionaries(st.sampled_from(["text", "title", "url"]), st.text(max_size=5)), min_size=2, max_size=2)
)
def test_different_fields_have_different_hashes(pair):
    stream = io.BytesIO("\n".join(json.dumps({"id": i, **r}) for i, r in enumerate(pair)).encode())
    one, _ = records(["-"], stdin=stream)
    again = io.BytesIO(json.dumps({"id": 0, **pair[1]}).encode())
    (other,) = records(["-"], stdin=again)
    assert (one.record_sha256 == other.record_sha256) == (pair[0] == pair[1])


def test_a_mapping_of_an_unknown_field_is_told_at_the_call():
    with pytest.raises(SettingsError):
        records(["-"], mapping={"tekst": "x"})


def test_a_record_travels_to_a_worker(tmp_path):
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "b.json", json.dumps({"text": TEXT}))
    for record in found(tmp_path):
        copy = pickle.loads(pickle.dumps(record))  # noqa: S301  what multiprocessing does
        assert article(copy) == article(record)


def test_an_article_is_the_same_each_time(tmp_path):
    path = write(tmp_path / "a.html", page(paragraphs()))
    assert ingested(path) == ingested(path)


def test_rejections_of_the_second_phase_carry_the_hash(tmp_path):
    (record,) = found(write(tmp_path / "a.txt", " "))
    row = article(record)
    assert isinstance(row, Rejected)
    assert (row.record_sha256, row.article_id, row.source) == (record.record_sha256, "a", record.source)


def test_a_failure_inside_a_library_is_a_rejection(tmp_path):
    (record,) = found(write(tmp_path / "a.txt", TEXT))
    broken = RawRecord(
        source="x",
        line=3,
        article_id="a",
        format="html",
        payload=None,
        record_sha256="0",  # type: ignore[arg-type]
    )
    row = article(broken)
    assert (row.reason, row.line) == ("failed", 3)
    assert "AttributeError" in row.detail
    assert isinstance(article(record), Article)


def test_nothing_heavy_is_loaded_by_the_first_phase(tmp_path):
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "b.jsonl", json.dumps({"text": TEXT}))
    write(tmp_path / "c.html", page(paragraphs()))
    code = (
        "import sys; from pipeline.ingest import records;"
        f"assert len(list(records([{str(tmp_path)!r}]))) == 3;"
        "heavy = {'spacy', 'pandas', 'pyarrow', 'trafilatura', 'lxml', 'ftfy', 'py3langid', 'numpy', 'dateparser',"
        " 'charset_normalizer', 'markdown_it'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_memory_does_not_grow_with_the_batch(tmp_path):
    path = tmp_path / "a.jsonl"
    with path.open("w") as file:
        for number in range(5_000):
            file.write(json.dumps({"id": number, "text": f"{number} {BODY}"}) + "\n")
    for _ in records([str(path)]):
        pass
    tracemalloc.start()
    count = sum(1 for _ in records([str(path)]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5_000
    assert peak < 1_500_000 < path.stat().st_size


def test_a_document_that_is_too_large(tmp_path):
    row = refused(write(tmp_path / "a.txt", b"a" * (MAX_DOCUMENT_BYTES + 1)))
    assert row.reason == "too_large"


def test_a_line_that_is_too_large_is_passed_over(tmp_path):
    good = json.dumps({"text": TEXT}).encode()
    path = write(tmp_path / "a.jsonl", good + b"\n" + b"x" * (3 * MAX_RECORD_BYTES) + b"\n" + good + b"\n")
    assert [(row.line, getattr(row, "reason", "")) for row in listed(path)] == [(1, ""), (2, "too_large"), (3, "")]


@pytest.fixture(scope="session")
def bombs(tmp_path_factory):
    """300 MB of zeros, compressed."""
    found = {}
    for suffix, opener in (("gz", gzip.open), ("zst", zstandard.open)):
        found[suffix] = tmp_path_factory.mktemp("bombs") / f"bomb.{suffix}"
        with opener(found[suffix], "wb") as file:
            for _ in range(300):
                file.write(bytes(2**20))
    return found


@pytest.mark.parametrize(
    "name", ["a.txt.gz", "a.jsonl.gz", "a.csv.gz", "a.json.gz", "a.html.zst", "a.jsonl.zst", "a.csv.zst"]
)
def test_bombs(tmp_path, bombs, name):
    path = tmp_path / name
    path.symlink_to(bombs[name.rpartition(".")[2]])
    tracemalloc.start()
    row = refused(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert row.reason in {"too_large", "undecodable"}
    assert peak < 600_000_000


def test_a_batch_of_few_articles_repeated_is_no_bomb(tmp_path):
    lines = "\n".join(json.dumps({"id": number, "text": f"{BODY}"}) for number in range(20_000))
    assert len(found(write(tmp_path / "a.jsonl.zst", lines))) == 20_000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    st.sampled_from(["txt", "md", "html", "json", "jsonl", "csv", "parquet", "txt.gz", "jsonl.zst"]),
    st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass"))),
)
def test_no_file_stops_a_batch(tmp_path, suffix, data):
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(data)
    for row in ingested(path):
        assert isinstance(row, Article | Rejected)
        assert repr(row).encode("utf-8")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(st.data())
def test_mutated_files_do_not_stop_a_batch(tmp_path, data):
    kind, whole = data.draw(st.sampled_from(list(SEEDS.items())))
    mutated = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        mutated[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path = tmp_path / f"m.{kind}"
    path.write_bytes(bytes(mutated))
    for row in ingested(path):
        assert isinstance(row, Article | Rejected)
        assert not isinstance(row, Article) or row.text.encode("utf-8")


SEEDS = {
    "txt": TEXT.encode("cp1252"),
    "md": f"---\ntitle: {HEADLINE}\n---\n# {HEADLINE}\n\n{BODY}".encode(),
    "html": page(f"<h1>{HEADLINE}</h1>{paragraphs()}").encode(),
    "json": json.dumps([{"id": 1, "text": TEXT}, {"id": 2, "html": page(paragraphs())}]).encode(),
    "jsonl": "\n".join(json.dumps({"id": number, "text": TEXT}) for number in range(3)).encode(),
    "csv": f'id;text;datum\n1;"{BODY}";2024-03-12\n2;kort;x\n'.encode(),
    "txt.gz": gzip.compress(TEXT.encode()),
    "txt.zst": zstandard.compress(TEXT.encode()),
}


def test_a_value_in_parquet_that_is_no_text_is_a_fault_of_its_row(tmp_path):
    rows = [{"id": str(number), "text": TEXT.replace("kaasfabriek", f"fabriek{number}")} for number in range(20)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet", compression="none", use_dictionary=False)
    data = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(data.replace(b"fabriek7", b"fabrie\xa47"))
    outcome = ingested(tmp_path / "a.parquet")
    assert [row.line for row in outcome if isinstance(row, Rejected)] == [8]
    assert outcome[7].reason == "broken_record"
    assert "utf-8" in outcome[7].detail
    assert [row.article_id for row in outcome if isinstance(row, Article)] == [str(n) for n in range(20) if n != 7]
