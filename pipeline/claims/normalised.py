"""A claim as a short Dutch sentence that can be read by itself, put together from the article's own words only.

What a subordinate clause says is told as a main clause (`word_order`), a subject it shares with another clause is put in, a
pronoun gives way to the name the entities found for it. A word that embeds the clause and changes what it says ('weigert te …',
'ontkent dat …') stays, with its own subject, and so does what the sentence cannot do without (`wholeness`).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from pipeline.claims import governors
from pipeline.claims.clauses import Clause
from pipeline.claims.governors import Governor
from pipeline.claims.line import DASHES, Bit, capital, told
from pipeline.claims.phrases import Phrase, trim
from pipeline.claims.predicates import predicate
from pipeline.claims.proposition import Proposition
from pipeline.claims.reading import Reading
from pipeline.claims.restrictive import narrowing
from pipeline.claims.roles import Roles
from pipeline.claims.stand_ins import Names
from pipeline.claims.verbs import lemma
from pipeline.claims.wholeness import Wholeness
from pipeline.claims.word_order import KEPT, PASSED, WordOrder, without
from pipeline.words import Word, merged

OPENERS = frozenset({"en", "maar", "want", "dus", "doch", "al"})
FIRST = frozenset({"dus", "al"})
"""Those that take the first place in the sentence: 'Dus besloot de raad …'."""
SEEMING = frozenset({"lijken", "schijnen", "kunnen"})
"""'Het lijkt erop dat …', 'het kan dat …': who leaves that out says more than the article."""
MEANING = frozenset({"betekenen", "inhouden"})
"""'Meedoen betekent dat …': what follows is so only if what the subject says is."""
DEEPEST = 4
"""Clauses that are told with the one they embed: 'zegt te weigeren om te …'."""


class Normaliser:
    """Makes the sentences of one document; `governor` and `inside` tell what embeds a clause and what it embeds."""

    def __init__(
        self,
        roles: Roles,
        names: Names,
        governor: Callable[[Clause], Governor | None],
        inside: Callable[[Clause], list[Clause]],
        headings: set[int],
    ) -> None:
        self._names, self._governor, self._inside = names, governor, inside
        self._wholeness = Wholeness(inside, names.quotes, headings)
        self._order = WordOrder(roles, names, self._wholeness)

    def sentence(
        self,
        found: Proposition,
        tokens: list[Word],
        governor: Governor | None,
        reading: Reading,
        further: list[list[Word]],
    ) -> str | None:
        """The sentence of a proposition whose words are `tokens`, with the clauses `further` that complete it.

        None where the words are no more than marks.
        """
        if found.rule == "apposition" and found.subject is not None and found.object is not None:
            return capital(_equation(found.subject, found.object))
        clause = found.clause
        bare = found.rule in {"label", "contrast"}
        words = _without_openers(clause.tokens if bare else merged(tokens, clause.marks), clause)
        words, outer = self._with_embedding(clause, words, governor)
        ahead: list[list[Word]] = []
        for more in further:
            if outer is not clause or not _told_first(more, words, found) or _right_before(more, words, clause):
                words = merged(words, more)
            elif not more[0].tag_.startswith("WW|pv"):  # 'Werd hij werkloos, dan …' cannot follow
                ahead.append(more)
        if found.rule != "contrast":
            beside = {c.verb.i for c in self._inside(outer) if c.top.dep_ in {"conj", "parataxis"} and c is not clause}
            words = _without_tail(self._wholeness.whole(words, outer), outer, beside)
        words = _without_label(_without_contrast(words), outer)
        open_ = outer is clause and reading.modality in {"question", "imperative", "conditional"}
        asks = open_ and not _opened(words, outer, ahead)
        bits = self._order.bits(words, outer, asks=asks, certain=outer is not clause or reading.degree == "CT")
        for more in (a for a in ahead if not {*a} & {*words}):
            bits += [Bit(_small(more[0]), more[0]), *(Bit(w.text, w) for w in more[1:])]
        return told(bits)

    # --- the clauses around ------------------------------------------------------------------------------------------

    def _with_embedding(
        self, clause: Clause, words: list[Word], governor: Governor | None
    ) -> tuple[list[Word], Clause]:
        """The words with those of the clauses that embed them and change or complete what they say, and the outermost of these."""
        outer = clause
        coloured = self._asked(clause) or _colours(governor) or self._seems(clause) or _bounded(clause)
        for _ in range(DEEPEST):
            parent = outer.parent
            if parent is None or not (outer.kind == "infinitive" or coloured):
                break
            before = outer.tokens[0].doc[max(0, outer.tokens[0].i - 1) : outer.tokens[0].i] if outer.tokens else []
            words = merged(words, (w for w in before if w.lower_ in {"dat", "of", "om"}))
            outer = parent
            words = merged(words, (*_without_openers(outer.tokens, outer), *narrowing(outer, self._inside)))
            asked = self._asked(outer) or self._seems(outer)
            coloured = asked or (_colours(self._governor(outer)) and not self._reported(outer))
        return words, outer

    def _asked(self, clause: Clause) -> bool:
        """Whether a clause is a question that another one embeds: 'laat zien hoe …' says nothing by itself."""
        parent = clause.parent
        if parent is None or clause.kind not in {"complement", "adverbial"} or clause.top.dep_ == "parataxis":
            return False
        asks = governors.asks(clause) or (clause.mark("of") is not None and clause.mark("alsof") is None)
        return asks and (self._together(clause, parent) or self._reported(clause))

    def _seems(self, clause: Clause) -> bool:
        """Whether the clause around says only that a clause may be so: 'het lijkt erop dat …'."""
        parent = clause.parent
        if (
            parent is None
            or clause.kind != "complement"
            or clause.mark("dat") is None
            or (parent.copula is not None and parent.head.pos_ != "VERB")
        ):
            return False
        if parent.head.lower_ == "stel":
            return True
        if predicate(parent) in MEANING:
            return not any(
                c.lower_ in {"dat", "dit", "het", "wat", "die"} and c.dep_ in {"nsubj", "expl"}
                for c in parent.constituents
            )
        may_be = predicate(parent) == "zijn" and any(lemma(t) == "kunnen" for t in parent.members)
        return (
            (may_be or predicate(parent) in SEEMING) and self._together(clause, parent) and not self._reported(clause)
        )

    def _together(self, clause: Clause, parent: Clause) -> bool:
        quotes = self._names.quotes
        return quotes.around(parent.verb.idx) == quotes.around(clause.verb.idx)

    def _reported(self, clause: Clause) -> bool:
        """Whether the clause around reports a quote."""
        return clause.parent is not None and bool(self._names.quotes.reported_by(clause.parent.members))


def _colours(governor: Governor | None) -> bool:
    """Whether a word changes how, or whether, the clause it embeds is so."""
    return governor is not None and (governor.turns or bool(governor.row["modality"]))


def _bounded(clause: Clause) -> bool:
    """Whether a clause says when or as what another one is so, and nothing by itself: 'voordat de hulp komt'."""
    passed = clause.finite is not None and "verl" in clause.finite.tag_
    marks = {m.lower_ for m in clause.marks} - (PASSED if passed else frozenset())
    bound = clause.kind == "adverbial" and bool(marks & KEPT)
    apart = clause.kind in {"adverbial", "complement"} and without([t for t in clause.tokens if not t.is_punct])
    return clause.parent is not None and (bound or apart)


def _without_label(words: list[Word], clause: Clause) -> list[Word]:
    """Without what stands before a colon and says who speaks or what follows: 'Vos: Wij komen', 'Ter vergelijking: …'."""
    for n, word in enumerate(words[:-1], 1):
        if word.tag_.startswith("WW|pv") or word in clause.members:
            break
        if word.text == ":" or (word.nbor(1).text == ":" and words[n] != word.nbor(1)):
            return words[n:] if clause.finite in words[n:] else words
    return words


def _without_contrast(words: list[Word]) -> list[Word]:
    """Without 'maar ook …' where the 'niet alleen' before it belongs to another clause."""
    for n, (one, other) in enumerate(pairwise(words)):
        if n > 1 and one.lower_ == "maar" and other.lower_ == "ook" and not any(w.lower_ == "niet" for w in words[:n]):
            alone = one.doc[one.sent.start : words[0].i]
            told = any(w.lower_ == "niet" and w.nbor(1).lower_ in {"alleen", "slechts"} for w in alone)
            return words[:n] if told else words
    return words


def _without_tail(words: list[Word], clause: Clause, beside: set[int]) -> list[Word]:
    """Without what a colon adds to a clause that is left out: 'kwam met een plan, dat niets veranderde: alleen de prijs'.

    Nor what stands behind the verb of the next clause, one of `beside`: 'verloor flink en kreeg zes zetels, tegen tien nu'.
    """
    for n, (left, right) in enumerate(pairwise(words), 1):
        gap = right.doc[left.i + 1 : right.i]
        colon = (len(gap) > 1 and gap[-1].text in {":", ";"}) or (gap and right.text in {":", ";"})
        aside = any(w.text in DASHES for w in (left, *gap[:1]))  # '- laten we eerlijk zijn -'
        other = any(w.i in beside for w in gap) and not aside
        if (colon or other) and clause.finite in words[:n] and not {*clause.members} & {*words[n:]}:
            return words[: n - 1] if left.dep_ == "cc" else words[:n]
    return words


def _without_openers(words: list[Word], clause: Clause) -> list[Word]:
    """Without 'en' or 'maar' at the beginning; 'al in 2015' and 'al met al' keep their 'al', 'al kost het geld' does not."""
    words = trim(words)
    while words and words[0].lower_ in OPENERS:
        if words[0].lower_ == "al" and words[1:2] != [clause.finite]:
            break
        words = trim(words[1:])
    return words


def _told_first(more: list[Word], words: list[Word], found: Proposition) -> bool:
    """Whether a clause stands before the one it completes: it is told after it, but for one that is the subject."""
    subject = found.subject
    own = subject is not None and any(subject.start <= w.idx < subject.end for w in more)
    return bool(words) and more[0].i < words[0].i and not own


def _right_before(more: list[Word], words: list[Word], clause: Clause) -> bool:
    """'Als het regent, (dan) gaat …': a clause in the first place of the sentence stays there."""
    first, last = words[0], more[-1]
    if clause.kind != "main" or first.sent is not last.sent or (first != clause.finite and first.lower_ != "dan"):
        return False
    return first.lower_ == "dan" or all(w.is_punct or w.is_space for w in first.doc[last.i + 1 : first.i])


def _opened(words: list[Word], clause: Clause, ahead: list[list[Word]]) -> bool:
    """Whether something stood before the verb that now opens the sentence: it is no question."""
    if not words or words[0].sent.text.rstrip("'\"’” ").endswith("?"):
        return False
    before = words[0].nbor(-1) if words[0].i > words[0].sent.start else None
    return bool(ahead) or (before is not None and before in clause.tokens and before.lower_ in FIRST)


def _equation(one: Phrase, other: Phrase) -> str:
    """An apposition as a clause: 'X is Y'."""
    several = "|mv" in one.head.tag_ or any(c.dep_ == "conj" for c in one.head.children if c.idx < one.end)
    plural = "|mv" in other.head.tag_  # 'schrijver en zanger' may be one man
    if several != plural or other.text.lower().startswith(("onder", "waaronder", "zoals", "toen", "destijds")):
        return f"{one.text}, {other.text}"
    return f"{one.text} {'zijn' if plural else 'is'} {other.text}"


def _small(word: Word) -> str:
    """A word that opened its sentence and does so no more: 'Als …' goes behind the main clause."""
    return word.text.lower() if word.pos_ in {"SCONJ", "ADP", "ADV"} else word.text
