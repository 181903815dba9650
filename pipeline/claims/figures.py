"""When and how much: time expressions and amounts of the sentences, handed to the clauses whose words they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from pipeline.claims.quantities import Measured, find_quantities
from pipeline.claims.spells import says_when
from pipeline.schema import Tense
from pipeline.times import TimeExpression, find_times
from pipeline.times.rules import scan
from pipeline.words import Word, Words, WordSpan

OF_THINGS = frozenset({"van", "uit"})
FUTURE: dict[Tense | None, bool | None] = {"past": False, "present": True, "future": True, None: None}


class Figures:
    """Time expressions and amounts of a document, looked up by the words of a clause."""

    def __init__(self, words: Words, published: datetime | None) -> None:
        self._words = words
        self._anchor = published.date() if published is not None else None
        self._sentences = [span for span in words.sents if span.text.strip()]
        self._starts = [span.start_char for span in self._sentences]
        self._times: dict[int, dict[Tense | None, list[TimeExpression]]] = {}
        self._amounts: dict[int, list[Measured]] = {}

    def time(self, tokens: Sequence[Word], tense: Tense | None) -> TimeExpression | None:
        """The time of what the words say: of several expressions the one that gives the fewest days."""
        found = [
            t for t in self.times(tokens, tense)
            if t.first is not None and t.last is not None and not self._noun(t) and not self._beside(t)
        ]  # fmt: skip
        return min(found, key=_days, default=None)

    def _noun(self, time: TimeExpression) -> bool:
        """'de brand van vorig jaar': the time of a thing in the clause, not of what the clause says."""
        words = self._words.touching(time.start, time.end)
        if not words or words[0].i == 0 or not OF_THINGS & {words[0].lower_, words[0].nbor(-1).lower_}:
            return False
        inside = {word.i for word in words}
        top = next((word for word in words if word.head.i not in inside and word.dep_ == "nmod"), None)
        return top is not None and top.head.pos_ == "NOUN" and top.head.i < words[0].i and not says_when(top.head)

    def _beside(self, time: TimeExpression) -> bool:
        """'de in 2017 gesloten fabriek', 'meer dan in 1990', 'het eerst sinds 1972': a time told along with the event."""
        words = self._words.touching(time.start, time.end)
        if not words or words[0].i == words[0].sent.start:
            return False
        first, after = words[0], self._words[words[-1].i + 1 : words[-1].i + 2]
        if after and after[0].tag_.startswith(("WW|vd|prenom", "WW|od|prenom")) and after[0].head.i > after[0].i:
            return True
        before = self._words[max(first.sent.start, first.i - 6) : first.i]
        if first.lower_ == "sinds" or before[-1].lower_ == "sinds":
            return any(t.lower_ in {"eerst", "eerste"} for t in before[-3:])
        return before[-1].lower_ in {"dan", "als"} and any(_compares(t) for t in before[:-1])

    def timed(self) -> set[int]:
        """The tokens of time expressions."""
        found = (t for n in range(len(self._sentences)) for t in self._all_times(n, None))
        return {word.i for time in found for word in self._words.inside(time.start, time.end)}

    def ahead(self, time: TimeExpression | None) -> bool:
        """Whether a time lies after the article's day."""
        return time is not None and time.first is not None and self._anchor is not None and time.first > self._anchor

    def times(self, tokens: Sequence[Word], tense: Tense | None) -> list[TimeExpression]:
        """All time expressions among the words."""
        return [t for n, words in self._by_sentence(tokens) for t in self._all_times(n, tense) if _among(t, words)]

    def amounts(self, tokens: Sequence[Word]) -> list[Measured]:
        """The amounts among the words, in text order."""
        return [m for n, words in self._by_sentence(tokens) for m in self._all_amounts(n) if _among(m, words)]

    def _by_sentence(self, tokens: Sequence[Word]) -> Iterable[tuple[int, list[Word]]]:
        words: dict[int, list[Word]] = {}
        for token in tokens:
            words.setdefault(bisect_right(self._starts, token.idx) - 1, []).append(token)
        return words.items()

    def _all_times(self, number: int, tense: Tense | None) -> list[TimeExpression]:
        """Time expressions of a sentence, read in a tense; they refer back to the one last named before."""
        if number < 0:
            return []
        known = self._times.setdefault(number, {})
        if tense not in known and not scan(self._sentences[number].text)[1]:
            known[tense] = []
        if tense not in known:
            span = self._sentences[number]
            found = find_times(span.text, anchor=self._anchor, future=FUTURE[tense], previous=self._previous(number))
            known[tense] = [_moved(t, span) for t in found]
        return known[tense]

    def _previous(self, number: int) -> tuple[date, date] | None:
        """The interval named last before a sentence, at most five sentences back."""
        for before in range(number - 1, max(-1, number - 6), -1):
            known = [t for found in self._times.get(before, {}).values() for t in found]
            for time in reversed(known):
                if time.first is not None and time.last is not None:
                    return time.first, time.last
        return None

    def _all_amounts(self, number: int) -> list[Measured]:
        if number < 0:
            return []
        if number not in self._amounts:
            span = self._sentences[number]
            self._amounts[number] = [_moved_amount(m, span) for m in find_quantities(span.text)]
        return self._amounts[number]


def _compares(token: Word) -> bool:
    """'meer … dan', 'zoveel … als'."""
    return token.lower_ in {"zoveel", "evenveel", "zo", "even", "meer", "minder"} or "|comp" in token.tag_


def _days(time: TimeExpression) -> int:
    """Length in days; all months are equally long, and so are all years, so that of two the first counts."""
    assert time.first is not None
    assert time.last is not None
    days = (time.last - time.first).days
    return next((longest for shortest, longest in _ALIKE if shortest <= days <= longest), days)


_ALIKE = ((27, 30), (364, 365))


def _among(found: TimeExpression | Measured, words: list[Word]) -> bool:
    return any(word.idx < found.end and found.start < word.end for word in words)


def _moved(time: TimeExpression, span: WordSpan) -> TimeExpression:
    offset = span.start_char
    return TimeExpression(time.start + offset, time.end + offset, time.text, time.first, time.last, time.rule)


def _moved_amount(found: Measured, span: WordSpan) -> Measured:
    return Measured(found.start + span.start_char, found.end + span.start_char, found.quantity)
