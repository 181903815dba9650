"""Wire copy with small edits, and texts that only look alike."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from zlib import crc32

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pair_batches import extract, write

from pipeline.groups import texts as module
from pipeline.groups.leaders import MOST, Earliest, followed, meetings, packed
from pipeline.groups.same import NO_DAY
from pipeline.groups.texts import Texts, Words, duplicates
from pipeline.groups.texts import same as same_words
from pipeline.groups.verdicts import Verdicts
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


def leaders(pairs: list[tuple[int, int]]) -> np.ndarray:
    return followed(packed(np.sort(np.array(pairs, dtype=np.int64).reshape(-1, 2), axis=1)), 20)


@given(PAIRS, st.randoms(use_true_random=False))
def test_leaders_do_not_depend_on_the_order_of_pairs(pairs: list[tuple[int, int]], chance: random.Random) -> None:
    found = leaders(pairs)
    turned = [pair[::-1] for pair in chance.sample(pairs, len(pairs))]
    assert (leaders(turned) == found).all()
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


@given(st.lists(st.integers(0, 5), max_size=50), st.integers(0, 15), st.integers(1, 4), st.integers(1, 60))
def test_each_meets_the_first_who_have_its_key(keys: list[int], reach: int, most: int, block: int) -> None:
    size = len(keys)
    band = Earliest(np.array(keys, dtype=np.uint64), np.arange(size) - reach, most=most)
    met = [tuple(pair) for begin in range(0, size, block) for pair in band.of(begin, begin + block).tolist()]
    expected = [
        (early, late)
        for late in range(size)
        for early in [n for n in range(max(0, late - reach), late) if keys[n] == keys[late]][:most]
    ]
    assert met == expected


DIGESTS = st.lists(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1)), unique=True, max_size=30)


@given(DIGESTS, st.data())
def test_what_was_found_of_a_pair_is_known_in_the_next_run(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    digests = np.array(pairs, dtype=np.uint64).reshape(-1, 2)
    keys = Verdicts.key(digests)
    told = np.array([data.draw(st.booleans()) for _ in pairs], dtype=bool)
    first = Verdicts(np.zeros(0, dtype=np.uint64))
    assert not first.look_up(keys)[0].any()
    first.use(keys, told)
    known, nearly = Verdicts(first.used()).look_up(Verdicts.key(digests[:, ::-1]))
    if len(set(keys.tolist())) == len(keys):  # no pair is there both ways round
        assert known.all()
        assert (nearly == told).all()
    assert Verdicts(first.used()).used().tolist() == [], "what no run has used any more is dropped"


def test_a_member_meets_so_many_at_most() -> None:
    """A form that is filled in anew every day is not compared with all its like."""
    size = 3 * MOST
    keys, members = np.zeros(size, dtype=np.uint64), np.arange(size)

    met = np.concatenate(list(meetings(keys, members, np.full(size, size))))

    assert len(met) == (size - MOST) * MOST + MOST * (MOST - 1) // 2
    assert (met[met[:, 0] == 0][:, 1] == np.arange(1, MOST + 1)).all()


def read_texts(numbers: list[int], texts: list[str]) -> Iterator[tuple[int, str]]:
    """As a store gives them: in an order of its own."""
    return ((number, texts[number]) for number in sorted(numbers, reverse=True))


@pytest.mark.parametrize("seed", range(8))
def test_blocks_do_not_change_what_is_found(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """The same outcome whether few or many texts are looked at together, and whether verdicts are known."""
    chance = random.Random(seed)  # noqa: S311  no secret
    texts = [edited(chance.choice([0, 1, 2, 20]), seed=chance.randrange(9)) for _ in range(60)] + ["", "Kort."]
    days = np.array(sorted(chance.choice([20000, 20001, 20040]) for _ in range(50)) + [NO_DAY] * 12)
    digests = np.array([crc32(text.encode()) for text in texts], dtype=np.uint64)
    marks = np.array([signature(text) or [0] * SIZE for text in texts], dtype=np.int32)
    given_ = Texts(digests, days, marks)
    verdicts = Verdicts(np.zeros(0, dtype=np.uint64))
    found = duplicates(given_, partial(read_texts, texts=texts), verdicts).tolist()
    assert any(n != to for n, to in enumerate(found))
    assert all(texts[n] == texts[to] or same(texts[n], texts[to]) for n, to in enumerate(found))
    monkeypatch.setattr(module, "BLOCK", 7)
    monkeypatch.setattr(module, "CHUNK", 5)
    assert duplicates(given_, partial(read_texts, texts=texts), Verdicts(verdicts.used())).tolist() == found
    assert duplicates(given_, partial(read_texts, texts=[""] * 62), Verdicts(verdicts.used())).tolist() == found, (
        "none is read"
    )
