"""Every format, plain and compressed, whole and broken."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ingest_samples import BODY, HEADLINE, TEXT, found, ingested, listed, only, page, paragraphs, refused, write

from pipeline.ingest import RawRecord
from pipeline.schema import Article, Rejected

RECORD = {
    "id": 17,
    "title": HEADLINE,
    "text": BODY,
    "published": "2024-03-12T09:30:00+01:00",
    "url": "https://oostbode.example/17",
    "outlet": "De Oostbode",
    "author": "Anna de Boer",
}
FIELDS = ("title", "published", "url", "outlet", "author")
COMPRESSIONS = ["", ".gz", ".zst"]


def as_csv(rows, delimiter=","):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def as_parquet(rows):
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), buffer)
    return buffer.getvalue()


def whole(article):
    assert article.title == HEADLINE
    assert article.published == datetime(2024, 3, 12, 8, 30, tzinfo=UTC)
    assert (article.outlet, article.author) == ("De Oostbode", "Anna de Boer")
    assert article.url == "https://oostbode.example/17"
    assert article.language == "nl"
    assert article.repairs == []


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        ("json", json.dumps(RECORD)),
        ("json", json.dumps([RECORD])),
        ("json", json.dumps({"articles": [RECORD]})),
        ("jsonl", json.dumps(RECORD) + "\n"),
        ("ndjson", json.dumps(RECORD)),
        ("json", json.dumps(RECORD) + "\n" + json.dumps({"x": 1})),
        ("csv", as_csv([RECORD])),
        ("csv", as_csv([RECORD], ";")),
        ("csv", as_csv([RECORD], "\t")),
        ("parquet", as_parquet([RECORD])),
    ],
)
def test_records_of_all_formats_give_the_same_article(tmp_path, suffix, data, compression):
    article, *_ = ingested(write(tmp_path / f"batch.{suffix}{compression}", data))
    assert isinstance(article, Article), article
    whole(article)
    assert article.article_id == "17"
    assert article.text == BODY


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_text_files(tmp_path, compression):
    article = only(write(tmp_path / f"a.txt{compression}", TEXT))
    assert article.title == HEADLINE
    assert article.text == TEXT


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_pages(tmp_path, compression):
    article = only(write(tmp_path / f"a.html{compression}", page(f"<h1>{HEADLINE}</h1>{paragraphs()}")))
    assert article.text == TEXT
    assert article.title == HEADLINE


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_markdown(tmp_path, compression):
    data = f"---\ntitle: {HEADLINE}\nid: md-1\n---\n\n# {HEADLINE}\n\n{BODY}\n"
    article = only(write(tmp_path / f"a.md{compression}", data))
    assert article.article_id == "md-1"
    assert article.text == TEXT


@pytest.mark.parametrize(
    ("suffix", "data", "ids"),
    [
        ("json", json.dumps({"text": BODY}), ["batch"]),
        ("json", json.dumps([{"text": BODY}, {"text": TEXT}]), ["batch#1", "batch#2"]),
        ("jsonl", '{"text": "a"}\n\n{"text": "b"}\n', ["batch#1", "batch#3"]),
        ("csv", 'text\n"een\ntwee"\ndrie\n', ["batch#2", "batch#4"]),
        ("csv", "id,text\n,een\n8,twee\n", ["batch#2", "8"]),
        ("parquet", as_parquet([{"text": "a", "id": None}, {"text": "b", "id": 3.0}]), ["batch#1", "3"]),
    ],
)
def test_ids_of_records_without_one(tmp_path, suffix, data, ids):
    assert [record.article_id for record in found(write(tmp_path / f"batch.{suffix}", data))] == ids


def test_text_of_a_record_stays_exactly_as_given(tmp_path):
    text = f"  {HEADLINE}\t\n\n\n{BODY}  \n"
    assert only(write(tmp_path / "a.json", json.dumps({"text": text, "title": "Iets anders"}))).text == text


def test_a_broken_line_is_rejected_and_the_rest_goes_on(tmp_path):
    good = json.dumps({"text": TEXT})
    lines = [good, '{"text": "half', '["geen object"]', "{'id': 1}", "\x00", good]
    rows = listed(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert [row.line for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [getattr(row, "reason", None) for row in rows] == [None, *["broken_record"] * 4, None]
    assert "column" in rows[1].detail


@pytest.mark.parametrize("data", ["", "{", "[1, 2", "[" * 100_000, '{"a": 1' + "0" * 5000 + "}", '"tekst"', "12"])
def test_broken_json_files(tmp_path, data):
    row = refused(write(tmp_path / "a.json", data))
    assert row.reason == "broken_record"
    assert row.record_sha256 is None


def test_records_of_a_json_list_that_are_no_objects(tmp_path):
    rows = listed(write(tmp_path / "a.json", json.dumps([{"text": "x"}, 5, None])))
    assert [(row.line, getattr(row, "reason", "")) for row in rows] == [
        (1, ""),
        (2, "broken_record"),
        (3, "broken_record"),
    ]


@pytest.mark.parametrize("value", [5, {"a": 1}, [1, 2], True])
def test_a_text_that_is_no_string(tmp_path, value):
    assert refused(write(tmp_path / "a.json", json.dumps({"text": value}))).reason == "broken_record"


def test_a_list_of_paragraphs_is_a_text(tmp_path):
    assert only(write(tmp_path / "a.json", json.dumps({"text": TEXT.split("\n\n")}))).text == TEXT


def test_a_record_without_text_says_what_it_has(tmp_path):
    row = refused(write(tmp_path / "a.json", json.dumps({"verhaal": TEXT, "id": 4})))
    assert row.reason == "broken_record"
    assert "--map text=NAME" in row.detail


@pytest.mark.parametrize("value", ["", None, "  \n ", []])
def test_a_record_with_an_empty_text(tmp_path, value):
    row = refused(write(tmp_path / "a.json", json.dumps({"id": 4, "text": value})))
    assert (row.reason, row.article_id) == ("no_text", "4")
    assert row.record_sha256


def test_a_page_inside_a_record(tmp_path):
    record = {"id": 1, "html": page(paragraphs()), "outlet": "Oostbode Zondag"}
    article = only(write(tmp_path / "a.jsonl", json.dumps(record)))
    assert article.text == TEXT
    assert article.outlet == "Oostbode Zondag"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_of_csv(tmp_path, encoding):
    row = {"id": "a", "tekst": BODY.replace("„", "'").replace("”", "'"), "kop": "Geërgerde boeren"}
    article = only(write(tmp_path / "a.csv", as_csv([row], ";").encode(encoding)))
    assert article.text == row["tekst"]
    assert article.title == "Geërgerde boeren"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_json_lines(tmp_path, encoding):
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in (TEXT, BODY)]
    articles = ingested(write(tmp_path / "a.jsonl", "\r\n".join(lines).encode(encoding)))
    assert [article.text for article in articles] == [TEXT, BODY]


def test_one_line_in_another_encoding(tmp_path):
    lines = [
        json.dumps({"text": BODY.replace("„", "").replace("”", "")}, ensure_ascii=False).encode(e)
        for e in ("utf8", "cp1252")
    ]
    one, other = ingested(write(tmp_path / "a.jsonl", b"\n".join(lines)))
    assert one.text == other.text


def test_rows_that_do_not_fit_the_header(tmp_path):
    rows = listed(write(tmp_path / "a.csv", 'id,text\n1,een\n2,te,veel\n3\n\n4,"goed, zo"\n'))
    assert [(row.line, getattr(row, "reason", "")) for row in rows] == [
        (2, ""), (3, "broken_record"), (4, "broken_record"), (6, ""),
    ]  # fmt: skip
    assert "3 cells" in rows[1].detail


def test_a_quote_that_is_never_closed(tmp_path):
    rows = listed(write(tmp_path / "a.csv", 'id,text\n1,een\n2,"open\n3,drie\n'))
    assert [type(row) for row in rows] == [RawRecord, Rejected]
    assert "lines 3 to 4" in rows[1].detail


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_table_without_text_is_rejected_once(tmp_path, suffix):
    rows = [{"id": 1, "verhaal": "x"}, {"id": 2, "verhaal": "y"}]
    data = as_csv(rows) if suffix == "csv" else as_parquet(rows)
    path = write(tmp_path / f"a.{suffix}", data)
    assert "'verhaal'" in refused(path).detail
    assert len(found(path, mapping={"text": "verhaal"})) == 2


def test_a_long_cell(tmp_path):
    text = (BODY + "\n\n") * 400
    assert only(write(tmp_path / "a.csv", as_csv([{"text": text}]))).text == text


def test_parquet_types(tmp_path):
    rows = [
        {
            "id": 5,
            "text": BODY,
            "published": datetime(2024, 3, 12, 9, tzinfo=UTC),
            "author": ["A. Bos", "C. Dijk"],
            "vector": [0.5] * 20,
        }
    ]
    article = only(write(tmp_path / "a.parquet", as_parquet(rows)))
    assert article.article_id == "5"
    assert article.published == datetime(2024, 3, 12, 9, tzinfo=UTC)
    assert article.author == "A. Bos, C. Dijk"


@pytest.mark.parametrize("name", ["a.parquet", "a.parquet.gz", "a.parquet.zst"])
def test_a_broken_parquet_file(tmp_path, name):
    assert refused(write(tmp_path / name, as_parquet([RECORD])[:-20])).reason == "unreadable"


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_a_truncated_file_keeps_what_could_be_read(tmp_path, name):
    lines = "\n".join(json.dumps({"id": i, "text": f"{BODY} Stuk {i * 7919 % 100_003}."}) for i in range(3000))
    path = write(tmp_path / name, lines)
    path.write_bytes(path.read_bytes()[:-40])
    *good, last = listed(path)
    assert len(good) > 100
    assert all(isinstance(row, RawRecord) for row in good)
    assert last.reason == "unreadable"


@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_a_file_that_is_not_compressed_at_all(tmp_path, suffix):
    path = tmp_path / f"a.txt.{suffix}"
    path.write_text(TEXT)
    assert refused(path).reason == "unreadable"


def test_gzip_files_of_several_parts(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "een"}\n') + gzip.compress(b'{"text": "twee"}\n'))
    assert len(found(path)) == 2


def test_an_empty_file(tmp_path):
    assert refused(write(tmp_path / "a.txt", "")).reason == "no_text"
    assert listed(write(tmp_path / "a.jsonl", "")) == []
    assert refused(write(tmp_path / "a.csv", "")).reason == "broken_record"
