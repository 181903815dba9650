"""What a clause says is done: lemma with particle, voice, copular verbs, verbs that label."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.claims import tables
from pipeline.claims.clauses import Clause
from pipeline.claims.verbs import form, lemma

PARTICLES = {row["word"]: frozenset(row["bases"].split()) for row in tables.rows("particles")}
COPULAS = tables.words("copulas", "lemma")
INTRANSITIVE = tables.words("intransitives", "lemma")
ENDINGS = tuple(row["lemma"] for row in tables.rows("intransitives") if row["ending"])
EXCEPT = frozenset(word for row in tables.rows("intransitives") for word in row["except"].split())


def predicate(clause: Clause) -> str:
    """Lemma of the main verb or copula with its particle joined: `aangeven`, `laten weten`."""
    verb = clause.verb
    name = lemma(verb)
    for particle in _particles(clause):
        word = particle.lower_
        if form(particle) == "inf":  # 'laat … weten', 'liet … zien'
            return f"{name} {word}"
        if not name.startswith(word):
            return word + name
    return name


def _particles(clause: Clause) -> list[Token]:
    """Particles of the main verb: those the parse gives, else a loose one at the end of the clause or before its verb."""
    verb = clause.verb
    given = [c for c in verb.children if c.dep_ == "compound:prt" and c.lower_ != "te" and not list(c.children)]
    if given or clause.copula is not None:
        return given
    name = lemma(verb)
    for token in _particle_places(clause):
        bases = PARTICLES.get(token.lower_)
        if bases is None or token.dep_ in {"mark", "cc"}:
            continue
        if (bases and name in bases) or (not bases and _is_loose(token)):
            return [token]
    return []


def _particle_places(clause: Clause) -> list[Token]:
    """The last word of a clause with its verb in second place; the word before a verb at the end (before 'te')."""
    verb = clause.verb
    words = [t for t in clause.tokens if not t.is_punct]
    if verb not in words:
        return []
    after = [t for t in words if t.i > verb.i]
    places = [after[-1]] if after and form(verb) == "pv" else []
    before = [t for t in words if t.i < verb.i and t.lower_ != "te"]
    if before and form(verb) != "pv":
        places.append(before[-1])
    return places


def _is_loose(token: Token) -> bool:
    """A particle for sure: tagged as a postposition, or a directional adverb that nothing else explains."""
    return token.tag_.startswith("VZ|fin") or (token.pos_ == "ADV" and token.lower_ in {"terug", "weg", "neer", "uiteen", "bijeen"})


def is_passive(clause: Clause) -> bool:
    """Whether the verb group is a passive: worden, or zijn with the participle of a verb that has a passive."""
    if form(clause.head) != "vd" or clause.copula is not None:
        return False
    helpers = {lemma(t) for t in clause.auxiliaries}
    if "worden" in helpers or any(t.dep_ == "aux:pass" and lemma(t) == "worden" for t in clause.auxiliaries):
        return True
    if intransitive(predicate(clause)) or "hebben" in helpers:
        return False
    if clause.kind in {"participle", "elliptic"} and not helpers:
        return True
    return any(t.dep_ == "aux:pass" and lemma(t) == "zijn" for t in clause.auxiliaries)


def intransitive(name: str) -> bool:
    """Whether a verb has no passive and forms its perfect with zijn."""
    return name not in EXCEPT and (name in INTRANSITIVE or name.endswith(ENDINGS))


def to_be_done(clause: Clause) -> bool:
    """'is te zien', 'valt te verwachten': the subject is what can or must be done."""
    if clause.mark("te") is None or clause.mark("om") is not None or form(clause.head) != "inf":
        return False
    helpers = [t for t in clause.members if t.i != clause.head.i]
    return any(lemma(t) in {"zijn", "vallen"} and form(t) == "pv" for t in helpers)


def is_copular(clause: Clause) -> bool:
    """Whether the clause links its subject with a complement."""
    return clause.copula is not None or (lemma(clause.head) in COPULAS and form(clause.head) != "")
