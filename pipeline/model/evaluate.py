"""Measure a language model: syntax on the development treebanks, names on the gold articles, size and speed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import SharedDataMissingError
from pipeline.model.corpus import treebank
from pipeline.model.load import PACKAGE, describe, find, load
from pipeline.model.name_score import ByType, Counts, mentions_of
from pipeline.model.names import gold_reader

if TYPE_CHECKING:
    from spacy.language import Language

TREEBANKS = {"nl_alpino-ud-dev": False, "nl_lassysmall-ud-dev": True}  # True: a fifth of its articles, held out
RELATIONS = ("nsubj", "ccomp", "parataxis", "xcomp", "compound:prt")
FIGURES = {
    "TAG": "tag_acc",
    "UPOS": "pos_acc",
    "MORPH": "morph_acc",
    "LEMMA": "lemma_acc",
    "UAS": "dep_uas",
    "LAS": "dep_las",
}
GOLD_SETS = ("own", "real")
MEGABYTE = 1_000_000


@dataclass(slots=True, kw_only=True)
class Report:
    """Figures of a model. Shares are between 0 and 1, None where the model has no such layer."""

    model: str
    megabytes: float
    words_per_second: float
    syntax: dict[str, dict[str, float | None]] = field(default_factory=dict)  # treebank -> figure -> value
    names: dict[str, ByType] = field(default_factory=dict)  # gold set -> counts

    def rows(self) -> list[tuple[str, str, str]]:
        """Part, figure and value of everything, as text."""
        rows = [
            (self.model, "size in MB", f"{self.megabytes:.1f}"),
            (self.model, "words a second", f"{self.words_per_second:.0f}"),
        ]
        for which, figures in self.syntax.items():
            rows += [(which, name, "-" if value is None else f"{value:.3f}") for name, value in figures.items()]
        for which, counts in self.names.items():
            parts = {"all": counts.total, **counts.types}
            rows += [(f"names, {which}", kind, _prf(part)) for kind, part in parts.items()]
        return rows

    def table(self) -> str:
        """All rows as a Markdown table."""
        lines = [f"| {part} | {figure} | {value} |" for part, figure, value in self.rows()]
        return "\n".join(["| measured on | figure | value |", "|---|---|---|", *lines])


def write_card(report: Report, card: Path) -> None:
    """Put the figures into a model card between the lines `<!-- figures NAME -->` and `<!-- /figures -->`; OSError."""
    before, opening, rest = card.read_text(encoding="utf8").partition(f"<!-- figures {report.model.split()[0]} -->\n")
    _, closing, after = rest.partition("<!-- /figures -->")
    card.write_text(f"{before}{opening}{report.table()}\n{closing}{after}", encoding="utf8")


def _prf(counts: Counts) -> str:
    return f"P {counts.precision:.3f} R {counts.recall:.3f} F {counts.f:.3f}"


def shared_folder(given: Path | None = None) -> Path:
    """Folder of treebanks and gold: the given one, else `shared` beside the project; SharedDataMissingError."""
    folder = given or PACKAGE.parent.parent / "shared"
    if (folder / "data" / "treebank").is_dir():
        return folder
    reason = f"The data for training and evaluating language models is not at {folder}."
    raise SharedDataMissingError(reason, "It is not part of the project; say where it is with --shared.")


def evaluate(name: str, *, shared: Path | None = None) -> Report:
    """Measure a model by name or path. Raises ModelNotFoundError, ModelUnsuitableError, SharedDataMissingError."""
    folder = shared_folder(shared)
    nlp = load(name)
    names, speed = score_names(nlp, folder)
    return Report(
        model=describe(name),
        megabytes=size(find(name)) / MEGABYTE,
        words_per_second=speed,
        syntax={
            which + ", a fifth" * held_out: score_syntax(nlp, folder / "data" / "treebank", which, held_out=held_out)
            for which, held_out in TREEBANKS.items()
        },
        names=names,
    )


def size(path: Path) -> int:
    """Bytes of all files of a model."""
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def score_syntax(nlp: Language, folder: Path, name: str, *, held_out: bool = False) -> dict[str, float | None]:
    """Accuracy of each layer by spaCy's scorer, on raw text in documents of 10 sentences.

    `SENT` has the paragraph ends of the sources, `SENT joined` has a space between all sentences.
    """
    path = folder / f"{name}.conllu.xz"
    scores = nlp.evaluate(list(treebank(nlp, path, held_out=held_out)))
    joined = nlp.evaluate(list(treebank(nlp, path, paragraphs=False, held_out=held_out)))
    figures: dict[str, float | None] = {name: scores.get(key) for name, key in FIGURES.items()}
    relations: dict[str, Any] = scores.get("dep_las_per_type") or {}
    figures |= {relation: relations.get(relation, {}).get("f") for relation in RELATIONS}
    return {**figures, "SENT": scores.get("sents_f"), "SENT joined": joined.get("sents_f")}


def score_names(nlp: Language, shared: Path) -> tuple[dict[str, ByType], float]:
    """Names on the gold articles, and words a second over them in one process."""
    counts: dict[str, ByType] = {}
    words, began = 0, time.perf_counter()
    for which in GOLD_SETS:
        articles = gold_reader(shared).read_set(which)
        counts[which] = ByType()
        for article, doc in zip(articles, nlp.pipe(a.text for a in articles), strict=True):
            words += len(doc)
            counts[which].add(article.text, article.mentions, article.optional, mentions_of(doc))
    return counts, words / (time.perf_counter() - began)
