"""What is wrong, one line for gold beside one for the output: the material of an error analysis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.evaluate.claims import ALL_RIGHT, Probe, Row, judge_all
from pipeline.evaluate.gold import GoldArticle, GoldAttribution
from pipeline.evaluate.kinds import Kind
from pipeline.evaluate.match import Match, accepted_names, match
from pipeline.evaluate.output import Predicted, PredictedQuote, read_output
from pipeline.evaluate.score import Name, gold_names, predicted_names
from pipeline.evaluate.tokens import WORD


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One error: where, of which kind, what the gold has and what the output has (None: nothing)."""

    article: str
    kind: Kind
    gold: str | None
    predicted: str | None

    def lines(self) -> str:
        """Two lines to read one under the other, with a heading."""
        return f"{self.article}  {self.kind.value}\n  gold: {self.gold or '-'}\n  here: {self.predicted or '-'}"


def differences(gold: list[GoldArticle], probes: list[Probe], out: Path) -> Iterator[Difference]:
    """All errors of `out`, article by article, those of claims at the end. An attribution may have several."""
    found = read_output(out, gold)
    for article in gold:
        yield from _attributions(article, found[article.id].quotes)
        yield from _names(article, found[article.id])
    for probe, claim, verdict in judge_all(probes, out):
        wrong = [] if verdict is None else [field for field in (*ALL_RIGHT, "speaker") if not verdict[field]]
        if verdict is None or wrong:
            there, here = _claim(probe, claim, wrong)
            yield Difference(article=probe["article"], kind=Kind.CLAIM, gold=there, predicted=here)


def _attributions(article: GoldArticle, quotes: list[PredictedQuote]) -> Iterator[Difference]:
    pairs = match(article, quotes)
    matched = {id(pair.gold) for pair in pairs}
    used = {id(pair.predicted) for pair in pairs}
    for pair in pairs:
        for kind in _wrong(pair):
            yield Difference(
                article=article.id, kind=kind, gold=_gold(article, pair.gold), predicted=_quote(article, pair.predicted)
            )
    for gold in article.attributions:
        if id(gold) not in matched:
            yield Difference(article=article.id, kind=Kind.MISSED, gold=_gold(article, gold), predicted=None)
    for quote in quotes:
        if id(quote) not in used:
            yield Difference(article=article.id, kind=Kind.SPURIOUS, gold=None, predicted=_quote(article, quote))


def _wrong(pair: Match) -> Iterator[Kind]:
    verdicts = {
        Kind.SPAN: pair.strict, Kind.KIND: pair.kind, Kind.CUE: pair.cue, Kind.SOURCE: pair.source,
        Kind.SPEAKER: pair.speaker,
    }  # fmt: skip
    return (kind for kind, right in verdicts.items() if right is False)


def _names(article: GoldArticle, found: Predicted) -> Iterator[Difference]:
    theirs = gold_names(article)
    mine = predicted_names(article, found.mentions)
    for words, label in sorted(theirs - mine, key=_first):
        here = next((f"{_text(article, words)} {other}" for same, other in mine if same == words), None)
        yield Difference(article=article.id, kind=Kind.NAME, gold=f"{_text(article, words)} {label}", predicted=here)
    known = {words for words, _ in theirs}
    for words, label in sorted(mine - theirs, key=_first):
        if words not in known:
            yield Difference(
                article=article.id, kind=Kind.NAME, gold=None, predicted=f"{_text(article, words)} {label}"
            )


def _first(name: Name) -> int:
    return min(name[0])


def _text(article: GoldArticle, words: Iterable[int]) -> str:
    """The stretch from the first of these words to the last."""
    starts = list(words)
    last = WORD.match(article.text, max(starts))
    return article.text[min(starts) : last.end() if last else max(starts)]


def _gold(article: GoldArticle, gold: GoldAttribution) -> str:
    speaker = next(iter(accepted_names(article, gold)), None)
    return _attribution(
        article.words(gold.content), article.words(gold.cue), article.words(gold.source), speaker, gold.kind
    )


def _quote(article: GoldArticle, quote: PredictedQuote) -> str:
    return _attribution(
        article.words(quote.content), article.words(quote.cue), article.words(quote.source), quote.speaker,
        f"{quote.kind}, {quote.rule}",
    )  # fmt: skip


def _attribution(content: str, cue: str, source: str, speaker: str | None, note: str) -> str:
    """{source = speaker} <cue> [content] (note), as the Dutch examples of the guidelines are written."""
    return f"{{{source or '-'} = {speaker or '-'}}} <{cue or '-'}> [{content}] ({note})".replace("\n", " ")


def _claim(probe: Probe, claim: Row | None, wrong: list[str]) -> tuple[str, str | None]:
    """The probe's and the claim's wrong fields, after the probe's words."""
    if claim is None:
        return f"[{probe['text']}] {probe['predicate']}", None
    fields = [field for name in wrong for field in (("time_start", "time_end") if name == "time" else (name,))]
    theirs, mine = (", ".join(f"{field}={row[field]!s}" for field in fields) for row in (probe, claim))
    return f"[{probe['text']}] {theirs}", f"{claim['predicate']}: {mine}"
