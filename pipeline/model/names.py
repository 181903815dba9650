"""Name layers as sentences with `ents`: typed spans of the treebank, the NTREX documents, numeric spans by rule."""

from __future__ import annotations

import importlib.util
import lzma
import re
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.model.treebank import Sentence, read_conllu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

Spans = list[tuple[int, int, str]]  # first word, end (exclusive), label
NAME_LABELS = frozenset(
    "PERSON NORP ORG GPE LOC FAC PRODUCT EVENT WORK_OF_ART LAW LANGUAGE DATE TIME".split()  # noqa: SIM905 - a list of labels
)
UNKNOWN = "-"
TEMPORAL = frozenset({"DATE", "TIME"})
COARSE = {"PER": "PERSON", "ORG": "ORG"}
PLACES = ("GPE", "LOC", "FAC")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d|'\d\d")
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
AGE = re.compile(r"\d+-jarigen?")
CLOCK = re.compile(r"\d{1,2}[.:]\d\d")
ORDINAL = re.compile(r"\d+(?:e|de|ste)|[IVX]+e")
PERCENT = re.compile(r"\d+(?:[.,]\d+)*%")
MONEY = re.compile(r"[€$£]\d+(?:[.,]\d+)*")
WRITTEN = re.compile(
    r"(?:\w*(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|\w+(?:honderd|duizend)\w*|honderd\w+)"
)
# Over one letter a word: classes of number_words.tsv, Y year, C clock time, p `12%`, e `€5`. The first that fits wins.
NUMERIC = [
    ("MONEY", re.compile(r"S[NYCd]+M?|eM?|[NYMCd]+E")),
    ("PERCENT", re.compile(r"p|[NYCd]%")),
    ("TIME", re.compile(r"[NYChd]+T|w?P|C(?=T)")),
    ("DATE", re.compile(r"w?[NOY]mY?|wd?|mY?|A[Dwm]|[NYMd]+D|jd|R|Y")),
    ("QUANTITY", re.compile(r"[NYCMd]+Q+")),
    ("ORDINAL", re.compile(r"O")),
    ("CARDINAL", re.compile(r"[NYCd]M?|M")),
]


