"""Finds the clauses of a parsed document: verb group, governing clause, own tokens.

A clause is what one main verb (or copula with its complement) heads, with its auxiliaries: 'had kunnen worden gedaan' is one.
Verbs of chain_verbs.tsv join their infinitive ('gaat sluiten', 'begon te janken'): the infinitive then names the clause.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.claims import tables
from pipeline.claims.kinds import SUBORDINATORS, Kind, goes_on, kind_of
from pipeline.claims.verbs import form, going_on, lemma
from pipeline.words import Word, Words, place

AUXILIARY = frozenset({"aux", "aux:pass", "cop"})
FUSED = frozenset({"weten", "zien", "horen", "blijken", "merken"})
NEVER_HEAD = AUXILIARY | {"compound:prt", "fixed", "flat", "det", "case", "mark", "cc"}
CLAUSAL = frozenset({
    "ROOT", "root", "conj", "parataxis", "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "csubj", "csubj:pass",
})  # fmt: skip
LINKS = {row["lemma"]: row for row in reversed(tables.rows("chain_verbs"))}
FORMS = {(row["lemma"], row["form"]): row for row in tables.rows("chain_verbs")}
COMPLEMENT = frozenset({"xcomp", "ccomp", "obj", "obl", "advcl"})
PLACEHOLDERS = ("er", "daar", "hier")


@dataclass(eq=False)
class Clause:
    """One clause; `tokens` are its own, in text order, without those of clauses inside it.

    `chain` are the verbs that joined their infinitive, `inherited` those shared with the first conjunct, `adopted` words that
    the parse hangs on something outside ('volgens het bestuur “geen keuze”').
    """

    head: Word
    members: list[Word]
    top: Word
    tokens: list[Word] = field(default_factory=list)
    chain: list[Word] = field(default_factory=list)
    adopted: list[Word] = field(default_factory=list)
    fused: set[int] = field(default_factory=set)
    parent: Clause | None = None
    inherited: list[Word] = field(default_factory=list)
    kind: Kind = "main"
    predicate: str | None = None
    passive: bool | None = None
    """What `predicates` found; None where it was not asked yet."""

    def forget(self) -> None:
        """Work out anew what is worked out once while the clause stays as it is."""
        for name in WORKED_OUT:
            self.__dict__.pop(name, None)
        self.predicate = self.passive = None

    @property
    def absorbed(self) -> list[Word]:
        """Infinitives that are part of the verb ('weten' of 'laat weten'): what hangs on them belongs to the clause."""
        return [c for c in self.head.children if c.i in self.fused]

    @cached_property
    def copula(self) -> Word | None:
        """The copula the parse gives ('is' of 'is ziek')."""
        return next((t for t in self.members if t.dep_ == "cop" and t.head == self.head), None)

    @cached_property
    def verb(self) -> Word:
        """The token that names the predicate: the copula or the main verb."""
        return self.copula or self.head

    @cached_property
    def finite(self) -> Word | None:
        """The finite verb, from the first conjunct where the clause shares it."""
        group = (*self.inherited, *self.members) if self.inherited else self.members
        for token in group:
            if form(token) == "pv":
                return token
        if self.mark("te", "om") is not None or self.inherited or self.chain:
            return None
        helper = next((t for t in self.members if form(t) == "inf" and t.dep_ == "aux"), None)
        plural = form(self.head) == "inf" and first(self.constituents, "nsubj") is not None and self._may_be_finite()
        return helper or (self.head if plural else None)  # 'dat ze verliezen', tagged as an infinitive

    def _may_be_finite(self) -> bool:
        """Whether a verb tagged as an infinitive stands where a finite one can: 'de huizen verkopen' alone is none."""
        last = next((t for t in reversed(self.tokens) if not t.is_punct), None)
        return bool(self.marks) or self.top.dep_.startswith("acl") or last != self.head

    @cached_property
    def auxiliaries(self) -> list[Word]:
        """Auxiliaries and chain verbs, own and shared, in text order."""
        own = [t for t in self.members if t.i != self.verb.i and (t.dep_ in AUXILIARY or t in self.chain)]
        return sorted({t.i: t for t in (*own, *self.inherited)}.values(), key=lambda t: t.i)

    @cached_property
    def constituents(self) -> list[Word]:
        """What hangs on the verb group, in text order."""
        group = {t.i for t in self.members}
        found = {c.i: c for m in (*self.members, *self.absorbed) for c in m.children if c.i not in group}
        found.update((t.i, t) for t in self.adopted)
        return [found[i] for i in sorted(found)]

    def adopt(self, token: Word) -> None:
        """Take over a word and what hangs on it from outside."""
        self.adopted.append(token)
        own = {t.i: t for t in (*self.tokens, *token.subtree)}
        self.tokens = [own[i] for i in sorted(own)]
        self.forget()

    @cached_property
    def marks(self) -> list[Word]:
        """Subordinators and the `te` and `om` of an infinitive."""
        return [c for c in self.constituents if c.dep_ == "mark" and not goes_on(c, self)]

    def mark(self, *words: str) -> Word | None:
        """The first mark that is one of `words`."""
        for mark in self.marks:
            if mark.lower_ in words:
                return mark
        return None


WORKED_OUT = tuple(name for name, value in vars(Clause).items() if isinstance(value, cached_property))


def find(doc: Words) -> list[Clause]:
    """The clauses of `doc` in text order of their heads."""
    clauses = {t.i: _clause(t) for t in doc if _heads(t)}
    _join_chains(clauses)
    owner = _owners(doc, clauses)
    found = list({id(c): c for c in clauses.values()}.values())
    for token in doc:
        clause = owner[token.i]
        if clause is not None and not token.is_space:
            clause.tokens.append(token)
    for clause in found:
        if clause.top.head.i != clause.top.i:
            parent = owner[clause.top.head.i]
            clause.parent = parent if parent is not clause else None
    for clause in found:
        _hand_back(clause)
    for clause in found:
        clause.inherited = _shared(clause)
        clause.kind = kind_of(clause)
    return sorted(found, key=lambda c: c.head.i)


def _hand_back(clause: Clause) -> None:
    """'er zeker van dat …', 'ervoor dat …': what stands for a clause, before its subordinator, belongs to the one around it."""
    mark = next((t for t in clause.tokens if t.dep_ == "mark" and t.lower_ in SUBORDINATORS), None)
    if mark is None or clause.parent is None or not clause.tokens[0].lower_.startswith(PLACEHOLDERS):
        return
    before = [t for t in clause.tokens if t.i < mark.i and t.i not in {m.i for m in clause.members}]
    if mark.head == clause.head and not any(t.is_punct for t in before):
        clause.tokens = [t for t in clause.tokens if t not in before]
        clause.parent.tokens = sorted([*clause.parent.tokens, *before], key=place)


def _heads(token: Word) -> bool:
    """Whether a token heads a clause."""
    if token.is_space or token.is_punct or token.dep_ in NEVER_HEAD or _fused(token):
        return False
    if any(c.dep_ in AUXILIARY for c in token.children):
        return True
    kind = form(token)
    if kind == "pv":
        return token.dep_ != "amod"
    if not kind or (token.pos_ == "VERB" and "vrij" not in token.tag_):
        return False
    if kind == "inf" and any(c.dep_ == "mark" and c.lower_ == "te" for c in token.children):
        return True
    return token.dep_ in CLAUSAL and not (
        kind in {"vd", "od"} and token.dep_ == "xcomp" and lemma(token.head) != "worden"
    )


def _fused(token: Word) -> bool:
    """'weten' of 'laat … weten', 'zien' of 'liet zien', where the parse makes it a clause."""
    return token.lower_ in FUSED and token.dep_ in {"xcomp", "ccomp", "obj"} and lemma(token.head) == "laten"


def _clause(head: Word) -> Clause:
    members = sorted([head, *(c for c in head.children if c.dep_ in AUXILIARY)], key=lambda t: t.i)
    return Clause(head=head, members=members, top=head, fused={c.i for c in head.children if _fused(c)})


def _join_chains(clauses: dict[int, Clause]) -> None:
    """'gaat … sluiten', 'begon … te janken': the infinitive's clause takes over the chain verb's."""
    for matrix in list(dict.fromkeys(clauses.values())):
        current = matrix
        while (inner := _linked(current, clauses)) is not None:
            inner.members = sorted([*current.members, *inner.members], key=lambda t: t.i)
            inner.chain = [*current.chain, *current.members]
            inner.top = current.top
            inner.forget()
            for member in current.members:
                clauses.pop(member.i, None)
            clauses[current.head.i] = clauses[inner.head.i] = inner
            current = inner


def _linked(matrix: Clause, clauses: dict[int, Clause]) -> Clause | None:
    """The infinitive's clause that the head of `matrix`, a chain verb, belongs to."""
    name = lemma(matrix.head)
    if (name not in LINKS and name not in {"worden", "zijn"}) or form(matrix.head) == "" or matrix.copula is not None:
        return None
    for child in sorted(matrix.head.children, key=lambda c: (c.dep_ != "xcomp", c.i)):
        inner = clauses.get(child.i)
        if inner is not None and inner is not matrix and child.dep_ in COMPLEMENT and _joins(inner, child, name):
            return inner
    return None


