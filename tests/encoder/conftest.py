from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from pipeline.encoder.pieces import Piece, Pieces
from pipeline.model import tokenizer

WORDS = ["▁de", "▁minister", "▁zegt", "▁ja", ".", ",", "▁", "s", "en", "▁Jan", "▁regen", "t"]


@pytest.fixture(scope="session")
def pieces() -> Pieces:
    """A small vocabulary with all single letters."""
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    letters = [c for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" if c not in WORDS]
    whole = [
        *(Piece(text, 0.0) for text in special),
        *(Piece(w, -3.0) for w in WORDS),
        *(Piece(c, -9.0) for c in letters),
    ]
    return Pieces(whole)


@pytest.fixture(scope="session")
def dutch() -> Language:
    """The tokenizer alone."""
    return tokenizer.customize(spacy.blank("nl"))
