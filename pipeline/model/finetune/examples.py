"""spaCy examples to numbers: pieces, and for each word the labels of every layer (-100 where there is none)."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from spacy.language import Language
from spacy.pipeline._edit_tree_internals.edit_trees import EditTrees
from spacy.strings import StringStore
from spacy.training import Example

from pipeline.encoder.pieces import Pieces
from pipeline.encoder.windows import windows_of
from pipeline.model.corpus import augmented
from pipeline.model.substitute import Inventor
from pipeline.model.treebank import Sentence, group

NONE = -100
LONGEST = 400  # pieces of a training window


def apart(sentence: Sentence) -> Sentence:
    """Lemmas without the particle that stands apart: `geeft` in `geeft aan` becomes `geven`; the component adds it again."""
    lemmas = list(sentence.lemmas)
    for _, head, particle in joined_verbs(sentence):
        lemmas[head] = lemmas[head][len(particle) :]
    return replace(sentence, lemmas=lemmas)


def joined_verbs(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Places of particle and verb, and the particle, where the verb's lemma has it in front and its form has not."""
    for place, (dep, head) in enumerate(zip(sentence.deps, sentence.heads, strict=True)):
        particle, lemma = sentence.words[place].lower(), sentence.lemmas[head]
        whole = lemma.startswith(particle) and lemma != particle
        if dep == "compound:prt" and whole and not sentence.words[head].lower().startswith(particle):
            yield place, head, particle


def verbs_with_noun(sentences: Iterable[Sentence]) -> list[str]:
    """Lemmas of verbs with a noun that stands apart, such as `deelnemen`."""
    found = ((s, place, head) for s in sentences for place, head, _ in joined_verbs(s))
    return sorted({s.lemmas[head] for s, place, head in found if s.tags[place].startswith("N|")})


@dataclass(slots=True)
class Collected:
    """The labels of every layer, in the order of the network's outputs; `with_noun` are verbs like `deelnemen`."""

    tags: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)  # `POS|Feature=Value`, as spaCy's morphologizer writes them
    lemmas: list[int] = field(default_factory=list)  # edit trees
    deps: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # `O`, `B-ORG`, `I-ORG`
    trees: Any = None
    strings: StringStore = field(default_factory=StringStore)
    with_noun: list[str] = field(default_factory=list)
    lexicon: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def sizes(self) -> list[int]:
        """Numbers of labels."""
        return [len(layer) for layer in (self.tags, self.morphs, self.lemmas, self.deps, self.names)]

    @classmethod
    def of(
        cls, sentences: list[Sentence], *, with_noun: list[str], lexicon: dict[str, dict[str, str]], least: int = 2
    ) -> Collected:
        """Labels of sentences; edit trees that occur at least so often."""
        strings = StringStore()
        trees = EditTrees(strings)
        tags, morphs, deps, names, edits = (Counter[Any]() for _ in range(5))
        for s in sentences:
            tags.update(s.tags)
            morphs.update(f"{p}|{m}" for p, m in zip(s.pos, s.morphs, strict=True))
            deps.update(s.deps)
            names.update(tag[2:] for tag in s.ents or [] if tag[1:2] == "-" and len(tag) > 1)
            edits.update(trees.add(w, lemma) for w, lemma in zip(s.words, s.lemmas, strict=True) if s.syntax)
        spans = [f"{side}-{name}" for name in sorted(names) for side in "BI"]
        kept = [tree for tree, count in edits.most_common() if count >= least]
        return cls(sorted(tags), sorted(morphs), kept, sorted(deps), ["O", *spans], trees, strings, with_noun, lexicon)


@dataclass(slots=True)
class Window:
    """One training window; heads count from 1, 0 is the root."""

    ids: list[int]
    first: list[int]
    last: list[int]
    tags: list[int]
    morphs: list[int]
    lemmas: list[int]
    heads: list[int]
    deps: list[int]
    starts: list[int]
    names: list[int]


