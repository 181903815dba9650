"""What a claim's sentence may not lose: words in its midst, its complement, the word it opens with.

A clause in the article's own words and order is always true. What the parse hung elsewhere, and what a rule left out, is put back
where no mark of punctuation says that the sentence can do without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from pipeline.claims import governors
from pipeline.claims.attribution import Quotes
from pipeline.claims.clauses import AUXILIARY, Clause
from pipeline.claims.phrases import MARKS
from pipeline.schema import Quote
from pipeline.words import Word, place

COMPLEMENTS = frozenset({"ccomp", "csubj", "csubj:pass", "xcomp"})
TOLD_BY = frozenset({"dat", "of", "omdat", "doordat", "alsof"})
"""Subordinators of a clause without which an empty one ('Dat komt', 'Het leek erop') says nothing."""
OPTIONAL = frozenset({"om", "door", "zonder", "na", "alvorens", "met", "in"})
CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "VERB"})
GOING_ON = frozenset({"en", "of", "maar", "noch"})
LONGEST = 25
"""Words in a gap; a longer one is another clause's."""


class Wholeness:
    """Puts back what the sentences of a document may not lose."""

    def __init__(self, inside: Callable[[Clause], list[Clause]], quotes: Quotes, headings: set[int]) -> None:
        self._quotes, self._inside, self._headings = quotes, inside, headings
        self._framed = {char for q in quotes.all for char in _frame(q)}

    def whole(self, words: list[Word], clause: Clause) -> list[Word]:
        """The words with those they cannot do without, in text order."""
        if not words:
            return words
        found = {w.i: w for w in words}
        found.update((w.i, w) for w in (*self._opening(words, clause), *self._between(words)))
        found.update((w.i, w) for w in self._complement(words, clause))
        after = words[-1].doc[words[-1].i + 1 : words[-1].sent.end]
        if after and after[0].dep_ in AUXILIARY and after[0].head.i in found and self._together(after[0], words[-1]):
            found[after[0].i] = after[0]  # 'een aanwijzing voor wat waar is'
        return sorted(found.values(), key=place)

    def _opening(self, words: list[Word], clause: Clause) -> list[Word]:
        """'Om' of 'Om deze reden', 'Hoe' of 'Hoe kan dat': what no subordinator is and yet was taken for one."""
        first, own = words[0], {t.i for t in clause.tokens}
        before = first.nbor(-1) if first.i > first.sent.start else None
        if before is not None and before.lower_ in {"dat", "of"} and before.dep_ == "mark" and before.i not in own:
            return [before] if before.head in words else []  # 'Of het lukt, is de vraag'
        if before is None or before.i not in own or before.is_punct or before.dep_ in {"mark", "cc"}:
            return []
        opens = before.dep_ == "case" or before.lower_ in {"hoe", "waarom", "wanneer", "wie", "wat", "welke"}
        return [before] if opens and self._together(before, first) else []

    def front(self, verb: Word) -> list[Word]:
        """What stands in the first place before a finite verb: 'van de meeste plannen weten ze niets', 'dus besloot …'."""
        asked = self._asked(verb)
        if asked:
            return asked
        found: list[Word] = []
        for word in reversed(verb.doc[max(verb.sent.start, verb.i - LONGEST) : verb.i]):
            if word.is_punct and any(w.dep_ == "conj" and w.head.i < word.i for w in found):
                return []  # 'schulden, geweld en aanslagen nemen toe': the phrase began before
            joins = word.dep_ == "cc" and word.head not in found
            if word.is_punct or word.is_space or joins or word.i in self._headings:
                break
            if word.tag_.startswith("WW|pv") or not self._together(word, verb):
                return []
            found.insert(0, word)
        return found[1:] if found and found[0].lower_ in GOING_ON else found

    def _asked(self, verb: Word) -> list[Word]:
        """'Hoeveel het kost, is onduidelijk': the clause with a question word that is the subject."""
        before = verb.doc[max(verb.sent.start, verb.i - LONGEST) : verb.i]
        before = [w for w in before if w.i not in self._headings]
        opens = {verb.sent.start, *(i + 1 for i in self._headings)}
        start = next((n for n, w in enumerate(before) if w.i in opens or w.nbor(-1).text in {":", ";"}), None)
        words = before[start:] if start is not None else []
        words = words[1:] if words and words[0].lower_ in GOING_ON else words
        told = len(words) > 2 and words[-1].text == "," and words[0].lower_ in {*governors.QUESTION_WORDS, "of", "dat"}
        return words if told and all(self._together(w, verb) for w in words) else []

    def _between(self, words: list[Word]) -> list[Word]:
        """Words between two of the clause that no comma sets apart."""
        found: list[Word] = []
        own = [w for w in words if not w.is_space]
        for left, right in pairwise(own):
            gap = list(left.doc[left.i + 1 : right.i])
            if gap and all(w.text == "," or w.lower_ in GOING_ON for w in gap) and gap[-1].lower_ in GOING_ON:
                found += gap
            marks = [w for w in gap if w.text not in MARKS]
            if [w.text for w in marks] in ([","], [":"], [";"]):
                found += marks
            if not gap or len(gap) > LONGEST or left.sent is not right.sent or gap[-1].lower_ in GOING_ON:
                continue
            edges = (left, gap[0], gap[-1], right)
            apart = any(w.is_punct or w.is_space for w in edges) or any(w.text in {":", ";"} for w in gap)
            if not apart and all(self._together(w, left) for w in gap):
                found += gap
        return found

    def _complement(self, words: list[Word], clause: Clause) -> list[Word]:
        """The clause right behind the words that is the complement of their verb: 'Het leek erop dat …'."""
        last = words[-1]
        after = list(last.doc[last.i + 1 : min(last.i + 3, last.sent.end)])
        comma = bool(after) and after[0].text == ","
        after = after[1:] if comma else after
        if not after:
            return []
        own = {w.i for w in words}
        for inner in self._inside(clause):
            if inner.top.i in own or not _needed(inner, clause, comma=comma):
                continue
            added = sorted((w for w in inner.top.subtree if w.i not in own), key=place)
            if next((w.i for w in added if w.i > last.i and not w.is_punct), None) != after[0].i:
                continue
            while added and (added[-1].is_punct or added[-1].is_space):
                added.pop()
            return added if all(self._together(w, last) for w in added) else []
        return []

    def _together(self, word: Word, other: Word) -> bool:
        """Whether two words stand in the same quotes, and the first is not what reports one."""
        if [id(q) for q in self._quotes.around(word.idx)] != [id(q) for q in self._quotes.around(other.idx)]:
            return False
        return word.idx not in self._framed


def _frame(quote: Quote) -> Iterator[int]:
    """The characters of a quote's cue and source."""
    for span in quote.cue_spans:
        yield from range(span.start, span.end)
    if quote.source_start is not None and quote.source_end is not None:
        yield from range(quote.source_start, quote.source_end)


def _needed(inner: Clause, clause: Clause, *, comma: bool) -> bool:
    """Whether a clause says nothing, or something else, without the one behind it."""
    deps = inner.top.dep_
    marks = {m.lower_ for m in inner.marks}
    if inner.finite is None:
        bare = not marks & OPTIONAL and not any(c.dep_ == "case" for c in inner.constituents)
        return not comma and deps not in {"conj", "parataxis"} and bare
    if deps in COMPLEMENTS:
        return not comma or bool(marks & {"dat", "of"})
    return deps == "advcl" and not comma and bool(marks & TOLD_BY) and _empty(clause)


def _empty(clause: Clause) -> bool:
    """'Dat komt onder meer', 'Even leek het erop': no word that says anything but the verb."""
    group = {m.i for m in clause.members}
    return not any(t.pos_ in CONTENT and t.i not in group for t in clause.tokens)
