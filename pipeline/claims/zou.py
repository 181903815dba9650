"""'zou' and 'zouden': advice and wish, condition, future told from the past, hearsay.

The order of the checks follows what decides: another modal verb, then what makes the clause unreal, then the perfect that
only hearsay has ('zou zijn gevlucht'), then signs of a story. What is left is hearsay, the commonest use in news.
"""

from __future__ import annotations

from typing import cast

from pipeline.claims.clauses import Clause
from pipeline.claims.predicates import predicate
from pipeline.claims.reading import Context, Reading, is_past, is_perfect
from pipeline.claims.verbs import form, lemma
from pipeline.schema import Modality
from pipeline.words import Word

ADVICE = {
    "kunnen": ("possible", "PS"),
    "moeten": ("necessary", "CT"),
    "mogen": ("possible", "CT"),
    "willen": ("intended", "CT"),
}
UNREAL = frozenset({"anders", "liever", "graag", "idealiter"})
CASES = ("in dat geval", "in het ergste geval", "in het beste geval", "in het slechtste geval", "in theorie")
NARRATIVE = frozenset({"later", "uiteindelijk", "daarna", "nadien", "vervolgens", "daarop", "hierna"})
AHEAD = frozenset({"vandaag", "vanavond", "vanmiddag", "deze", "dit"})
STATES = frozenset(
    {"zijn", "hebben", "blijven", "lijken", "heten", "bezitten", "wonen", "weten", "kennen", "gaan om", "staan"}
)
"""Verbs whose 'zou' without a perfect tells of now, not of what was to come."""


def read_zou(clause: Clause, context: Context) -> Reading | None:
    """The reading of a clause whose finite verb is zou(den); None for other clauses, and where the governor decides."""
    verb = clause.finite
    if verb is None or lemma(verb) != "zullen" or "verl" not in verb.tag_:
        return None
    inner = {lemma(t) for t in clause.auxiliaries if t.i != verb.i}
    for name, (modality, degree) in ADVICE.items():
        if name in inner or (name in {"willen", "moeten", "mogen"} and predicate(clause) == name):
            return Reading(cast("Modality", modality), degree)
    if context.conditional_beside or _unreal(clause) or (context.direct and not context.hearsay):
        return Reading("conditional", "U")
    if _own(clause):
        return Reading("conditional", "U")
    perfect = is_perfect(clause) or (form(clause.head) == "vd" and inner & {"hebben", "zijn"})
    if perfect or context.hearsay:
        return Reading("reportative", "PR")
    if context.pointing and form(clause.head) != "vd" and predicate(clause) != "blijken":
        return Reading("conditional", "U")  # 'dat zou te ver voeren', 'het zou goed zijn'
    return _story(clause, context)


def _story(clause: Clause, context: Context) -> Reading | None:
    """Future told from the past: a plan, or what came later; else hearsay."""
    if _thwarted(clause) or _later(clause):
        return Reading("intended", "CT")
    if {t.lower_ for t in clause.tokens} & NARRATIVE or _goes_on(clause):
        return Reading("asserted", "CT")
    governor = context.governor
    if governor is not None and governor.row["modality"]:
        told_then = governor.clause is not None and is_past(governor.clause)
        if context.past_cue or told_then:
            return None  # 'beloofde dat …', 'vreesde dat …'
    if context.past_cue or (context.future and not context.attributed):
        return Reading("intended" if context.agentive or context.future else "asserted", "CT")
    return Reading("reportative", "PR")


def _later(clause: Clause) -> bool:
    """'later vandaag', 'later deze week': what lies ahead."""
    return any(t.lower_ == "later" and t.i + 1 < len(t.doc) and t.nbor(1).lower_ in AHEAD for t in clause.tokens)


def _unreal(clause: Clause) -> bool:
    """'anders', 'zonder subsidie', 'in dat geval': what would be, under a condition the clause names itself."""
    words = [t.lower_ for t in clause.tokens]
    if set(words) & UNREAL or any(case in " ".join(words) for case in CASES):
        return True
    return any(_without(t) for t in clause.constituents)


def _own(clause: Clause) -> bool:
    """'Ik zou gaan': nobody tells of himself by hearsay."""
    plain = form(clause.head) != "vd" and clause.kind == "main"
    return plain and any(c.lower_ == "ik" and c.dep_.startswith("nsubj") for c in clause.constituents)


def _without(token: Word) -> bool:
    return token.dep_ in {"obl", "obl:arg", "nmod"} and any(
        c.dep_ == "case" and c.lower_ == "zonder" and c.i == token.sent.start for c in token.children
    )


def _thwarted(clause: Clause) -> bool:
    """'De wedstrijd zou zaterdag worden gespeeld, maar werd afgelast': a plan that came to nothing."""
    for child in clause.head.children:
        if child.dep_ in {"conj", "parataxis"} and any(c.dep_ == "cc" and c.lower_ == "maar" for c in child.children):
            group = [child, *(c for c in child.children if c.dep_ in {"aux", "aux:pass", "cop"})]
            if any("verl" in t.tag_ and lemma(t) != "zullen" for t in group):
                return True
    return False


def _goes_on(clause: Clause) -> bool:
    """'De bus vertrok om acht uur en zou om tien uur aankomen': goes on from an event in the past, with its subject."""
    parent = clause.parent
    if clause.top.dep_ != "conj" or parent is None or not is_past(parent) or predicate(clause) in STATES:
        return False
    told = parent.finite is not None and lemma(parent.finite) != "zullen" and parent.copula is None
    return told and not any(c.dep_.startswith("nsubj") for c in clause.constituents)
