"""Whether a clause is negated, by the negators that stand in its scope (negators.tsv, negation_exceptions.tsv)."""

from __future__ import annotations

from pipeline.claims import tables
from pipeline.claims.clauses import Clause
from pipeline.claims.roles import contrast
from pipeline.claims.verbs import form
from pipeline.schema import Polarity
from pipeline.words import Word

NEGATORS = {row["word"]: row["class"] for row in tables.rows("negators")}
EXCEPTIONS = tuple(tuple(row["words"].split()) for row in tables.rows("negation_exceptions"))
DASHES = {"-", "–", "—"}
REACH = {
    "det",
    "nsubj",
    "nsubj:pass",
    "obj",
    "iobj",
    "obl",
    "obl:arg",
    "obl:agent",
    "xcomp",
    "advmod",
    "amod",
    "expl",
    "nummod",
}
"""Dependents of the clause through which a negator inside them still negates the clause ('zonder' and 'van geen' do not)."""


def negators(clause: Clause, scope: list[Word], anchor: Word | None = None) -> list[Word]:
    """The tokens of `scope` that negate the clause, or the complement `anchor` of a contrast or label."""
    found = [t for t in scope if t.lower_ in NEGATORS and not _excepted(t) and _reaches(t, clause, anchor)]
    return [t for t in found if anchor not in {None, clause.verb} or not _aside(t, clause)]


def is_negative(clause: Clause, scope: list[Word], anchor: Word | None = None) -> bool:
    """An odd number of negations; 'noch … noch', 'niet of nauwelijks' and 'niet eens een' count once."""
    found = negators(clause, scope, anchor)
    count = len({_unit(t, found) for t in found})
    if clause.mark("zonder") is not None or _without(clause):
        count += 1
    return count % 2 == 1


def shared(clause: Clause) -> bool:
    """'gaan niet bellen en zeggen …': the second infinitive is denied with the first."""
    first = clause.parent
    if first is None or not clause.inherited or form(clause.head) != "inf" or form(first.head) != "inf":
        return False
    joint = next((c.lower_ for c in clause.top.children if c.dep_ == "cc"), "")
    return joint in {"en", "of"} and any(
        t.lower_ == "niet" and t.i < first.head.i and not _excepted(t) for t in first.tokens
    )


def flip(polarity: Polarity, *, turn: bool) -> Polarity:
    """The other polarity where `turn` is set."""
    if not turn:
        return polarity
    return "negative" if polarity == "affirmative" else "affirmative"


def _without(clause: Clause) -> bool:
    """'zonder (dat) … te', 'in plaats van te': what did not happen."""
    return clause.kind in {"infinitive", "adverbial"} and any(
        c.lower_ == "zonder" and c.dep_ in {"mark", "case"} for c in clause.constituents
    )


def _excepted(token: Word) -> bool:
    """Whether the negator is part of a sequence that does not negate, such as 'niet alleen' or 'niet voor niets'."""
    doc = token.doc
    if token.lower_ in {"amper", "nauwelijks"} and token.i + 1 < len(doc) and doc[token.i + 1].pos_ == "NUM":
        return True  # 'in amper twee maanden'
    pair = tuple(t.lower_ for t in doc[max(0, token.i - 1) : token.i + 1])
    if pair == ("nog", "geen") and token.i + 1 < len(doc) and doc[token.i + 1].pos_ == "NUM":
        return True  # 'nog geen 35 euro': less than that
    if _set_against(token) or _by_themselves(token):
        return _set_against(token)
    for words in EXCEPTIONS:
        for place, word in enumerate(words):
            if word == token.lower_ and token.i >= place:
                first = token.i - place
                if tuple(t.lower_ for t in doc[first : first + len(words)]) == words:
                    return True
    return False


def _aside(token: Word, clause: Clause) -> bool:
    """'nam - niet echt netjes - een kopje mee': between dashes or brackets that the verb does not stand between."""
    doc, sent = token.doc, token.sent
    for opening, closing in (DASHES, DASHES), ({"("}, {")"}):
        first = next((i for i in range(token.i - 1, sent.start - 1, -1) if doc[i].text in opening), None)
        last = next((i for i in range(token.i + 1, sent.end) if doc[i].text in closing), None)
        if first is not None and last is not None and not first < clause.verb.i < last:
            return True
    return False


def _set_against(token: Word) -> bool:
    """'Niet de directeur maar de eigenaar betaalde': 'niet' opens the sentence and 'maar' follows before the verb."""
    if token.lower_ != "niet" or token.i != token.sent.start:
        return False
    for after in token.doc[token.i + 1 : token.sent.end]:
        if after.lower_ == "maar":
            return True
        if after.tag_.startswith("WW|pv"):
            return False
    return False


def _by_themselves(token: Word) -> bool:
    """'laat kinderen niet alleen zwemmen': alone, not 'not only'."""
    doc, at = token.doc, token.i
    if token.lower_ != "niet" or at + 2 >= len(doc) or doc[at + 1].lower_ != "alleen":
        return False
    return doc[at + 2].tag_.startswith("WW|inf") and not any(t.lower_ == "ook" for t in doc[at + 2 : token.sent.end])


def _reaches(token: Word, clause: Clause, anchor: Word | None) -> bool:
    """Whether the negator's scope is the clause and not a phrase inside it ('een niet nader genoemde bron')."""
    group = {m.i for m in clause.members} | ({anchor.i} if anchor is not None else set())
    adverb = NEGATORS[token.lower_] == "adverb"
    step = token.head.head if token.lower_ == "noch" and token.dep_ == "cc" else token  # 'vlees noch vis'
    for _ in range(6):
        if step.i in group or (step.head.i == step.i and step != token):
            return True
        if contrast(step) or step.dep_ in {"conj", "parataxis"}:
            return False  # 'maar niet gratis', 'meer niet'
        if step.head.i in group or step.head.i == step.i:
            return True
        if step != token and ("prenom" in step.tag_ if adverb else step.dep_ not in REACH):
            return (
                False  # an adverb is stopped by an attributive word only, for parsers hang 'niet' on anything near it
            )
        step = step.head
    return adverb


def _unit(token: Word, found: list[Word]) -> int:
    """Position that stands for the negation a token belongs to."""
    if token.lower_ == "noch":
        return min(t.i for t in found if t.lower_ == "noch")
    near = [t.i for t in found if 0 < token.i - t.i <= 2]
    for i in near:
        if token.doc[token.i - 1].lower_ in {"of", "en"} and token.i - i == 2:
            return i
    return token.i