def _joins(inner: Clause, child: Word, name: str) -> bool:
    """Whether a chain verb and an infinitive below it are one predicate."""
    if name == "worden":  # a passive whose auxiliary the parse calls the main verb
        return child.dep_ == "xcomp" and form(child) in {"vd", "pv"} and inner.members == [child]
    if name == "zijn":  # 'is aan het verbouwen'
        return inner.members == [child] and form(child) == "inf" and child.i > 1 and going_on(child)
    if any(form(m) == "pv" for m in inner.members):
        return False
    if any(c.dep_ == "mark" and c.lower_ in SUBORDINATORS for c in child.children):
        return False
    row = link(name, to=_to(child))
    if row is None or (
        child.dep_ != "xcomp" and (row["class"] == "posture" or "nsubj" in {c.dep_ for c in child.children})
    ):
        return False
    return _to(child) or any(form(m) == "inf" for m in inner.members)


def _to(verb: Word) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "te" for c in verb.children)


def link(name: str, *, to: bool) -> dict[str, str] | None:
    """The row of chain_verbs.tsv for a verb with a te-infinitive or a bare one."""
    return FORMS.get((name, "te" if to else "inf")) or FORMS.get((name, "both"))


def _owners(doc: Words, clauses: dict[int, Clause]) -> list[Clause | None]:
    """For each token the clause it belongs to; None outside clauses."""
    owner: list[Clause | None] = [None] * len(doc)
    known = [False] * len(doc)
    for i, clause in clauses.items():
        for member in (doc[i], *clause.members):
            owner[member.i], known[member.i] = clause, True
    for token in doc:
        path = []
        while not known[token.i]:
            path.append(token.i)
            if token.head.i == token.i or len(path) > len(doc):
                break
            token = token.head  # noqa: PLW2901 -- climbs to the nearest clause
        nearest = owner[token.i]
        for i in path:
            owner[i], known[i] = nearest, True
    return owner


