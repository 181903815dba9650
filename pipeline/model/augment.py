"""Other dress for treebank sentences: styles of quotation, headlines in capitals, lost punctuation and diacritics.

Every function returns new sentences and leaves the given ones alone. Words may be added at the ends of a sentence and
final punctuation may go; what stays keeps its annotation.
"""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.model.treebank import FINAL, Row, Sentence

DOUBLE = frozenset({'"', "''", ",,", "„", "“", "”", "«", "»"})
SINGLE = frozenset({"'", "‘", "’", "`", "‚"})
OPENERS = frozenset({",,", "„", "«", "‘", "`", "‚"})
CLOSERS = frozenset({"''", "»"})
# Opening and closing mark with a weight: how often newspapers use the pair, roughly.
STYLES = [
    ('"', '"', 6), ("'", "'", 5), ("‘", "’", 5), ("“", "”", 5), (",,", "''", 4), ("„", "”", 3), ("„", "“", 1),
    ("”", "”", 1), ("«", "»", 1), ("''", "''", 1), ("‚", "’", 1), ("`", "'", 1),
]  # fmt: skip
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|^'(?=\w)")


class Marks(NamedTuple):
    """An opening and a closing mark."""

    opening: str
    closing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Styler:
    """The dress of one document.

    `double` and `single` replace the two families of quotation marks (None: as they stand). The rest are chances for
    each sentence: `quote` puts one to three sentences in marks, `report` hangs a reporting clause behind the sentence,
    `drop_final` loses the full stop, `upper` writes a headline in capitals. `plain_letters` loses the diacritics
    of the whole document, `curly` writes apostrophes as ’.
    """

    rng: random.Random
    double: Marks | None = None
    single: Marks | None = None
    quote: float = 0.06
    report: float = 0.06
    drop_final: float = 0.03
    upper: float = 0.08
    plain_letters: bool = False
    curly: bool = False

    @classmethod
    def draw(cls, rng: random.Random) -> Styler:
        """Draw a house style; two in three documents get other marks than the source has."""
        double, single = None, None
        if rng.random() < 0.67:  # noqa: PLR2004 - the docstring says it
            pairs = [Marks(opening, closing) for opening, closing, _ in STYLES]
            weights = [weight for *_, weight in STYLES]
            double, single = rng.choices(pairs, weights, k=2)
        curly = rng.random() < (0.6 if single and single.closing == "’" else 0.1)
        return cls(rng=rng, double=double, single=single, plain_letters=rng.random() < 0.02, curly=curly)  # noqa: PLR2004

    def apply(self, sentences: list[Sentence]) -> list[Sentence]:
        """Dress the sentences of one document."""
        dressed = [self._sentence(s) for s in self._quoted([self._reported(s) for s in sentences])]
        return restyle(dressed, double=self.double, single=self.single)

    def _reported(self, sentence: Sentence) -> Sentence:
        """Hang a reporting clause behind a main clause, now and then with the clause before it in marks."""
        if not (sentence.syntax and is_statement(sentence)) or self.rng.random() >= self.report:
            return sentence
        return report(sentence, self.rng, marks=self._own_marks() if self.rng.random() < 0.6 else None)  # noqa: PLR2004

    def _quoted(self, sentences: list[Sentence]) -> list[Sentence]:
        """Put runs of one to three sentences in marks."""
        result: list[Sentence] = []
        left = 0
        for place, sentence in enumerate(sentences):
            free = bool(sentence.words) and sentence.words[-1] in FINAL and not has_marks(sentence)
            opens = not left and free and self.rng.random() < self.quote
            if opens:
                left, marks = self.rng.randint(1, 3), self._own_marks()
            if not left:
                result.append(sentence)
                continue
            after = sentences[place + 1] if place + 1 < len(sentences) else None
            left = left - 1 if after and after.words[-1] in FINAL and not has_marks(after) else 0
            wrapped = prepend(sentence, marks.opening) if opens else sentence
            result.append(wrapped if left else append(wrapped, marks.closing))
        return result

    def _own_marks(self) -> Marks:
        options = [m for m in (self.double, self.single) if m]
        return self.rng.choice(options) if options else Marks('"', '"')

    def _sentence(self, sentence: Sentence) -> Sentence:
        words = sentence.words
        if words[-1] not in FINAL and self.rng.random() < self.upper:
            words = [w.upper() for w in words]
        if self.plain_letters:
            words = [without_diacritics(w) for w in words]
        if self.curly:
            words = [APOSTROPHE.sub("’", w) for w in words]
        sentence = sentence.with_words(words) if words is not sentence.words else sentence
        if words[-1] == "." and self.rng.random() < self.drop_final:
            return without_last(sentence)
        return sentence


