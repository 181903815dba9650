"""Identifiers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_samples import TEXT, found, refused, write

from pipeline.ingest.faults import FaultError, storable
from pipeline.ingest.ids import check_id, own_id

BAD = [
    "", "   ", "../x", "a/../../b", "..", "a/..", "/etc/passwd", "\\\\server\\x", "C:\\nieuws", "c:/nieuws", "..\\x", "a\\..\\b",
    "a\x00b", "a\nb", "a\tb", "a\x7f", "a\x85b", "a\u2028b", "a\u202eb", "\ud800", "x" * 301,
]  # fmt: skip
GOOD = [
    "x" * 300,
    "2024/03/stuk",
    "a..b",
    "...",
    "https://krant.example/a?b=1",
    "urn:x:1",
    "artikel één",
    "人",
    "a b",
    "C:x",
    "-",
]


@pytest.mark.parametrize("article_id", BAD)
def test_bad_ids(tmp_path, article_id):
    row = refused(write(tmp_path / "a.jsonl", json.dumps({"id": article_id, "text": TEXT})))
    assert (row.reason, row.line) == ("bad_id", 1)
    row.detail.encode("utf-8")


@pytest.mark.parametrize("article_id", GOOD)
def test_good_ids(tmp_path, article_id):
    (record,) = found(write(tmp_path / "a.jsonl", json.dumps({"id": article_id, "text": TEXT})))
    assert record.article_id == article_id


@pytest.mark.parametrize(
    ("value", "article_id"),
    [(12, "12"), (12.0, "12"), (1.5, "1.5"), ("12", "12"), (" 12 ", "12"), (None, None), (-3, "-3")],
)
def test_ids_that_are_numbers(value, article_id):
    assert own_id(value) == article_id


@pytest.mark.parametrize("value", [True, [], {}, ["a"]])
def test_ids_that_are_neither(value):
    with pytest.raises(FaultError, match="string or a number"):
        own_id(value)


@given(st.text(max_size=400))
def test_what_passes_can_be_stored_and_stays_in_its_folder(article_id):
    try:
        checked = check_id(article_id)
    except FaultError as error:
        assert error.reason == "bad_id"
        return
    assert checked.encode("utf-8")
    assert ".." not in checked.replace("\\", "/").split("/")
    assert not checked.startswith(("/", "\\"))


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_explanations_can_be_stored_and_shown(text):
    shown = storable(text)
    shown.encode("utf-8")
    assert "\n" not in shown
    assert "\0" not in shown
