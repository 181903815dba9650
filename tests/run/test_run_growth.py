"""The work on an article grows as its text does: four times the text takes some four times the steps, in every stage."""

from __future__ import annotations

import cProfile
import pstats
import time

import pytest
from batches import ROOT
from spacy.tokens import Doc

from pipeline.ingest import article, records
from pipeline.run.engine import Engine
from pipeline.run.stages import STAGES
from pipeline.schema import Article
from pipeline.tokenize.components import layout

TIMES = 4
SAMPLES = ROOT / "data" / "articles"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine("nl_news_sm")


def text() -> str:
    """The sample articles as one."""
    found = [article(record) for record in records([str(SAMPLES)])]
    return "\n\n".join(one.text for one in found if isinstance(one, Article))


def counted(engine: Engine, text: str) -> tuple[dict[str, int], Doc]:
    """Calls that each stage makes on a text, those of generators and of what is written in C included."""
    found, doc = {}, engine.parse(Article(article_id="x", source="", text=text, text_sha256="", record_sha256=""))
    for stage in STAGES[1:]:
        profile = cProfile.Profile()
        profile.runcall(engine.work, stage, doc)
        found[stage.name] = pstats.Stats(profile).total_calls
    return found, doc


def test_no_stage_takes_more_steps_a_word_in_a_longer_text(engine: Engine) -> None:
    engine.warm_up()
    once, short = counted(engine, text())
    again, long = counted(engine, "\n\n".join([text()] * TIMES))
    assert len(long._.quotes) > 0.9 * TIMES * len(short._.quotes) > 100
    assert {name: again[name] / once[name] for name in once if again[name] > 1.5 * TIMES * once[name]} == {}


def test_finding_paragraphs_and_sentences_takes_no_more_time_a_word_in_a_longer_text(engine: Engine) -> None:
    """What spaCy does inside is no call that could be counted: it looked through the whole text for each word once."""

    def seconds(text: str) -> float:
        doc = engine._nlp.make_doc(text)
        start = time.process_time()
        layout(doc)
        return time.process_time() - start

    once, again = (min(seconds(text() * times) for _ in range(3)) for times in (1, TIMES))
    assert again < 2.5 * TIMES * once
