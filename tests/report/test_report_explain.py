"""Why a quote got its speaker: every line is taken from the tables, and the words stand in their place."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from output_samples import BRIDGE, article, mention, quote, span

from pipeline.errors import InputNotFoundError
from pipeline.report.explain import AROUND, MARKS, chosen, explain, in_context
from pipeline.schema import Alternative, Entity, Quote, Span
from pipeline.store.output import ArticleRows, Output

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def brug(out: Path) -> ArticleRows:
    return Output(out).article("brug")


def told(rows: ArticleRows, number: int) -> dict[str, str]:
    return {line.about: line.text for line in explain(rows, rows.quotes[number - 1])}


def test_a_quote_is_explained_from_its_row(brug: ArticleRows) -> None:
    assert told(brug, 1) == {
        "text": "Brug blijft dicht [De brug bij Stoutenburg blijft tot 1 mei dicht]. Dat <zei> {wethouder Anja Vos} dinsdag tegen de raad. ‘Wij wachten,’ zei Vos, ‘op de aannemer. De aannemer beweert dat …",
        "kind": "indirect",
        "rule": "by hand: not described in this version",
        "cue": "'zei': verb zei, neutral; in no table: the construction alone decides",
        "source": "'wethouder Anja Vos' is a named_person",
        "speaker": "Anja Vos (PERSON, wethouder, also called Vos; e1)",
        "because": "explicit: The source's words are the name itself.",
        "sure": "0.90 of 1: how often attributions like it were right",
        "claim c1": "'De brug bij Stoutenburg blijft tot 1 mei dicht' (by hand: not described in this version; affirmative, asserted, CT+)",
    }


def test_a_nested_quote_says_in_which(brug: ArticleRows) -> None:
    assert told(brug, 3)["kind"] == "indirect, within q2"
    assert told(brug, 3)["speaker"] == "aannemer: these words, no entity of the article"


def made(**columns: object) -> dict[str, str]:
    """One quote of a text in which somebody is named, then meant by a pronoun."""
    text = "Anja Vos kwam. De brug is oud, riep ze. Later sprak Anja Vos weer."
    place = span(text, "ze")
    given = {
        "speaker": "Anja Vos",
        "speaker_id": "a:e1",
        "resolution": "pronoun",
        "source": "ze",
        "source_start": place.start,
        "source_end": place.end,
    }
    rows = ArticleRows(
        article=article("a", text),
        mentions=[
            mention(text, "a", 1, "Anja Vos", entity_id="a:e1"),
            dataclasses.replace(
                mention(text, "a", 2, "ze", entity_id="a:e1", kind="pronoun"),
                alternatives=[Alternative(entity_id="a:e1", cost=-1.25), Alternative(entity_id="a:e2", cost=2)],
            ),
        ],
        entities=[
            Entity(entity_id="a:e1", name="Anja Vos", label="PERSON"), Entity(entity_id="a:e2", name="de raad", label="ORG")
        ],
        quotes=[quote(text, "a", 1, ["De brug is oud"], **{**given, **columns})],
    )  # fmt: skip
    return told(rows, 1)


def test_the_way_from_a_pronoun_leads_to_where_the_name_stands() -> None:
    assert (
        made()["named"] == "'Anja Vos', 28 characters before: … Anja Vos kwam. De brug is oud, riep ze. Later sprak A …"
    )


def test_a_pronoun_says_between_whom_it_was_weighed() -> None:
    assert made()["weighed"].startswith("Anja Vos -1.2; de raad 2.0 (")
    assert "weighed" not in made(source="Anja Vos", source_start=0, source_end=8)


def test_a_named_source_needs_no_way() -> None:
    assert "named" not in made(resolution="explicit")


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"cue": "zegt", "cue_lemma": "zeggen", "cue_kind": "verb"}, "in cues.tsv: say, takes"),
        ({"cue": "bewering", "cue_lemma": "bewering", "cue_kind": "noun"}, "in cue_nouns.tsv:"),
        ({"cue": "Volgens", "cue_lemma": "volgens", "cue_kind": "preposition"}, "in cue_prepositions.tsv"),
        ({"cue": "zegt", "cue_lemma": "zeggen", "cue_negated": True}, "neutral, negated;"),
        ({"cue_kind": "punctuation"}, "none: a colon"),
        ({}, "none: nothing reports it"),
    ],
)
def test_a_cue_is_shown_with_its_entry(columns: dict[str, object], says: str) -> None:
    assert says in made(**columns)["cue"]


def test_nobody_is_not_known(out: Path) -> None:
    rows = next(rows for rows in Output(out).articles() if rows.article.article_id.startswith("raar"))
    assert told(rows, 2)["speaker"] == "not known"
    assert told(rows, 2)["source"] == "no words for it"


def test_one_quote_may_be_named_short_or_in_full(brug: ArticleRows) -> None:
    assert [one.quote_id for one in chosen(brug, None)] == ["brug:q1", "brug:q2", "brug:q3", "brug:q4"]
    assert chosen(brug, "q3") == chosen(brug, "brug:q3") == [brug.quotes[2]]
    with pytest.raises(InputNotFoundError, match=r"no quote q9\. It has q1, q2, q3, q4"):
        chosen(brug, "q9")


spans = st.tuples(st.integers(0, len(BRIDGE) - 1), st.integers(1, 60)).map(
    lambda pair: Span(pair[0], min(len(BRIDGE), sum(pair)))
)


@given(st.lists(spans, min_size=1, max_size=4), st.lists(spans, max_size=2), st.none() | spans)
def test_marks_add_nothing_and_lose_nothing(contents: list[Span], cues: list[Span], source: Span | None) -> None:
    one = Quote(
        quote_id="a:q1", kind="direct", content="", spans=contents, start=0, end=1, cue_spans=cues, rule="by hand"
    )
    if source:
        one.source_start, one.source_end = source.start, source.end
    shown = in_context(BRIDGE, one)
    for opening, closing in MARKS.values():
        assert shown.count(opening) == shown.count(closing)
    places = [*contents, *cues, *([source] if source else [])]
    low, high = min(p.start for p in places), max(p.end for p in places)
    plain = "".join(char for char in shown if char not in "[]<>{}…")
    expected = BRIDGE[max(0, low - AROUND) : high + AROUND]
    assert "".join(plain.split()) == "".join(expected.split())


def test_marks_at_one_place_are_nested() -> None:
    one = Quote(
        quote_id="a:q1", kind="direct", content="", spans=[Span(0, 4)], start=0, end=4, cue_spans=[Span(4, 6)], rule="r"
    )
    one.source_start, one.source_end = 0, 2
    assert in_context("abcdef", one) == "[{ab}cd]<ef>"


def run(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", "explain", *map(str, words)]
    return subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )


def test_the_command_explains_all_quotes_or_one(out: Path) -> None:
    every = run("brug", "--out", out).stdout
    assert every.splitlines()[:2] == ["brug: Brug blijft dicht", "[what is said] <cue> {source}"]
    assert every.count("\n  rule ") == 4
    one = run("brug", "q4", "--out", out).stdout
    assert one.count("\n  rule ") == 1
    assert "Piet Bos (PERSON, schipper; e2)" in one
    assert "\x1b" not in one  # no colours on a pipe


def test_what_is_not_there_is_a_wrong_usage(out: Path) -> None:
    for words in (("dijk",), ("brug", "q9")):
        done = run(*words, "--out", out)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("Z101 ")
