"""What a proposition's modality is read from, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.claims.clauses import Clause
from pipeline.claims.governors import Governor
from pipeline.claims.verbs import form, lemma
from pipeline.schema import Modality


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a clause: its governor, the quote it is top-level content of, other clauses of the sentence."""

    governor: Governor | None = None
    attributed: bool = False
    direct: bool = False
    past_cue: bool = False
    negated_cue: bool = False
    hearsay: bool = False
    conditional_beside: bool = False
    unreal_beside: bool = False
    only_then: bool = False
    future: bool = False
    agentive: bool = False
    pointing: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Modality and degree of certainty (CT, PR, PS, U)."""

    modality: Modality
    degree: str


def is_past(clause: Clause) -> bool:
    """Whether the finite verb is a past tense."""
    return clause.finite is not None and "verl" in clause.finite.tag_


def is_perfect(clause: Clause) -> bool:
    """A perfect in the verb group: hebben or zijn with a participle."""
    helpers = {lemma(t) for t in clause.members if t.dep_ in {"aux", "aux:pass"}}
    done = form(clause.head) == "vd" or any(form(t) == "vd" for t in clause.members)
    return done and bool(helpers & {"hebben", "zijn"}) and "worden" not in helpers
