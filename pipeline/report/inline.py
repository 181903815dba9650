"""Looks for a notebook: HTML that carries its own style, needs no script, and touches nothing outside itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd
from markupsafe import Markup, escape

from pipeline.report.article import ArticleView
from pipeline.report.charts import Bar
from pipeline.report.segments import Segment

SHOWN = 8
"""Quotes in a summary."""


@cache
def style() -> Markup:
    """The style sheet for all that this module makes; its rules begin with `.zegsman`."""
    sheet = Path(__file__).with_name("inline.css").read_text(encoding="utf-8")
    return Markup(f"<style>{sheet}</style>")  # noqa: S704  our own file


def article_html(view: ArticleView) -> str:
    """The text of an article; resting on a stretch tells who says it."""
    said = {card.ref: f"{card.number}: {card.quote.speaker or '?'} ({card.quote.rule})" for card in view.quotes}
    legend = Markup(" ").join(
        Markup('<span class="q {}">{}</span>').format(speaker.css, speaker.name) for speaker in view.speakers
    )
    blocks = [
        Markup("<{0}>{1}</{0}>").format(
            "h3" if block.section == "headline" else "p",
            Markup().join(_stretch(view, segment, said) for segment in block.segments),
        )
        for block in view.blocks
    ]
    return str(Markup('<div class="zegsman">{}<p>{}</p>{}</div>').format(style(), legend, Markup().join(blocks)))


def summary_html(counts: Mapping[str, int], quotes: pd.DataFrame) -> str:
    """The number of rows of each table, and the first quotes of known speakers."""
    numbers = Markup(" · ").join(Markup("{} <b>{:,}</b>").format(name, count) for name, count in counts.items())
    known = quotes[quotes["speaker"].notna()].head(SHOWN)
    rows = [
        Markup("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>").format(*("" if pd.isna(v) else v for v in row))
        for row in known[["speaker", "cue", "content", "article_id"]].itertuples(index=False)
    ]
    head = Markup("<tr><th>speaker</th><th>cue</th><th>content</th><th>article</th></tr>")
    return str(
        Markup('<div class="zegsman">{}<p>{}</p><table>{}{}</table></div>').format(
            style(), numbers, head, Markup().join(rows)
        )
    )


def bars_html(title: str, items: list[Bar]) -> str:
    """Bars with their labels and numbers."""
    rows = [
        Markup(
            '<tr><th>{}</th><td><svg viewBox="0 0 100 10" preserveAspectRatio="none">'
            '<rect width="{:.2f}" height="10"/></svg></td><td>{:,}</td></tr>'
        ).format(bar.label, 100 * bar.share, bar.count)
        for bar in items
    ]
    html = Markup('<div class="zegsman">{}<table class="bars"><caption>{}</caption>{}</table></div>')
    return str(html.format(style(), title, Markup().join(rows)))


def _stretch(view: ArticleView, segment: Segment, said: Mapping[str, str]) -> Markup:
    if not segment.refs:
        return escape(segment.text)
    told = "; ".join(said[ref] for ref in segment.refs if ref in said)
    return Markup('<span class="{}" title="{}">{}</span>').format(view.css(segment), told, segment.text)
