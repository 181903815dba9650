"""Letters with a wrong first byte: the table, and the names that must stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.wrongbytes import STRENGTHS, meant, mend, places

NAMES = [
    (language, name)
    for language, _, names in (
        line.partition(": ")
        for line in (Path(__file__).parent / "names.txt").read_text().splitlines()
        if line[0] != "#"
    )
    for name in names.split()
]
PLACES = [place for found in places().values() for place in found]
EXAMPLES = [(place, word) for place in PLACES for word in place.examples]
ODD_FIRST_BYTES = {"weak": [0xCA, 0xCB, 0xD0, 0xD1, 0xD3], "strong": [0xC4, 0xC5, 0xC6], "certain": [0xC4, 0xC5, 0xC6]}


def damaged(word: str, first: int) -> str:
    """The word with another first byte in each of its letters that have two."""
    return "".join(c if c.isascii() else bytes([first, c.encode()[1]]).decode() for c in word)


@pytest.mark.parametrize(("place", "word"), EXAMPLES)
def test_each_example_has_its_letter_where_the_row_says(place, word):
    low = word.lower()
    assert any(low[i] == place.letter and place.fits(low[:i], low[i + 1 :]) for i in range(len(low)))


@pytest.mark.parametrize(("place", "word"), EXAMPLES)
def test_each_example_is_put_right(place, word):
    word = word.lower() if STRENGTHS[place.strength] == "strong" else word
    for first in ODD_FIRST_BYTES[STRENGTHS[place.strength]]:
        broken = damaged(word, first)
        if all(character.isalpha() for character in broken):
            assert mend(broken) == word, f"{first:#x}"


@pytest.mark.parametrize(("language", "name"), NAMES)
def test_names_keep_their_letters(language, name):
    for written in (name, name.lower(), name.upper(), f"{name}s"):
        assert mend(written) == written, language


def test_capitals():
    assert mend(damaged("BELGIË", 0xC6)) == "BELGIË"
    assert mend("Belgiƫ") == "België"
    assert mend("Financiūle") == "Financiële"
    assert mend("CƶRDINATOR") == "CƶRDINATOR"


def test_signs_only_count_inside_lower_case_words():
    assert mend("financi«le") == "financiële"
    assert mend("co¶rdinator") == "coördinator"
    for text in ("een «citaat» hier", "Belgi«", "5 m² x", "a«b", "§5 en ©2024", "nº 5", "5º"):
        assert mend(text) == text


def test_the_letter_that_was_meant():
    assert meant("ƫ") == "ë"
    assert meant("\u01eb") == "ë"
    assert all(meant(c) == c for c in "éëïöüÀÖ")


def test_a_letter_in_a_place_dutch_does_not_have():
    for text in ("kƫt", "ƫ", "xƩz-ƩƩ", "ƶƶƶƶ", "qwƫrt"):
        assert mend(text) == text


@given(st.text())
def test_nothing_else_changes(text):
    mended = mend(text)
    assert len(mended) == len(text)
    assert all(new == old or new == meant(old) for old, new in zip(text, mended, strict=True))
    assert mend(mended) == mended
