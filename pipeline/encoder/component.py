"""spaCy component `zegsman_encoder`: tags, morphology, lemmas, dependencies, sentences and names from one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import registry

from pipeline.encoder.lemmas import Lemmas
from pipeline.encoder.spans import Names
from pipeline.encoder.trees import best_tree
from pipeline.encoder.weights import Scores, Weights
from pipeline.encoder.windows import Window, windows_of

ASSIGNS = [
    "token.tag", "token.pos", "token.morph", "token.lemma", "token.head", "token.dep", "token.is_sent_start",
    "doc.sents", "doc.ents", "token.ent_iob", "token.ent_type",
]  # fmt: skip
ATTRIBUTES: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP"]
SCORERS = tuple(f"spacy.{layer}_scorer.v1" for layer in ("tagger", "morphologizer", "lemmatizer", "parser", "ner"))
SPACE = ("_SP", "SPACE", "", "dep")


@Language.factory("zegsman_encoder", assigns=ASSIGNS, default_config={"threads": 1})
class Encoder:
    """Fills a Doc. `threads` are those of one pass; results do not depend on them, nor on other Docs.

    Sentence starts that were set before (True or False) are kept to, as spaCy's parser does. White space hangs on the
    word before it, as in spaCy's Dutch pipelines.
    """

    def __init__(self, nlp: Language, name: str, threads: int = 1) -> None:
        self.name, self.vocab, self.threads = name, nlp.vocab, threads
        self._weights: Weights | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Fill the layers. Raises ValueError where the component has no weights."""
        if self._weights is None:
            raise ValueError(f"The component '{self.name}' has no weights: load it with a model, spacy.load(folder).")
        table = np.zeros((len(doc), len(ATTRIBUTES)), np.uint64)
        entities: list[Span] = []
        for window in windows_of(doc, self._weights.pieces):
            self._fill(doc, window, table, entities)
        self._fill_spaces(doc, table)
        layers: Any = table  # spaCy's stubs know no unsigned numbers
        doc.from_array(ATTRIBUTES, layers)
        doc.set_ents(entities, default="outside")
        return doc

    def pipe(self, docs: Iterator[Doc], *, batch_size: int = 1) -> Iterator[Doc]:  # noqa: ARG002 - spaCy's signature
        """One Doc after the other: windows are long enough to keep a core busy."""
        yield from map(self, docs)

    def score(self, examples: Iterable[Example], **_: object) -> dict[str, Any]:
        """Figures of all layers by spaCy's own scorers, as `nlp.evaluate` asks for."""
        rows = list(examples)
        return {name: value for scorer in SCORERS for name, value in registry.scorers.get(scorer)()(rows).items()}

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of dependencies and names, as spaCy lists those of its pipes."""
        if self._weights is None:
            return ()
        kinds = {label[2:] for label in self._weights.labels.names if label != "O"}
        return (*self._weights.labels.deps, *sorted(kinds))

    def set_weights(self, weights: Weights) -> None:
        """Take weights; all labels become strings of the vocabulary."""
        labels = weights.labels
        self._weights = weights
        self._names = Names(labels.names)
        self._lemmas = Lemmas(
            labels.tree_bytes, labels.strings, labels.lemmas, lexicon=labels.lexicon, with_noun=labels.with_noun
        )
        strings = self.vocab.strings
        self._tags = np.array([strings.add(tag) for tag in labels.tags], np.uint64)
        self._deps = np.array([strings.add(dep) for dep in labels.deps], np.uint64)
        split = [morph.split("|", 1) for morph in labels.morphs]
        self._parts = [pos for pos, _ in split]
        self._pos = np.array([strings.add(pos) for pos, _ in split], np.uint64)
        self._morphs = np.array([self.vocab.morphology.add(features) for _, features in split], np.uint64)
        self._root, self._particle = labels.deps.index("ROOT"), labels.deps.index("compound:prt")

    def _fill(self, doc: Doc, window: Window, table: NDArray[np.uint64], entities: list[Span]) -> None:
        """Put the layers of one window into the table, its names into the list."""
        assert self._weights is not None
        scores = self._weights.run(window.ids, window.first, window.last)
        tokens = np.array(window.tokens)
        bounds = [*np.flatnonzero(_starts(doc, window, scores)).tolist(), len(tokens)]
        heads = np.zeros(len(tokens), np.int64)
        for start, end in pairwise(bounds):
            columns = [0, *range(start + 1, end + 1)]
            tree = np.array(best_tree(scores.arcs[start:end, columns]))
            heads[start:end] = np.where(tree > 0, tree + start, 0)
            for first, last, label in self._names.decode(scores.names[start:end]):
                entities.append(Span(doc, window.tokens[start + first], window.tokens[start + last - 1] + 1, label))
        deps = self._relations(scores, heads)
        above = np.where(heads > 0, tokens[heads - 1], tokens) - tokens
        table[tokens, 0] = self._tags[scores.tags]
        table[tokens, 1] = self._pos[scores.morphs]
        table[tokens, 2] = self._morphs[scores.morphs]
        table[tokens, 3] = self._lemmatize(doc, window, scores, heads, deps)
        table[tokens, 4] = above.astype(np.int64).view(np.uint64)
        table[tokens, 5] = self._deps[deps]

    def _relations(self, scores: Scores, heads: NDArray[np.int64]) -> NDArray[np.intp]:
        """Label of each word: ROOT for roots and for no other."""
        assert self._weights is not None
        relations = self._weights.relations(scores, heads)
        relations[:, self._root] = -1e9
        return np.where(heads > 0, relations.argmax(1), self._root)

    def _lemmatize(
        self, doc: Doc, window: Window, scores: Scores, heads: NDArray[np.int64], deps: NDArray[np.intp]
    ) -> list[int]:
        """Hashes of the lemmas, particles joined to their verbs."""
        assert self._weights is not None
        labels = self._weights.labels
        rows = zip(window.tokens, scores.tags, scores.morphs, scores.lemmas.tolist(), strict=True)
        lemmas = [
            self._lemmas.of(doc[token].text, labels.tags[tag], self._parts[morph], ranked)
            for token, tag, morph, ranked in rows
        ]
        places = np.flatnonzero(deps == self._particle)
        above = heads[places].tolist()
        for place, head in zip(places.tolist(), above, strict=True):
            if head and above.count(head) == 1:
                tag = labels.tags[scores.tags[place]]
                lemmas[head - 1] = self._lemmas.joined(lemmas[head - 1], doc[window.tokens[place]].text, tag)
        return [self.vocab.strings.add(lemma) for lemma in lemmas]

    def _fill_spaces(self, doc: Doc, table: NDArray[np.uint64]) -> None:
        """White space hangs on the word before it, at the beginning on the first word after it."""
        tag, pos, morph, dep = (self.vocab.strings.add(part) for part in SPACE)
        word = next((token.i for token in doc if not token.is_space), None)
        for token in doc:
            if token.is_space:
                offset = np.int64(0 if word is None else word - token.i).view(np.uint64)
                table[token.i] = np.array([tag, pos, morph, token.orth, offset, dep], np.uint64)
            else:
                word = token.i

    def to_disk(self, path: str | Path, *, exclude: Any = ()) -> None:  # noqa: ARG002, ANN401 - spaCy's signature
        """Write the weights into a folder."""
        if self._weights is not None:
            self._weights.to_disk(Path(path))

    def from_disk(self, path: str | Path, *, exclude: Any = ()) -> Encoder:  # noqa: ARG002, ANN401 - spaCy's signature
        """Read the weights of a folder. Raises OSError."""
        self.set_weights(Weights.from_disk(Path(path), threads=self.threads))
        return self


GOES_ON = (":", ";", ",")
"""No sentence ends in these: what follows belongs to it, as UD Dutch has it (half of the treebank splits after a colon)."""


def _starts(doc: Doc, window: Window, scores: Scores) -> NDArray[np.bool_]:
    """Where sentences begin: as set before, else as the encoder says; the window's first word always."""
    starts = scores.starts > 0
    for place, token in enumerate(window.tokens):
        if starts[place] and place and doc[token - 1].text in GOES_ON:
            starts[place] = False
        preset = doc[token].is_sent_start
        if preset is not None and not (preset and token == 0):
            starts[place] = preset
    starts[0] = True
    return starts
