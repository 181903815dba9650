"""Relative clauses that say which ones are meant, of things of which nobody says that they exist.

'De politie zoekt mensen die meer weten' does not say that there are such people: the clause is uncertain (Uu). That is where a
clause without a comma hangs on an indefinite noun in a wish, a search, a need or a negation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline.claims.clauses import Clause
from pipeline.claims.kinds import relative_word
from pipeline.claims.modality import tense
from pipeline.claims.polarity import is_negative
from pipeline.claims.predicates import predicate
from pipeline.claims.verbs import lemma
from pipeline.words import Word

if TYPE_CHECKING:
    from pipeline.claims.roles import Roles

SEEKING = frozenset(
    {"zoeken", "willen", "wensen", "eisen", "verlangen", "hopen", "nodig hebben", "vereisen", "ontbreken"}
)
MODAL = frozenset({"willen", "moeten", "zullen", "kunnen", "mogen", "hoeven"})
ARTICLES = frozenset({"een", "geen"})
GOING_ON = frozenset({"ccomp", "xcomp", "csubj", "conj"})
PRONOUNS = frozenset(
    {
        "iemand",
        "iets",
        "niemand",
        "niets",
        "degene",
        "degenen",
        "iedereen",
        "alles",
        "diegene",
        "diegenen",
        "hen",
        "zij",
    }
)
ALL = frozenset({"elk", "elke", "ieder", "iedere", "alle"})
NONE = frozenset({"geen", "niemand", "niets", "niks"})
ONLY = frozenset({"eerste", "enige", "laatste", "enigste", "volgende", "soort"})
SOME = frozenset({
    "veel", "vele", "sommige", "enkele", "enige", "andere", "meer", "weinig", "meeste", "genoeg", "talloze", "verschillende", "diverse",
    "meerdere", "allerlei", "bepaalde", "tientallen", "honderden", "duizenden", "miljoenen", "onder",
})  # fmt: skip


def unspecific(clause: Clause, *, certain: Callable[[], bool]) -> bool:
    """Whether a clause is such a relative clause; `certain`: whether the clause around it is stated as a fact."""
    noun = clause.top.head
    named = noun.tag_.startswith("N|") or noun.lower_ in PRONOUNS
    if clause.kind != "relative" or not named or clause.parent is None or _apart(clause):
        return False
    none = noun.lower_ in {"niemand", "niets"} or any(c.lower_ == "geen" for c in noun.children)
    return _indefinite(noun) and (none or not certain() or _open(clause.parent))


def generic(clause: Clause, roles: Roles) -> bool:
    """Whether a relative clause says which of a kind are meant and not that they are so: 'Ouders die roken, moeten …', 'elke'."""
    noun, matrix = clause.top.head, clause.parent
    if not clause.top.dep_.startswith("acl") or _apart(clause) or matrix is None:
        return False
    if any(t.lower_ in NONE for t in (noun, *noun.children)):
        return True
    if matrix.copula is not None and noun == matrix.head and is_negative(matrix, matrix.tokens):
        return True  # 'zij is niet de enige die …'
    if _singled_out(noun):
        return True
    if roles.cast(clause).subject != relative_word(clause):
        return False
    if _kind(noun) and not _happened(clause):
        return True
    if noun.lower_ in PRONOUNS or any(c.lower_ in ALL for c in noun.children if c.i < noun.i):
        return True
    verb, determiners = matrix.finite, {c.lower_ for c in noun.children if c.dep_ in {"det", "nmod:poss", "nummod"}}
    if verb is None or noun.i > verb.i > 0 or not noun.tag_.startswith("N|soort") or not determiners <= {"een"}:
        return False
    named = any(c.dep_ in {"flat", "appos"} for c in noun.children)
    open_ = matrix.copula is not None or any(lemma(t) in MODAL for t in matrix.auxiliaries)
    told = tense(matrix) == "past" or ("een" in determiners and (tense(clause) == "past" or not open_))
    return roles.cast(matrix).subject == noun and not named and not told and _bare(noun)


def tells_which(clause: Clause) -> bool:
    """Whether a relative clause says which ones of a kind are meant: 'buren die klagen', 'de eerste stad die …'.

    Without its noun it would say it of all of them, or of the first in all the world.
    """
    noun = clause.top.head
    if not clause.top.dep_.startswith("acl") or _apart(clause) or not noun.tag_.startswith("N|soort"):
        return False
    before = [c for c in noun.children if c.i < noun.i]
    if any("|rang" in c.tag_ or "|sup" in c.tag_ or c.lower_ in ONLY for c in before):
        return True
    return _kind(noun) or ((a_kind(noun) or an_example(noun)) and not _happened(clause))


def a_kind(noun: Word) -> bool:
    """A plural without a number, name or owner: 'mensen', 'de oudere mensen'; which ones a clause behind it says."""
    before = [c for c in noun.children if c.i < noun.i]
    plain = {c.lower_ for c in before if c.dep_ in {"det", "nummod", "nmod:poss"}} <= {"de"}
    named = any(c.dep_ in {"flat", "appos", "conj", "nmod"} for c in noun.children)
    return noun.tag_.startswith("N|soort|mv") and plain and not named and _bare(noun)


def an_example(noun: Word) -> bool:
    """'Een partij': nobody knows which, and what is said of it is not said of parties."""
    before = [c for c in noun.children if c.i < noun.i]
    named = any(c.dep_ in {"flat", "appos", "conj"} for c in noun.children)
    return noun.tag_.startswith("N|soort|ev") and {c.lower_ for c in before if c.dep_ == "det"} == {"een"} and not named


def _singled_out(noun: Word) -> bool:
    """'De eerste gemeente die …', 'de enige die …', 'de zwaarste storm die …': first, only or most in just that."""
    before = [noun, *(c for c in noun.children if c.i < noun.i)]
    return any(t.lower_ in ONLY or "|sup" in t.tag_ for t in before) and not noun.tag_.startswith("N|eigen")


def _happened(clause: Clause) -> bool:
    return tense(clause) == "past" and not any(lemma(t) == "zullen" for t in clause.members)


def _kind(noun: Word) -> bool:
    """'Mensen die …', a plural without any word that says which or how many: a kind."""
    plain = not any(c.dep_ in {"det", "nummod", "nmod:poss"} for c in noun.children if c.i < noun.i)
    named = any(c.dep_ in {"flat", "appos"} for c in noun.children)
    return noun.tag_.startswith("N|soort|mv") and plain and not named and _bare(noun)


def _bare(noun: Word) -> bool:
    """Without 'veel', 'sommige' and other words that say that there are some."""
    return not any(c.lower_ in SOME or c.tag_.startswith("VNW") for c in noun.children if c.i < noun.i)


def _apart(clause: Clause) -> bool:
    first = clause.tokens[0]
    return first.is_punct or (first.i > 0 and first.nbor(-1).is_punct)


def _indefinite(noun: Word) -> bool:
    determiners = {c.lower_ for c in noun.children if c.dep_ in {"det", "nmod:poss"}}
    return determiners <= ARTICLES and not any(c.dep_ == "nummod" for c in noun.children)


def _open(matrix: Clause) -> bool:
    """A wish, a search, a need, what may or will be."""
    return predicate(matrix) in SEEKING or any(lemma(t) in MODAL for t in matrix.auxiliaries)


# --- what narrows a claim down -----------------------------------------------------------------------------------


def narrowing(clause: Clause, inside: Callable[[Clause], list[Clause]]) -> Iterator[Word]:
    """The words of the clauses without which the things a claim is about are others: 'een van de landen die …'."""
    for inner in inside(clause):
        if inner.tokens and _narrows(inner):
            yield from _whole(inner, inside)


def _whole(clause: Clause, inside: Callable[[Clause], list[Clause]]) -> Iterator[Word]:
    """The words of such a clause with its complements and the clauses it goes on in: 'die zeggen dat … en …'."""
    yield from clause.tokens
    for inner in inside(clause):
        if inner.tokens and (inner.top.dep_ in GOING_ON or _narrows(inner)):
            yield from _whole(inner, inside)


def _narrows(clause: Clause) -> bool:
    """Whether a clause stands by a noun without a comma, or tells how much: 'zo nipt dat …'."""
    top, first = clause.top, clause.tokens[0]
    if top.dep_.startswith("acl"):
        aim = clause.finite is None and clause.mark("te") is not None  # 'een reden heeft om te gaan'
        return not _apart(clause) and top.head.i < first.i and (aim or _beside(top.head, first, clause.parent))
    if top.dep_ == "xcomp" and clause.finite is None:  # 'hoort hem lachen', 'laat haar ongemoeid'
        return True
    return top.dep_ == "advcl" and clause.mark("dat", "dan") is not None and not _apart(clause)


def _beside(noun: Word, first: Word, around: Clause | None) -> bool:
    """Whether no verb stands between a noun and the clause about it: 'de man belde die …' may be about another."""
    between = noun.doc[noun.i + 1 : first.i]
    if around is not None and around.kind != "main" and between and all(t in around.members for t in between):
        return True  # 'dat er een man leefde die …'
    return not any(t.tag_.startswith("WW|pv") or t.text in {":", ";"} for t in between)
