"""Sentences: cases in sentence_cases.json through the language model, and what holds for any text."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.doc import text_of
from pipeline.schema import Article
from pipeline.tokenize import lay_out, without_space

CASES = json.loads((Path(__file__).parent / "sentence_cases.json").read_text(encoding="utf8"))
PIECES = st.sampled_from(
    [
        "De pont vaart weer.",
        "‘Ja’, zegt Vos",
        "\n\n",
        "\n",
        "  ",
        ":",
        "“",
        "”",
        "'",
        "Kop",
        "zegt hij",
        "- een",
        "3.",
        "?",
        "Bos",
    ]
)
ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def parse(nlp: Language) -> Language:
    with nlp.select_pipes(disable=["zegsman_entities", "zegsman_quotes"]):
        yield nlp


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_sentences(parse: Language, case: dict[str, str]) -> None:
    assert [s.text for s in parse(case["text"])._.sentences] == case["sentences"]


def test_rows_carry_identifier_paragraph_and_section(parse: Language) -> None:
    doc = parse.make_doc("Pont stil\n\nDe pont ligt stil. Dat is jammer.\n\nHet duurt lang.")
    doc._.article = Article(article_id="a7", source="x", text=doc.text, text_sha256="", record_sha256="")
    rows = parse(doc)._.sentences
    assert [(r.sentence_id, r.paragraph, r.section) for r in rows] == [
        ("a7:s1", 0, "headline"),
        ("a7:s2", 1, "lead"),
        ("a7:s3", 1, "lead"),
        ("a7:s4", 2, "body"),
    ]


@ANY
@given(text=st.lists(PIECES, max_size=25).map(" ".join))
def test_sentences_hold_all_words_once_and_stay_in_their_paragraph(parse: Language, text: str) -> None:
    doc = parse(text)
    rows = doc._.sentences
    assert all(text[r.start : r.end] == r.text == r.text.strip() for r in rows)
    assert all(a.end <= b.start for a, b in pairwise(rows))
    assert "".join(r.text for r in rows).split() == "".join(text[r.start : r.end] for r in rows).split()
    assert sum(len(r.text.replace(" ", "").replace("\n", "")) for r in rows) == len("".join(text.split()))
    for row in rows:
        paragraph = doc._.paragraphs[row.paragraph]
        assert paragraph.start <= row.start
        assert row.end <= paragraph.end


@ANY
@given(text=st.text(alphabet="aB .,:;!?'\"“”‘’«»„-\n\t\u00a03", max_size=80))
def test_no_text_breaks_the_parse(parse: Language, text: str) -> None:
    doc = parse(text)
    assert doc.text == text
    assert [t for s in doc.sents for t in s] == list(doc)


def test_layout_of_a_stored_doc_leaves_its_sentences_alone(parse: Language) -> None:
    doc = parse("Pont stil\n\n‘Ik stop’, zegt Vos. Dat is jammer.")
    stored = Doc(spacy.blank("nl").vocab).from_bytes(doc.to_bytes(exclude=["user_data"]))
    starts = [t.is_sent_start for t in stored]
    lay_out(stored)
    assert [t.is_sent_start for t in stored] == starts
    assert (stored._.paragraphs, stored._.marks) == (doc._.paragraphs, doc._.marks)


def test_span_without_white_space(parse: Language) -> None:
    doc = parse.make_doc(" \n Vos lacht \n")
    assert without_space(doc[0 : len(doc)]).text == "Vos lacht"
    assert len(without_space(doc[0:1])) == 0


def test_text_is_joined_once_and_is_the_text(analyse):
    doc = analyse("Karin Bos zegt niets.\n\nZe zwijgt.")

    assert text_of(doc) == doc.text
    assert text_of(doc) is text_of(doc)
