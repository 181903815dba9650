"""The day of saying: cases as data, and that it never lies after the article's."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.schema import Article

CASES = Path(__file__).with_name("said_cases.tsv")
THURSDAY = datetime(2024, 3, 14, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def dated(nlp):
    """Text → Doc with all layers, as an article of that Thursday."""

    def analysed(text):
        doc = nlp.make_doc(text)
        doc._.article = Article(
            article_id="a", source="a.txt", published=THURSDAY, text=text, text_sha256="", record_sha256=""
        )
        return nlp(doc)

    return analysed


def cases():
    lines = (line for line in CASES.read_text(encoding="utf8").splitlines() if not line.startswith("#"))
    return [(row["text"], row["day"]) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize(("text", "day"), cases())
def test_day_of_saying(text, day, dated):
    assert [str(q.said_at or "-") for q in dated(text)._.quotes] == [day]


def test_without_the_day_of_the_article_there_is_none(analyse):
    (quote,) = analyse("De wethouder zei dinsdag dat de brug dicht blijft.")._.quotes

    assert quote.said_at is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    day=st.sampled_from(
        ["zondag", "volgende week maandag", "1 april", "morgen", "eergisteren", "20 maart", "in 2019", "om elf uur"]
    )
)
def test_nothing_was_said_after_the_article(day, dated):
    for quote in dated(f"De wethouder zei {day} dat de brug dicht blijft.")._.quotes:
        assert quote.said_at is None or quote.said_at <= THURSDAY.date()
