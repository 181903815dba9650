"""The words of a parsed document as plain objects, read from the Doc at once.

Each use of an attribute of a spaCy Token looks a string up, each step to its children or head makes new objects; the rules of
this room ask some two hundred times a word. `Word` has the attributes under the names spaCy gives them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from spacy import attrs
from spacy.strings import StringStore
from spacy.tokens import Doc

from pipeline.doc import text_of

ATTRIBUTES = [
    attrs.IDX, attrs.LENGTH, attrs.DEP, attrs.POS, attrs.TAG, attrs.LEMMA, attrs.HEAD, attrs.IS_PUNCT, attrs.IS_SPACE, attrs.SENT_START,
]  # fmt: skip
HEAD, SENT_START = ATTRIBUTES.index(attrs.HEAD), ATTRIBUTES.index(attrs.SENT_START)


NONE: tuple[Word, ...] = ()


class Stretch:
    """A sentence: its words are `start` to `end` (exclusive), its first character is `start_char`."""

    __slots__ = ("end", "start", "start_char", "text")

    def __init__(self, start: int, end: int, start_char: int, text: str) -> None:
        self.start, self.end, self.start_char, self.text = start, end, start_char, text


class Word:
    """A token; `end` is where its characters end, `form` and `infinitive` are what `verbs` found it to be."""

    __slots__ = (
        "children", "dep_", "doc", "end", "form", "head", "i", "idx", "infinitive", "is_punct", "is_space", "lemma_",
        "lower_", "pos_", "sent", "tag_", "text",
    )  # fmt: skip
    head: Word
    sent: Stretch

    def __init__(self, doc: Words, idx: int, text: str, labels: tuple[str, ...], flags: list[int]) -> None:
        self.doc, self.i, self.idx, self.end = doc, len(doc), idx, idx + len(text)
        self.text, self.lower_ = text, text.lower()
        self.dep_, self.pos_, self.tag_, self.lemma_ = labels
        self.is_punct, self.is_space = map(bool, flags)
        self.children: Sequence[Word] = NONE
        self.form: str | None = None
        self.infinitive: str | None = None

    def __repr__(self) -> str:
        """As a spaCy Token."""
        return self.text

    @property
    def subtree(self) -> Iterator[Word]:
        """The word and all that hangs on it, branch by branch from the left."""
        for child in self.children:
            if child.i < self.i:
                yield from child.subtree
        yield self
        for child in self.children:
            if child.i > self.i:
                yield from child.subtree

    @property
    def left_edge(self) -> Word:
        """The first word of the subtree."""
        return min(self.subtree, key=place)

    @property
    def right_edge(self) -> Word:
        """The last word of the subtree."""
        return max(self.subtree, key=place)

    def nbor(self, steps: int) -> Word:
        """The word so many places on; IndexError outside the document."""
        if self.i + steps < 0:
            raise IndexError(steps)
        return self.doc[self.i + steps]


class Words(list[Word]):
    """The words of a document in order, with its sentences; `text` is the document's."""

    def __init__(self, doc: Doc) -> None:
        super().__init__()
        self.text = text = text_of(doc)
        names = _Names(doc.vocab.strings)
        rows = doc.to_array(ATTRIBUTES).astype("int64").tolist()
        for idx, size, dep, pos, tag, lemma, _, *flags, _ in rows:
            labels = names[dep], names[pos], names[tag], names[lemma]
            self.append(Word(self, idx, text[idx : idx + size], labels, flags))
        for word, row in zip(self, rows, strict=True):
            word.head = self[word.i + row[HEAD]]
            if row[HEAD]:
                word.head.children = [*word.head.children, word]
        self._starts = [word.idx for word in self]
        starts = [i for i, row in enumerate(rows) if i == 0 or row[SENT_START] == 1]
        self.sents = [self._stretch(*bounds) for bounds in pairwise([*starts, len(rows)])]
        for sent in self.sents:
            for word in self[sent.start : sent.end]:
                word.sent = sent

    def _stretch(self, start: int, end: int) -> Stretch:
        return Stretch(start, end, self[start].idx, self.between(self[start], self[end - 1]))

    def inside(self, start: int, end: int) -> list[Word]:
        """The words that lie wholly in the characters `start:end`."""
        found = self[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return found[:-1] if found and found[-1].end > end else found

    def touching(self, start: int, end: int) -> list[Word]:
        """The words with a character in `start:end`."""
        found = self[max(0, bisect_right(self._starts, start) - 1) : bisect_left(self._starts, end)]
        return [word for word in found if word.end > start]

    def between(self, first: Word, last: Word) -> str:
        """The characters from one word to another, both included."""
        return self.text[first.idx : last.end]


class _Names(dict[int, str]):
    """Strings by their hash, each looked up once."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__({0: ""})
        self._strings = strings

    def __missing__(self, key: int) -> str:
        name = self[key] = str(self._strings[key % 2**64])
        return name


def place(word: Word) -> int:
    """Where a word stands, to sort by."""
    return word.i


def merged(some: Iterable[Word], others: Iterable[Word]) -> list[Word]:
    """All the words in text order."""
    found = {w.i: w for w in (*some, *others)}
    return [found[i] for i in sorted(found)]
