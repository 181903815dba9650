"""How sure an attribution is: the share of attributions like it that were right, content and speaker, on gold.

A logistic regression over a few plain features of the row, learned by `zegsman evaluate GOLD --calibrate FILE`; its weights are
the table confidence.tsv. Which reading wins is decided before, by the ranks the rules give; this tells a reader what it is worth.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from pipeline.tables import read_table

TABLE = Path(__file__).parent / "tables" / "confidence.tsv"
BASE = ("all", "all")
"""The feature that every attribution has."""
LENGTHS = ((4, "1-3"), (12, "4-11"), (30, "12-29"))
"""Classes of the number of words of the content; what is longer is '30+'."""
Feature = tuple[str, str]


def features(*, rule: str, resolution: str, source_kind: str, kind: str, content: str) -> list[Feature]:
    """What a quotes row is known by: rule, way to the speaker, kind of source, kind and length of the content."""
    words = len(content.split())
    length = next((name for limit, name in LENGTHS if words < limit), "30+")
    named = [("rule", rule), ("resolution", resolution), ("source_kind", source_kind), ("kind", kind)]
    return [BASE, *named, ("words", length)]


def confidence(known: list[Feature]) -> float:
    """Probability, between 0 and 1, that content and speaker of an attribution with these features are right."""
    weights = _weights()
    return round(1 / (1 + math.exp(-sum(weights.get(feature, 0.0) for feature in known))), 3)


@cache
def _weights() -> dict[Feature, float]:
    return {(row["feature"], row["value"]): float(row["weight"]) for row in read_table(TABLE)}
