"""Treebank sentences to spaCy examples: documents of several sentences with true spacing and paragraph ends."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, pairwise, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry

from pipeline.model.augment import Styler
from pipeline.model.name_score import GOLD
from pipeline.model.names import all_names, gold_reader
from pipeline.model.substitute import Inventor
from pipeline.model.treebank import FINAL, PARAGRAPH_END, Row, Sentence, group, parted, read_conllu

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
    for this, following in pairwise(sentences):
        known = this.paragraph is not None and this.paragraph != following.paragraph
        chance = PARAGRAPH_BREAK if is_closed(this) else HEADLINE_BREAK
        ends.append(known or (rng is not None and rng.random() < chance))
    return [*ends, False]


def is_closed(sentence: Sentence) -> bool:
    """Whether the sentence ends in final punctuation, a closing mark after it included."""
    tail = [w for w in sentence.words[-3:] if w[-1:].isalnum() or w in FINAL]
    return bool(tail) and tail[-1] in FINAL


def with_paragraph_end(sentence: Sentence) -> Sentence:
    """Add a paragraph end, annotated as spaCy's augmenter does: a word with tag `_SP` that hangs on the last one."""
    last = len(sentence.words) - 1
    return sentence.glued().insert(last + 1, Row(PARAGRAPH_END, "_SP", "SPACE", last, "dep"), space=False)


def to_doc(vocab: Vocab, sentences: list[Sentence], breaks: list[bool]) -> Doc:
    """Build the reference Doc; `breaks[i]` puts a paragraph end (two line ends, one SPACE token) after sentence i.

    All sentences must have the same layers.
    """
    parts = [with_paragraph_end(s) if ends else s for s, ends in zip(sentences, breaks, strict=True)]
    starts = [place == 0 for part in parts for place in range(len(part.words))]
    words = [word for part in parts for word in part.words]
    spaces = [space for part in parts for space in part.spaces]
    spaces[-1] = False
    ents: Any = [None if tag == "-" else tag for part in parts for tag in part.ents or ["-"] * len(part.words)]
    if not parts[0].syntax:
        return Doc(vocab, words=words, spaces=spaces, ents=ents, sent_starts=[*starts])
    return Doc(
        vocab,
        words=words,
        spaces=spaces,
        ents=ents,
        tags=[tag for part in parts for tag in part.tags],
        pos=[pos for part in parts for pos in part.pos],
        morphs=[morph for part in parts for morph in part.morphs],
        lemmas=[lemma for part in parts for lemma in part.lemmas],
        heads=_heads(parts),
        deps=[dep for part in parts for dep in part.deps],
    )


def _heads(parts: list[Sentence]) -> list[int]:
    """Heads as positions in the document."""
    offsets = accumulate((len(part.words) for part in parts), initial=0)
    return [offset + head for part, offset in zip(parts, offsets, strict=False) for head in part.heads]


def to_example(nlp: Language, doc: Doc) -> Example:
    """Pair what the tokenizer makes of the text with the reference."""
    return Example(nlp.make_doc(doc.text), doc)


def treebank_reader(
    folder: Path,
    files: list[str],
    *,
    copies: int = 1,
    augment: bool = True,
    paragraphs: bool = True,
    held_out: bool = False,
    seed: int = 0,
) -> Reader:
    """Reader of treebank files: `copies` differently grouped and augmented versions of all of them.

    Without `augment` documents are 10 following sentences as they stand (for evaluation), `paragraphs` keeps the
    paragraph ends the source knows, `held_out` gives only the articles that nl_news was not trained on.
    """

    def read(nlp: Language) -> Iterator[Example]:
        sentences = [s for name in files for s in read_conllu(Path(folder) / name)]
        if held_out:
            sentences = parted(sentences)[1]
        for copy in range(copies):
            rng = random.Random(f"{seed}.{copy}")  # noqa: S311 - repeatable, not secret
            if augment:
                yield from augmented(nlp, sentences, rng)
            else:
                yield from plain(nlp, sentences, paragraphs=paragraphs)

    return read


def plain(nlp: Language, sentences: Iterable[Sentence], *, paragraphs: bool) -> Iterator[Example]:
    """Documents of 10 following sentences, nothing changed.

    The text has the paragraph ends, the reference has no token for them: spaCy's scorer passes over SPACE tokens of the
    prediction only, and would count those of a reference as missed.
    """
    for members in group(sentences, sizes=repeat(DOC_SIZES[1])):
        breaks = breaks_between(members, None) if paragraphs else [False] * len(members)
        gaps = [PARAGRAPH_END if ends else " " for ends in breaks]
        text = "".join(s.text + gap for s, gap in zip(members, gaps, strict=True)).rstrip()
        yield Example(nlp.make_doc(text), to_doc(nlp.vocab, members, [False] * len(members)))


def augmented(nlp: Language, sentences: Iterable[Sentence], rng: random.Random) -> Iterator[Example]:
    """Documents of 3 to 10 following sentences in a house style drawn for each document."""
    sizes = iter(lambda: rng.randint(*DOC_SIZES), None)
    for members in group(sentences, sizes=sizes):
        styled = Styler.draw(rng).apply(members)
        yield to_example(nlp, to_doc(nlp.vocab, styled, breaks_between(styled, rng)))


def names_reader(shared: Path, files: list[str], *, copies: int = 1, seed: int = 0) -> Reader:
    """Reader of the name layers: `copies` versions, the first with the names as they stand, others with invented ones.

    `files`: treebank, span layer and types, as paths within `shared`.
    """

    def read(nlp: Language) -> Iterator[Example]:
        sentences = list(all_names(Path(shared), nlp, files=files))
        for copy in range(copies):
            rng = random.Random(f"{seed}.{copy}")  # noqa: S311 - repeatable, not secret
            inventor = Inventor(rng, chance=0.5 if copy else 0.0)
            yield from augmented(nlp, (inventor.apply(s) for s in sentences), rng)

    return read


def gold_names_reader(shared: Path, sets: list[str]) -> Reader:
    """Reader of gold articles for evaluation: whole articles with their mentions and optional spans in `user_data`."""

    def read(nlp: Language) -> Iterator[Example]:
        for article in (a for name in sets for a in gold_reader(Path(shared)).read_set(name)):
            reference = nlp.make_doc(article.text)
            reference.user_data[GOLD] = (article.mentions, article.optional)
            yield Example(nlp.make_doc(article.text), reference)

    return read


registry.readers("zegsman.Treebank.v1", func=treebank_reader)
registry.readers("zegsman.Names.v1", func=names_reader)
registry.readers("zegsman.GoldNames.v1", func=gold_names_reader)
