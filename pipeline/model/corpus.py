"""Treebank sentences to spaCy training examples: documents of several sentences with true spacing and paragraph ends."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc
from spacy.training import Example

from pipeline.model.augment import Styler
from pipeline.model.name_score import GOLD
from pipeline.model.names import all_names, gold_reader
from pipeline.model.substitute import Inventor
from pipeline.model.treebank import FINAL, PARAGRAPH_END, Sentence, group, read_conllu

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

Reader = Callable[["Language"], Iterator[Example]]
HEADLINE_BREAK = 0.85  # a sentence without final punctuation mostly is a headline, and headlines stand by themselves
PARAGRAPH_BREAK = 0.2
DOC_SIZES = (3, 10)


def breaks_between(sentences: list[Sentence], rng: random.Random | None) -> list[bool]:
    """Tell for each sentence whether a paragraph ends after it.

    Where the source knows its paragraphs they are kept. Without `rng` nothing else is a break; with it further ones are
    drawn: mostly after a sentence without final punctuation, now and then after another.
    """
    ends = []
    for this, following in zip(sentences, sentences[1:], strict=False):
        known = this.paragraph is not None and this.paragraph != following.paragraph
        chance = PARAGRAPH_BREAK if is_closed(this) else HEADLINE_BREAK
        ends.append(known or (rng is not None and rng.random() < chance))
    return [*ends, False]


def is_closed(sentence: Sentence) -> bool:
    """Whether the sentence ends in final punctuation, a closing mark after it included."""
    tail = [w for w in sentence.words[-3:] if w[-1:].isalnum() or w in FINAL]
    return bool(tail) and tail[-1] in FINAL


def to_doc(vocab: Vocab, sentences: list[Sentence], breaks: list[bool]) -> Doc:
    """Build the reference Doc; `breaks[i]` puts a paragraph end ('\\n\\n', a SPACE token) after sentence i.

    The SPACE token is annotated as spaCy's own augmenter does: tag `_SP`, head the token before, relation `dep`; it
    belongs to the sentence before it. All sentences must have the same layers.
    """
    layers: dict[str, list[str]] = {name: [] for name in ("words", "tags", "pos", "morphs", "lemmas", "deps", "ents")}
    spaces: list[bool] = []
    heads: list[int] = []
    starts: list[bool] = []
    for sentence, ends in zip(sentences, breaks, strict=True):
        offset = len(spaces)
        values = (sentence.words, sentence.tags, sentence.pos, sentence.morphs, sentence.lemmas, sentence.deps)
        for layer, value in zip(layers.values(), values, strict=False):
            layer.extend(value)
        layers["ents"].extend(sentence.ents or ["-"] * len(sentence.words))
        spaces.extend([*sentence.spaces[:-1], not ends])
        heads.extend(offset + head for head in sentence.heads)
        starts.extend([True, *([False] * (len(sentence.words) - 1))])
        if ends:
            space = (PARAGRAPH_END, "_SP", "SPACE", "_", PARAGRAPH_END, "dep", "O")
            for layer, value in zip(layers.values(), space, strict=True):
                layer.append(value)
            spaces.append(False)
            heads.append(len(spaces) - 2)
            starts.append(False)
    spaces[-1] = False
    words = layers.pop("words")
    ents = [None if tag == "-" else tag for tag in layers.pop("ents")]
    if not sentences[0].syntax:
        return Doc(vocab, words=words, spaces=spaces, ents=ents, sent_starts=starts)
    return Doc(vocab, words=words, spaces=spaces, ents=ents, heads=heads, **layers)


def to_example(nlp: Language, doc: Doc) -> Example:
    """Pair what the tokenizer makes of the text with the reference."""
    return Example(nlp.make_doc(doc.text), doc)


@spacy.registry.readers("zegsman.Treebank.v1")
def treebank_reader(
    folder: Path, files: list[str], *, copies: int = 1, augment: bool = True, paragraphs: bool = True, seed: int = 0
) -> Reader:
    """Reader of treebank files: `copies` differently grouped and augmented versions of all of them.

    Without `augment` documents are 10 following sentences as they stand (for evaluation), `paragraphs` keeps the
    paragraph ends the source knows.
    """

    def read(nlp: Language) -> Iterator[Example]:
        sentences = [s for name in files for s in read_conllu(Path(folder) / name)]
        for copy in range(copies):
            rng = random.Random(f"{seed}.{copy}")  # noqa: S311 - repeatable, not secret
            if augment:
                yield from augmented(nlp, sentences, rng)
            else:
                yield from plain(nlp, sentences, paragraphs=paragraphs)

    return read


def plain(nlp: Language, sentences: Iterable[Sentence], *, paragraphs: bool) -> Iterator[Example]:
    """Documents of 10 following sentences, nothing changed."""
    for members in group(sentences, sizes=repeat(DOC_SIZES[1])):
        breaks = breaks_between(members, None) if paragraphs else [False] * len(members)
        yield to_example(nlp, to_doc(nlp.vocab, members, breaks))


def augmented(nlp: Language, sentences: Iterable[Sentence], rng: random.Random) -> Iterator[Example]:
    """Documents of 3 to 10 following sentences in a house style drawn for each document."""
    sizes = iter(lambda: rng.randint(*DOC_SIZES), None)
    for members in group(sentences, sizes=sizes):
        styled = Styler.draw(rng).apply(members)
        yield to_example(nlp, to_doc(nlp.vocab, styled, breaks_between(styled, rng)))


@spacy.registry.readers("zegsman.Names.v1")
def names_reader(shared: Path, files: list[str], *, copies: int = 1, seed: int = 0) -> Reader:
    """Reader of the name layers: `copies` versions, the first with the names as they stand, the others with invented ones.

    `files`: treebank, span layer and types, as paths within `shared`.
    """

    def read(nlp: Language) -> Iterator[Example]:
        sentences = list(all_names(Path(shared), nlp, files=files))
        for copy in range(copies):
            rng = random.Random(f"{seed}.{copy}")  # noqa: S311 - repeatable, not secret
            inventor = Inventor(rng, chance=0.4 if copy else 0.0)
            yield from augmented(nlp, (inventor.apply(s) for s in sentences), rng)

    return read


@spacy.registry.readers("zegsman.GoldNames.v1")
def gold_names_reader(shared: Path, sets: list[str]) -> Reader:
    """Reader of gold articles for evaluation: whole articles with their mentions and optional spans in `user_data`."""

    def read(nlp: Language) -> Iterator[Example]:
        for article in (a for name in sets for a in gold_reader(Path(shared)).read_set(name)):
            reference = nlp.make_doc(article.text)
            reference.user_data[GOLD] = (article.mentions, article.optional)
            yield Example(nlp.make_doc(article.text), reference)

    return read
