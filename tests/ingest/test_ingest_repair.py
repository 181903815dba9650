"""Encoding faults: what is mended, what is left alone, and that every change can be undone."""

from __future__ import annotations

import json
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ingest_samples import BODY, TEXT

from pipeline.ingest import undo
from pipeline.ingest.repair import repair
from pipeline.schema import Repair

HERE = Path(__file__).parent
CASES = [
    (kind, *case) for kind, cases in json.loads((HERE / "repair_cases.json").read_text()).items() for case in cases
]
UNTOUCHED = (HERE / "untouched.txt").read_text().splitlines()

FRAGMENTS = [
    "Ã«", "Ã©", "â€œ", "â€", "â€�", "Ã ", "Ã", "Â", "\u0093", "\u0085", "\u009d", "\xa0", "\u202f", "\u200b", "\xad", "\u200d",
    "e\u0308", "\u0308", "n\u0303", "ƫ", "financiƫle", "iƫ", "ū", "Ġ", "«", "ë", "é", "a", "b ", ". ", "? ", "\n", "€", "“", "1",
    "👩\u200d🚀", "-", "geÃ¯nformeerd ", "x" * 40,
]  # fmt: skip
WHOLE = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=4)
TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), WHOLE), max_size=30).map("".join)


@pytest.mark.parametrize(("kind", "before", "after", "changes"), CASES)
def test_cases(kind, before, after, changes):
    mended, repairs = repair(before)
    assert mended == after, kind
    assert [[change.before, change.after] for change in repairs] == changes
    assert undo(mended, repairs) == before


@pytest.mark.parametrize("line", UNTOUCHED)
def test_good_text_is_left_alone(line):
    assert repair(line) == (line, [])


@settings(max_examples=500, deadline=None)
@given(TEXTS)
@example("\u00e9\u200d\u0308 \xa0Ã©")
def test_every_change_is_recorded_exactly(text):
    mended, repairs = repair(text)
    assert undo(mended, repairs) == text
    for change in repairs:
        assert mended[change.start : change.start + len(change.after)] == change.after
        assert change.before != change.after
    ends = [0, *(change.start + len(change.after) for change in repairs)]
    assert all(end <= change.start for end, change in zip(ends, repairs, strict=False))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_lines_stay_lines(text):
    assert repair(text)[0].count("\n") == text.count("\n")


@settings(max_examples=500, deadline=None)
@example("à€?")
@given(st.text(alphabet="abcdefghij klmnopqrstuvwxyzABCEÉÓéëïöüèçàóêñ“”‘’–…€.,!?\n"))
def test_dutch_text_is_never_changed(text):
    assert repair(text) == (text, [])


@pytest.mark.parametrize("table", ["latin-1", "windows-1252", "windows-1250", "windows-1251", "mac_roman", "cp437"])
def test_text_in_utf_8_read_with_another_table(table):
    import ftfy.bad_codecs  # noqa: F401  registers the tables as programs use them

    codec = f"sloppy-{table}" if table.startswith("windows") else table
    good = "“Wij zijn geïnformeerd over de financiële ruïne”, zei één coördinator. Dat was één keer te veel."
    broken = good.encode().decode(codec)
    assert broken != good
    mended, repairs = repair(broken)
    assert mended == good
    assert undo(mended, repairs) == broken


def test_one_broken_sentence_among_good_ones():
    text = f"{TEXT} Hij is geÃ«erd. {TEXT}"
    mended, repairs = repair(text)
    assert mended == f"{TEXT} Hij is geëerd. {TEXT}"
    assert repairs == [Repair(start=len(TEXT) + 8, before="geÃ«erd", after="geëerd")]


def test_a_decomposed_text_is_composed_as_a_whole():
    broken = unicodedata.normalize("NFD", BODY)
    mended, repairs = repair(broken)
    assert mended == BODY
    assert undo(mended, repairs) == broken


@pytest.mark.parametrize(
    "unit", ["é", "Ã«", "é ", "é\xa0", "é. ", "é\n", "a\u200b", "iƫ", "e\u0308", '"', "â€", "\xad", "ƫ ", "Ã "]
)
def test_the_time_does_not_explode(unit):
    text = unit * (200_000 // len(unit))
    start = time.perf_counter()
    mended, repairs = repair(text)
    assert time.perf_counter() - start < 5
    assert undo(mended, repairs[-1:]).endswith(unit[-1])
    assert len(mended) <= len(text)
