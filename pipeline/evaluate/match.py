"""Pair predicted with gold attributions, and say for each pair what is right about it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.evaluate.gold import GoldArticle, GoldAttribution
from pipeline.evaluate.output import PredictedQuote
from pipeline.evaluate.tokens import SAME_NAME, content_words, f1, folded, words_in

FOUND = 0.5
"""Least overlap (F1 of words) of two contents, or sources, that count as the same."""
PRONOUNS = frozenset(
    ["hij", "zij", "ze", "hem", "haar", "hen", "hun", "die", "dat", "deze", "dit", "het", "ik", "we", "wij"]
)
ARTICLES = frozenset(["de", "het", "een", "'t", "den", "der", "van", "the"])
"""Words that do not count when names of speakers are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A gold attribution with the prediction that found it: how much of the content, and what else is right.

    `predicted_words`, `gold_words` and `shared_words` count words of content; `speaker` is None where gold has none.
    """

    gold: GoldAttribution
    predicted: PredictedQuote
    predicted_words: int
    gold_words: int
    shared_words: int
    kind: bool
    cue: bool
    source: bool
    speaker: bool | None

    @property
    def strict(self) -> bool:
        """Whether the content is the same, word for word."""
        return self.predicted_words == self.gold_words == self.shared_words


def match(article: GoldArticle, quotes: list[PredictedQuote]) -> list[Match]:
    """Pair greedily, best overlap first, each side once; of equal overlaps the one whose cue is right.

    A gold attribution with an alternative content is matched on the better of the two.
    """
    predicted = [content_words(article.text, quote.content) for quote in quotes]
    contents = [
        (content_words(article.text, gold.content), content_words(article.text, gold.alternative))
        for gold in article.attributions
    ]
    ranked = sorted(
        (
            (max(f1(words, content), f1(words, other)), cue_found(article, quotes[i], article.attributions[j]), i, j)
            for i, words in enumerate(predicted)
            for j, (content, other) in enumerate(contents)
        ),
        reverse=True,
    )
    used_quotes: set[int] = set()
    pairs: dict[int, Match] = {}
    for overlap, _, i, j in ranked:
        if overlap >= FOUND and i not in used_quotes and j not in pairs:
            used_quotes.add(i)
            pairs[j] = _judge(article, article.attributions[j], quotes[i], predicted[i], contents[j])
    return list(pairs.values())


def cue_found(article: GoldArticle, quote: PredictedQuote, gold: GoldAttribution) -> bool:
    """Whether a word of the cue is right, or neither side has a cue."""
    if not gold.cue and not quote.cue:
        return True
    return bool(words_in(article.text, quote.cue) & words_in(article.text, gold.cue))


def _judge(
    article: GoldArticle,
    gold: GoldAttribution,
    quote: PredictedQuote,
    words: frozenset[int],
    contents: tuple[frozenset[int], frozenset[int]],
) -> Match:
    content, other = contents
    on_alternative = f1(words, other) > f1(words, content)
    target = other if on_alternative else content
    source = f1(words_in(article.text, quote.source), words_in(article.text, gold.source))
    return Match(
        gold=gold,
        predicted=quote,
        predicted_words=len(words),
        gold_words=len(target),
        shared_words=len(words & target),
        kind=quote.kind == (gold.alternative_kind if on_alternative else gold.kind),
        cue=cue_found(article, quote, gold),
        source=(not gold.source and not quote.source) or source >= FOUND,
        speaker=None if gold.speaker is None else same_name(quote.speaker, accepted_names(article, gold)),
    )


def accepted_names(article: GoldArticle, gold: GoldAttribution) -> list[str]:
    """Names the speaker may go by; of one without a name also the source's own words, unless a pronoun."""
    if gold.speaker is None:
        return []
    entity = article.entities[gold.speaker]
    words = [article.text[span.start : span.end] for span in gold.source]
    as_written = [word for word in words if word.lower() not in PRONOUNS]
    return [*entity.names, *(as_written if entity.type == "ROLE" else [])]


def same_name(predicted: str | None, names: list[str]) -> bool:
    """Whether a predicted speaker is one of the accepted names, articles and case aside."""
    mine = folded(predicted, without=ARTICLES)
    return bool(mine) and any(f1(mine, folded(name, without=ARTICLES)) >= SAME_NAME for name in names)
