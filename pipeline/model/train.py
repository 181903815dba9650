"""Train the parts of the pipeline from their configurations, and put them together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy
import srsly
from spacy.strings import StringStore
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as run_loop
from spacy.util import load_config

from pipeline.model import corpus, name_score, tokenizer  # noqa: F401 - they register what the configurations name

if TYPE_CHECKING:
    from spacy.language import Language

META = {
    "name": "news_sm",
    "description": "Small Dutch pipeline for news: tags, morphology, lemmas, dependencies (UD Dutch Alpino), names (18 labels).",
    "author": "Zegsman",
    "license": "CC BY-SA 4.0",
}


def train_part(config: Path, output: Path, overrides: dict[str, object]) -> Language:
    """Train what one configuration describes; `output/model-best` and `model-last` hold the result."""
    settings = load_config(config, overrides=overrides, interpolate=False)
    nlp = init_nlp(settings, use_gpu=-1)
    output.mkdir(parents=True, exist_ok=True)
    run_loop(nlp, output, use_gpu=-1)
    return nlp


def combine(syntax: Path, names: Path, *, version: str) -> Language:
    """Put the trained parts into one pipeline: all pipes of the syntax, then `ner` with a CNN of its own."""
    nlp = spacy.load(syntax)
    nlp.add_pipe("ner", source=spacy.load(names))
    nlp.meta.update(META, version=version)
    return nlp


def store(nlp: Language, output: Path) -> None:
    """Write the pipeline without what only training needs: paths, corpora, the words of the training texts."""
    needed = needed_strings(nlp)
    config = nlp.config.copy()
    for section in ("paths", "corpora", "training", "pretraining", "initialize"):
        config[section] = {}
    config["nlp"]["after_creation"] = None  # the tokenizer keeps its own rules
    config["components"]["ner"]["scorer"] = {"@scorers": "spacy.ner_scorer.v1"}
    for figure in ("performance", "spacy_git_version"):
        nlp.meta.pop(figure, None)
    nlp.to_disk(output)
    config.to_disk(output / "config.cfg")
    StringStore(sorted(needed)).to_disk(output / "vocab" / "strings.json")


def needed_strings(nlp: Language) -> set[str]:
    """Strings that the stored pipeline looks up by hash: the language's own, labels, features, pieces of edit trees."""
    words = set(spacy.blank("nl").vocab.strings)
    lemmatizer: Any = nlp.get_pipe("trainable_lemmatizer")
    for tree in srsly.msgpack_loads(lemmatizer.trees.to_bytes())["trees"]:
        words.update(nlp.vocab.strings[piece] for side in ("orig", "subst") if (piece := tree.get(side)))
    for name, labels in nlp.pipe_labels.items():
        for label in labels:
            words.update((label, *label.split("|"), *(f for part in label.split("|") for f in part.split("="))))
        words.add(name)
    morphologizer: Any = nlp.get_pipe("morphologizer")
    words.update(morphologizer.cfg["labels_morph"].values())
    return words
