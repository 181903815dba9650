"""The content words of a proposition, as they can be compared with those of other articles.

Lemmas without articles, particles, negations and auxiliaries; a name stands for all the words that mention its bearer,
pronouns included. When and how much have columns of their own and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.claims import tables
from pipeline.claims.phrases import Phrase
from pipeline.claims.proposition import Proposition
from pipeline.claims.verbs import lemma
from pipeline.entities import identity
from pipeline.schema import Entity, Mention, Term, TermRole
from pipeline.words import Word, Words

CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
EMPTY = tables.words("empty_terms", "lemma")


class Terms:
    """Makes the terms of one document's propositions; `timed` are its tokens in time expressions."""

    def __init__(self, words: Words, mentions: list[Mention], entities: list[Entity], timed: set[int]) -> None:
        named = {m.entity_id for m in mentions if m.kind == "name"}
        keys = {e.entity_id: identity.short(e.name, e.label) for e in entities if e.entity_id in named}
        self._names: dict[int, str] = {}
        for mention in sorted(mentions, key=lambda m: m.start - m.end):  # the words of a shorter one are its own
            if key := keys.get(mention.entity_id or ""):
                self._names |= {w.i: key for w in words.inside(mention.start, mention.end)}
        self._timed = timed

    def of(self, found: Proposition, tokens: list[Word]) -> list[Term]:
        """The terms of a proposition whose words are `tokens`: each lemma once, in the first role it has."""
        terms: dict[str, Term] = {}
        used: set[int] = set()
        self._add(terms, "subject", self._inside(found.subject, used))
        terms.setdefault(found.predicate, Term(role="predicate", lemma=found.predicate))
        used |= {w.i for w in found.clause.members}
        self._add(terms, "object", self._inside(found.object, used))
        self._add(terms, "other", (w for w in tokens if w.i not in used))
        return list(terms.values())

    @staticmethod
    def _inside(phrase: Phrase | None, used: set[int]) -> list[Word]:
        """The words of a phrase, which are none of the other roles then."""
        if phrase is None:
            return []
        words = phrase.head.doc.inside(phrase.start, phrase.end)
        used |= {w.i for w in words}
        return [w for w in words if not _in_clause(w, phrase.head)]

    def _add(self, terms: dict[str, Term], role: TermRole, words: Iterable[Word]) -> None:
        for word in words:
            name = self._names.get(word.i)
            if name is not None:
                terms.setdefault(name, Term(role=role, lemma=name, named=True))
            elif word.pos_ in CONTENT and word.i not in self._timed and word.dep_ != "compound:prt":
                base = lemma(word).lower()
                if base not in EMPTY and base.isalnum():
                    terms.setdefault(base, Term(role=role, lemma=base))


def _in_clause(word: Word, head: Word) -> bool:
    """Whether a word of the phrase of `head` belongs to a clause in it, which is a claim of its own."""
    while word not in (head, word.head):
        if word.dep_.startswith("acl"):
            return True
        word = word.head
    return False
