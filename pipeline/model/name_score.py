"""The measure of names that all evaluation of the model uses: exact span and coarse type (PER, ORG, LOC)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

COARSE = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
WORD = re.compile(r"[^\W_]+")
Mention = tuple[int, int, str]  # first character, end (exclusive), label


@dataclass(slots=True)
class Counts:
    """Hits, predicted and gold mentions."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def add(
        self, text: str, gold: Iterable[Mention], optional: Iterable[tuple[int, int]], predicted: Iterable[Mention]
    ) -> None:
        """Count one article; mentions of other types and those that overlap an optional span count neither way."""
        passed = list(optional)
        free = [m for m in predicted if not any(m[0] < end and start < m[1] for start, end in passed)]
        want, have = _keys(text, gold), _keys(text, free)
        self.hits += len(want & have)
        self.predicted += len(have)
        self.gold += len(want)

    @property
    def precision(self) -> float:
        """Share of the predicted mentions that are right."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold mentions that were found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.predicted + self.gold
        return 2 * self.hits / total if total else 0.0


@dataclass(slots=True)
class ByType:
    """Counts of all mentions and for each coarse type."""

    total: Counts = field(default_factory=Counts)
    types: dict[str, Counts] = field(default_factory=lambda: {t: Counts() for t in ("PER", "ORG", "LOC")})

    def add(self, text: str, gold: list[Mention], optional: list[tuple[int, int]], predicted: list[Mention]) -> None:
        """Count one article."""
        self.total.add(text, gold, optional, predicted)
        for coarse, counts in self.types.items():
            counts.add(text, _only(gold, coarse), optional, _only(predicted, coarse))


def _only(mentions: list[Mention], coarse: str) -> list[Mention]:
    return [m for m in mentions if COARSE.get(m[2]) == coarse]


def _keys(text: str, mentions: Iterable[Mention]) -> set[tuple[frozenset[int], str]]:
    keys = {
        (frozenset(start + m.start() for m in WORD.finditer(text[start:end])), COARSE[label])
        for start, end, label in mentions
        if label in COARSE
    }
    return {key for key in keys if key[0]}


def mentions_of(doc: Any) -> list[Mention]:  # noqa: ANN401 - a spaCy Doc, whose ents are untyped
    """Named spans of a Doc as mentions."""
    return [(e.start_char, e.end_char, e.label_) for e in doc.ents]
