from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from model_sample import SAMPLE, SHARED

from pipeline import model
from pipeline.model.treebank import Sentence, read_conllu

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language


@pytest.fixture(scope="session")
def sentences() -> list[Sentence]:
    """Headline, two sentences of one paragraph, one of another source."""
    return list(read_conllu(SAMPLE))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of treebanks and gold."""
    if not (SHARED / "data" / "treebank").is_dir():
        pytest.skip("needs the treebanks and gold of ../shared")
    return SHARED


@pytest.fixture(scope="session", params=["nl_news", "nl_news_sm"])
def shipped(request: pytest.FixtureRequest) -> Language:
    """Each model of this project."""
    return model.load(request.param)
