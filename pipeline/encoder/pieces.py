"""Words to pieces of the encoder's vocabulary: a unigram model over the part of XLM-RoBERTa's pieces that was kept."""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tokenizers.models import Unigram

SPACE = "▁"  # XLM-RoBERTa's mark for a space before a piece
BOS, PAD, EOS, UNKNOWN = 0, 1, 2, 3
KNOWN_WORDS = 200_000  # words whose pieces are remembered; Dutch news has about as many forms in a year
LONGEST = 16  # pieces of one word that the encoder sees: the beginning and the end of longer ones


class Piece(NamedTuple):
    """A piece with the logarithm of its probability."""

    text: str
    score: float


class Pieces:
    """Cuts words into pieces. The first four entries of `vocabulary` are `<s>`, `<pad>`, `</s>` and `<unk>`."""

    def __init__(self, vocabulary: list[Piece]) -> None:
        self.vocabulary = vocabulary
        self._model = Unigram(list(vocabulary), UNKNOWN, byte_fallback=False)
        self._remembered = lru_cache(KNOWN_WORDS)(self._cut)

    def __len__(self) -> int:
        return len(self.vocabulary)

    def __reduce__(self) -> tuple[type[Pieces], tuple[list[Piece]]]:
        """Copied to another process (training prepares its data in one) without the words remembered."""
        return type(self), (self.vocabulary,)

    def of(self, word: str, *, spaced: bool) -> tuple[int, ...]:
        """Piece numbers of a word, at least one and at most LONGEST; `spaced`: a space (or nothing) is before it."""
        return self._remembered(word, spaced=spaced)

    def _cut(self, word: str, *, spaced: bool) -> tuple[int, ...]:
        plain = unicodedata.normalize("NFKC", word[:200]).replace(" ", SPACE)
        ids = [token.id for token in self._model.tokenize(SPACE * spaced + plain)]
        if len(ids) > LONGEST:
            ids = [*ids[: LONGEST // 2], *ids[-LONGEST // 2 :]]
        return tuple(ids) or (UNKNOWN,)

    def to_disk(self, path: Path) -> None:
        """Write the vocabulary as JSON lines of piece and score."""
        lines = [json.dumps([p.text, round(p.score, 4)], ensure_ascii=False) for p in self.vocabulary]
        path.write_text("\n".join(lines) + "\n", encoding="utf8")

    @classmethod
    def from_disk(cls, path: Path) -> Pieces:
        """Read what `to_disk` wrote. Raises OSError."""
        lines = path.read_text(encoding="utf8").split("\n")
        return cls([Piece(*entry) for entry in json.loads(f"[{','.join(filter(None, lines))}]")])
