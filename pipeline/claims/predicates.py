"""What a clause says is done: lemma with particle, voice, copular verbs, verbs that label."""

from __future__ import annotations

from pipeline.claims import tables
from pipeline.claims.clauses import Clause
from pipeline.claims.verbs import attested, form, going_on, is_known, lemma
from pipeline.words import Word

PARTICLES = {row["word"]: frozenset(row["bases"].split()) for row in tables.rows("particles")}
DIRECTIONS = frozenset({"terug", "weg", "neer", "uiteen", "bijeen", "mee", "samen"})
STRANDED = frozenset(
    {"aan", "af", "bij", "door", "in", "mee", "na", "om", "op", "over", "tegen", "toe", "uit", "voor", "onder"}
)
PLACEHOLDERS = frozenset({"er", "daar", "hier", "waar", "ergens", "nergens"})
WAYS = frozenset(
    {"kant", "straat", "weg", "trap", "berg", "stad", "bos", "wereld", "lucht", "zee", "land", "deur", "water"}
)
"""Nouns that 'op', 'in' or 'uit' follows: 'de straat op'."""
PREFIXED = ("ver", "ont", "her")
GOING_ON = frozenset({"zijn", "blijven", "gaan", "slaan"})
FIXED = {row["verb"]: frozenset(row["prepositions"].split()) for row in tables.rows("verb_prepositions")}
COPULAS = tables.words("copulas", "lemma")
INTRANSITIVE = tables.words("intransitives", "lemma")
ENDINGS = tuple(row["lemma"] for row in tables.rows("intransitives") if row["ending"])
GIVEN = frozenset({
    "uitreiken", "uitdelen", "opleggen", "toewijzen", "aanbieden", "betalen", "toesturen", "opsturen", "toekennen", "voorschotelen",
    "vergoeden", "uitbetalen", "terugbetalen", "doorbetalen", "aanmeten", "opspelden", "overhandigen", "opdragen", "meegeven",
    "voorleggen", "bezorgen", "thuisbezorgen", "aanreiken", "toebedelen", "kwijtschelden", "uitleggen", "toedienen", "inspuiten",
    "aansmeren", "toeschuiven", "toespelen", "toewerpen", "opdringen", "aanpraten", "toevertrouwen", "afnemen", "verstrekken",
})  # fmt: skip
"""Verbs of giving (and taking): who 'krijgt' and their participle receives; others 'krijgen' it done themselves."""
EXCEPT = frozenset(word for row in tables.rows("intransitives") for word in row["except"].split())


def predicate(clause: Clause) -> str:
    """Lemma of the main verb or copula with its particle joined: `aangeven`, `laten weten`."""
    if clause.predicate is None:
        clause.predicate = _predicate(clause)
    return clause.predicate


def _predicate(clause: Clause) -> str:
    verb = clause.verb
    name = lemma(verb)
    fused = clause.absorbed or [
        c for c in verb.children if c.dep_ == "compound:prt" and form(c) == "inf" and name == "laten"
    ]
    if fused:  # 'laat … weten', 'liet … zien'
        return f"{name} {fused[0].lower_}"
    doing = _progressive(clause, name)
    if doing is not None:
        return doing
    particle = _particle(clause, name)
    if any(lemma(t) == "laten" for t in clause.chain):
        name = f"laten {name}"
        return name if particle is None else f"laten {particle}{name.removeprefix('laten ')}"
    return name if particle is None or name.startswith(particle) else particle + name


def _progressive(clause: Clause, name: str) -> str | None:
    """'is aan het verbouwen': what goes on is the predicate."""
    if name not in GOING_ON or clause.copula is not None:
        return None
    for token in clause.constituents:
        if going_on(token) and token.lower_.endswith("n") and is_known(token.lower_):
            return token.lower_
    return None


def _particle(clause: Clause, name: str) -> str | None:
    """The separable particle: the one the parse gives, else a loose one at the end of the clause or before its verb."""
    if clause.copula is not None:
        return None
    for token in clause.verb.children:
        if token.dep_ == "compound:prt" and not list(token.children) and _joins(token, name, given=True):
            return token.lower_ if not _stranded(token, clause, name) else None
    for token in _places(clause):
        if token.dep_ not in {"mark", "cc", "compound:prt"} and _joins(token, name, given=False):
            return token.lower_ if not _stranded(token, clause, name) else None
    return None


