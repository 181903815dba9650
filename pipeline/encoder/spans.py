"""Names out of scores for B-, I- and O: the best sequence that is well formed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

NEVER = -1e9
Scores = NDArray[np.floating[Any]]
Span = tuple[int, int, str]  # first word, end (exclusive), label


class Names:
    """Decoder for the labels `O`, `B-X`, `I-X`: an I- goes on with what a B- or I- of the same kind began."""

    def __init__(self, labels: list[str]) -> None:
        self.labels = labels
        starts = {label[2:]: i for i, label in enumerate(labels) if label.startswith("B-")}
        self.follows = np.zeros((len(labels), len(labels)), bool)  # from, to
        for to, label in enumerate(labels):
            if label.startswith("I-"):
                self.follows[[to, starts[label[2:]]], to] = True
            else:
                self.follows[:, to] = True
        self.opens = np.array([not label.startswith("I-") for label in labels])
        self.cost = np.where(self.follows, 0.0, NEVER)

    def decode(self, scores: Scores) -> list[Span]:
        """Spans of one sentence; `scores` has shape (words, labels)."""
        path = scores.argmax(1)
        if not (self.opens[path[0]] and self.follows[path[:-1], path[1:]].all()):
            path = self._viterbi(scores)
        return self._spans(path)

    def _viterbi(self, scores: Scores) -> NDArray[np.intp]:
        best = np.where(self.opens, scores[0], NEVER)
        back = []
        for row in scores[1:]:
            total = best[:, None] + self.cost
            back.append(total.argmax(0))
            best = total.max(0) + row
        path = [int(best.argmax())]
        for pointers in reversed(back):
            path.append(int(pointers[path[-1]]))
        return np.array(path[::-1])

    def _spans(self, path: NDArray[np.intp]) -> list[Span]:
        spans: list[Span] = []
        for i in np.flatnonzero(path != self.labels.index("O")):
            side, kind = self.labels[path[i]].split("-", 1)
            if side == "I":
                spans[-1] = (spans[-1][0], int(i) + 1, kind)
            else:
                spans.append((int(i), int(i) + 1, kind))
        return spans
