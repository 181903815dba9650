"""Treebank sentences as plain values: read CoNLL-U, clean what the layers do not share, group into documents."""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, TextIO, cast

# Features that only part of the treebank has: a model that learns them is wrong on the rest.
UNEVEN_FEATURES = ("PronType=Art", "PronType=Neg", "PronType=Tot", "Mood=Ind", "ExtPos=")
PARAGRAPH_END = "\n\n"
FINAL = frozenset({".", "?", "!", "...", "…", ":"})


class Row(NamedTuple):
    """A word that is put into a sentence; it is its own lemma, without features."""

    word: str
    tag: str
    pos: str
    head: int
    dep: str


@dataclass(slots=True)
class Sentence:
    """A sentence, one list per layer, all of the same length.

    `heads` are positions in the sentence (the root is its own head). `ents` holds one IOB tag (`B-ORG`) a word, `-`
    where it is not known whether the word is in a name, or is None where no names were annotated. Without tags and tree
    (`syntax` False) their lists are empty. `paragraph` is the paragraph within the source, None where it is not known.
    """

    words: list[str]
    spaces: list[bool]
    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    ents: list[str] | None = None
    source: str = ""
    paragraph: str | None = None

    @property
    def syntax(self) -> bool:
        """Whether tags, lemmas and tree are there."""
        return bool(self.heads)

    @property
    def text(self) -> str:
        """The sentence with its spacing, without white space at the end."""
        return "".join(w + " " * s for w, s in zip(self.words, self.spaces, strict=True)).rstrip()

    def insert(self, at: int, row: Row, *, space: bool) -> Sentence:
        """Return a copy with a word more at position `at` (0 or the length: at either end).

        The word before it keeps its spacing. Layers that are empty stay so; `row.head` counts in the new sentence.
        """

        def put(layer: list[str], value: str) -> list[str]:
            return [*layer[:at], value, *layer[at:]] if layer else layer

        heads = [head + (head >= at) for head in self.heads]
        return replace(
            self,
            words=put(self.words, row.word),
            spaces=[*self.spaces[:at], space, *self.spaces[at:]],
            tags=put(self.tags, row.tag),
            pos=put(self.pos, row.pos),
            morphs=put(self.morphs, "_"),
            lemmas=put(self.lemmas, row.word),
            heads=[*heads[:at], row.head, *heads[at:]] if heads else heads,
            deps=put(self.deps, row.dep),
            ents=None if self.ents is None else put(self.ents, "O"),
        )

    def glued(self) -> Sentence:
        """Return a copy without a space after the last word."""
        return replace(self, spaces=[*self.spaces[:-1], False])

    def names_only(self) -> Sentence:
        """Return a copy without syntax and paragraph."""
        return Sentence(self.words, self.spaces, ents=self.ents, source=self.source)

    def with_words(self, words: list[str]) -> Sentence:
        """Return a copy with other word forms, one for each word; every other layer stays."""
        assert len(words) == len(self.words)
        return replace(self, words=words)


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file (`.conllu` or `.conllu.xz`), cleaned. Raises OSError."""
    opener = lzma.open if path.suffix == ".xz" else open
    with cast("TextIO", opener(path, "rt", encoding="utf8")) as lines:
        yield from parse_conllu(lines)


def parse_conllu(lines: Iterable[str]) -> Iterator[Sentence]:
    """Yield the sentences of CoNLL-U lines, cleaned."""
    for blank, block in groupby(lines, key=lambda line: not line.strip()):
        if not blank:
            yield _sentence([line.rstrip("\n") for line in block])


def _sentence(block: list[str]) -> Sentence:
    comments = dict(line[1:].strip().split(" = ", 1) for line in block if line.startswith("#") and " = " in line)
    rows = [row for row in (line.split("\t") for line in block if not line.startswith("#")) if row[0].isdigit()]
    heads = [int(row[6]) - 1 for row in rows]
    identifier = comments.get("sent_id", "").replace("\\", "/")
    source, paragraph = _place(identifier)
    return Sentence(
        words=[row[1] for row in rows],
        spaces=["SpaceAfter=No" not in row[9] for row in rows],
        tags=[row[4] for row in rows],
        pos=[row[3] for row in rows],
        morphs=[clean_features(row[5]) for row in rows],
        lemmas=[clean_lemma(row[2]) for row in rows],
        heads=[i if head < 0 else head for i, head in enumerate(heads)],
        deps=["ROOT" if row[7] == "root" else row[7] for row in rows],
        source=source,
        paragraph=paragraph,
    )


def _place(identifier: str) -> tuple[str, str | None]:
    """Article and paragraph out of a sentence identifier such as `wiki-1181.p.10.s.1` or `cdb/548`."""
    found = re.match(r"(.*)\.p\.(\d+)\.s\.\d+", identifier.rsplit("/", 1)[-1])
    if found:
        return found[1], found[2]
    return identifier.rsplit("/", 1)[0], None


def clean_features(features: str) -> str:
    """Drop the features that the treebanks do not share; `_` stands for none."""
    kept = [feature for feature in features.split("|") if not feature.startswith(UNEVEN_FEATURES)]
    return "|".join(kept) or "_"


def clean_lemma(lemma: str) -> str:
    """Drop the compound underscores of the treebank (`aan_sporen`); a lemma that is one underscore stays."""
    return lemma.replace("_", "") or lemma


HELD_OUT = 5


def parted(sentences: Iterable[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Sentences in two parts by article: to train on, and every fifth article (by name) to evaluate on."""
    rows = list(sentences)
    held = set(sorted({s.source for s in rows})[::HELD_OUT])
    return [s for s in rows if s.source not in held], [s for s in rows if s.source in held]


def group(sentences: Iterable[Sentence], *, sizes: Iterator[int]) -> Iterator[list[Sentence]]:
    """Group following sentences of one source into documents; `sizes` gives the length of each next document."""
    for _, run in groupby(sentences, key=lambda s: s.source):
        rest = list(run)
        while rest:
            size = next(sizes)
            yield rest[:size]
            rest = rest[size:]
