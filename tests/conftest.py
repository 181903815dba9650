"""Fixtures for all rooms: the shipped language model, loaded once, and the stages over it."""

import pytest

from pipeline.model import load


@pytest.fixture(scope="session")
def nlp():
    import pipeline.entities
    import pipeline.quotes
    import pipeline.tokenize  # noqa: F401  registered by import

    nlp = load()
    nlp.add_pipe("zegsman_layout", first=True)
    for stage in ("sentences", "entities", "quotes"):
        nlp.add_pipe(f"zegsman_{stage}", last=True)
    return nlp


@pytest.fixture(scope="session")
def analyse(nlp):
    """Text → Doc with all layers up to the quotes."""
    return nlp