class Numberer:
    """Examples to windows."""

    def __init__(self, labels: Collected, pieces: Pieces) -> None:
        self.labels, self.pieces = labels, pieces
        self.number = {
            layer: {label: i for i, label in enumerate(getattr(labels, layer))}
            for layer in ("tags", "morphs", "lemmas", "deps", "names")
        }

    def window(self, example: Example) -> Window | None:
        """The window of an example; None where it is too long or has no word."""
        seen = windows_of(example.predicted, self.pieces, full=LONGEST + 1, longest=LONGEST)
        if len(seen) != 1:
            return None
        tokens = seen[0].tokens
        layers = {**self._trees(example, tokens), **self._words(example, tokens)}
        return Window(ids=seen[0].ids, first=seen[0].first, last=seen[0].last, **layers)

    def _trees(self, example: Example, tokens: list[int]) -> dict[str, list[int]]:
        """Heads, their labels and sentence starts; none where the reference has no trees."""
        if not example.reference.has_annotation("DEP"):
            return {layer: [NONE] * len(tokens) for layer in ("heads", "deps", "starts")}
        place = {token: i for i, token in enumerate(tokens, 1)}
        aligned: Any = example  # without types
        above, labels = aligned.get_aligned_parse(projectivize=False)
        begins = example.get_aligned("SENT_START")
        heads = [0 if above[t] == t else place.get(above[t], NONE) for t in tokens]
        pairs = zip(tokens, heads, strict=True)
        deps = [NONE if head == NONE else self._number("deps", labels[t]) for t, head in pairs]
        starts = [NONE if begins[t] is None else int(begins[t] == 1) for t in tokens]
        return {"heads": heads, "deps": deps, "starts": starts}

    def _words(self, example: Example, tokens: list[int]) -> dict[str, list[int]]:
        """Tags, morphology, lemmas and names; of the first three none where the reference has no tags."""
        names = example.get_aligned_ner()
        found = {"names": [self._name(names[t]) for t in tokens]}
        if not example.reference.has_annotation("TAG"):
            return found | {layer: [NONE] * len(tokens) for layer in ("tags", "morphs", "lemmas")}
        tags, pos, morphs, lemmas = (
            example.get_aligned(layer, as_string=True) for layer in ("TAG", "POS", "MORPH", "LEMMA")
        )
        return found | {
            "tags": [self._number("tags", tags[t]) for t in tokens],
            "morphs": [self._number("morphs", f"{pos[t]}|{morphs[t] or '_'}" if pos[t] else None) for t in tokens],
            "lemmas": [self._lemma(example.predicted[t].text, lemmas[t]) for t in tokens],
        }

    def _number(self, layer: str, label: str | None) -> int:
        return self.number[layer].get(label, NONE) if label else NONE

    def _lemma(self, form: str, lemma: str | None) -> int:
        if not lemma:
            return NONE
        return self.number["lemmas"].get(self.labels.trees.add(form, lemma), NONE)

    def _name(self, tag: str | None) -> int:
        if not tag or tag == "-":
            return NONE
        side = {"U": "B", "L": "I"}.get(tag[0], tag[0])
        return self.number["names"].get(side + tag[1:], NONE)


class Source:
    """Draws copies of the data in other dress: syntax and names of the treebanks, and names with invented ones.

    `news` are the NTREX paragraphs, in every copy twice; of the sentences of `invented`, whose syntax is left out, a share.
    """

    SHARE = 0.2

    def __init__(
        self,
        nlp: Language,
        numberer: Numberer,
        *,
        syntax: list[Sentence],
        news: list[Sentence],
        invented: list[Sentence],
    ) -> None:
        self.nlp, self.numberer = nlp, numberer
        self.syntax, self.news, self.invented = syntax, news, [s.names_only() for s in invented]

    def copy(self, seed: int) -> list[Window]:
        """One differently dressed copy of everything, shuffled."""
        rng = random.Random(f"finetune.{seed}")  # noqa: S311 - repeatable, not secret
        inventor = Inventor(rng, chance=0.5)
        drawn = [list(run) for run in group(self.invented, sizes=itertools.repeat(6)) if rng.random() < self.SHARE]
        made = [inventor.apply(s) for s in [*self.news, *(s for run in drawn for s in run)]]
        dressed = (example for part in (self.syntax, self.news, made) for example in augmented(self.nlp, part, rng))
        windows = [window for example in dressed if (window := self.numberer.window(example))]
        rng.shuffle(windows)
        return windows
