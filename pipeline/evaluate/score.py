"""The figures: attributions, speakers and names of an output folder against gold.

    attr_p/r/f     attributions found (content overlaps by at least half, F1 of words)
    strict_f       found with exactly the content's words
    content_f      words of content, over all attributions
    kind_acc, cue_acc, source_acc, speaker_acc   right, of those found
    speaker_f      found and the speaker right: what matters to a reader
    recall_by_kind direct, indirect, mixed: [recall, how many the gold has]
    sure_…         how good `confidence` is as a probability that content and speaker are right (calibrate.py)
    ner_p/r/f      names of persons, organisations and places, exact span and type
    ner_by_type    PER, ORG, LOC: [precision, recall, F, how many the gold has]

Words are maximal runs of letters and digits; a leading dat, of or om is forgiven; names that overlap an optional one of
the gold count neither way.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.evaluate.calibrate import sureness
from pipeline.evaluate.gold import NAMED, GoldArticle
from pipeline.evaluate.match import Match, match
from pipeline.evaluate.output import Predicted, PredictedMention, read_output
from pipeline.evaluate.tokens import content_words, words_in

LABELS = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
"""Which of our labels the gold's three types stand for."""

Figures = dict[str, Any]
Name = tuple[frozenset[int], str]
"""A name as its words and its type."""


def score(gold: list[GoldArticle], out: Path) -> Figures:
    """All figures of `out` on the gold articles. GoldError where `out` lacks one of them."""
    found = read_output(out, gold)
    return {**score_attributions(gold, found), **sureness(gold, found), **score_names(gold, found)}


def score_attributions(gold: list[GoldArticle], found: dict[str, Predicted]) -> Figures:
    """Figures of attributions and speakers."""
    matches = [pair for article in gold for pair in match(article, found[article.id].quotes)]
    n_predicted = sum(len(found[article.id].quotes) for article in gold)
    n_gold = sum(len(article.attributions) for article in gold)
    named = [pair for pair in matches if pair.speaker is not None]
    speakers = sum(bool(pair.speaker) for pair in named)
    n_speakers = sum(attribution.speaker is not None for article in gold for attribution in article.attributions)
    return {
        **_prf("attr", len(matches), n_predicted, n_gold),
        "strict_f": _f(sum(pair.strict for pair in matches), n_predicted, n_gold),
        "content_f": _content_f(gold, found, matches),
        **{f"{part}_acc": _share(sum(getattr(pair, part) for pair in matches), len(matches)) for part in PARTS},
        "speaker_acc": _share(speakers, len(named)),
        "speaker_f": _f(speakers, n_predicted - (len(matches) - len(named)), n_speakers),
        "recall_by_kind": _by_kind(gold, matches),
        "gold": n_gold,
        "pred": n_predicted,
    }


PARTS = ("kind", "cue", "source")


def _content_f(gold: list[GoldArticle], found: dict[str, Predicted], matches: list[Match]) -> float:
    """Words of content, micro-averaged; a gold attribution found by its alternative counts with that one's words."""
    predicted = sum(len(content_words(a.text, quote.content)) for a in gold for quote in found[a.id].quotes)
    matched = {id(pair.gold): pair.gold_words for pair in matches}
    wanted = sum(
        matched.get(id(attribution), len(content_words(a.text, attribution.content)))
        for a in gold
        for attribution in a.attributions
    )
    return _f(sum(pair.shared_words for pair in matches), predicted, wanted)


def _by_kind(gold: list[GoldArticle], matches: list[Match]) -> dict[str, list[float]]:
    there = Counter(attribution.kind for article in gold for attribution in article.attributions)
    hit = Counter(pair.gold.kind for pair in matches)
    return {kind: [_share(hit[kind], there[kind]), there[kind]] for kind in sorted(there)}


def score_names(gold: list[GoldArticle], found: dict[str, Predicted]) -> Figures:
    """Figures of names."""
    right: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for article in gold:
        mine, theirs = predicted_names(article, found[article.id].mentions), gold_names(article)
        right.update(kind for _, kind in mine & theirs)
        predicted.update(kind for _, kind in mine)
        wanted.update(kind for _, kind in theirs)
    by_type = {
        kind: [*_prf("", right[kind], predicted[kind], wanted[kind]).values(), wanted[kind]] for kind in sorted(NAMED)
    }
    return {**_prf("ner", right.total(), predicted.total(), wanted.total()), "ner_by_type": by_type}


def gold_names(article: GoldArticle) -> set[Name]:
    """The names of the gold."""
    return {(words_in(article.text, [m.span]), m.type) for m in article.mentions if m.type in NAMED}


def predicted_names(article: GoldArticle, mentions: list[PredictedMention]) -> set[Name]:
    """The names found, those that overlap an optional one left out."""
    counted = (
        (words_in(article.text, [mention.span]), LABELS[mention.label])
        for mention in mentions
        if mention.label in LABELS
        and not any(mention.span.start < span.end and span.start < mention.span.end for span in article.optional)
    )
    return {name for name in counted if name[0]}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _f(right: int, predicted: int, wanted: int) -> float:
    """Harmonic mean of precision and recall, as they are printed."""
    precision, recall = _share(right, predicted), _share(right, wanted)
    return round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0


def _prf(name: str, right: int, predicted: int, wanted: int) -> dict[str, float]:
    return {
        f"{name}_p": _share(right, predicted),
        f"{name}_r": _share(right, wanted),
        f"{name}_f": _f(right, predicted, wanted),
    }