def _joins(token: Word, name: str, *, given: bool) -> bool:
    """Whether the table lets a word join the verb; where it does not know the word, a particle of the parse does."""
    bases = PARTICLES.get(token.lower_)
    if (
        token.lower_ not in DIRECTIONS
        and name.startswith(PREFIXED)
        and is_known(name)
        and not attested(token.lower_, name)
    ):
        return False  # 'verhoog … en ruil … in'
    if bases:
        return name in bases
    if given:
        return (bases is not None and token.pos_ in {"ADP", "ADV", "ADJ"}) or attested(token.lower_, name)
    return bases is not None and (
        token.tag_.startswith("VZ|fin") or (token.pos_ == "ADV" and token.lower_ in DIRECTIONS)
    )


def _stranded(token: Word, clause: Clause, name: str) -> bool:
    """'daar ook voor betalen', 'je hoort hier niemand over': a preposition without its noun, no particle."""
    if token.lower_ not in STRANDED:
        return False
    if token.i > 0 and token.nbor(-1).lower_ in WAYS and token.nbor(-1).dep_.startswith(("obl", "advmod")):
        return True  # 'draaien dezelfde kant op'
    if token.dep_ == "case" and token.head.lower_ in PLACEHOLDERS and token.head.i < token.i:
        return True  # 'hebben er de moed niet voor'
    if name == "zijn" and token.lower_ in {"voor", "op", "aan", "om", "bij", "in", "over", "onder", "tegen"}:
        return True
    if form(clause.verb) == "pv" and token.i < clause.verb.i:
        return True  # before a finite verb at the end, a particle is written as one word with it
    if form(clause.verb) == "vd":
        return True  # and with a participle always: 'is er niet op gericht'
    after = token.doc[token.i + 1 : token.i + 2]
    if (
        form(clause.verb) == "pv"
        and after
        and after[0].pos_ in {"NOUN", "ADJ", "NUM"}
        and not after[0].tag_.startswith("WW")
    ):
        return True  # 'zet de zaak op scherp', 'gaat voor goud'
    if (
        after
        and after[0].lower_ in {"de", "het", "een"}
        and after[0].head.i > token.i
        and after[0].head.head != clause.verb
    ):
        return True  # 'speelt hem in de kaart'
    if attested(token.lower_, name) and token.lower_ not in FIXED.get(name, ()):
        return False
    return any(t.lower_ in PLACEHOLDERS and t.i < token.i for t in clause.tokens)


def _places(clause: Clause) -> list[Word]:
    """The last word of a clause with its verb in second place; the word before a verb at the end (before 'te')."""
    verb = clause.verb
    words = [t for t in clause.tokens if not t.is_punct and not t.is_space]
    stop = next((t.i for t in clause.tokens if t.text == ":" and t.i > verb.i), None)
    after = [t for t in words if t.i > verb.i and (stop is None or t.i < stop)]
    places = [after[-1]] if after and form(verb) == "pv" else []
    before = [t for t in words if t.i < verb.i and t.lower_ != "te"]
    if before and form(verb) != "pv":
        places.append(before[-1])
    return places


def is_passive(clause: Clause) -> bool:
    """Whether the verb group is a passive: worden, or zijn with the participle of a verb that has a passive."""
    if clause.passive is None:
        clause.passive = _is_passive(clause)
    return clause.passive


def _is_passive(clause: Clause) -> bool:
    if any(lemma(t) == "worden" for t in clause.chain):
        return True
    if form(clause.head) != "vd" or clause.copula is not None:
        return False
    helpers = {lemma(t) for t in clause.auxiliaries}
    if received(clause):
        return True
    if "worden" in helpers or any(t.dep_ == "aux:pass" and lemma(t) == "worden" for t in clause.auxiliaries):
        return True
    if intransitive(predicate(clause)) or "hebben" in helpers:
        return False
    if clause.kind in {"participle", "elliptic"} and not helpers:
        return True
    if any(t.dep_ == "aux:pass" and lemma(t) == "zijn" for t in clause.auxiliaries):
        return True
    by = any(t.dep_ == "obl:agent" for t in clause.constituents)  # says it where the auxiliary was not marked
    return by and any(lemma(t) == "zijn" for t in clause.auxiliaries)


def received(clause: Clause) -> bool:
    """'We krijgen de prijs uitgereikt': the subject is whom it is given to."""
    helped = form(clause.head) == "vd" and any(lemma(t) == "krijgen" for t in clause.members if t.i != clause.head.i)
    return helped and predicate(clause) in GIVEN


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
