"""Further participants of a proposition: place, time, recipient, manner, cause, condition."""

from __future__ import annotations

from functools import cache

from pipeline.claims import tables
from pipeline.claims.attribution import Quotes
from pipeline.claims.clauses import Clause
from pipeline.claims.figures import Figures
from pipeline.claims.openings import is_subject
from pipeline.claims.phrases import block, subtree, trim
from pipeline.claims.predicates import FIXED, predicate, received
from pipeline.claims.proposition import Proposition
from pipeline.claims.reading import is_past
from pipeline.claims.roles import Roles
from pipeline.claims.spells import says_when
from pipeline.claims.verbs import form, lemma
from pipeline.schema import Argument, Role, Tense
from pipeline.words import Word

PREPOSITIONS: dict[str, str] = {row["word"]: row["role"] for row in tables.rows("prepositions")}
MARKS: dict[str, str] = {row["word"]: row["role"] for row in tables.rows("subordinators")}
PLACE_NOUNS = tables.words("place_nouns", "noun")
PLACE_ENDINGS = tuple(row["noun"] for row in tables.rows("place_nouns") if row["ending"])
PLACES = frozenset({"GPE", "LOC", "FAC"})
SPEAKING = frozenset(
    {"zeggen", "vertellen", "verklaren", "praten", "spreken", "roepen", "schreeuwen", "liegen", "getuigen"}
)
UNTIL = frozenset({"nu", "toe", "dan", "toen", "dusver", "heden", "kort", "einde", "slot", "laatst", "uur"})
PLACEHOLDERS = frozenset({"er", "waar"})
PERSONS = frozenset({"PERSON", "ORG", "NORP"})


def arguments(
    found: Proposition, roles: Roles, figures: Figures, quotes: Quotes, tense: Tense | None
) -> list[Argument]:
    """The arguments in text order, without subject and object."""
    if found.bare:
        return []
    taken = {p.head.i for p in (found.subject, found.object) if p is not None}
    made = []
    for token in found.clause.constituents:
        argument = None
        if any(quotes.is_cue(c) for c in token.children if c.dep_ == "case"):
            continue  # 'volgens de politie'
        if token.dep_ == "advcl":
            argument = _clause(token, roles)
        elif token.i not in taken and (
            _takes_part(token) or (token.dep_.startswith("nsubj") and received(found.clause))
        ):
            argument = _phrase(token, found.clause, roles, figures, tense)
        if argument is not None:
            made.append(argument)
    return made


def _takes_part(token: Word) -> bool:
    return token.dep_ in {"obl", "obl:arg", "obl:agent", "iobj"} and not form(token)


def _clause(token: Word, roles: Roles) -> Argument | None:
    """'omdat …', 'als …'."""
    clause = roles.top_of.get(token.i)
    if clause is None or is_subject(clause):
        return None
    role = next((MARKS[m.lower_] for m in clause.marks if m.lower_ in MARKS), None)
    words = trim(_whole(clause))
    if role is None or not words or (role == "condition" and not _supposes(clause)):
        return None
    if _contrasts(clause):
        role = "other"
    start, end = words[0].idx, words[-1].end
    return Argument(role=role, text=token.doc.between(words[0], words[-1]), start=start, end=end)  # type: ignore[arg-type]


def _whole(clause: Clause) -> list[Word]:
    """A clause with those inside it, which it says nothing without: 'omdat ze denkt *dat de dijk houdt*'."""
    own = {t.i for t in clause.tokens}

    def skip(child: Word) -> bool:
        return child.i not in own and (child.dep_ == "parataxis" or any(c.text in {":", ";"} for c in child.children))

    found, known = block(clause.verb, {*clause.tokens, *subtree(clause.top, skip)}), clause.tokens
    return found if found[0].i <= known[0].i and found[-1].i >= known[-1].i else known


def _supposes(clause: Clause) -> bool:
    """Whether a clause with 'als' is one: 'als niet passend' and 'als mislukt' say as what."""
    return clause.finite is not None and any(c.dep_.startswith(("nsubj", "csubj", "expl")) for c in clause.constituents)


def _contrasts(clause: Clause) -> bool:
    """'Wij sparen, terwijl zij alles uitgeven': set against the main clause; what happened meanwhile is told in the past."""
    mark = clause.mark("terwijl")
    return mark is not None and mark.i > 0 and mark.nbor(-1).text == "," and not is_past(clause)


def _phrase(token: Word, clause: Clause, roles: Roles, figures: Figures, tense: Tense | None) -> Argument | None:
    phrase = roles.phrase(token, clause, case=True)
    if token.lower_ in PLACEHOLDERS and phrase is not None and phrase.text == token.text:
        return None  # 'er', 'waar': they say nothing by themselves
    if phrase is None or (token.tag_.startswith("VZ") and phrase.text == token.text):  # 'op en rond het strand'
        return None
    role = _role(token, clause, roles, figures, tense)
    return Argument(role=role, text=phrase.text, start=phrase.start, end=phrase.end, entity_id=phrase.entity_id)


def _role(token: Word, clause: Clause, roles: Roles, figures: Figures, tense: Tense | None) -> Role:
    word = next((c for c in token.children if c.dep_ == "case"), None)
    if token.dep_ == "iobj" or token.dep_.startswith("nsubj"):
        return "recipient"
    if figures.times([token], tense):
        return "time"
    if token.dep_ == "obl:agent":
        return "agent" if word is not None and word.lower_ == "door" else "other"
    role = PREPOSITIONS.get(word.lower_, "other") if word is not None else "other"
    if role == "cause" and (roles.mentions.label(token) in PLACES or _where(lemma(token))):
        role = "place"  # 'trekt door de stad'
    if word is None or word.children or not _plays(word.lower_, token, clause):
        return "other"  # 'in tegenstelling tot Gent'
    label = roles.mentions.label(token)
    person = label in PERSONS or token.pos_ == "PRON"
    if role == "place":
        return "place" if label in PLACES or (not label and _where(lemma(token))) else "other"
    if role == "recipient":
        return "recipient" if person else "other"
    return "other" if word.lower_ == "met" and person else role  # type: ignore[return-value]


@cache
def _where(noun: str) -> bool:
    """Whether a noun names a place: 'op een terrein', 'in restaurants'."""
    return any(n in PLACE_NOUNS or n.endswith(PLACE_ENDINGS) for n in (noun, noun.removesuffix("s")))


def _plays(word: str, token: Word, clause: Clause) -> bool:
    """Whether a preposition has with this verb and noun the role it mostly has."""
    if word == "tegen":
        return lemma(clause.verb) in SPEAKING
    if word == "met":  # 'is blij met het plan', 'heeft te maken met het plan'
        return clause.copula is None and token.lower_ != "elkaar" and word not in FIXED.get(predicate(clause), ())
    return (
        word not in {"tot", "vanaf"} or token.lower_ in UNTIL or token.pos_ == "NUM" or says_when(token)
    )  # not 'maant tot kalmte'
