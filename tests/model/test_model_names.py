from __future__ import annotations

import lzma
from pathlib import Path

import pytest
import spacy
from model_sample import SAMPLE

from pipeline.model.names import (
    NUMERIC,
    NameTypes,
    add_numeric,
    iob,
    may_be_name,
    numeric_spans,
    read_iob,
    spans_of,
    tags_for,
    treebank_names,
    word_class,
    word_classes,
)
from pipeline.model.treebank import Sentence

CASES = Path(__file__).with_name("numeric_cases.tsv").read_text(encoding="utf8").splitlines()
ROWS = [line.partition("\t")[::2] for line in CASES if not line.startswith("#")]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_numeric_rules(text: str, expected: str) -> None:
    words = text.split(" ")
    found = [f"{label}={' '.join(words[start:end])}" for start, end, label in numeric_spans(words)]
    assert ";".join(found) == expected


def test_every_class_of_the_table_is_used() -> None:
    patterns = "".join(shape.pattern for _, shape in NUMERIC)
    assert {c for c in word_classes().values() if c not in patterns} <= {"V"}


@pytest.mark.parametrize(
    ("word", "letter"),
    [("1987", "Y"), ("14:05", "C"), ("3de", "O"), ("€5", "e"), ("7%", "p"), ("MEI", "m"), ("hond", ".")],
)
def test_word_classes_by_shape(word: str, letter: str) -> None:
    assert word_class(word) == letter


def test_spans_of_iob_and_back() -> None:
    tags = ["O", *iob(2, "PERSON"), *iob(1, "ORG"), "-", *iob(3, "GPE")]
    assert spans_of(tags) == [(1, 3, "PERSON"), (3, 4, "ORG"), (5, 8, "GPE")]


def test_a_month_in_the_treebank_grows_to_the_whole_date() -> None:
    date = Sentence(["op", "3", "maart", "2019"], [True] * 4, ents=["O", "O", "B-DATE", "O"])
    assert add_numeric(date).ents == ["O", "B-DATE", "I-DATE", "I-DATE"]


def test_numbers_in_names_are_left_alone() -> None:
    band = Sentence(["De", "Drie", "Zusters"], [True] * 3, ents=["O", "B-ORG", "I-ORG"])
    assert add_numeric(band).ents == band.ents


@pytest.mark.parametrize(
    ("label", "tags"), [("ORG", ["B-ORG", "I-ORG"]), ("O", ["O", "O"]), ("MISC", ["-", "-"]), ("-", ["-", "-"])]
)
def test_types_that_are_none_of_ours_are_masked(label: str, tags: list[str]) -> None:
    assert tags_for(label, 2) == tags


@pytest.mark.parametrize(
    ("words", "maybe"),
    [
        (["de", "Oscar"], True),  # a prize that was not annotated
        (["Oscar", "won"], False),  # first word
        (["de", "Vlaamse"], False),
        (["de", "oscar"], False),
        ([".", "Toen"], False),
    ],
)
def test_capitals_within_a_sentence_may_be_other_names(words: list[str], *, maybe: bool) -> None:
    place = next((i for i, w in enumerate(words) if w.lower() not in ("de", ".")), 0)
    assert may_be_name(place, words) is maybe


@pytest.fixture
def layers(tmp_path: Path) -> tuple[Path, Path]:
    """Span layer and types for the sample: Zwolle read as GPE, Verbeek never read."""
    lines = SAMPLE.read_text(encoding="utf8").splitlines()
    words = [line.split("\t")[1] if line[:1].isdigit() else "" for line in lines if not line.startswith("#")]
    marks = {"Zwolle": "B-UNK", "Ina": "B-PER", "Verbeek": "I-PER"}
    layer = tmp_path / "spans.iob.xz"
    layer.write_bytes(lzma.compress("\n".join(f"{w}\tX\t{marks.get(w, 'O')}" if w else "" for w in words).encode()))
    table = tmp_path / "types.tsv"
    table.write_text("1:2:3\tZwolle\tGPE\n9:0:1\tZwolle\tGPE\n9:1:2\tZwolle\tORG\n", encoding="utf8")
    return layer, table


def test_span_layer_is_read_by_sentence(layers: tuple[Path, Path]) -> None:
    assert list(read_iob(layers[0])) == [[], [(2, 3, "UNK")], [(7, 9, "PER")], []]


def test_treebank_names_are_typed_and_the_unread_masked(layers: tuple[Path, Path]) -> None:
    layer, table = layers
    named = list(treebank_names(SAMPLE, layer, NameTypes(table)))
    assert named[1].ents == ["O", "O", "B-GPE", "O", "O", "O", "O", "O"]
    assert named[2].ents == ["O"] * 7 + ["-", "-", "O"]
    assert named[1].syntax
    assert not named[1].names_only().syntax


def test_a_name_that_was_not_read_takes_the_majority(layers: tuple[Path, Path]) -> None:
    types = NameTypes(layers[1])
    assert types.label(1, 2, 3, "Zwolle") == "GPE"
    assert types.label(5, 0, 1, "Zwolle") == "GPE"
    assert types.label(5, 0, 1, "Kampen") == "-"
    assert types.places == {"Zwolle": "GPE"}


def test_masked_words_are_missing_and_not_outside(layers: tuple[Path, Path]) -> None:
    from pipeline.model.corpus import to_doc

    layer, table = layers
    named = list(treebank_names(SAMPLE, layer, NameTypes(table)))
    doc = to_doc(spacy.blank("nl").vocab, named[2:3], [False])
    assert [t.ent_iob_ for t in doc][6:] == ["O", "", "", "O"]
