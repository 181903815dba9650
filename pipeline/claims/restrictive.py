"""Relative clauses that say which ones are meant, of things of which nobody says that they exist.

'De politie zoekt mensen die meer weten' does not say that there are such people: the clause is uncertain (Uu). That is where a
clause without a comma hangs on an indefinite noun in a wish, a search, a need or a negation.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.claims.clauses import Clause
from pipeline.claims.predicates import predicate
from pipeline.claims.verbs import lemma
from pipeline.claims.words import Word

SEEKING = frozenset(
    {"zoeken", "willen", "wensen", "eisen", "verlangen", "hopen", "nodig hebben", "vereisen", "ontbreken"}
)
MODAL = frozenset({"willen", "moeten", "zullen", "kunnen", "mogen", "hoeven"})
ARTICLES = frozenset({"een", "geen"})
PRONOUNS = frozenset({"iemand", "iets", "niemand", "niets", "degene", "degenen", "iedereen"})


def unspecific(clause: Clause, *, certain: Callable[[], bool]) -> bool:
    """Whether a clause is such a relative clause; `certain`: whether the clause around it is stated as a fact."""
    noun = clause.top.head
    named = noun.tag_.startswith("N|") or noun.lower_ in PRONOUNS
    if clause.kind != "relative" or not named or clause.parent is None or _apart(clause):
        return False
    none = noun.lower_ in {"niemand", "niets"} or any(c.lower_ == "geen" for c in noun.children)
    return _indefinite(noun) and (none or not certain() or _open(clause.parent))


def _apart(clause: Clause) -> bool:
    first = clause.tokens[0]
    return first.is_punct or (first.i > 0 and first.nbor(-1).is_punct)


def _indefinite(noun: Word) -> bool:
    determiners = {c.lower_ for c in noun.children if c.dep_ in {"det", "nmod:poss"}}
    return determiners <= ARTICLES and not any(c.dep_ == "nummod" for c in noun.children)


def _open(matrix: Clause) -> bool:
    """A wish, a search, a need, what may or will be."""
    return predicate(matrix) in SEEKING or any(lemma(t) in MODAL for t in matrix.auxiliaries)
