"""Third-person pronouns and the entity each goes back to, by number, gender, subjecthood and recency."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.schema import Gender

SINGULAR = {"hij": "male", "hem": "male", "hijzelf": "male", "zijzelf": "female"}
EITHER = frozenset({"ze", "zij"})
PLURAL = frozenset({"hen", "hun"})
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
REACH = 900
"""Characters back in which an antecedent is looked for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that a pronoun may go back to."""

    start: int
    entity: int
    label: str
    plural: bool
    gender: Gender | None
    subject: bool
    quoted: bool


def find_pronouns(doc: Doc) -> list[Token]:
    """Personal pronouns of the third person, possessives left out."""
    found = []
    for token in doc:
        word = token.lower_
        if (
            word in SINGULAR
            or word in EITHER
            or (word in PLURAL and token.dep_ != "nmod:poss" and "bez" not in token.tag_)
        ) or (
            word == "haar"
            and "bez" not in token.tag_
            and token.dep_ in ("obj", "iobj", "obl", "obl:arg")
            and "prenom" not in token.tag_
        ):
            found.append(token)
    return found


def antecedent(doc: Doc, pronoun: Token, candidates: list[Candidate]) -> Candidate | None:
    """The best candidate before the pronoun, or None where none agrees."""
    plural = is_plural(pronoun)
    gender = SINGULAR.get(pronoun.lower_) or (
        None if plural else "female" if pronoun.lower_ in EITHER | {"haar"} else None
    )
    quoted = inside_marks(doc, pronoun.idx)
    best: tuple[float, Candidate] | None = None
    for candidate in candidates:
        distance = pronoun.idx - candidate.start
        if not 0 < distance < REACH or not _agrees(candidate, plural=plural, gender=gender):
            continue
        score = distance - 160 * candidate.subject - 60 * (candidate.gender == gender and gender is not None)
        score += 250 * (candidate.quoted and not quoted) + 150 * (candidate.label != "PERSON" and not plural)
        if best is None or score < best[0]:
            best = (score, candidate)
    return best[1] if best else None


def _agrees(candidate: Candidate, *, plural: bool, gender: str | None) -> bool:
    if plural:
        return candidate.plural or candidate.label == "ORG"
    if candidate.plural or candidate.label not in ("PERSON", "ORG"):
        return False
    if candidate.label == "ORG":
        return gender == "female"  # 'ze' goes back to a party or club too
    return candidate.gender is None or gender is None or candidate.gender == gender


def is_plural(pronoun: Token) -> bool:
    """Whether it is: hen and hun are; ze and zij go by the finite verb they are the subject of."""
    if pronoun.lower_ in PLURAL:
        return True
    if pronoun.lower_ not in EITHER:
        return False
    verb = pronoun.head
    finite = [t for t in (verb, *verb.children) if t.tag_.startswith("WW|pv")]
    near = [t for t in pronoun.doc[max(0, pronoun.i - 2) : pronoun.i + 3] if t.tag_.startswith("WW|pv")]
    chosen = near or finite
    if not chosen:
        return False
    token = min(chosen, key=lambda t: abs(t.i - pronoun.i))
    return token.tag_.endswith("|mv") or "Plur" in token.morph.get("Number", [])


def inside_marks(doc: Doc, at: int) -> bool:
    """Whether a character stands in quotation marks."""
    return any(m.start <= at < m.end for m in doc._.marks)
