"""Third-person pronouns and the entity each goes back to, by number, gender, subjecthood and recency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.doc import inside_marks
from pipeline.words import Word, Words

SINGULAR = {
    "hij": "male",
    "hem": "male",
    "hijzelf": "male",
    "hemzelf": "male",
    "haarzelf": "female",
    "zijzelf": "female",
    "haar": "female",
    "zijn": "male",
}
EITHER = frozenset({"ze", "zij"})
PLURAL = frozenset({"hen", "hun", "henzelf"})
DEMONSTRATIVE = frozenset({"die", "deze"})
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
OBJECTS = ("obj", "iobj", "obl", "obl:arg", "obl:agent", "nmod")
SUBORDINATE = ("advcl", "acl", "acl:relcl", "ccomp", "csubj")
REACH = 900
"""Characters back in which an antecedent is looked for."""


@dataclass(slots=True)
class Candidate:
    """A mention that a pronoun may go back to.

    `inner` stands inside a larger phrase ('de man van *Pelosi*'), `embedded` is the subject of a subordinate clause,
    `introduced` a person without a name that an indefinite or possessive phrase brings in ('een agent', 'zijn moeder').
    """

    start: int
    entity: int
    label: str
    plural: bool
    verb: int
    subject: bool
    quoted: bool
    inner: bool
    named: bool
    embedded: bool = False
    introduced: bool = False
    weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What makes an antecedent less likely, in units of a line of text (about 70 characters); bonuses are negative.

    The values are those with which most pronouns that speak in annotated news go back to the right one: 123 documents of NTREX
    and the development articles.
    """

    subject: float = -2.8
    gender: float = -1.2
    quoted: float = 4.5
    inner: float = 1.8
    organisation: float = 2.5
    body: float = 1.5
    often: float = -0.25
    named: float = -0.5
    embedded: float = 1.0
    introduced: float = 0.7


COSTS = Costs()
LINE = 70.0
"""Characters of a line of text, the unit of distance."""


def find_pronouns(doc: Words) -> list[Word]:
    """Pronouns of the third person for people: personal ones, and die or deze as a subject; possessives left out."""
    return [token for token in doc if _is_pronoun(token)]


def _is_pronoun(token: Word) -> bool:
    word = token.lower_
    if word in EITHER or word in ("hij", "hem", "hen") or (word.endswith("zelf") and word in SINGULAR.keys() | PLURAL):
        return True
    if word in ("hun", "haar"):
        return ("bez" not in token.tag_ and token.dep_ in OBJECTS) or _after_preposition(token)
    return word in DEMONSTRATIVE and token.dep_ in SUBJECTS and "aanw" in token.tag_ and "prenom" not in token.tag_


def _after_preposition(token: Word) -> bool:
    """'volgens haar' without a noun behind it, whatever the tagger says."""
    doc, at = token.doc, token.i
    if at == 0 or at + 1 >= len(doc) or doc[at - 1].pos_ != "ADP":
        return False
    return doc[at + 1].pos_ not in ("NOUN", "ADJ", "PROPN", "NUM")


def antecedents(
    doc: Words, pronoun: Word, candidates: list[Candidate], gender_of: Callable[[int], str | None]
) -> list[tuple[float, Candidate]]:
    """Candidates before the pronoun that agree with it and their costs, the best first, each entity once.

    `gender_of` tells an entity's gender. Of two that cost the same the nearer comes first.
    """
    plural = is_plural(pronoun)
    gender = None if plural else "female" if pronoun.lower_ in EITHER else SINGULAR.get(pronoun.lower_)
    quoted = inside_marks(doc, pronoun.idx)
    subject = pronoun.dep_ in SUBJECTS
    best: dict[int, tuple[float, Candidate]] = {}
    for candidate in reversed(candidates):
        distance = pronoun.idx - candidate.start
        if distance <= 0:
            continue
        if distance > REACH:
            break
        known = gender_of(candidate.entity)
        if not _agrees(candidate, known, plural=plural, gender=gender):
            continue
        itself = pronoun.lower_.endswith("zelf")
        if not (subject or itself) and candidate.subject and candidate.verb == pronoun.head.i:
            continue  # 'Jansen ziet hem': somebody else
        cost = distance / LINE + candidate.weight + _cost(candidate, known, gender=gender, plural=plural)
        cost += COSTS.quoted * (candidate.quoted and not quoted)
        if candidate.entity not in best or cost < best[candidate.entity][0]:
            best[candidate.entity] = (cost, candidate)
    return sorted(best.values(), key=lambda found: (found[0], -found[1].start))


def _cost(candidate: Candidate, known: str | None, *, gender: str | None, plural: bool) -> float:
    cost = COSTS.subject * candidate.subject + COSTS.inner * candidate.inner + COSTS.named * candidate.named
    cost += COSTS.embedded * candidate.embedded + COSTS.introduced * candidate.introduced
    if gender is not None and known == gender:
        cost += COSTS.gender
    if candidate.label != "PERSON":
        cost += COSTS.body if plural else COSTS.organisation
    return cost


def _agrees(candidate: Candidate, known: str | None, *, plural: bool, gender: str | None) -> bool:
    if plural:
        return candidate.plural or candidate.label == "ORG"
    if candidate.plural or candidate.label not in ("PERSON", "ORG"):
        return False
    if candidate.label == "ORG":
        return gender == "female"  # 'ze' goes back to a party or club too
    return known is None or gender is None or known == gender


def is_plural(pronoun: Word) -> bool:
    """Hen and hun are; ze and zij go by the finite verb they are the subject of."""
    if pronoun.lower_ in PLURAL:
        return True
    if pronoun.lower_ not in EITHER | DEMONSTRATIVE:
        return False
    token = _finite(pronoun)
    return token is not None and (token.tag_.endswith("|mv") or "Plur" in token.morph.get("Number", []))


def _finite(pronoun: Word) -> Word | None:
    """The finite verb beside the pronoun, else that of its clause."""
    doc, at = pronoun.doc, pronoun.i
    for near in (at - 1, at + 1):
        if 0 <= near < len(doc) and doc[near].tag_.startswith("WW|pv"):
            return doc[near]
    finite = [t for t in (pronoun.head, *pronoun.head.children) if t.tag_.startswith("WW|pv")]
    return min(finite, key=lambda t: abs(t.i - at)) if finite else None


def embedded(token: Word) -> bool:
    """Whether a mention's root is the subject of a subordinate clause."""
    return token.dep_ in SUBJECTS and token.head.dep_ in SUBORDINATE
