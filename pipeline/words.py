"""The words of a parsed document as plain objects, read from the Doc at once, for the rules of all stages after tokenize.

Each use of an attribute of a spaCy Token looks a string up, each step to its head, its children or its neighbour makes new
objects; the rules ask some hundred times a word. `Word`, `WordSpan` and `Words` have what the rules use of spaCy's Token,
Span and Doc under the names that spaCy gives it, with the same values; two things differ: a word is one object, and a slice
of them is a list (`Words.stretch` makes what knows where it stands).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Literal

from spacy import attrs
from spacy.lang.lex_attrs import is_quote
from spacy.strings import StringStore
from spacy.tokens import Doc

from pipeline.doc import bounds_without_space, text_of

ATTRIBUTES = [
    attrs.IDX, attrs.LENGTH, attrs.SPACY, attrs.DEP, attrs.POS, attrs.TAG, attrs.LEMMA, attrs.ENT_TYPE, attrs.MORPH,
    attrs.IS_PUNCT, attrs.IS_SPACE, attrs.ENT_IOB, attrs.SENT_START, attrs.HEAD,
]  # fmt: skip
IOB = ("", "I", "O", "B")
STARTS = {1: True, 0: None, -1: False}
"""How spaCy writes `is_sent_start` in an array."""
NONE: tuple[Word, ...] = ()
Features = Mapping[str, Sequence[str]]


class Word:
    """A token; `end` is where its characters end, `form` and `infinitive` are what `claims.verbs` found it to be."""

    __slots__ = (
        "children", "dep_", "doc", "end", "ent_iob_", "ent_type_", "form", "head", "i", "idx", "infinitive", "is_punct",
        "is_sent_start", "is_space", "lemma_", "lower_", "morph", "pos_", "sent", "tag_", "text", "whitespace_",
    )  # fmt: skip
    head: Word
    sent: WordSpan
    is_sent_start: bool | None
    form: str | None
    infinitive: str | None
    children: Sequence[Word]

    def __init__(  # noqa: PLR0917  one column of the array each; names would take longer than the rest
        self, doc: Words, i: int, idx: int, text: str, white: int, dep: str, pos: str, tag: str, lemma: str, kind: str,
        morph: Features, punct: int, space: int, iob: int, starts: int,
    ) -> None:  # fmt: skip
        self.doc, self.i, self.idx, self.end = doc, i, idx, idx + len(text)
        self.text, self.lower_, self.whitespace_ = text, text.lower(), " " if white else ""
        self.dep_, self.pos_, self.tag_, self.lemma_, self.ent_type_, self.morph = dep, pos, tag, lemma, kind, morph
        self.is_punct, self.is_space, self.ent_iob_ = punct == 1, space == 1, IOB[iob]
        self.is_sent_start = STARTS[starts]
        self.children, self.form, self.infinitive = NONE, None, None

    def __repr__(self) -> str:
        """As a spaCy Token."""
        return self.text

    def __len__(self) -> int:
        """Its characters."""
        return len(self.text)

    @property
    def is_lower(self) -> bool:
        """Whether all its letters are small."""
        return self.text.islower()

    @property
    def is_upper(self) -> bool:
        """Whether all its letters are capitals."""
        return self.text.isupper()

    @property
    def is_alpha(self) -> bool:
        """Whether it is of letters alone."""
        return self.text.isalpha()

    @property
    def is_quote(self) -> bool:
        """Whether it is a quotation mark."""
        return is_quote(self.text)

    @property
    def lefts(self) -> list[Word]:
        """The children before it."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> list[Word]:
        """The children behind it."""
        return [child for child in self.children if child.i > self.i]

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
        """The first word of the subtree, as spaCy keeps it: where branches cross it looks at a sentence's words only."""
        return self.doc[self.doc.source[self.i].left_edge.i]

    @property
    def right_edge(self) -> Word:
        """The last word of the subtree, as spaCy keeps it."""
        return self.doc[self.doc.source[self.i].right_edge.i]

    @property
    def ancestors(self) -> Iterator[Word]:
        """The word it hangs on, that one's, and so on."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    def is_ancestor(self, other: Word) -> bool:
        """Whether another word hangs on this one, maybe through others."""
        return any(word is self for word in other.ancestors)

    @property
    def conjuncts(self) -> tuple[Word, ...]:
        """The words that are coordinated with it."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        found = [first]
        for word in found:
            found.extend(child for child in word.rights if child.dep_ == "conj")
        return tuple(word for word in found if word is not self)

    def nbor(self, steps: int = 1) -> Word:
        """The word so many places on; IndexError outside the document."""
        if self.i + steps < 0:
            raise IndexError(steps)
        return self.doc[self.i + steps]


