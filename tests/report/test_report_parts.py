"""Names of pages, words for values, charts, the search index, CSV, speakers and counts."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from output_samples import MARKUP, bridge, quote, strange, write

from pipeline.errors import GoldError
from pipeline.export.names import file_name
from pipeline.export.records import header
from pipeline.report.charts import MAX_COLUMNS, bars, following, named, period, timeline
from pipeline.report.figures import read_figures
from pipeline.report.overview import LISTED, Overview
from pipeline.report.search import CHUNK, FIELDS, Index
from pipeline.report.speakers import Speakers, speaker_key
from pipeline.report.words import MEANINGS, glossary, label
from pipeline.schema import Entity, columns
from pipeline.store.output import Output

patient = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SHOWN = (("quotes", "resolution"), ("rejected", "reason"), *LISTED)


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("sluis-wemelveen", "sluis-wemelveen.html"),
        ("a01", "a01.html"),
        ("Anja Vos", "anja-vos~"),
        ("ANJA VOS", "anja-vos~"),
        ("../../etc/passwd", "etc-passwd~"),
        ("con", "con~"),
        ("com1", "com1~"),
        ("", "~"),
        ("😀", "~"),
        ("Čapek", "capek~"),
        ("x" * 300, "x" * 60 + "~"),
    ],
)
def test_page_names(identifier: str, name: str) -> None:
    assert file_name(identifier, ".html").startswith(name)


@patient
@given(st.lists(st.text(max_size=80), unique=True, max_size=20))
def test_no_two_share_a_page(identifiers: list[str]) -> None:
    names = [file_name(identifier, ".html").lower() for identifier in identifiers]
    assert len(set(names)) == len(names)
    assert all(len(name) < 100 and not set(name) & set('/\\:*?"<>|% #&\0') for name in names)


@pytest.mark.parametrize(("table", "column"), SHOWN)
def test_every_value_has_a_word_and_an_explanation(table: str, column: str) -> None:
    known = next(c.values for c in columns(table) if c.name == column)  # noqa: PD011  no pandas here
    assert [row["value"] for row in glossary()[column]] == list(known)
    assert len({label(column, value) for value in known}) == len(known)
    assert all(MEANINGS[column, value].endswith(".") for value in known)


def test_a_value_without_a_word_stands_for_itself() -> None:
    assert label("kind", "sung") == "sung"


days = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@patient
@given(st.lists(days, min_size=1, max_size=30))
def test_a_timeline_has_every_day_once(found: list[date]) -> None:
    drawn = timeline(found)
    assert sum(bar.count for bar in drawn) == len(found)
    assert 1 <= len(drawn) <= MAX_COLUMNS + 1
    assert max(bar.share for bar in drawn) == 1
    assert len({bar.label for bar in drawn}) == len(drawn)


@patient
@given(days, st.sampled_from(["day", "week", "month", "year"]))
def test_periods_follow_one_another(day: date, step: str) -> None:
    start = period(day, step)
    assert start <= day < following(start, step)
    assert period(following(start, step) - timedelta(days=1), step) == start


@pytest.mark.parametrize(
    ("step", "name"), [("day", "4 Mar 2025"), ("week", "week of 4 Mar 2025"), ("month", "Mar 2025"), ("year", "2025")]
)
def test_periods_have_names(step: str, name: str) -> None:
    assert named(date(2025, 3, 4), step) == name


def test_bars_are_shares_of_the_longest() -> None:
    assert [(bar.label, bar.share) for bar in bars({"a": 4, "b": 1, "c": 0}, most=2)] == [("a", 1.0), ("b", 0.25)]
    assert bars({}) == []
    assert [bar.share for bar in bars({"a": 0})] == [0.0]


def read(out: Path) -> Index:
    index = Index()
    for rows in Output(out).articles():
        index.add(rows)
    return index


def test_the_index_has_every_claim_and_the_quotes_without_one(out: Path) -> None:
    index = read(out)
    at = FIELDS.index("ref")
    assert [row[at] for row in index.rows[:5]] == ["c4", "c1", "q2", "c2", "c3"]
    assert {len(row) for row in index.rows} == {len(FIELDS)}
    assert len(index.articles) == 3


def test_index_files_can_be_read_as_scripts(out: Path) -> None:
    files = dict(read(out).files())
    start, rows = (text.removesuffix(");\n").split("(", 1)[1] for text in files.values())
    assert json.loads(start)["files"] == ["rows-0000.js"]
    assert json.loads(start)["rows"] == len(json.loads(rows)) == 12
    assert not any(set("<\u2028\u2029") & set(text) for text in files.values())
    assert MARKUP in json.dumps(json.loads(start))


def test_the_index_comes_in_pieces() -> None:
    index = Index(rows=[[0] for _ in range(CHUNK * 2 + 1)])
    assert [name for name, _ in index.files()] == ["index.js", "rows-0000.js", "rows-0001.js", "rows-0002.js"]


def test_csv_files_are_the_tables(site: Path, out: Path) -> None:
    claims = pd.read_csv(site / "data" / "claims.csv")
    stored = pd.read_parquet(out / "claims")
    assert list(claims["claim_id"]) == list(stored["claim_id"])
    assert list(claims.columns) == header("claims")
    assert list(claims.columns[: len(stored.columns)]) == list(stored.columns)
    brug = claims[claims["article_id"] == "brug"]
    assert set(brug["published"]) == {"2025-03-04T06:00:00+00:00"}
    assert json.loads(brug["quantities"].iloc[2]) == [
        {"value": 1200.0, "unit": "euro", "text": "1.200 euro", "approximate": True}
    ]
    assert len(pd.read_csv(site / "data" / "quotes.csv")) == 10
    assert len(pd.read_csv(site / "data" / "articles.csv")) == 3
    assert list(pd.read_csv(site / "data" / "rejected.csv")["reason"]) == ["wrong_language"] * 2


def test_a_spreadsheet_finds_no_formula(site: Path) -> None:
    for path in (site / "data").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [value for line in csv.reader(file) for value in line]
        assert not [value for value in cells if value.startswith(("=", "+", "-", "@"))], path
    assert "'=1+1" in (site / "data" / "claims.csv").read_text(encoding="utf-8-sig")


def speakers(out: Path) -> Speakers:
    found = Speakers()
    for rows in Output(out).articles():
        found.add(rows, f"{rows.article.article_id}.html")
    return found


def test_speakers_are_the_same_over_articles(out: Path) -> None:
    found = {speaker.name: speaker for speaker in speakers(out).most_quoted()}
    vos = found["Anja Vos"]
    assert (len(vos.statements), vos.articles, vos.label, vos.named) == (4, {"brug", "brug-2"}, "PERSON", True)
    assert vos.aliases == Counter({"Vos": 4})
    assert vos.outlets == Counter({"De Bode": 2, "": 2})
    assert [s.day for s in vos.newest_first()] == [date(2025, 3, 4)] * 2 + [None] * 2
    assert vos.statements[1].words.startswith("Wij wachten, … op de aannemer.")
    assert found["aannemer"].named is False
    assert speakers(out).most_quoted()[0].name == "Anja Vos"


def test_an_identifier_over_articles_joins_two_names(tmp_path: Path) -> None:
    one, two = bridge("een"), bridge("twee")
    for rows, name in ((one, "Anja Vos"), (two, "A. Vos")):
        rows["entities"][0].global_id = "person-1"
        for row in rows["quotes"][:2]:
            row.speaker = name
    found = speakers(write(tmp_path / "out", one, two))
    assert sorted(len(speaker.statements) for speaker in found.by_key.values()) == [2, 2, 4]


def test_a_quote_of_nobody_has_no_page() -> None:
    row = quote("a b", "x", 1, ["a"])
    assert speaker_key(row, None) is None
    row.speaker = "Jan"
    assert speaker_key(row, Entity(entity_id="e", name="Jan", label="PERSON")) == "Jan"


def test_counts(out: Path) -> None:
    overview = Overview()
    for rows in Output(out).articles():
        overview.add(rows)
    assert (overview.quotes, overview.claims, overview.attributed) == (10, 9, 7)
    assert {bar.label: bar.count for bar in overview.bars("stance")} == {"neutral": 7, "doubted": 2, "denied": 1}
    assert {bar.label: bar.count for bar in overview.bars("certainty")} == {"certain": 7, "certainly not": 2}
    assert overview.period() == (date(2025, 3, 4), date(2025, 3, 4))
    assert [(line.page, line.duplicate) for line in overview.newest_first()[:1]] == [("brug.html", None)]
    assert {line.page: line.duplicate for line in overview.articles}["brug-2.html"] == "brug.html"
    assert overview.timeline()[0].count == 4


def test_nothing_counts_to_nothing() -> None:
    assert Overview().period() is None
    assert Overview().timeline() == []
    assert Overview().bars("kind") == []


def test_figures(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_text(json.dumps({"attr_p": 0.91, "gold": 201, "claims_found": 1}))
    assert read_figures(path) == [("Attributions found are right (precision)", 0.91), ("Claims found (recall)", 1.0)]
    for wrong in ("", "[]x", '{"attr_p": "high"}', "3"):
        path.write_text(wrong)
        with pytest.raises(GoldError, match="evaluate GOLD --json"):
            read_figures(path)


def test_strange_articles_are_written_as_any_other(tmp_path: Path) -> None:
    out = write(tmp_path / "out", strange("con"), strange("CON"))
    pages = {speaker.page for speaker in speakers(out).by_key.values()}
    assert len(pages) == 1
