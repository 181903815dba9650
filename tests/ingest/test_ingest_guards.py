"""Texts that may not go on, against the tokenizer they are kept from."""

from __future__ import annotations

import json
import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from ingest_samples import BODY, TEXT, ingested, only, refused, write

from pipeline.ingest.faults import FaultError
from pipeline.ingest.guards import affix_work, check_runs
from pipeline.ingest.limits import MAX_AFFIX_WORK, MAX_CHARACTERS

SLOW = {
    "quotes": '"' * 3000, "brackets": "(" * 3000, "pairs": "„“" * 1500, "emoji": "😀" * 3000, "equals": "=" * 3000,
    "underscores": "_" * 3000, "stars": "*" * 3000, "ellipses": "…" * 3000, "quotes before a word": '"' * 40 + "a" * 90_000,
    "quotes behind a word": "a" * 90_000 + '"' * 40, "mixed": '".' * 1500,
}  # fmt: skip
FAST = {
    "url": "https://krant.example/zoek?q=" + "haven-van-delfzijl/" * 400, "letters": "a" * 100_000, "digits": "7" * 100_000,
    "dashes": "-" * 20_000, "stops": "." * 20_000, "base64": "data:image/png;base64," + "aGVsbG8+/9" * 5000,
    "quotes inside": "a" + '"' * 5000 + "b", "words with quotes": '"woord"' * 3000, "rule": "=" * 900, "bars": "|" * 5000,
    "chinese": "新闻" * 5000,
}  # fmt: skip


@pytest.mark.parametrize("name", SLOW)
def test_runs_that_would_take_seconds_are_refused(name):
    with pytest.raises(FaultError) as caught:
        check_runs(f"Er stond {SLOW[name]} in.")
    assert caught.value.reason == "unsplittable"
    assert "at 9." in caught.value.detail


@pytest.mark.parametrize("name", FAST)
def test_runs_that_pass_are_tokenized_quickly(name):
    check_runs(FAST[name])
    tokenizer = spacy.blank("nl").tokenizer
    start = time.process_time()
    tokenizer(FAST[name][:900_000])
    assert time.process_time() - start < 1.5


@given(st.text(alphabet="ab\"'(.=", min_size=1, max_size=50))
def test_the_estimate_counts_marks_at_the_ends(run):
    marks = len(run) - len(run.strip("\"'(.="))
    assert affix_work(run) <= marks * len(run)
    assert affix_work(run.strip("\"'(.=")) == 0


def test_the_longest_rule_of_marks_that_passes():
    check_runs("*" * 1000)
    assert affix_work("*" * 1000) == MAX_AFFIX_WORK


def test_the_guard_itself_is_quick():
    text = ('"' * 999 + " ") * 1000
    start = time.perf_counter()
    check_runs(text)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("text", "where"), [("a\ud800b", "at character 1"), ("x" * 1500 + "\udfff", "at character 1,500")]
)
def test_lone_surrogates(tmp_path, text, where):
    row = refused(write(tmp_path / "a.json", json.dumps({"text": text})))
    assert row.reason == "undecodable"
    assert where in row.detail
    row.detail.encode("utf-8")


def test_a_whole_pair_is_a_character(tmp_path):
    data = json.dumps({"text": f"{BODY} 😀"})
    assert "\\ud83d\\ude00" in data
    assert only(write(tmp_path / "a.json", data)).text.endswith("😀")


def test_zero_characters(tmp_path):
    assert refused(write(tmp_path / "a.json", json.dumps({"text": f"{BODY}\0"}))).reason == "undecodable"


def test_surrogates_in_metadata_do_not_lose_the_article(tmp_path):
    data = json.dumps({"text": BODY, "title": "Kop \ud83d", "author": "An\0na", "url": "https://x.example/a\0\nb"})
    article = only(write(tmp_path / "a.json", data))
    assert article.title == "Kop \ufffd"
    assert article.author == "Anna"
    assert article.url == "https://x.example/a b"


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\ufeff", "\u200b\u200b", "\xa0"])
def test_nothing_to_read(tmp_path, text):
    assert refused(write(tmp_path / "a.txt", text)).reason == "no_text"


def test_the_longest_text(tmp_path):
    sentence = "De raad stemde in met het voorstel. "
    whole = (sentence * (MAX_CHARACTERS // len(sentence) + 1))[:MAX_CHARACTERS]
    assert len(only(write(tmp_path / "a.txt", whole)).text) == MAX_CHARACTERS
    row = refused(write(tmp_path / "b.txt", whole + "x"))
    assert row.reason == "too_long"
    assert f"{MAX_CHARACTERS + 1:,}" in row.detail


def test_a_guarded_article_in_a_batch(tmp_path):
    lines = [{"text": TEXT}, {"text": f"{TEXT} {'(' * 5000}"}]
    path = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines)))
    assert [getattr(row, "reason", "") for row in ingested(path)] == ["", "unsplittable"]