class WordSpan(list[Word]):
    """Words that follow one another: a sentence, an entity; they are `start` to `end` (exclusive) of the document."""

    def __init__(self, doc: Words, start: int, end: int, label: str = "") -> None:
        super().__init__(doc[start:end])
        self.doc, self.start, self.end, self.label_ = doc, start, max(start, end), label

    def part(self, start: int, end: int | None = None) -> WordSpan:
        """`self[start:end]` as a stretch; no negative numbers."""
        return WordSpan(self.doc, self.start + start, self.end if end is None else min(self.end, self.start + end))

    @property
    def start_char(self) -> int:
        """Its first character."""
        return self[0].idx if self else self.doc[self.start].idx if self.start < len(self.doc) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """Behind its last character."""
        return self[-1].end if self else self.start_char

    @cached_property
    def text(self) -> str:
        """Its characters, white space behind the last word left out."""
        return self.doc.text[self[0].idx : self[-1].end] if self else ""

    @property
    def root(self) -> Word:
        """The head of a sentence, or else the first of the words with the fewest heads above it, its own outside."""
        for word in self:
            if word.head is word:
                return word
        outside = [word for word in self if not self.start <= word.head.i < self.end]
        return min(outside, key=_depth) if outside else self[0]


class Words(list[Word]):
    """The words of a document in order, with its sentences; `text` is the document's, `_` what stages left on the Doc."""

    def __init__(self, doc: Doc) -> None:
        super().__init__()
        self.source, self.text = doc, (text := text_of(doc))
        self.user_data: dict[Any, Any] = {}
        self._: Any = doc._
        idx, sizes, white, dep, pos, tag, lemma, kind, morph, punct, space, iob, begins, heads = (
            doc.to_array(ATTRIBUTES).astype("int64").T.tolist()
        )
        names = _Names(doc.vocab.strings)
        columns = zip(
            idx, [text[at : at + size] for at, size in zip(idx, sizes, strict=True)], white,
            *([names[key] for key in keys] for keys in (dep, pos, tag, lemma, kind)), [features(names[key]) for key in morph],
            punct, space, iob, begins, strict=True,
        )  # fmt: skip
        self.extend(Word(self, i, *values) for i, values in enumerate(columns))
        hanging: dict[int, list[Word]] = {}
        for word, step in zip(self, heads, strict=True):
            word.head = self[word.i + step]
            if step:
                hanging.setdefault(word.head.i, []).append(word)
        for at, children in hanging.items():
            self[at].children = children
        self._starts = [word.idx for word in self]
        starts = [i for i, begin in enumerate(begins) if i == 0 or begin == 1]
        self.sents = [WordSpan(self, *bounds) for bounds in pairwise([*starts, len(self)])]
        for sent in self.sents:
            for word in sent:
                word.sent = sent
        self.ents = [WordSpan(self, ent.start, ent.end, ent.label_) for ent in doc.ents]

    def stretch(self, start: int, end: int) -> WordSpan:
        """`self[start:end]` as something that knows where it stands."""
        return WordSpan(self, max(0, start), min(len(self), end))

    def char_span(self, start: int, end: int, *, alignment_mode: Literal["expand", "contract"]) -> WordSpan | None:
        """The words with a character in `start:end`, or those wholly inside it; a space belongs to the word before it."""
        first, last = self._at(start), self._at(end - 1)
        if first is None or last is None:
            return None
        if alignment_mode == "expand":
            return WordSpan(self, first.i + (start == first.end), last.i + 1)
        low, high = first.i + (first.idx < start), last.i - (end < last.end)
        return WordSpan(self, low, high + 1) if low <= high else None

    def _at(self, char: int) -> Word | None:
        """The word that a character belongs to."""
        found = bisect_right(self._starts, char) - 1
        word = self[found] if found >= 0 else None
        return word if word is not None and char < word.end + len(word.whitespace_) else None

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


@lru_cache(4096)
def features(written: str) -> Features:
    """'Number=Plur|Person=3' as a table, to be read only."""
    pairs = (feature.split("=", 1) for feature in written.split("|") if "=" in feature)
    return {name: values.split(",") for name, values in pairs}


_latest: list[tuple[Doc, Words]] = []
"""The one document that the stages work on now: each would else read it anew."""


def words_of(doc: Doc, *, anew: bool = False, last: bool = False) -> Words:
    """The words of a Doc, those that the stage before read where it is the same; `last` of the stages that ask for it."""
    kept = next((words for of, words in _latest[:1] if of is doc and not anew), None)
    words = kept if kept is not None else Words(doc)
    _latest[:] = [] if last else [(doc, words)]
    return words


def tokens_in(doc: Words, start: int, end: int) -> WordSpan:
    """The words that overlap the characters `start:end` (empty where there are none)."""
    found = doc.char_span(start, end, alignment_mode="expand")
    return found if found is not None else WordSpan(doc, 0, 0)


def without_space(words: WordSpan) -> WordSpan:
    """The stretch without white-space words at its edges."""
    start, end = bounds_without_space(words.doc, words.start, words.end)
    return words if (start, end) == (words.start, words.end) else WordSpan(words.doc, start, end)


def place(word: Word) -> int:
    """Where a word stands, to sort by."""
    return word.i


def merged(some: Iterable[Word], others: Iterable[Word]) -> list[Word]:
    """All the words in text order."""
    found = {w.i: w for w in (*some, *others)}
    return [found[i] for i in sorted(found)]


def _depth(word: Word) -> int:
    """How many words it hangs on; a mark or white space that nothing hangs on is the last to be a root."""
    if not word.children and (word.is_punct or word.is_space):
        return len(word.doc) - 1
    return sum(1 for _ in word.ancestors)
