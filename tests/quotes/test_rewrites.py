"""Attributions survive other marks, a lost mark and lost paragraphs: scores over data/gold fall by two points at most."""

from pathlib import Path

import pytest
from rewrites import lost_mark, marks, no_paragraphs, rewritten

from pipeline.evaluate.gold import read_gold
from pipeline.evaluate.output import Predicted, PredictedQuote
from pipeline.evaluate.score import score_attributions
from pipeline.schema import Span

GOLD = Path(__file__).parents[2] / "data" / "gold" / "articles"
REWRITES = {
    "curly": marks("“", "”"),
    "straight": marks('"', '"'),
    "curly single": marks("‘", "’"),
    "German": marks("„", "”"),
    "typewriter": marks(",,", "''"),
    "guillemets": marks("«", "»"),
    "lost mark": lost_mark,
    "no paragraphs": no_paragraphs,
}
MOST = 0.02
KNOWN_DROPS: dict[str, float] = {}
"""Must shrink: rewrites that cost more than MOST, with what they may cost."""


def _predicted(doc):
    def maybe(start, end):
        return [] if start is None else [Span(start, end)]

    return Predicted(
        quotes=[
            PredictedQuote(
                kind=q.kind,
                content=list(q.spans),
                cue=maybe(q.cue_start, q.cue_end),
                source=maybe(q.source_start, q.source_end),
                speaker=q.speaker,
                rule=q.rule,
            )
            for q in doc._.quotes
        ]
    )


def _attr_f(articles, analyse):
    return score_attributions(articles, {a.id: _predicted(analyse(a.text)) for a in articles})["attr_f"]


@pytest.fixture(scope="module")
def gold():
    return read_gold(GOLD)


@pytest.fixture(scope="module")
def as_written(gold, analyse):
    return _attr_f(gold, analyse)


@pytest.mark.parametrize("name", REWRITES)
def test_rewrite_costs_little(name, gold, as_written, analyse):
    articles = [rewritten(a, REWRITES[name](a)) for a in gold]

    assert sum(one.text != other.text for one, other in zip(articles, gold, strict=True)) > len(gold) / 2
    assert _attr_f(articles, analyse) >= as_written - KNOWN_DROPS.get(name, MOST)


@pytest.mark.parametrize("name", REWRITES)
def test_rewrite_keeps_the_words(name, gold):
    for article in gold:
        changed = rewritten(article, REWRITES[name](article))

        for before, after in zip(article.attributions, changed.attributions, strict=True):
            assert _letters(article.words(before.cue)) == _letters(changed.words(after.cue))
            assert _letters(article.words(before.content)) == _letters(changed.words(after.content))


def _letters(text):
    return [c for c in text if c.isalnum()]
