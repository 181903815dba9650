"""Floors: they hold, they rise, and they do not go down unasked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from gold_output import GOLD

from pipeline.errors import FloorError, GoldError
from pipeline.evaluate import gate
from pipeline.evaluate.gold import read_gold

FIGURES: dict[str, Any] = dict.fromkeys(gate.GATED, 0.6) | {
    "attr_f": 0.8, "strict_f": 0.6, "speaker_f": 0.7, "ner_f": 0.9, "claims_found": 0.5, "claims_all_right": 0.3,
    "cue_acc": 0.95,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(GOLD / "articles" / "a01.xml", tmp_path)
    return tmp_path


def pin(folder: Path, figures: dict[str, Any], *, allow_regression: bool = False) -> None:
    gate.update(folder, figures, on(folder), model="nl_test 1.0", allow_regression=allow_regression)


def on(folder: Path) -> dict[str, Any]:
    return gate.fingerprint(folder, read_gold(folder), [])


def floors(folder: Path) -> dict[str, float]:
    return gate.read_floors(folder)["floors"]


def test_what_was_pinned_holds(folder: Path) -> None:
    pin(folder, FIGURES)
    gate.check(folder, FIGURES, on(folder))
    assert floors(folder) == {name: FIGURES[name] for name in gate.GATED}


def test_the_file_says_what_was_measured_on_what(folder: Path) -> None:
    pin(folder, FIGURES)
    pinned = json.loads((folder / gate.FLOORS).read_text(encoding="utf-8"))
    assert pinned["measured"] == FIGURES
    assert pinned["model"] == "nl_test 1.0"
    assert (pinned["gold"]["articles"], pinned["gold"]["attributions"]) == (1, 10)
    assert list(pinned["gold"]["sha256"]) == ["a01.xml"]


@pytest.mark.parametrize("name", gate.GATED)
def test_a_figure_below_its_floor_fails(folder: Path, name: str) -> None:
    pin(folder, FIGURES)
    with pytest.raises(FloorError, match=name):
        gate.check(folder, FIGURES | {name: FIGURES[name] - gate.slack(name, on(folder)) - 0.001}, on(folder))


def test_a_figure_that_is_gone_fails(folder: Path) -> None:
    pin(folder, FIGURES)
    with pytest.raises(FloorError, match=r"claims_found 0\.0000 \(floor 0\.5000\)"):
        gate.check(folder, {name: value for name, value in FIGURES.items() if name != "claims_found"}, on(folder))


def test_one_attribution_less_is_forgiven(folder: Path) -> None:
    pin(folder, FIGURES)
    gate.check(folder, FIGURES | {"attr_f": 0.7951}, on(folder))


@pytest.mark.parametrize(("items", "allowed"), [(0, 0.006), (10, 0.12), (57, 1.2 / 57), (200, 0.006), (275, 0.006)])
def test_one_item_of_a_small_gold_is_forgiven(items: int, allowed: float) -> None:
    assert gate.slack("attr_f", {"attributions": items}) == pytest.approx(allowed)
    assert allowed == 0.006 or 1 / items < allowed < 2 / items


def test_figures_of_part_of_the_probes_are_a_share_of_that_part(folder: Path) -> None:
    empty = {"polarity": "affirmative", "time_start": None, "quantities": []}
    probes = [empty | {"polarity": "negative"}, empty | {"time_start": "2024"}, empty | {"quantities": [{}]}, empty]
    counts = gate.fingerprint(folder, read_gold(folder), probes * 2)
    assert [counts[name] for name in ("probes", "times", "amounts", "negations")] == [8, 2, 2, 2]
    assert set(gate.GATED.values()) <= set(counts)


def test_other_gold_is_refused(folder: Path) -> None:
    pin(folder, FIGURES)
    text = (folder / "a01.xml").read_text(encoding="utf-8")
    (folder / "a01.xml").write_text(text.replace("vrijdag", "zaterdag") + "\n", encoding="utf-8")
    shutil.copy(GOLD / "articles" / "a02.xml", folder)
    with pytest.raises(GoldError, match=r"a01\.xml, a02\.xml"):
        gate.check(folder, FIGURES, on(folder))


def test_no_floors(folder: Path) -> None:
    with pytest.raises(GoldError, match="holds no floors"):
        gate.check(folder, FIGURES, on(folder))
    (folder / gate.FLOORS).write_text("{}", encoding="utf-8")
    with pytest.raises(GoldError, match="holds no floors"):
        gate.check(folder, FIGURES, on(folder))


def test_update_raises(folder: Path) -> None:
    pin(folder, FIGURES)
    pin(folder, FIGURES | {"attr_f": 0.85})
    assert floors(folder)["attr_f"] == 0.85


def test_update_does_not_lower_by_small_steps(folder: Path) -> None:
    pin(folder, FIGURES)
    for step in range(1, 4):
        figure = 0.8 - step * 0.05
        if figure < 0.8 - gate.slack("attr_f", on(folder)):
            with pytest.raises(FloorError):
                pin(folder, FIGURES | {"attr_f": figure})
        else:
            pin(folder, FIGURES | {"attr_f": figure})
        assert floors(folder)["attr_f"] == 0.8


def test_update_refuses_to_lower_and_leaves_the_file(folder: Path) -> None:
    pin(folder, FIGURES)
    before = (folder / gate.FLOORS).read_bytes()
    with pytest.raises(FloorError, match="would lower floors: ner_f") as error:
        pin(folder, FIGURES | {"ner_f": 0.5, "attr_f": 0.9})
    assert "--allow-regression" in error.value.instruction
    assert (folder / gate.FLOORS).read_bytes() == before


def test_update_lowers_when_told(folder: Path) -> None:
    pin(folder, FIGURES)
    pin(folder, FIGURES | {"ner_f": 0.5}, allow_regression=True)
    assert floors(folder)["ner_f"] == 0.5


def test_a_floor_cannot_be_dropped_by_leaving_its_figure_out(folder: Path) -> None:
    pin(folder, FIGURES)
    with pytest.raises(FloorError, match="claims_found"):
        pin(folder, {name: value for name, value in FIGURES.items() if name != "claims_found"})


def test_nothing_but_the_file_is_left(folder: Path) -> None:
    pin(folder, FIGURES)
    assert sorted(path.name for path in folder.iterdir()) == ["a01.xml", "floors.json"]


def test_epsilon_is_about_one_attribution_of_our_gold() -> None:
    n = sum(len(article.attributions) for article in read_gold(GOLD))
    assert 1 / n < gate.EPSILON < 2 / n
