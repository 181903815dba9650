"""Number and person: whether a noun and a verb, or two verbs, can go together."""

from __future__ import annotations

from pipeline.claims.clauses import Clause
from pipeline.claims.verbs import form
from pipeline.words import Word

SECOND_PERSON = frozenset({"hebt", "bent", "kunt", "zult"})


def same_number(one: Word | None, other: Word) -> bool:
    """Of two finite verbs; what is not known is the same."""
    if one is None or form(one) != "pv" or form(other) != "pv":
        return True
    return one.tag_.endswith("|mv") == other.tag_.endswith("|mv")


def agrees(token: Word, clause: Clause) -> bool:
    """Number of noun and verb; what is not known agrees."""
    verb = clause.finite
    if verb is None or form(verb) not in {"pv", "inf"}:
        return True
    plural_verb = verb.tag_.endswith("|mv") or form(verb) == "inf"  # 'die ons helpen', tagged as an infinitive
    if verb.lower_ in SECOND_PERSON and clause.kind == "relative":
        return token.lower_ in {"je", "jij", "u"}  # 'iemand die je kwaad hebt gedaan'
    if token.lower_ in {"ik", "hij", "het", "dit", "iemand", "niemand", "iedereen"}:
        return not plural_verb
    if token.lower_ in {"we", "wij", "jullie", "beide", "beiden", "allen"}:
        return plural_verb
    tags = token.tag_.split("|")
    if tags[0] != "N" or any(c.dep_ == "conj" for c in token.children) or token.pos_ == "PROPN":
        return True
    return ("mv" in tags) == plural_verb or (plural_verb and any(c.dep_ == "nmod" for c in token.children))
