"""Which clauses state something, and what: the propositions of a document, before it is asked who states them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.claims import governors
from pipeline.claims.appositions import appositions
from pipeline.claims.attribution import Quotes, covers, frames
from pipeline.claims.clauses import Clause, find
from pipeline.claims.control import Control
from pipeline.claims.figures import Figures
from pipeline.claims.governors import Governor
from pipeline.claims.headings import heading_words, past_heading, without_headings
from pipeline.claims.kinds import SUBORDINATORS, relative_word
from pipeline.claims.labels import Labels
from pipeline.claims.openings import headless_end
from pipeline.claims.participants import NOUNS
from pipeline.claims.phrases import Mentions, Phrase, as_phrase
from pipeline.claims.predicates import is_passive, predicate
from pipeline.claims.proposition import Proposition
from pipeline.claims.restrictive import generic
from pipeline.claims.roles import Roles, contrast
from pipeline.claims.verbs import form, going_on, lemma
from pipeline.claims.worth import only_reports, worth
from pipeline.words import Word, Words

EMPTY = frozenset({"zijn", "betekenen", "inhouden", "blijken", "lijken", "schijnen"})
"""Verbs that with a clause say no more than the clause: 'het betekent dat …'."""


class Propositions:
    """Finds the propositions of one document."""

    def __init__(self, words: Words, mentions: Mentions, quotes: Quotes, figures: Figures) -> None:
        self.clauses = find(words)
        self.roles = Roles(self.clauses, mentions, named=mentions.tokens(words), timed=figures.timed())
        self._quotes = quotes
        self._mentions = mentions
        self._labels = Labels(self.roles, quotes, mentions)
        self._adopt(words)
        self.headings = heading_words(words, mentions)
        without_headings(self.clauses, self.headings)
        self.roles.forget()
        self._inside: dict[int, list[Clause]] = {}
        for clause in self.clauses:
            self._inside.setdefault(id(clause.parent), []).append(clause)
        self._governors = {id(c): governors.of_clause(c) for c in self.clauses}
        self.control = Control(self.roles, quotes, mentions, self.governor, self.inside)

    def _adopt(self, words: Words) -> None:
        """Words of a content that the parse hangs on its source or cue belong to the clause beside them."""
        owner = {t.i: c for c in self.clauses for t in c.tokens}
        for quote in self._quotes.all:
            for span in quote.spans:
                for token in words.inside(span.start, span.end):
                    clause = owner.get(token.head.i)
                    if (
                        clause is None
                        or not frames(quote, token.head.idx)
                        or token.is_punct
                        or token.i in self.roles.member_of
                    ):
                        continue
                    if covers(quote, clause.verb.idx):
                        clause.adopt(token)

        for token in self.roles.stray_names(words):  # 'volgt per 1 mei Wim de Vries op'
            clause = owner.get(token.i)
            if clause is not None and token not in clause.constituents:
                clause.adopt(token)

    def inside(self, clause: Clause) -> list[Clause]:
        """The clauses right below a clause, in text order."""
        return self._inside.get(id(clause), [])

    def governor(self, clause: Clause) -> Governor | None:
        """The word that embeds a clause, by the parse."""
        return self._governors[id(clause)]

    def all(self) -> Iterator[Proposition]:
        """The propositions in text order of their clauses."""
        replaced = self._replaced()
        for clause in self.clauses:
            if clause.tokens:
                yield from appositions(clause, self.roles, self._mentions)
            if id(clause) not in replaced and clause.tokens:
                yield from self._of(clause)

    def _of(self, clause: Clause) -> Iterator[Proposition]:
        label = self._labels.find(clause)
        if label is not None:
            label = past_heading(label, self._mentions)
            if label is not None:
                yield label
            return
        found = (
            self._embedded(clause) if clause.kind in {"infinitive", "participle", "elliptic"} else self._finite(clause)
        )
        found = past_heading(found, self._mentions) if found is not None else None
        if found is None:
            return
        if (
            not worth(found)
            or self._hollow(found)
            or (only_reports(found) and not self._quotes.around(found.anchor.idx))
        ):
            return
        twins = list(self._contrasts(found))
        yield found
        yield from twins

    def _hollow(self, found: Proposition) -> bool:
        """'Het betekent dat …', 'zoals het hoort': a clause that says nothing beside the one it embeds or hangs on."""
        clause, thing = found.clause, found.object
        if clause.mark("zoals") is not None and found.subject is None and (thing is None or thing.head.pos_ == "PRON"):
            return True
        if clause.copula is not None and thing is None and (self._announces(clause) or _added(clause)):
            return True
        if thing is not None or clause.copula is not None or clause.kind in {"infinitive", "participle", "elliptic"}:
            return False
        if not clause.auxiliaries and any(self._told_by(t, clause) for t in clause.constituents):
            return not any(t.dep_ in {"obl", "obl:arg"} for t in clause.constituents)
        return clause.mark("zoals") is not None and found.subject is not None and found.subject.head.pos_ == "PRON"

    def _announces(self, clause: Clause) -> bool:
        """'De reden is dat …', where the parse makes the noun the complement."""
        inner = (self.roles.top_of.get(c.i) for c in clause.head.children if c.i > clause.verb.i)
        return clause.head.pos_ == "NOUN" and any(c is not None and c.mark("dat") is not None for c in inner)

    def _told_by(self, token: Word, clause: Clause) -> bool:
        """Whether a clause below says all that `clause` says: its verb only tells how that is meant."""
        inner = self.roles.top_of.get(token.i)
        if token.dep_ != "ccomp" or inner is None or inner.finite is None:
            return False
        governor = self.governor(inner)
        means = governor is not None and governor.clause is clause and bool(governor.row["modality"])
        return means or predicate(clause) in EMPTY

    def _finite(self, clause: Clause) -> Proposition | None:
        word = relative_word(clause) if clause.kind == "relative" else None
        if word is not None and word.lower_ in {"die", "dat"} and self.roles.antecedent(clause) is None:
            return None  # the parse hangs it on a noun it cannot be about
        if clause.kind == "relative" and generic(clause, self.roles):
            return None
        subject, thing = self.roles.active(clause)
        if word is not None:
            subject, thing = self._of_relative(clause, word, subject, thing)
        span = headless_end(clause.finite) if clause.finite is not None and clause.finite in clause.members else None
        name = predicate(clause)
        if name == "hebben" and any(
            t.lower_ == "nodig" and t.dep_ in {"xcomp", "compound:prt", "advmod", "obj"} for t in clause.tokens
        ):
            name = "nodig hebben"
        found = self._make(clause, name, subject, thing, _rule(clause))
        if span is not None:  # 'Wie … niet bemest, krijgt …': the negation inside is not the clause's
            found.scope = [t for t in found.scope if t.i > span[1]]
        mark = clause.mark(*SUBORDINATORS) if clause.kind == "adverbial" else None
        late = mark is not None and clause.finite is not None and clause.finite.i > mark.i
        if mark is not None and late and any(t.i < mark.i and t.dep_ in {"nsubj", "obj"} for t in clause.constituents):
            found.scope = [t for t in found.scope if t.i >= mark.i]  # 'dat Vos sinds ze hier woont …'
        return found

    def _of_relative(
        self, clause: Clause, word: Word, subject: Phrase | None, thing: Phrase | None
    ) -> tuple[Phrase | None, Phrase | None]:
        """'…, wat tot ruzie leidde' is about the clause before it; 'de koers die de bank wil varen': only the bank wants."""
        noun = clause.top.head
        after_all = word.i > 0 and word.nbor(-1).text == "," and noun.pos_ in NOUNS and noun.pos_ != "PRON"
        cast = self.roles.cast(clause)
        if word.lower_ == "wat" and after_all:
            itself = as_phrase(word, [word], self._mentions)
            return (itself, thing) if cast.subject == word else (subject, itself if cast.object == word else thing)
        wants = any(lemma(t) == "willen" for t in clause.auxiliaries) and not is_passive(clause)
        if (
            wants
            and cast.subject == word
            and subject is not None
            and thing is not None
            and not self.control.acts(subject)
        ):
            return (thing, subject) if self.control.acts(thing) else (subject, thing)
        return subject, thing

    def _make(self, clause: Clause, name: str, subject: Phrase | None, thing: Phrase | None, rule: str) -> Proposition:
        return Proposition(
            clause=clause, predicate=name, subject=subject, object=thing, rule=rule, anchor=clause.verb,
            governor=self.governor(clause), scope=list(clause.tokens),
        )  # fmt: skip

    # --- clauses without a finite verb ---------------------------------------------------------------------------

    def _embedded(self, clause: Clause) -> Proposition | None:
        """Infinitives and participles that state something."""
        if clause.kind == "participle":
            return self._participle(clause)
        if clause.kind == "elliptic":
            return self._elliptic(clause)
        if _names_a_deed(clause):
            return None
        first = self._first_conjunct(clause)
        subject = self.control.controller(first)
        if isinstance(subject, bool):
            return None
        own = self.roles.own_subject(clause)
        thing = self.roles.object(clause) or self.control.raised(first)
        subject, thing = self.control.by_sense(first, subject, thing)
        if is_passive(clause):
            subject, thing = self.roles.agent(clause), own or subject or None
        found = self._make(clause, predicate(clause), own or subject or None, thing, "infinitive")
        found.governor = found.governor or self.governor(first)
        return found

    def _first_conjunct(self, clause: Clause) -> Clause:
        step = clause
        while step.top.dep_ == "conj" and step.parent is not None and step.parent.kind == "infinitive":
            step = step.parent
        return step

    def _participle(self, clause: Clause) -> Proposition | None:
        """'…, gepland in oktober, …': a participle set off by a comma, with words of its own."""
        noun = clause.top.head
        first = clause.head.left_edge
        apart = first.i > 0 and first.nbor(-1).is_punct
        if form(clause.head) != "vd" or clause.top.dep_ != "acl" or not apart or len(clause.tokens) < 2:
            return None
        about = self.roles.phrase(noun, clause)
        agent = self.roles.agent(clause)
        return self._make(
            clause, predicate(clause), *((agent, about) if is_passive(clause) else (about, None)), "participle"
        )

    def _elliptic(self, clause: Clause) -> Proposition | None:
        """A headline's participle without auxiliary: 'Man opgepakt na steekpartij'."""
        if form(clause.head) != "vd" or clause.top.dep_ not in {"ROOT", "conj"} or "prenom" in clause.head.tag_:
            return None
        about = self.roles.own_subject(clause) or self.roles.object(clause)
        if about is None or about.start > clause.head.idx or clause.mark("dan", "als") is not None:
            return None
        agent = self.roles.agent(clause)
        subject, thing = (agent, about) if is_passive(clause) else (about, None)
        return self._make(clause, predicate(clause), subject, thing, "elliptic")

    # --- contrasts -----------------------------------------------------------------------------------------------

    def _contrasts(self, found: Proposition) -> Iterator[Proposition]:
        """'geen straf, maar nodig', 'we doen mee, maar niet gratis': the second part is a proposition of its own."""
        heads = [found.object.head] if found.object is not None else []
        for child in {c.i: c for h in (*heads, *found.clause.members) for c in h.children}.values():
            if not contrast(child) or child.i in self.roles.member_of:
                continue
            tokens = sorted(child.subtree, key=lambda t: t.i)
            other = self.roles.phrase(child, found.clause) if child.head in heads else found.object
            asks = any(t.lower_ in governors.QUESTION_WORDS for t in tokens)  # 'het helpt, maar hoeveel?'
            negated = any(t.lower_ in {"niet", "geen"} for t in tokens)
            if asks or negated or child.head in heads:
                found.scope = [t for t in found.scope if t not in tokens]
            if not asks and (negated or child.head in heads):
                twin = self._make(found.clause, found.predicate, found.subject, other, "contrast")
                twin.anchor, twin.scope = child, tokens
                yield twin

    # --- clauses that another one stands for ---------------------------------------------------------------------

    def _replaced(self) -> set[int]:
        """Clauses whose only content is how another is meant: 'probeert …', 'is van plan …', 'het is mogelijk dat …'."""
        gone: set[int] = set()
        for clause in self.clauses:
            governor = self.governor(clause)
            if governor is None or governor.clause is None or clause.top.dep_ == "conj":
                continue
            how, row, matrix = governors.frame(clause), governor.row, governor.clause
            if how == "te" and row["class"] == "noun" and (matrix.copula is None or governor.token != matrix.head):
                continue  # 'heeft de kans om te …' says something itself
            personal = row["controller"] == "subject" and (row["class"] != "adj" or row["certainty"] == "CT")
            impersonal = (
                how == "dat" and row["class"] == "adj" and row["controller"] == "none" and row["certainty"] != "U"
            )
            if (how == "te" and personal) or impersonal:
                gone.add(id(matrix))
        return gone


def _names_a_deed(clause: Clause) -> bool:
    """'Heeft het voor het zeggen', a noun; 'om te beginnen', which only counts up."""
    verb = clause.head
    noun = clause.copula is None and any(c.dep_ == "det" and c.i == verb.i - 1 for c in verb.children)
    return (noun and not going_on(verb)) or [t.lower_ for t in clause.tokens if not t.is_punct] == [
        "om",
        "te",
        "beginnen",
    ]


def _rule(clause: Clause) -> str:
    if clause.kind == "relative":
        return "relative"
    if is_passive(clause):
        return "passive"
    if clause.copula is not None:
        return "copula"
    return "finite" if clause.kind == "main" else clause.kind


def _added(clause: Clause) -> bool:
    """', is de verwachting' behind a main clause."""
    words = [t for t in clause.tokens if not t.is_punct]
    return (
        clause.top.dep_ == "parataxis" and words[0] == clause.copula and clause.head.pos_ == "NOUN" and len(words) < 4
    )
