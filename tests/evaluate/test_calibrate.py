"""How sure attributions are: what counts as right, what is learned from it, and what the figures tell."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from gold_output import Rows, faulty, perfect

from pipeline.evaluate.calibrate import calibrate, judged, learn, sureness
from pipeline.evaluate.gold import GoldArticle
from pipeline.evaluate.output import Predicted, read_output
from pipeline.quotes.confidence import BASE
from pipeline.schema import Quote, Row
from pipeline.tables import read_table

Write = Callable[[Rows], Path]


def found(gold: list[GoldArticle], rows: Rows, write: Write) -> dict[str, Predicted]:
    return read_output(write(rows), gold)


def length(quote: Row) -> int:
    assert isinstance(quote, Quote)
    return len(quote.content)


def with_confidence(rows: Rows, value: float) -> Rows:
    quotes: list[tuple[str, Row]] = [
        (owner, dataclasses.replace(row, confidence=value)) for owner, row in rows["quotes"] if isinstance(row, Quote)
    ]
    return {**rows, "quotes": quotes}


def test_what_gold_says_is_right(gold: list[GoldArticle], write: Write) -> None:
    assert all(right for _, right in judged(gold, found(gold, perfect(gold), write)))


def test_another_speaker_or_half_the_content_is_wrong(gold: list[GoldArticle], write: Write) -> None:
    rows = perfect(gold)
    owner, quote = rows["quotes"][0]
    assert isinstance(quote, Quote)
    rows["quotes"][0] = (owner, dataclasses.replace(quote, speaker="iemand anders"))
    at = max(range(1, len(rows["quotes"])), key=lambda n: length(rows["quotes"][n][1]))
    owner, quote = rows["quotes"][at]
    assert isinstance(quote, Quote)
    middle = (quote.start + quote.spans[0].end) // 2
    short = dataclasses.replace(quote.spans[0], end=middle)
    rows["quotes"][at] = (owner, dataclasses.replace(quote, spans=[short], end=middle))
    assert sum(not right for _, right in judged(gold, found(gold, rows, write))) == 2


def test_what_was_right_more_often_gets_more_weight() -> None:
    good, bad, rare = ("rule", "good"), ("rule", "bad"), ("rule", "rare")
    examples = [([BASE, good], n % 10 != 0) for n in range(200)] + [([BASE, bad], n % 2 == 0) for n in range(200)]
    learned = {
        name: (weight, number, share) for name, weight, number, share in learn([*examples, ([BASE, rare], True)])
    }
    assert learned[good][0] > 0.5 > -0.5 > learned[bad][0]
    assert 0 < learned[rare][0] < learned[good][0], "one example is not much"
    assert learned[good][1] == 200
    assert learned[good][2] == pytest.approx(0.9)


def test_the_table_holds_the_features_of_the_output(gold: list[GoldArticle], write: Write, tmp_path: Path) -> None:
    path = tmp_path / "confidence.tsv"
    output = found(gold, faulty(gold, 3), write)
    assert calibrate(gold, output, path) == sum(len(one.quotes) for one in output.values())
    rows = read_table(path)
    assert (rows[0]["feature"], rows[0]["value"]) == BASE
    assert {row["value"] for row in rows if row["feature"] == "kind"} == {"direct", "indirect", "mixed"}
    again = tmp_path / "again.tsv"
    calibrate(gold, output, again)
    assert again.read_bytes() == path.read_bytes()


def test_probabilities_that_know_are_better_than_those_that_do_not(gold: list[GoldArticle], write: Write) -> None:
    rows = faulty(gold, 4)
    blind = sureness(gold, found(gold, with_confidence(rows, 0.5), write))
    assert blind["sure_area"] == 0.5
    assert blind["sure_brier"] == 0.25
    output = found(gold, rows, write)
    for quote, right in judged(gold, output):
        quote.confidence = 0.9 if right else 0.2
    knowing = sureness(gold, output)
    assert knowing["sure_area"] == 1.0
    assert knowing["sure_brier"] < 0.05
    assert knowing["sure_right"] == blind["sure_right"]


def test_without_attributions_there_is_nothing_to_tell(gold: list[GoldArticle], write: Write) -> None:
    assert sureness(gold, found(gold, {**perfect(gold), "quotes": []}, write)) == {}
