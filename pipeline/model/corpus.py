"""Treebank sentences to spaCy examples: documents of several sentences with true spacing and paragraph ends."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc
from spacy.training import Example

from pipeline.model.augment import Styler
from pipeline.model.treebank import FINAL, PARAGRAPH_END, Row, Sentence, group, parted, read_conllu

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

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


def treebank(nlp: Language, path: Path, *, paragraphs: bool = True, held_out: bool = False) -> Iterator[Example]:
    """A treebank for evaluation: `held_out` gives only the articles that no model of ours was trained on. See `plain`."""
    sentences = read_conllu(path)
    yield from plain(nlp, parted(sentences)[1] if held_out else sentences, paragraphs=paragraphs)


def plain(nlp: Language, sentences: Iterable[Sentence], *, paragraphs: bool) -> Iterator[Example]:
    """Documents of 10 following sentences, nothing changed; `paragraphs` keeps the paragraph ends that the source knows.

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
