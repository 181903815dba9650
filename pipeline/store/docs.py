"""Parsed articles on disk: spaCy Docs as one DocBin a shard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import srsly
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

ATTRIBUTES = (
    "ORTH", "SPACY", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE",
)  # fmt: skip
"""All that a language model says of a token; what the other stages say is in the tables."""


def pack(docs: Mapping[str, Doc]) -> bytes:
    """The Docs by article_id as bytes; the same Docs in the same order give the same bytes."""
    packed = DocBin(attrs=ATTRIBUTES, docs=docs.values())
    # Of the user data only the identifier is stored: the layers are rows, and rows live in the tables.
    packed.store_user_data = True
    packed.user_data = [srsly.msgpack_dumps({"article_id": article_id}) for article_id in docs]
    return bytes(packed.to_bytes())


def merged(parts: Sequence[bytes]) -> bytes:
    """The Docs of several such files, whose articles differ, as one."""
    first, *others = (DocBin(store_user_data=True).from_bytes(part) for part in parts)
    for other in others:
        first.merge(other)
    return bytes(first.to_bytes())


def unpack(data: bytes, vocab: Vocab) -> dict[str, Doc]:
    """The Docs again by article_id, with their strings in `vocab`."""
    packed = DocBin().from_bytes(data)
    _keep_features(packed.strings, vocab)
    return {doc.user_data["article_id"]: doc for doc in packed.get_docs(vocab)}


def _keep_features(strings: Iterable[str], vocab: Vocab) -> None:
    """Have the names and values of morphological features stay in `vocab`, which keeps every analysis it has seen.

    In a memory zone spaCy frees their strings with the zone, and a later Doc with the same analysis could not be read.
    """
    add: Any = vocab.strings.add  # spaCy's stubs do not know `allow_transient`
    for features in strings:
        for feature in features.split("|") if "=" in features else ():
            name, _, values = feature.partition("=")
            for string in (feature, name, *values.split(",")):
                add(string, allow_transient=False)
