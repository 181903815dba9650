"""What a run is measured against: spaCy as a user would run it on the same articles.

`python peers.py pipe MODEL ARTICLES` parses and throws the result away; `python peers.py script MODEL ARTICLES OUT` is the plain
script, two processes and pandas to Parquet; `python peers.py shape OUT` writes a pipeline of the shape of nl_core_news_sm.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import spacy
from spacy.training import Example

from pipeline import ingest
from pipeline.model.load import load
from pipeline.schema import Article

SHAPE = Path(__file__).with_name("nl_core_news_sm.cfg")
SAMPLES = Path(__file__).resolve().parents[2] / "data" / "articles"


def texts(articles: Path) -> list[str]:
    """The texts of JSON Lines."""
    return [json.loads(line)["text"] for line in articles.read_text(encoding="utf8").splitlines()]


def samples() -> list[str]:
    """The project's own sample articles."""
    made = [
        ingest.article(record, language="nl")
        for record in ingest.records([str(SAMPLES)])
        if isinstance(record, ingest.RawRecord)
    ]
    return [article.text for article in made if isinstance(article, Article)]


def pipe(model: str, articles: Path) -> None:
    """Peer (a), and with another model (b): the language model on all texts, nothing kept."""
    for _ in spacy.load(model).pipe(texts(articles)):
        pass


def script(model: str, articles: Path, out: Path) -> None:
    """Peer (c): words and names of each text, by two processes, into one Parquet file."""
    nlp = spacy.load(model)
    rows = [
        {"article": number, "word": token.text, "lemma": token.lemma_, "tag": token.tag_, "dep": token.dep_,
         "head": token.head.i, "name": token.ent_type_}
        for number, doc in enumerate(nlp.pipe(texts(articles), n_process=2))
        for token in doc
    ]  # fmt: skip
    pd.DataFrame(rows).to_parquet(out)


def shape(out: Path) -> None:
    """A pipeline with the parts and sizes of nl_core_news_sm 3.8, its weights random, its labels those of the sample articles.

    Random weights do the same matrix products; a parser makes two moves a word whatever it was taught.
    """
    nlp = spacy.util.load_model_from_config(spacy.util.load_config(SHAPE), auto_fill=True)
    teacher = load("nl_news")
    read = [teacher(text) for text in samples()]
    nlp.initialize(lambda: [Example(nlp.make_doc(doc.text), doc) for doc in read])
    nlp.to_disk(out)


if __name__ == "__main__":
    command, *given = sys.argv[1:]
    match command:
        case "pipe":
            pipe(given[0], Path(given[1]))
        case "script":
            script(given[0], Path(given[1]), Path(given[2]))
        case "shape":
            shape(Path(given[0]))
