from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_sample import SAMPLE
from spacy.language import Language
from typer.testing import CliRunner

from pipeline.errors import SharedDataMissingError
from pipeline.model.commands import app
from pipeline.model.evaluate import Report, evaluate, score_names, score_syntax, shared_folder, write_card
from pipeline.model.load import load
from pipeline.model.name_score import ByType, Counts

TEXT = "Ina Bos van Shell woont in Urk."
GOLD = [(0, 7, "PER"), (12, 17, "ORG"), (27, 30, "LOC")]


def test_missing_shared_data_says_where_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SharedDataMissingError) as caught:
        evaluate("nl_news_sm", shared=tmp_path / "nergens")
    assert "nergens" in caught.value.reason
    assert "--shared" in caught.value.instruction


def test_training_needs_the_shared_data(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["train", "--out", str(tmp_path), "--shared", str(tmp_path)])
    assert isinstance(result.exception, SharedDataMissingError)


def test_help_names_the_three_commands() -> None:
    text = CliRunner().invoke(app, ["--help"]).output
    assert all(command in text for command in ("train", "evaluate", "package"))


def test_a_span_is_right_with_its_words_and_coarse_type() -> None:
    counts = Counts()
    counts.add(TEXT, GOLD, [], [(0, 7, "PERSON"), (12, 17, "GPE"), (27, 31, "FAC")])
    assert (counts.hits, counts.predicted, counts.gold) == (2, 3, 3)  # the full stop in the third does not count


def test_optional_spans_and_other_labels_count_neither_way() -> None:
    counts = Counts()
    counts.add(TEXT, GOLD[:1], [(12, 17)], [(0, 7, "PERSON"), (12, 17, "ORG"), (27, 30, "DATE")])
    assert (counts.precision, counts.recall, counts.f) == (1.0, 1.0, 1.0)


def test_nothing_predicted_is_zero() -> None:
    counts = Counts()
    counts.add(TEXT, GOLD, [], [])
    assert (counts.precision, counts.recall, counts.f) == (0.0, 0.0, 0.0)


@given(st.lists(st.sampled_from(GOLD), unique=True))
def test_types_add_up(predicted: list[tuple[int, int, str]]) -> None:
    by_type = ByType()
    by_type.add(TEXT, GOLD, [], predicted)
    assert sum(c.hits for c in by_type.types.values()) == by_type.total.hits == len(predicted)


def test_syntax_is_scored_on_raw_text(shipped: Language, tmp_path: Path) -> None:
    import lzma

    (tmp_path / "proef.conllu.xz").write_bytes(lzma.compress(SAMPLE.read_bytes()))
    figures = score_syntax(shipped, tmp_path, "proef")
    assert set(figures) >= {"TAG", "UPOS", "MORPH", "LEMMA", "UAS", "LAS", "parataxis", "SENT", "SENT joined"}
    assert figures["TAG"] > 0.9
    assert figures["SENT"] == 1.0


def test_report_is_told_as_rows() -> None:
    report = Report(model="nl_x 1", megabytes=3.25, words_per_second=1234.5, syntax={"t": {"LAS": 0.5, "TAG": None}})
    assert report.rows() == [
        ("nl_x 1", "size in MB", "3.2"), ("nl_x 1", "words a second", "1234"), ("t", "LAS", "0.500"), ("t", "TAG", "-"),
    ]  # fmt: skip


def test_shared_folder_is_taken_as_given(shared: Path) -> None:
    assert shared_folder(shared) == shared_folder() == shared


def test_names_on_real_news(shipped: Language, shared: Path) -> None:
    names, speed = score_names(shipped, shared)
    assert names["own"].total.f >= 0.80
    assert names["real"].total.f >= 0.79
    assert speed > 0


def test_syntax_on_the_development_treebank(shipped: Language, shared: Path) -> None:
    figures = score_syntax(shipped, shared / "data" / "treebank", "nl_alpino-ud-dev")
    floors = {"TAG": 0.95, "LEMMA": 0.96, "LAS": 0.84, "parataxis": 0.5, "ccomp": 0.65, "SENT": 0.98}
    assert {name: figures[name] >= floor for name, floor in floors.items()} == dict.fromkeys(floors, True)


def test_syntax_of_the_default_on_the_development_treebanks(shared: Path) -> None:
    nlp = load("nl_news")
    figures = score_syntax(nlp, shared / "data" / "treebank", "nl_alpino-ud-dev")
    floors = {"TAG": 0.963, "LEMMA": 0.97, "LAS": 0.88, "parataxis": 0.57, "ccomp": 0.80, "SENT": 0.985}
    assert {name: figures[name] >= floor for name, floor in floors.items()} == dict.fromkeys(floors, True)
    held_out = score_syntax(nlp, shared / "data" / "treebank", "nl_lassysmall-ud-dev", held_out=True)
    assert held_out["LAS"] >= 0.87


def test_a_card_takes_the_figures_between_its_marks(tmp_path: Path) -> None:
    card = tmp_path / "card.md"
    card.write_text(
        "# Model\n<!-- figures nl_y -->\nkept\n<!-- /figures -->\n<!-- figures nl_x -->\nold\n<!-- /figures -->\nLimits",
        encoding="utf8",
    )
    report = Report(model="nl_x 1", megabytes=3.25, words_per_second=10, syntax={"t": {"LAS": 0.5}})
    for _ in range(2):
        write_card(report, card)
    text = card.read_text(encoding="utf8")
    assert "| t | LAS | 0.500 |" in text
    assert text.count("nl_x 1") == 2
    assert (text[:8], text[-6:], "old" in text) == ("# Model\n", "Limits", False)
    assert "kept" in text