def is_statement(sentence: Sentence) -> bool:
    """Whether a reporting clause can follow: a sentence with a finite verb that ends in a full stop, without marks."""
    root = root_of(sentence)
    finite = any(
        tag.startswith("WW|pv") and root in (place, head)
        for place, (tag, head) in enumerate(zip(sentence.tags, sentence.heads, strict=True))
    )
    return finite and sentence.words[-1] == "." and not has_marks(sentence) and "parataxis" not in sentence.deps


def has_marks(sentence: Sentence) -> bool:
    """Whether a quotation mark stands in the sentence as a word of its own."""
    return any(w in DOUBLE or w in SINGLE for w in sentence.words)


def without_diacritics(word: str) -> str:
    """`café` to `cafe`; same number of characters for Dutch letters."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def restyle(sentences: list[Sentence], *, double: Marks | None, single: Marks | None) -> list[Sentence]:
    """Write the quotation marks of a document in another style; only words that are marks change.

    A mark opens where a space (or the beginning) is before it and none after it, closes in the opposite case, and takes
    turns where spaces do not tell.
    """
    is_open = {False: False, True: False}
    result = []
    for sentence in sentences:
        words = list(sentence.words)
        for i, word in enumerate(words):
            family = word in DOUBLE
            style = double if family else single
            if not style or not (family or word in SINGLE):
                continue
            opens = _opens(sentence, i, word, was_open=is_open[family])
            is_open[family] = opens
            words[i] = style.opening if opens else style.closing
        result.append(sentence.with_words(words))
    return result


def _opens(sentence: Sentence, i: int, word: str, *, was_open: bool) -> bool:
    if word in OPENERS:
        return True
    if word in CLOSERS and was_open:
        return False
    before = i == 0 or sentence.spaces[i - 1]
    after = sentence.spaces[i] or i == len(sentence.words) - 1
    return before if before != after else not was_open


def root_of(sentence: Sentence) -> int:
    """Position of the root, 0 where there is no tree."""
    return next((i for i, head in enumerate(sentence.heads) if head == i), 0)


def prepend(sentence: Sentence, mark: str) -> Sentence:
    """Add a mark before the first word, attached to the root."""
    return sentence.insert(0, Row(mark, "LET", "PUNCT", root_of(sentence) + 1, "punct"), space=False)


def append(sentence: Sentence, mark: str) -> Sentence:
    """Add a mark after the last word, without a space between."""
    row = Row(mark, "LET", "PUNCT", root_of(sentence), "punct")
    return sentence.glued().insert(len(sentence.words), row, space=True)


def without_last(sentence: Sentence) -> Sentence:
    """Leave out the last word (final punctuation, on which nothing may depend)."""
    last = len(sentence.words) - 1
    if last == 0 or any(head == last for head in sentence.heads):
        return sentence
    layers = {
        name: getattr(sentence, name)[:-1]
        for name in ("words", "spaces", "tags", "pos", "morphs", "lemmas", "heads", "deps")
    }
    return replace(sentence, **layers, ents=sentence.ents[:-1] if sentence.ents else sentence.ents)


class Part(NamedTuple):
    """A word of a reporting clause; `head` is a place in the part, None where it hangs on what is outside the part."""

    form: str
    lemma: str
    pos: str
    tag: str
    feats: str
    head: int | None
    dep: str


@cache
def tails() -> dict[str, list[list[Part]]]:
    """Read the table of reporting clauses: for each kind its parts, each a list of words."""
    classes: dict[str, list[str]] = {}
    parts: dict[str, list[list[Part]]] = {}
    for line in Path(__file__).with_name("reporting_tails.tsv").read_text(encoding="utf8").splitlines():
        if line.startswith("#"):
            continue
        name, *rest = line.split("\t")
        if name.startswith("="):
            classes[name[1:]] = rest
            continue
        words = [word.split("/") for word in rest[0].split(" ")]
        parts.setdefault(name, []).append([_part(fields, classes[fields[2]]) for fields in words])
    return parts


def _part(fields: list[str], word_class: list[str]) -> Part:
    form, lemma, _, head, dep = fields
    pos, tag, feats = word_class
    return Part(form, lemma, pos, tag, feats, int(head) if head.isdigit() else None, dep)


def report(sentence: Sentence, rng: random.Random, *, marks: Marks | None) -> Sentence:
    """Make `S.` into `S, zegt de woordvoerder.`, with `marks` `"S", zegt de woordvoerder.`."""
    body = without_last(sentence)
    if body is sentence:
        return sentence
    if marks:
        body = append(prepend(body, marks.opening), marks.closing)
    root, start = root_of(body), len(body.words) + 1
    tail, verb = _tail(rng, start)
    tail = [part._replace(head=root if part.head is None else part.head) for part in tail]
    body = body.glued().insert(start - 1, Row(",", "LET", "PUNCT", root if marks else verb, "punct"), space=True)
    return replace(
        body,
        words=[*body.words, *(w.form for w in tail), "."],
        spaces=[*body.spaces, *([True] * (len(tail) - 1)), False, True],
        tags=[*body.tags, *(w.tag for w in tail), "LET"],
        pos=[*body.pos, *(w.pos for w in tail), "PUNCT"],
        morphs=[*body.morphs, *(w.feats for w in tail), "_"],
        lemmas=[*body.lemmas, *(w.lemma for w in tail), "."],
        heads=[*body.heads, *(w.head or 0 for w in tail), root],
        deps=[*body.deps, *(w.dep for w in tail), "punct"],
        # the table does not say which kind of name its proper nouns are
        ents=[*body.ents, *("-" if w.pos == "PROPN" else "O" for w in tail), "O"] if body.ents else body.ents,
    )


def _tail(rng: random.Random, start: int) -> tuple[list[Part], int]:
    """Draw a reporting clause that begins at `start`: its words (head None: the root) and where its head is."""
    parts = tails()
    verb, subject = rng.choice(parts["verb"]), rng.choice(parts["subject"])
    extra = rng.choice(parts["extra"]) if rng.random() < 0.3 else []  # noqa: PLR2004 - three in ten name a medium or day
    if subject[0].pos != "PRON" and rng.random() < 0.25:  # noqa: PLR2004 - `aldus` is the second most frequent form
        verb, subject = [], _aldus(subject)
    head = start if verb else start + next(i for i, w in enumerate(subject) if w.head is None)
    words: list[Part] = []
    for part in (verb, subject, extra):
        offset = start + len(words)
        above = None if start + len(words) <= head < start + len(words) + len(part) else head
        words.extend(w._replace(head=above if w.head is None else offset + w.head) for w in part)
    return words, head


def _aldus(subject: list[Part]) -> list[Part]:
    """`aldus de woordvoerder`: the source is the parataxis, `aldus` its case."""
    top = next(i for i, w in enumerate(subject) if w.head is None)
    moved = [w._replace(dep="parataxis") if w.head is None else w._replace(head=w.head + 1) for w in subject]
    return [Part("aldus", "aldus", "ADV", "BW", "_", top + 1, "case"), *moved]