def _shared(clause: Clause) -> list[Word]:
    """Auxiliaries of the first conjunct that a conjunct without a finite verb shares: 'werd ontslagen en … aangehouden'."""
    parent = clause.parent
    if clause.top.dep_ != "conj" or parent is None or clause.mark("om") is not None:
        return []
    if any(form(m) == "pv" for m in clause.members) and not _final_infinitive(clause, parent):
        return []
    if form(clause.head) not in {"vd", "inf"} and not _final_infinitive(clause, parent):
        return []
    same = [t for t in parent.members if t.i != parent.head.i and t.i < clause.head.i]
    if form(parent.head) != form(clause.head) and not _final_infinitive(clause, parent):
        # 'blijft dalen', where the parse hangs the second infinitive on the chain verb
        same = [t for t in parent.members if t.i < clause.head.i and lemma(t) in LINKS]
    return [*same, *parent.inherited]


def _final_infinitive(clause: Clause, parent: Clause) -> bool:
    """'zou ziek zijn en regelmatig seks hebben', tagged as a plural: the infinitive at the end of a clause without subject."""
    words = [t for t in clause.tokens if not t.is_punct]
    last = bool(words) and words[-1] == clause.head and len(words) > 1 and clause.head.lower_ == lemma(clause.head)
    helped = form(parent.head) == "inf" and any(form(t) == "pv" and t.i < clause.head.i for t in parent.members)
    return last and helped and clause.members == [clause.head] and first(clause.constituents, "nsubj") is None


def first(tokens: Iterable[Word], *deps: str) -> Word | None:
    """The first token with one of the dependency labels."""
    return next((t for t in tokens if t.dep_ in deps), None)
