"""From an article to a Doc and through the stages: the one place where spaCy is loaded."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import pipeline.claims
import pipeline.entities
import pipeline.quotes  # noqa: F401  these three register their components
from pipeline import model as models
from pipeline.run.pieces import PIECE, pieces
from pipeline.run.stages import STAGES, Stage
from pipeline.schema import Article, Row
from pipeline.store.docs import unpack
from pipeline.tokenize import lay_out, sentences

Component = Callable[[Doc], Doc]
WARM_UP = 'De burgemeester zei dinsdag: "In maart openen we twee scholen." Volgens Jan de Wit is dat te laat.'


@lru_cache(maxsize=1)
def load(model: str | None, fingerprint: str) -> Engine:  # noqa: ARG001  a model that changed is loaded anew
    """The engine of this process; batches that follow one another with the same model load it once."""
    engine = Engine(model)
    if model:
        engine.warm_up()
    gc.unfreeze()
    gc.collect()
    gc.freeze()  # model and tables stay: walking through them at each collection took a quarter of the claims stage
    return engine


class Engine:
    """The language model and the components of the stages.

    Without a `model` it works on stored Docs only, and loads nothing but the rules of the language. Texts of more than
    `piece` characters are parsed in pieces.
    """

    def __init__(self, model: str | None, *, piece: int = PIECE) -> None:
        self._piece = piece
        self._nlp: Language = models.load(model) if model else spacy.blank("nl")
        self._components: dict[str, Component] = {
            stage.name: self._nlp.create_pipe(f"zegsman_{stage.name}") for stage in STAGES[1:]
        }
        if model:
            self._nlp.add_pipe("zegsman_layout", first=True)
            self._nlp.add_pipe("zegsman_sentences", last=True)

    def warm_up(self) -> None:
        """Have what is loaded at first use loaded now, so that no article has to answer for the time that takes."""
        with self.shard(), contextlib.suppress(Exception):  # what fails here fails on articles too, and is told there
            doc = self.parse(Article(article_id="", source="", text=WARM_UP, text_sha256="", record_sha256=""))
            for stage in STAGES[1:]:
                self.work(stage, doc)

    @contextlib.contextmanager
    def shard(self) -> Iterator[None]:
        """Docs made inside must not be used outside: their strings are freed, so memory does not grow."""
        with self._nlp.memory_zone():
            yield

    def parse(self, article: Article, *, begins: Callable[[int], None] | None = None) -> Doc:
        """The article through the language model and the tokenize stage; `begins` is told the number of each piece."""
        docs = []
        for number, text in enumerate(pieces(article.text, self._piece)):
            if begins:
                begins(number)
            doc = self._nlp.make_doc(text)
            doc._.article = article
            doc = self._nlp(doc)
            doc.tensor = doc.tensor[:0]  # large, and not stored: no stage may come to depend on it
            docs.append(doc)
        return docs[0] if len(docs) == 1 else _joined(docs, article)

    def unpack(self, data: bytes) -> dict[str, Doc]:
        """Stored Docs by article_id, with their strings in this engine's vocabulary."""
        return unpack(data, self._nlp.vocab)

    def restore(self, doc: Doc, article: Article, layers: Mapping[str, Sequence[Row]]) -> None:
        """Put back on a stored Doc what the stages left: the layout from its text, `layers` from their rows."""
        doc._.article = article
        lay_out(doc)
        for layer, rows in layers.items():
            setattr(doc._, layer, list(rows))

    def work(self, stage: Stage, doc: Doc) -> None:
        """Run one stage after tokenize on a Doc."""
        self._components[stage.name](doc)


def _joined(docs: list[Doc], article: Article) -> Doc:
    """The Docs of an article's pieces as one, laid out as a whole."""
    join: Any = Doc.from_docs  # spaCy's stubs do not know `exclude`
    doc: Doc = join(docs, ensure_whitespace=False, exclude=["tensor", "user_data"])
    doc._.article = article
    sentences(lay_out(doc))
    return doc
