"""Ingest over real news and the sample batch; the first needs the folder `shared` beside the project."""

from __future__ import annotations

import json
import lzma
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ingest_samples import ingested, only, write

from pipeline.ingest import article, records, undo
from pipeline.schema import Article, Rejected

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
NEWS = SHARED / "data" / "news" / "dpg-2019.jsonl.xz"
SEED = SHARED / "seed" / "article.txt"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder `shared` is not beside the project")


@needs_shared
def test_no_article_of_a_newspaper_corpus_is_lost(tmp_path):
    path = write(tmp_path / "dpg.jsonl", lzma.decompress(NEWS.read_bytes()))
    given = [json.loads(line) for line in path.read_text().splitlines()]
    found = [row if isinstance(row, Rejected) else article(row) for row in records([str(path)])]
    assert [row for row in found if isinstance(row, Rejected)] == []
    assert len(found) == len(given) == 751
    for record, row in zip(given, found, strict=True):
        assert row.article_id == str(record["id"])
        assert undo(row.text, row.repairs) == record["text"]
        assert row.published == datetime.fromisoformat(record["published_at"]).replace(tzinfo=UTC)
    assert sum(len(row.repairs) for row in found) == 1
    assert {row.language for row in found if len(row.text) >= 200} == {"nl"}


@needs_shared
def test_the_article_the_project_started_from():
    row = only(SEED)
    assert [(change.before, change.after) for change in row.repairs] == [("financiƫle", "financiële")]
    start = row.repairs[0].start
    assert row.text[start : start + 10] == "financiële"
    assert undo(row.text, row.repairs) == SEED.read_text()


@needs_shared
def test_the_gold_articles_stay_as_they_are(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(SHARED / "tools")
    gold = pytest.importorskip("gold")
    assert sys.modules["gold"].GOLD.is_dir()
    for name in ("own", "real"):
        articles = gold.read_set(name)
        assert articles
        lines = [json.dumps({"id": a.id, "text": a.text, "published": a.published}) for a in articles]
        rows = ingested(write(tmp_path / f"{name}.jsonl", "\n".join(lines)))
        assert [row.text for row in rows] == [a.text for a in articles]


def test_the_sample_batch():
    rows = ingested(ROOT / "data" / "articles")
    articles = [row for row in rows if isinstance(row, Article)]
    assert len(articles) >= 12
    assert [row.reason for row in rows if isinstance(row, Rejected)] == ["wrong_language"]
    assert {row.language for row in articles} == {"nl"}
    assert {"België"} <= {change.after for row in articles for change in row.repairs}
