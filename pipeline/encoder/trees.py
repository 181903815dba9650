"""Trees out of arc scores: the best head for each word, and the best tree where those heads make none.

Maximum spanning arborescence by Chu, Liu and Edmonds, with one root (McDonald et al. 2005; Zmigrod et al. 2020 for the single
root: every word is tried as the root only where the best tree has several).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.floating[Any]]
NEVER = -1e9


def best_tree(scores: Scores) -> list[int]:
    """Head of each word, 0 for the root's. `scores[i, j]`: word i + 1 hangs on j; shape (words, 1 + words).

    Exactly one word hangs on 0, and every word is reached from it.
    """
    size = len(scores)
    if size == 1:
        return [0]
    table = np.full((size + 1, size + 1), NEVER)
    table[1:] = scores
    np.fill_diagonal(table, NEVER)
    heads = table[1:].argmax(1)
    if (heads == 0).sum() == 1 and _reaches_all(heads):
        return [int(head) for head in heads]
    return _single_root(table)


def _reaches_all(heads: NDArray[np.intp]) -> bool:
    """Whether every word is reached from the root: heads of heads end there."""
    above = np.concatenate([[0], heads])
    steps = 1
    while steps < len(above):
        above = above[above]  # twice as far up
        steps *= 2
    return not above.any()


def _single_root(table: Scores) -> list[int]:
    """Best tree with one root. A fine on root arcs, larger than any difference between trees, leaves one."""
    known = table[table > NEVER]
    fined = table.copy()
    fined[1:, 0] -= (known.max() - known.min() + 1.0) * len(table)
    heads = chu_liu_edmonds(fined)
    return [int(head) for head in heads[1:]]


def chu_liu_edmonds(table: Scores) -> NDArray[np.intp]:
    """Best tree rooted in 0. `table[i, j]`: i hangs on j; returns a head for each node, its own for 0."""
    heads: NDArray[np.intp] = table.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(len(table), bool)
    inside[cycle] = True
    outer = np.flatnonzero(~inside)
    gain = table[cycle] - table[cycle, heads[cycle]][:, None]  # of breaking the cycle at each of its nodes
    smaller = np.full((len(outer) + 1, len(outer) + 1), NEVER)
    smaller[:-1, :-1] = table[np.ix_(outer, outer)]
    smaller[-1, :-1] = gain[:, outer].max(0)
    smaller[:-1, -1] = table[outer][:, cycle].max(1)
    np.fill_diagonal(smaller, NEVER)
    above = chu_liu_edmonds(smaller)
    into = int(outer[above[-1]])
    heads[cycle[int(gain[:, into].argmax())]] = into
    for place, node in enumerate(outer[1:], 1):
        head = above[place]
        heads[node] = cycle[int(table[node, cycle].argmax())] if head == len(outer) else outer[head]
    return heads


def _cycle(heads: NDArray[np.intp]) -> list[int] | None:
    """The nodes of some cycle, None where there is none."""
    state = [0] * len(heads)
    state[0] = 2
    for node in range(1, len(heads)):
        path = []
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])  # noqa: PLW2901 - walks up from the node
        if state[node] == 1:
            return path[path.index(node) :]
        for passed in path:
            state[passed] = 2
    return None
