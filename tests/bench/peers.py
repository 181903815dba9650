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
from spacy.language import Language

MODELS = Path(__file__).resolve().parents[2] / "models"
WIDTH, HIDDEN, PIECES = 96, 64, 2
ROWS, ATTRS = [5000, 1000, 2500, 2500], ["NORM", "PREFIX", "SUFFIX", "SHAPE"]


def texts(articles: Path) -> list[str]:
    """The texts of JSON Lines."""
    return [json.loads(line)["text"] for line in articles.read_text(encoding="utf8").splitlines()]


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
    """A pipeline with the parts and sizes of nl_core_news_sm 3.8 and the labels of nl_news_sm, its weights random.

    Random weights do the same matrix products; a parser makes two moves a word whatever it was taught.
    """
    config = spacy.util.load_config(MODELS / "nl_news_sm" / "config.cfg")
    parts = config["components"]
    for name, part in parts.items():
        own = part["model"]["tok2vec"] if name == "ner" else part["model"]
        if name in ("tok2vec", "ner"):
            own["embed"].update(width=WIDTH, rows=ROWS, attrs=ATTRS)
            own["encode"].update(width=WIDTH)
        else:
            own["tok2vec"]["width"] = WIDTH
        if name in ("parser", "ner"):
            part["model"].update(hidden_width=HIDDEN, maxout_pieces=PIECES)
    config["initialize"] = {}
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    copy_labels(nlp, spacy.load(MODELS / "nl_news_sm"))
    nlp.to_disk(out)


def copy_labels(nlp: Language, trained: Language) -> None:
    """Give untrained components the labels of trained ones, then initialise them on a sentence."""
    doc = trained("De minister zei dinsdag in Den Haag dat hij aftreedt.")
    example = spacy.training.Example(nlp.make_doc(doc.text), doc)
    for name in ("morphologizer", "tagger", "parser", "trainable_lemmatizer", "ner"):
        nlp.get_pipe(name).initialize(lambda: [example], nlp=nlp, labels=trained.get_pipe(name).label_data)
    nlp.get_pipe("tok2vec").initialize(lambda: [example], nlp=nlp)


if __name__ == "__main__":
    command, *given = sys.argv[1:]
    match command:
        case "pipe":
            pipe(given[0], Path(given[1]))
        case "script":
            script(given[0], Path(given[1]), Path(given[2]))
        case "shape":
            shape(Path(given[0]))
