"""'Karin Bos, burgemeester van Ede, …': the proposition that she is that.

Taken only where the words leave no doubt: set off by comma, dash or bracket on both sides, and a name with a bare or
determined noun, or a noun with a determined one. Lists, ages, places within places and numbers state no such thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.claims.clauses import Clause
from pipeline.claims.phrases import MARKS, Mentions, as_phrase, block, subtree
from pipeline.claims.proposition import Proposition
from pipeline.claims.verbs import form
from pipeline.entities.tables import source_noun
from pipeline.words import Word

if TYPE_CHECKING:
    from pipeline.claims.roles import Roles

APART = frozenset({",", "(", "–", "—", "-"})
CLOSED = APART | {")", ".", "!", "?", ";", ":"}
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT"})
LOOSE_OPENERS = frozenset({"ADP", "SCONJ", "CCONJ", "ADV", "VERB", "AUX", "PUNCT"})


def appositions(clause: Clause, roles: Roles, mentions: Mentions) -> Iterator[Proposition]:
    """The propositions of the appositions among a clause's words."""
    for token in clause.tokens:
        if token.dep_ != "appos" or not apposed(token, roles, mentions):
            continue
        about = as_phrase(token.head, _kernel(token.head, token), mentions)
        what = as_phrase(token, block(token, subtree(token, lambda c: roles.apart(c, clause))), mentions)
        told = about is not None and any(t.tag_.startswith("WW|pv") for t in _kernel(token.head, token))
        if about is not None and what is not None and about.end <= what.start and not told:
            scope = [t for t in clause.tokens if what.start <= t.idx < what.end]
            yield Proposition(
                clause=clause, predicate="zijn", subject=about, object=what, rule="apposition", anchor=token, scope=scope,
                bare=True,
            )  # fmt: skip


def apposed(token: Word, roles: Roles, mentions: Mentions) -> bool:
    """Whether a token heads an apposition that says what its noun is."""
    noun, (first, last) = token.head, edges(token)
    if token.i < noun.i or first.i == 0 or first.nbor(-1).text not in APART or token.pos_ != "NOUN":
        return False
    if form(token) or token.i in roles.top_of or first.pos_ in LOOSE_OPENERS or roles.is_timed(token):
        return False
    if not _closed(last) or _listed(token) or _listed(noun):
        return False
    if any(c.dep_ in {"case", "nummod", "cop", "mark"} for c in token.children):
        return False
    determined = any(c.dep_ == "det" for c in token.children)
    if mentions.label(noun) in NAMED:
        return determined or source_noun(token.lower_) is not None
    inside = any(c.dep_ == "nmod:poss" for c in noun.children)  # 'met haar hoed, een dorp verderop, …'
    return determined and noun.pos_ == "NOUN" and not inside and not roles.is_timed(noun)


def edges(token: Word) -> tuple[Word, Word]:
    """First and last word of a phrase, without the marks around it, which parsers hang on either side."""
    words = [t for t in token.subtree if not t.is_punct]
    return (words[0], words[-1]) if words else (token, token)


def _closed(last: Word) -> bool:
    """Whether the apposition ends before a mark or the sentence's end; an opening quotation mark does not end it."""
    at = last.i + 1
    while at < len(last.doc) and last.doc[at].text in MARKS - {")"}:
        at += 1
    return at >= len(last.doc) or last.doc[at].text in CLOSED or last.doc[at].is_space


def _listed(token: Word) -> bool:
    """A member of a list: 'appels, peren en pruimen'; 'zanger en acteur' is one role."""
    if token.dep_ == "conj":
        return True
    return any(c.dep_ == "conj" and "," in token.doc.text[token.idx : c.idx] for c in token.children)


def _kernel(noun: Word, apposition: Word) -> list[Word]:
    """The noun phrase without the apposition, what follows it, and its preposition."""
    words = subtree(noun, lambda c: c == apposition or c.dep_ in {"case", "mark", "cc", "cop", "aux"})
    return block(noun, [t for t in words if t.i < edges(apposition)[0].i - 1])
