"""Pages."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from ingest_samples import BODY, HEADLINE, TEXT, ingested, only, page, paragraphs, refused, write

from pipeline.ingest import html
from pipeline.ingest.limits import MAX_HTML_TAGS
from pipeline.schema import Rejected

META = (
    f'<meta property="og:title" content="{HEADLINE}"><meta property="og:site_name" content="De Oostbode">'
    '<meta property="article:published_time" content="2024-03-12T08:30:00+01:00">'
    '<meta name="author" content="Anna de Boer"><link rel="canonical" href="https://oostbode.example/kaas">'
)


def test_metadata(tmp_path):
    article = only(write(tmp_path / "a.html", page(f"<h1>{HEADLINE}</h1>{paragraphs()}", head=META)))
    assert article.title == HEADLINE
    assert article.published == datetime(2024, 3, 12, 7, 30, tzinfo=UTC)
    assert (article.outlet, article.author) == ("De Oostbode", "Anna de Boer")
    assert article.url == "https://oostbode.example/kaas"


def test_a_date_in_the_text_is_no_date_of_publication(tmp_path):
    body = paragraphs(BODY + " Op 4 januari 1999 brandde de fabriek al eens af.")
    assert only(write(tmp_path / "a.html", page(body))).published is None


def test_headings_and_lists_are_paragraphs_of_their_own(tmp_path):
    one, two = BODY.split("\n\n")
    body = (
        f"<h1>{HEADLINE}</h1><p>{one}</p><h2>Verdeeld</h2><p>{two}</p><ul><li>Eerst het dak</li><li>Dan de <b>muren</b></li></ul>"
        "<blockquote><p>Wij blijven hier wonen.</p></blockquote><p>Volgens de wethouder duurt het<br>nog een jaar.</p>"
    )
    blocks = only(write(tmp_path / "a.html", page(body))).text.split("\n\n")
    assert blocks == [
        HEADLINE, one, "Verdeeld", two, "Eerst het dak", "Dan de muren", "Wij blijven hier wonen.",
        "Volgens de wethouder duurt het\nnog een jaar.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body", [paragraphs(), f"<h1>{HEADLINE}</h1>{paragraphs()}", f"<h2>{HEADLINE}</h2>{paragraphs()}"]
)
def test_the_headline_is_the_first_paragraph_once(tmp_path, body):
    assert only(write(tmp_path / "a.html", page(body, head=META))).text == TEXT


def test_a_headline_outside_the_article(tmp_path):
    whole = page(paragraphs(), head=META).replace("<main>", f"<header><h1>{HEADLINE}</h1></header><main>")
    assert only(write(tmp_path / "a.html", whole)).text == TEXT


def test_entities_and_special_spaces(tmp_path):
    body = (
        paragraphs()
        .replace("ë", "&euml;")
        .replace("„", "&bdquo;")
        .replace("”", "&#8221;")
        .replace("1,2 miljoen", "1,2&nbsp;miljoen")
    )
    article = only(write(tmp_path / "a.html", page(f"<h1>{HEADLINE}</h1>{body}")))
    assert article.text == TEXT
    assert article.repairs == []


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("cp1252", "iso-8859-1"), ("cp1252", "windows-1252"), ("utf-8", "iso-8859-1")],
)
def test_encodings(tmp_path, encoding, declared):
    data = (
        page(f"<h1>{HEADLINE}</h1>{paragraphs()}").replace('charset="utf-8"', f'charset="{declared}"').encode(encoding)
    )
    assert only(write(tmp_path / "a.html", data)).text == TEXT


def test_navigation_scripts_and_comments_are_left_out(tmp_path):
    body = f'{paragraphs()}<script>var reclame = "koop nu";</script><div id="comments"><p>Wat een onzin!</p></div>'
    text = only(write(tmp_path / "a.html", page(body))).text
    assert "reclame" not in text
    assert "onzin" not in text
    assert "Voorpagina" not in text


def test_equal_paragraphs_of_several_pages_stay(tmp_path):
    for number in range(3):
        write(tmp_path / f"{number}.html", page(paragraphs()))
    assert len({article.text for article in ingested(tmp_path)}) == 1


@pytest.mark.parametrize(
    "data",
    [
        "",
        "<html></html>",
        "<html><body><script>x()</script></body></html>",
        "<div>" * 10_000 + "tekst" + "</div>" * 10_000,
        "<b>" * 50_000,
    ],
)
def test_a_page_without_article_is_rejected(tmp_path, data):
    assert refused(write(tmp_path / "a.html", data)).reason == "empty_extraction"


@pytest.mark.parametrize(
    "bomb",
    [
        "<table>" + "<tr><td>rij</td><td>5</td></tr>" * 300_000 + "</table>",
        "<p>" * (MAX_HTML_TAGS + 1),
    ],
)
def test_pages_that_would_take_minutes(tmp_path, bomb):
    start = time.perf_counter()
    row = refused(write(tmp_path / "a.html", page(bomb)))
    assert time.perf_counter() - start < 2
    assert row.reason == "too_large"
    assert "tags" in row.detail


@pytest.mark.parametrize(
    "data", ["<p", "<<<>>>", "<p>&#xD800;&#0;</p>", "<table><td colspan=9e15>x", "<!--", "<![CDATA[", "<svg><math><p>"]
)
def test_broken_pages_give_an_article_or_a_reason(tmp_path, data):
    (row,) = ingested(write(tmp_path / "a.html", data))
    assert isinstance(row, Rejected)
    assert row.reason in {"empty_extraction", "undecodable"}


def test_a_short_article_is_found():
    text = html.draft(
        page("<h1>Brug dicht</h1><p>De brug bij Wilsveen is tot vrijdag dicht, meldt de provincie.</p>")
    ).text
    assert text.endswith("De brug bij Wilsveen is tot vrijdag dicht, meldt de provincie.")
