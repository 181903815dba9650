"""Who can be a source: the tables agree with one another, and words that look like people but are none are left out."""

import pytest

from pipeline.quotes.bearers import can_say
from pipeline.quotes.inflection import read_table
from pipeline.quotes.phrases import phrase_around

HEADS = read_table("source_heads.tsv")


def test_no_word_is_listed_twice_in_a_kind():
    rows = [(row["word"], row["kind"]) for row in HEADS]

    assert len(rows) == len(set(rows))


def test_kinds_of_heads():
    assert {row["kind"] for row in HEADS} == {"alone", "amount", "noun", "ending", "never"}


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("De kwekers zagen het gebeuren.", "kwekers", True),
        ("De cijfers bleven liggen.", "cijfers", True),  # a document
        ("De vingers bleven koud.", "vingers", False),
        ("De gevaren waren groot.", "gevaren", False),
        ("Het lot sloeg toe.", "lot", False),
        ("Ze liepen langs de regenpijp.", "Ze", True),
        ("De politiewoordvoerder bleef thuis.", "politiewoordvoerder", True),
        ("Zij las het op streeknieuws.nl gisteren.", "streeknieuws.nl", True),
        ("De gezondheidsinstanties kwamen samen.", "gezondheidsinstanties", True),
    ],
)
def test_who_can_say_something(analyse, text, word, expected):
    doc = analyse(text)
    head = next(t for t in doc if t.text == word)

    assert can_say(phrase_around(head, low=0, high=len(doc))) is expected
