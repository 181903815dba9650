"""Learn from gold how sure attributions of each kind are, and tell how far the given probabilities are right.

Right is an attribution whose content agrees with gold (F1 of words at least 0.8) and whose speaker is one that gold accepts.
Every other one is wrong, those that gold does not have included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.gold import GoldArticle
from pipeline.evaluate.match import match
from pipeline.evaluate.output import Predicted, PredictedQuote
from pipeline.quotes.confidence import BASE, Feature, features
from pipeline.store.atomic import replace

CONTENT = 0.8
"""Least F1 of words of a right content."""
RIDGE = 2.0
"""Strength of the prior that a feature tells nothing; with some hundreds of attributions rare rules stay near the rest."""
STEPS = 30
HEAD = """\
# How sure attributions are: weights of a logistic regression (quotes/confidence.py), summed over the features of a row.
# Made by `zegsman evaluate GOLD --calibrate FILE`; number: attributions it was learned from; right: their share that was right.
feature\tvalue\tweight\tnumber\tright
"""
Floats = NDArray[np.float64]
Judged = tuple[list[Feature], bool]


def judged(gold: Sequence[GoldArticle], found: dict[str, Predicted]) -> list[tuple[PredictedQuote, bool]]:
    """Every attribution found in the gold articles, and whether it is right."""
    made = []
    for article in gold:
        right = {
            id(pair.predicted)
            for pair in match(article, found[article.id].quotes)
            if 2 * pair.shared_words >= CONTENT * (pair.predicted_words + pair.gold_words)
            and (pair.speaker if pair.speaker is not None else pair.predicted.speaker is None)
        }
        made += [(quote, id(quote) in right) for quote in found[article.id].quotes]
    return made


def learn(examples: Sequence[Judged]) -> list[tuple[Feature, float, int, float]]:
    """Weight, number and share of right ones of each feature, the commonest first; by Newton's method, the same every time."""
    number = Counter(feature for given, _ in examples for feature in given)
    good = Counter(feature for given, right in examples if right for feature in given)
    names = sorted(number, key=lambda feature: (feature != BASE, feature[0], -number[feature], feature[1]))
    column = {name: index for index, name in enumerate(names)}
    rows = np.zeros((len(examples), len(names)))
    for line, (given, _) in enumerate(examples):
        rows[line, [column[feature] for feature in given]] = 1
    right = np.array([float(right) for _, right in examples])
    weights = _newton(rows, right, np.array([0.01 if name == BASE else RIDGE for name in names]))
    return [(name, float(weights[column[name]]), number[name], good[name] / number[name]) for name in names]


def _newton(rows: Floats, right: Floats, ridge: Floats) -> Floats:
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - ridge * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(ridge)
        weights += np.linalg.solve(curve, slope)
    return weights


def calibrate(gold: Sequence[GoldArticle], found: dict[str, Predicted], path: Path) -> int:
    """Write the table of weights to `path`; the number of attributions it was learned from."""
    examples = [(_features(quote), right) for quote, right in judged(gold, found)]
    lines = [
        f"{feature}\t{value}\t{weight:.3f}\t{number}\t{share:.2f}\n"
        for (feature, value), weight, number, share in learn(examples)
    ]
    replace(path, (HEAD + "".join(lines)).encode())
    return len(examples)


def _features(quote: PredictedQuote) -> list[Feature]:
    return features(
        rule=quote.rule,
        resolution=quote.resolution,
        source_kind=quote.source_kind,
        kind=quote.kind,
        content=quote.text,
    )


def sureness(gold: Sequence[GoldArticle], found: dict[str, Predicted]) -> dict[str, float]:
    """How good the probabilities are: Brier score (lower is better), their mean, the share of right ones, area under the curve.

    The area is the chance that a right attribution got a higher probability than a wrong one; 0.5 is blind.
    """
    made = [(quote.confidence, right) for quote, right in judged(gold, found)]
    if not made:
        return {}
    given, right = np.array([c for c, _ in made]), np.array([r for _, r in made], bool)
    above = given[right][:, None] - given[~right][None, :]
    area = float(np.mean((above > 0) + 0.5 * (above == 0))) if above.size else 0.5
    return {
        "sure_brier": round(float(np.mean((given - right) ** 2)), 4),
        "sure_mean": round(float(given.mean()), 4),
        "sure_right": round(float(right.mean()), 4),
        "sure_area": round(area, 4),
    }
