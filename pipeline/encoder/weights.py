"""The encoder's files: the graph for onnxruntime, the pieces, the labels, and what is computed outside the graph."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from pipeline.encoder.pieces import Pieces

Floats = NDArray[np.float32]
GRAPH, PIECES, LABELS = "encoder.onnx", "pieces.jsonl", "labels.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Labels of each layer in the order of the graph's outputs.

    `morphs` are `POS|Feature=Value|…` (`_`: no features), `lemmas` edit trees of `trees` (bytes of spaCy's EditTrees, base64) with
    the `strings` they name, `names` `O`, `B-X`, `I-X`; `with_noun` are verbs whose lemma has a noun in front, `lexicon`
    forms with their lemmas by tag or part of speech.
    """

    tags: list[str]
    morphs: list[str]
    lemmas: list[int]
    deps: list[str]
    names: list[str]
    trees: str
    strings: list[str]
    with_noun: list[str]
    lexicon: dict[str, dict[str, str]]

    @property
    def tree_bytes(self) -> bytes:
        """The edit trees as spaCy reads them."""
        return base64.b64decode(self.trees)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the graph gives for the words of one window, `words` in each shape.

    `tags` and `morphs` (words): the best label; `lemmas` (words, 3): the best three; `starts` (words): above 0 where a sentence
    begins; `names` (words, labels); `arcs` (words, 1 + words); `dependents` (words, hidden) and `governors` (1 + words, hidden).
    """

    tags: NDArray[np.int64]
    morphs: NDArray[np.int64]
    lemmas: NDArray[np.int64]
    starts: Floats
    names: Floats
    arcs: Floats
    dependents: Floats
    governors: Floats


class Weights:
    """The loaded files of a model. Raises OSError where one is missing, ValueError where one is not what it should be."""

    def __init__(self, graph: bytes, pieces: Pieces, labels: Labels, *, threads: int = 1) -> None:
        self.graph, self.pieces, self.labels = graph, pieces, labels
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._names = [output.name for output in self._session.get_outputs()]
        self.relation, self.bias = _outside(self._session)

    def run(self, ids: list[int], first: list[int], last: list[int]) -> Scores:
        """One window through the graph. `first` and `last` have the root at 0."""
        given = {"ids": np.array([ids], np.int64), "first": np.array(first, np.int64), "last": np.array(last, np.int64)}
        found: Any = dict(zip(self._names, self._session.run(None, given), strict=True))
        return Scores(**{name: found[name] for name in Scores.__dataclass_fields__})

    def relations(self, scores: Scores, heads: NDArray[np.int64]) -> Floats:
        """Scores of each dependency label for words on given heads (0: the root), shape (words, labels)."""
        hidden = np.maximum(scores.dependents + scores.governors[heads], 0.0)
        result: Floats = hidden @ self.relation + self.bias
        return result

    def to_disk(self, path: Path) -> None:
        """Write the files into a folder."""
        path.mkdir(parents=True, exist_ok=True)
        (path / GRAPH).write_bytes(self.graph)
        self.pieces.to_disk(path / PIECES)
        (path / LABELS).write_text(json.dumps(asdict(self.labels), ensure_ascii=False), encoding="utf8")

    @classmethod
    def from_disk(cls, path: Path, *, threads: int = 1) -> Weights:
        """Read the files of a folder."""
        labels = Labels(**json.loads((path / LABELS).read_text(encoding="utf8")))
        return cls((path / GRAPH).read_bytes(), Pieces.from_disk(path / PIECES), labels, threads=threads)


def _outside(session: Any) -> tuple[Floats, Floats]:  # noqa: ANN401 - onnxruntime has no types
    """The last layer of the labels, which the graph's metadata carries: it is applied after the tree is known."""
    meta = session.get_modelmeta().custom_metadata_map
    shape = json.loads(meta["relation_shape"])
    values = np.frombuffer(base64.b64decode(meta["relation"]), np.float32)
    return values[: shape[0] * shape[1]].reshape(shape), values[shape[0] * shape[1] :]
