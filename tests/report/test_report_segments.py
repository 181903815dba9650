"""The text cut at every boundary: nothing lost, nested and discontinuous quotes right, whatever the spans."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from output_samples import BRIDGE, article, bridge, quote, sentences

from pipeline.export.iris import web_link
from pipeline.report.article import COLOURS, OTHER, colours_of, view
from pipeline.report.markup import block_html
from pipeline.report.segments import Layer, blocks, cut, depths, short
from pipeline.schema import Claim, Quote, Span
from pipeline.store.output import ArticleRows

patient = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXT = "Zij zei: ‘Het <regent> & waait 😀’, volgens hém.\n\nTweede alinea, \"met\" 'tekens'."


def rows_of(text: str, quotes: list[Quote], claims: list[Claim]) -> ArticleRows:
    return ArticleRows(article=article("x", text), sentences=sentences(text, "x"), quotes=quotes, claims=claims)


def bridge_rows() -> ArticleRows:
    rows = bridge()
    return ArticleRows(
        article=rows["articles"][0], **{name: rows[name] for name in ("sentences", "entities", "quotes", "claims")}
    )


def spans(most: int) -> st.SearchStrategy[Span]:
    pairs = st.tuples(st.integers(0, most - 1), st.integers(1, most))
    return pairs.map(lambda pair: Span(pair[0], max(pair[0] + 1, pair[1])))


@st.composite
def any_rows(draw: st.DrawFn) -> ArticleRows:
    """Any spans at all, such as a faulty rule or an older version may have left."""
    number = draw(st.integers(0, 3))
    quotes = []
    for at in range(number):
        parts = sorted(draw(st.lists(spans(len(TEXT)), min_size=1, max_size=2)))
        parent = draw(st.one_of(st.none(), st.integers(0, number - 1)))
        source = draw(st.one_of(st.none(), spans(len(TEXT))))
        quotes.append(
            Quote(
                quote_id=f"x:q{at}",
                kind="direct",
                content="",
                spans=parts,
                start=parts[0].start,
                end=parts[-1].end,
                rule="any",
                parent_id=None if parent is None else f"x:q{parent}",
                cue_spans=draw(st.lists(spans(len(TEXT)), max_size=1)),
                source_start=source.start if source else None,
                source_end=source.end if source else None,
                speaker=draw(st.sampled_from([None, "A", "<b>"])),
            )
        )
    found = draw(st.lists(spans(len(TEXT)), max_size=2))
    claims = [
        Claim(claim_id=f"x:c{at}", sentence_id=None, start=s.start, end=s.end, text="", predicate="p", rule="any")
        for at, s in enumerate(found)
    ]
    return rows_of(TEXT, quotes, claims)


@patient
@given(any_rows())
def test_no_character_is_lost_or_doubled(rows: ArticleRows) -> None:
    joined = ["".join(segment.text for segment in block.segments) for block in blocks(rows)]
    assert joined == TEXT.split("\n\n")


@patient
@given(any_rows())
def test_each_character_names_exactly_the_quotes_it_is_in(rows: ArticleRows) -> None:
    at = 0
    for block in blocks(rows):
        at = TEXT.index(block.segments[0].text, at)
        for segment in block.segments:
            content = {short(q.quote_id) for q in rows.quotes if any(s.start <= at < s.end for s in q.spans)}
            assert segment.depth >= len(content)
            assert (segment.quote is None) == (not content)
            assert segment.quote is None or segment.quote in content
            claims = {short(c.claim_id) for c in rows.claims if c.start <= at < c.end}
            assert claims <= set(segment.refs)
            assert content <= set(segment.refs)
            at += len(segment.text)


@patient
@given(any_rows())
def test_every_row_begins_once(rows: ArticleRows) -> None:
    begun = [ref for block in blocks(rows) for segment in block.segments for ref in segment.begins]
    assert len(begun) == len(set(begun))
    visible = {
        short(row.quote_id if isinstance(row, Quote) else row.claim_id)
        for row in [*rows.quotes, *rows.claims]
        if not TEXT[row.start].isspace()
    }
    assert visible <= set(begun)


@patient
@given(any_rows())
def test_markup_is_the_text_escaped(rows: ArticleRows) -> None:
    shown = view(rows)
    for block, paragraph in zip(shown.blocks, TEXT.split("\n\n"), strict=True):
        html = str(block_html(shown, block))
        without_numbers = re.sub(r'<a class="mark[^>]*>\d+</a>', "", html)
        assert re.sub(r"</?(?:span|a)(?: [^<>]*)?>", "", without_numbers) == (
            paragraph.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace('"', "&#34;")
            .replace("'", "&#39;")
        )
        assert html.count("<span") == html.count("</span>")


@patient
@given(any_rows())
def test_depths_end(rows: ArticleRows) -> None:
    assert set(depths(rows.quotes).values()) <= set(range(6))


def test_nested_and_discontinuous() -> None:
    (_, _, body) = blocks(bridge_rows())
    told = [(segment.text, segment.quote, segment.depth) for segment in body.segments if segment.quote]
    assert told == [
        ("Wij wachten,", "q2", 1),
        ("op de aannemer. ", "q2", 1),
        ("De aannemer", "q2", 1),
        (" ", "q2", 1),
        ("beweert", "q2", 1),
        (" dat ", "q2", 1),
        ("het staal op is.", "q3", 2),
        ("kost elke week 1.200 euro.", "q4", 1),
    ]
    source = next(segment for segment in body.segments if segment.text == "De aannemer")
    assert (source.source_of, source.refs) == (["q3"], ["q2", "q3"])


def test_a_headline_is_a_block_of_its_own() -> None:
    assert [block.section for block in blocks(bridge_rows())] == ["headline", "body", "body"]


def test_without_sentences_lines_are_paragraphs() -> None:
    rows = ArticleRows(article=article("x", BRIDGE))
    assert ["".join(s.text for s in block.segments) for block in blocks(rows)] == BRIDGE.split("\n\n")


def test_what_no_sentence_covers_is_shown() -> None:
    rows = ArticleRows(article=article("x", BRIDGE), sentences=sentences(BRIDGE, "x")[1:2])
    assert ["".join(s.text for s in block.segments) for block in blocks(rows)] == BRIDGE.split("\n\n")


@patient
@given(st.lists(st.tuples(spans(30), st.sampled_from(["content", "cue", "claim"])), max_size=6), spans(30))
def test_a_cut_is_a_partition(layers: list[tuple[Span, str]], part: Span) -> None:
    text = "".join(chr(65 + number) for number in range(30))
    found = cut(
        text, part.start, part.end, [Layer(s.start, s.end, f"q{n}", kind) for n, (s, kind) in enumerate(layers)], {}
    )
    assert "".join(segment.text for segment in found) == text[part.start : part.end]
    assert all(segment.text for segment in found)


def test_colours_follow_the_text_and_the_ninth_speaker_is_grey() -> None:
    text = " ".join(f"w{number}" for number in range(12))
    quotes = [quote(text, "x", number, [f"w{number}"], speaker=f"S{number}") for number in range(10)]
    quotes.append(quote(text, "x", 10, ["w10"], speaker=None))
    found = colours_of(list(reversed(quotes)))
    assert [found[f"S{number}"] for number in range(10)] == [*(f"s{number}" for number in range(COLOURS)), OTHER, OTHER]
    assert found[None] == OTHER


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" https://a.example", False),
        ("//a.example", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_links(url: str | None, kept: bool) -> None:
    assert web_link(url) == (url if kept else None)