@cache
def word_classes() -> dict[str, str]:
    """Read number_words.tsv: the class letter of each word."""
    lines = Path(__file__).with_name("number_words.tsv").read_text(encoding="utf8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {word: letter for letter, _, words in rows for word in words.split(" ")}


def word_class(word: str) -> str:
    """Class letter of a word, a full stop for any other."""
    known = word_classes().get(word) or word_classes().get(word.lower())
    if known:
        return known
    shapes = (
        (AGE, "R"),
        (PERCENT, "p"),
        (MONEY, "e"),
        (YEAR, "Y"),
        (CLOCK, "C"),
        (ORDINAL, "O"),
        (DIGITS, "N"),
        (WRITTEN, "N"),
    )
    return next((letter for shape, letter in shapes if shape.fullmatch(word if letter == "O" else word.lower())), ".")


def numeric_spans(words: list[str]) -> Spans:
    """Dates, times, amounts, percentages, measures, ordinals and cardinals by rule, without overlaps, in text order."""
    letters = "".join(word_class(word) for word in words)
    spans: Spans = []
    at = 0
    while at < len(letters):
        hit = next(((label, m.end()) for label, shape in NUMERIC if (m := shape.match(letters, at))), None)
        if hit:
            spans.append((at, hit[1], hit[0]))
        at = hit[1] if hit else at + 1
    return spans


def add_numeric(sentence: Sentence) -> Sentence:
    """Mark numeric spans where no name is; months and days, which are names in the treebank, grow to the whole date."""
    ents = list(sentence.ents or [])
    for start, end, label in numeric_spans(sentence.words):
        if all(tag == "O" or tag[2:] in TEMPORAL for tag in ents[start:end]):
            ents[start:end] = iob(end - start, label)
    return replace(sentence, ents=ents)


def iob(length: int, label: str) -> list[str]:
    """IOB tags of a span."""
    return [f"B-{label}", *([f"I-{label}"] * (length - 1))]


def read_iob(path: Path) -> Iterator[Spans]:
    """Yield for each sentence of the span layer its spans with their silver types."""
    with lzma.open(path, "rt", encoding="utf8") as lines:
        tags: list[str] = []
        for line in lines:
            if line.strip():
                tags.append(line.rstrip("\n").split("\t")[2])
            elif tags:
                yield spans_of(tags)
                tags = []
        if tags:
            yield spans_of(tags)


def spans_of(tags: list[str]) -> Spans:
    """Spans of IOB tags."""
    spans: Spans = []
    for i, tag in enumerate(tags):
        if tag.startswith("B-"):
            spans.append((i, i + 1, tag[2:]))
        elif tag.startswith("I-") and spans:
            spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
    return spans


class NameTypes:
    """Types that readers gave to name spans (name-types.tsv), and the majority type of each name."""

    def __init__(self, path: Path) -> None:
        self.typed: dict[tuple[int, int, int], str] = {}
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for line in path.read_text(encoding="utf8").splitlines():
            key, name, label = line.split("\t")
            sentence, start, end = key.split(":")
            self.typed[int(sentence), int(start), int(end)] = label
            votes[name][label] += 1
        self.majority = {name: counts.most_common(1)[0][0] for name, counts in votes.items()}
        self.places = {
            n: c.most_common(1)[0][0] for n, v in votes.items() if (c := Counter({p: v[p] for p in PLACES if v[p]}))
        }

    def label(self, sentence: int, start: int, end: int, name: str) -> str:
        """Type of a span: as read, else the majority of that name, else unknown."""
        return self.typed.get((sentence, start, end)) or self.majority.get(name, UNKNOWN)


def treebank_names(treebank: Path, layer: Path, types: NameTypes) -> Iterator[Sentence]:
    """Yield the treebank's sentences with syntax and names; spans of unknown or other type are masked."""
    for number, (sentence, spans) in enumerate(zip(read_conllu(treebank), read_iob(layer), strict=True)):
        ents = ["O"] * len(sentence.words)
        for start, end, _ in spans:
            label = types.label(number, start, end, " ".join(sentence.words[start:end]))
            ents[start:end] = tags_for(label, end - start)
        yield add_numeric(replace(sentence, ents=ents))


def tags_for(label: str, length: int) -> list[str]:
    """IOB tags of a typed span: O where a reader saw no name, masked where the type is none of ours."""
    if label == "O":
        return ["O"] * length
    return iob(length, label) if label in NAME_LABELS else [UNKNOWN] * length


def gold_reader(shared: Path) -> Any:  # noqa: ANN401 - a module outside the project
    """Load the reader of the gold annotation, `tools/gold.py` of the shared folder."""
    spec = importlib.util.spec_from_file_location("zegsman_gold", shared / "tools" / "gold.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys  # noqa: PLC0415

    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


def ntrex_names(shared: Path, nlp: Language, types: NameTypes) -> Iterator[Sentence]:
    """Yield the paragraphs of the NTREX documents with names (only PER, ORG and LOC were annotated there).

    Capitalised words within a sentence that are no name there may be events, products or works: they are masked, unless
    they are adjectives of places, which never are names here.
    """
    for article in gold_reader(shared).read_set("ntrex"):
        for found in re.finditer(r"\S[^\n]*", article.text):
            yield _paragraph(article, found.start(), found.end(), nlp, types)


def _paragraph(article: Any, start: int, end: int, nlp: Language, types: NameTypes) -> Sentence:  # noqa: ANN401
    doc = nlp.make_doc(article.text[start:end].rstrip())
    ents = [UNKNOWN if may_be_name(t.i, [w.text for w in doc]) else "O" for t in doc]
    for first, last in article.optional:
        span = doc.char_span(first - start, last - start, alignment_mode="expand") if start <= first < end else None
        if span is not None:
            ents[span.start : span.end] = [UNKNOWN] * len(span)
    for first, last, kind in article.mentions:
        if not start <= first < end:
            continue
        span = doc.char_span(first - start, last - start, alignment_mode="expand")
        assert span is not None
        exact = span.end_char - span.start_char == last - first
        label = COARSE.get(kind) or types.places.get(article.text[first:last], "GPE")
        ents[span.start : span.end] = tags_for(label, len(span)) if exact else [UNKNOWN] * len(span)
    words = [t.text for t in doc]
    return add_numeric(Sentence(words, [bool(t.whitespace_) for t in doc], ents=ents, source=article.id))


# `Amerikaanse`, `Frans`: adjectives of places, no names here.
PLACE_ADJECTIVE = re.compile(r".*(?:se|sche|s|ch|ees)$")


def may_be_name(i: int, words: list[str]) -> bool:
    """Whether a word that is in no annotated span may be in a name of another kind."""
    word = words[i]
    inside = i > 0 and (words[i - 1][-1:].islower() or words[i - 1] == ",")
    return inside and word[:1].isupper() and not PLACE_ADJECTIVE.fullmatch(word)
