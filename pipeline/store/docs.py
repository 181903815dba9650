"""Parsed articles on disk: spaCy Docs as one DocBin a shard."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

ATTRIBUTES = (
    "ORTH", "SPACY", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE",
)  # fmt: skip
"""All that a language model says of a token; what the other stages say is in the tables."""


def pack(docs: Iterable[Doc]) -> bytes:
    """The Docs as bytes, in order; the same Docs give the same bytes."""
    return bytes(DocBin(attrs=ATTRIBUTES, docs=docs).to_bytes())


def unpack(data: bytes, vocab: Vocab) -> list[Doc]:
    """The Docs again, in order, with their strings in `vocab`. ValueError for data that is no DocBin."""
    return list(DocBin().from_bytes(data).get_docs(vocab))
