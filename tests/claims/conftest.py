"""Fixtures of the claims tests: text to rows of the claims table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from pipeline.claims.component import claims as find_claims
from pipeline.schema import Claim

Claims = Callable[[str], list[Claim]]


@pytest.fixture(scope="session")
def claims_of(nlp: Language) -> Claims:
    """Text → its claims; a text is analysed once."""
    known: dict[str, list[Claim]] = {}

    def found(text: str) -> list[Claim]:
        if text not in known:
            known[text] = find_claims(nlp(text))._.claims
        return known[text]

    return found
