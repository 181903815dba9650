"""Wire copy with small edits, and texts that only look alike."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pair_batches import extract, write

from pipeline.groups.leaders import MOST, earliest, leaders, meetings
from pipeline.groups.texts import Words
from pipeline.groups.texts import same as same_words
from pipeline.signature import SIZE, runs, signature

TEXT = (
    "De provincie legt een fietspad aan tussen Dorsthuizen en Lathem . Het pad wordt elf kilometer lang en loopt langs de dijk . "
    "Volgens gedeputeerde Wagenvoort rijden er straks duizend scholieren per dag over . De boeren langs de dijk zijn tegen , want "
    "zij raken grond kwijt . In het najaar beslist de rechter over hun bezwaar , en daarna kan het werk beginnen . Het pad kost "
    "negen miljoen euro , waarvan het rijk de helft betaalt en de gemeenten samen een derde ."
)
WORDS = TEXT.split()


def same(one: str, other: str) -> bool:
    return same_words(Words.of(one), Words.of(other))


def edited(number: int, *, seed: int = 1) -> str:
    """The text with so many words replaced."""
    words, chance = list(WORDS), random.Random(seed)  # noqa: S311  no secret
    for place in chance.sample(range(len(words)), number):
        words[place] = "anders" + chr(ord("a") + place % 26)
    return " ".join(words)


@pytest.mark.parametrize(("edits", "expected"), [(0, True), (2, True), (3, True), (20, False), (60, False)])
def test_small_edits_are_the_same_text(edits: int, *, expected: bool) -> None:
    assert same(edited(0), edited(edits)) is expected


def test_a_form_filled_in_anew_is_another_text() -> None:
    form = " ".join(WORDS) + " Uitslag: {0} tegen {1}, {2} toeschouwers."
    assert same(form.format(1, 2, 340), form.format(1, 2, 341))
    assert not same(form.format(1, 2, 340), form.format(3, 5, 812))


def test_few_words_are_never_the_same_text() -> None:
    assert not same("Morgen schijnt de zon in het hele land.", "Morgen schijnt de zon in het hele land!")


@given(st.text())
def test_a_signature_is_of_the_words_alone(text: str) -> None:
    numbers = signature(text)
    assert len(numbers) in (0, SIZE)
    assert bool(numbers) == bool(len(runs(text)))
    assert signature(f" {text}\n") == numbers
    assert all(-(2**31) <= number < 2**31 for number in numbers)


def test_signatures_do_not_change() -> None:
    assert signature("De pont vaart niet meer.")[:3] == [3136469, 1129775898, 1143304666]


@pytest.mark.parametrize("edits", [0, 2, 4, 8])
def test_equal_numbers_estimate_what_texts_have_in_common(edits: int) -> None:
    shares, estimates = [], []
    for seed in range(30):
        a, b = runs(edited(0)), runs(edited(edits, seed=seed))
        both = len(np.intersect1d(a, b))
        shares.append(both / (len(a) + len(b) - both))
        equal = np.array(signature(edited(0))) == np.array(signature(edited(edits, seed=seed)))
        estimates.append(float(equal.mean()))
    assert abs(np.mean(shares) - np.mean(estimates)) < 0.06


def test_the_earliest_is_the_original(tmp_path: Path) -> None:
    near, other = edited(2), edited(60)
    found = [
        {"id": "a-later", "text": edited(0), "published": "2025-03-02"},
        {"id": "b-first", "text": near, "published": "2025-03-01"},
        {"id": "c-equal", "text": near, "published": "2025-03-09"},
        {"id": "d-other", "text": other, "published": "2025-03-02"},
        {"id": "e-years-later", "text": edited(3), "published": "2027-03-02"},
    ]
    extract(write(tmp_path / "news.jsonl", found), tmp_path / "out")
    articles = pd.read_parquet(tmp_path / "out" / "articles").set_index("article_id")["duplicate_of"]
    assert articles.dropna().to_dict() == {"a-later": "b-first", "c-equal": "b-first"}


PAIRS = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=60)


@given(PAIRS, st.randoms(use_true_random=False))
def test_leaders_do_not_depend_on_the_order_of_pairs(pairs: list[tuple[int, int]], chance: random.Random) -> None:
    found = leaders(np.array(pairs, dtype=np.int64).reshape(-1, 2), 20)
    turned = [pair[::-1] for pair in chance.sample(pairs, len(pairs))]
    assert (leaders(np.array(turned, dtype=np.int64).reshape(-1, 2), 20) == found).all()
    assert (found[found] == found).all(), "a member's first is first of its group"
    assert (found <= np.arange(20)).all()
    known = {frozenset(pair) for pair in pairs}
    assert all(frozenset((n, int(to))) in known for n, to in enumerate(found) if n != to)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 15)), max_size=50), st.integers(1, 20))
def test_who_has_a_key_in_common_meets_within_reach(given_: list[tuple[int, int]], reach: int) -> None:
    given_ = sorted(set(given_))
    keys = np.array([key for key, _ in given_], dtype=np.uint64)
    members = np.array([member for _, member in given_], dtype=np.int64)
    met = {tuple(pair) for chunk in meetings(keys, members, members + reach) for pair in chunk.tolist()}
    expected = {(a, b) for key, a in given_ for other, b in given_ if key == other and a < b < a + reach}
    assert met == expected


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 15)), max_size=50), st.integers(0, 15), st.integers(1, 4))
def test_each_meets_the_first_who_have_its_key(given_: list[tuple[int, int]], reach: int, most: int) -> None:
    given_ = sorted({member: (key, member) for key, member in given_}.values())
    keys = np.array([key for key, _ in given_], dtype=np.uint64)
    members = np.array([member for _, member in given_], dtype=np.int64)
    met = {tuple(pair) for chunk in earliest(keys, members, members - reach, most) for pair in chunk.tolist()}
    expected = set()
    for key, late in given_:
        before = sorted(m for other, m in given_ if other == key and late - reach <= m < late)
        expected |= {(early, late) for early in before[:most]}
    assert met == expected


def test_a_member_meets_so_many_at_most() -> None:
    """A form that is filled in anew every day is not compared with all its like."""
    size = 3 * MOST
    keys, members = np.zeros(size, dtype=np.uint64), np.arange(size)

    met = np.concatenate(list(meetings(keys, members, np.full(size, size))))

    assert len(met) == (size - MOST) * MOST + MOST * (MOST - 1) // 2
    assert (met[met[:, 0] == 0][:, 1] == np.arange(1, MOST + 1)).all()
