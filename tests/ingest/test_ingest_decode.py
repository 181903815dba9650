"""Bytes to text."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_samples import BODY, TEXT, only, refused, write

from pipeline.ingest.decode import decode, encoding, normal_lines
from pipeline.ingest.faults import FaultError

CURLY = "De coördinator zei: “Wij zijn geïnformeerd” – ‘financiële’ zaken à € 5."
LATIN = "De coördinator was verbaasd: geïnformeerd over financiële zaken, één keer."


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("text", [CURLY, LATIN, TEXT, "Een café", "Eén"])
def test_the_encodings_of_dutch_news(name, text):
    assert decode(text.encode(name)) == text


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_refused_not_guessed(name):
    with pytest.raises(FaultError, match="zero bytes"):
        decode(TEXT.encode(name))


def test_big_endian_with_a_mark():
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)),
        b"%PDF-1.7\n\x00\xff",
        "Привет, как дела сегодня в Москве".encode("cp1251") * 5,
        b"\xff\xfe\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00",
    ],
)
def test_binary_data_and_other_scripts_are_refused(data):
    with pytest.raises(FaultError) as caught:
        decode(data)
    assert caught.value.reason == "undecodable"
    assert caught.value.detail.endswith(".")


def test_a_picture_under_a_wrong_name(tmp_path):
    assert refused(write(tmp_path / "a.txt", b"\xff\xd8\xff\xe0\x00\x10JFIF" + os.urandom(200))).reason == "undecodable"


def test_undefined_bytes_of_windows_1252_do_not_lose_the_text(tmp_path):
    data = BODY.replace("„", "\x84").replace("”", "\x94").encode("latin-1") + b" Dat was \x9d alles."
    article = only(write(tmp_path / "a.txt", data))
    assert article.text.startswith(BODY)
    assert article.repairs[-1].before == "\x9d"


def test_what_a_page_declares_is_believed_where_it_is_not_utf_8():
    data = "Kosten: 5 ¤ en ¥".encode("iso8859-15", "replace").replace(b"?", b"\xa4")
    assert encoding(data, declared="ISO-8859-15") == "iso8859-15"
    assert decode(b"caf\xe9 \x93ja\x94", declared="latin1") == "café “ja”"
    assert decode("café".encode(), declared="latin1") == "café"
    assert decode(b"caf\xe9", declared="bestaat-niet") == "café"
    assert decode(b"caf\xe9", declared="utf-8") == "café"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\u2028", "\u2029"])
def test_line_ends(end):
    assert normal_lines(f"a{end}b{end}{end}c") == "a\nb\n\nc"


def test_line_ends_are_no_repairs(tmp_path):
    article = only(write(tmp_path / "a.txt", TEXT.replace("\n", "\r\n")))
    assert article.text == TEXT
    assert article.repairs == []


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_utf_8_always_comes_back(text):
    assert decode(text.encode("utf-8")) == normal_lines(text.removeprefix("\ufeff"))


@given(st.binary())
def test_any_bytes_give_text_or_a_reason(data):
    try:
        text = decode(data)
    except FaultError as error:
        assert error.reason == "undecodable"
    else:
        assert text.encode("utf-8") is not None
        assert "\r" not in text
