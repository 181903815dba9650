"""Separable verbs in a main clause: 'aankomt' as 'komt … aan'."""

from __future__ import annotations

from pipeline.claims.clauses import Clause
from pipeline.claims.predicates import predicate
from pipeline.claims.verbs import PARTICLES, attested, form, is_listed
from pipeline.words import Word

PREFIXES = frozenset({"over", "onder", "voor", "door", "om", "weer", "mis"})
"""Particles that are as often a prefix which stays with its verb ('overlegt')."""
TOGETHER = frozenset({
    "doorbreken", "doorlopen", "doorsnijden", "doorvorsen", "doorwoekeren", "doorzijn", "misverstaan", "omzijn", "onderbedelen",
    "onderontwikkelen", "onderverdelen", "overkomen", "overstromen", "oververtegenwoordigen", "overvrijen", "voorkomen",
})  # fmt: skip
"""Verbs with such a prefix that stay together, or do so in one of their senses."""
ALWAYS_APART = frozenset({
    "achter", "af", "bij", "bijeen", "binnen", "gevangen", "groot", "in", "klaar", "langs", "los", "mee", "na", "neer", "op", "overeen",
    "rond", "samen", "stil", "tegen", "terecht", "terug", "toe", "uit", "vast", "vrij", "weg",
})  # fmt: skip
"""Particles that never are, whatever verb they stand before."""


def split(finite: Word, clause: Clause) -> tuple[str, str]:
    """'aankomt' as 'komt' and 'aan', where the verb is known to be separable."""
    name = predicate(clause)
    for particle in PARTICLES if finite == clause.verb else ():
        if not (finite.lower_.startswith(particle) and name.startswith(particle)) or name in TOGETHER:
            continue
        base = name.removeprefix(particle)
        if attested(particle, base) and not (particle in PREFIXES and is_listed(name)):
            return finite.text[len(particle) :], finite.text[: len(particle)]
        apart = particle in ALWAYS_APART and form(finite) == "pv" and is_listed(base) and not is_listed(name)
        if apart and not name.endswith("eren"):
            return finite.text[len(particle) :], finite.text[: len(particle)]
    return finite.lower_ if finite.i == finite.sent.start else finite.text, ""
