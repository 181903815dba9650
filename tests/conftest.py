"""Fixtures for all rooms: the shipped language model, loaded once, the stages over it, and an output made by hand."""

from pathlib import Path

import pytest
from output_samples import bridge, strange, write

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


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with three articles and two rejected inputs, made without a model. Not to be changed."""
    later = bridge("brug-2", published=None, outlet=None, duplicate_of="brug")
    return write(tmp_path_factory.mktemp("output") / "out", bridge(), strange(), later, rejected=2)
