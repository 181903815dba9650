"""Clauses that ask or suppose: questions, what stands for one inside a sentence, conditions."""

from __future__ import annotations

from pipeline.claims import governors, tables
from pipeline.claims.clauses import Clause
from pipeline.claims.openings import headless_end, is_subject, order
from pipeline.claims.predicates import predicate
from pipeline.claims.reading import Context, is_past
from pipeline.claims.verbs import form, lemma

MARKS = {row["word"]: row for row in tables.rows("subordinators")}
FACTIVE_ASKERS = frozenset(
    {"vertellen", "uitleggen", "toelichten", "beschrijven", "laten zien", "tonen", "blijken", "aantonen"}
)
DASHES = frozenset({"-", "–", "—"})
SEEING = frozenset({"zien", "horen", "lezen", "merken", "meemaken", "filmen", "voelen"})


def is_question(clause: Clause) -> bool:
    """A main clause that ends its sentence with a question mark."""
    if (
        clause.kind in {"relative", "infinitive", "participle"}
        or (
            clause.kind == "adverbial" and governors.states(clause) and not governors.asks(clause)
        )  # 'Waarom stopt hij, nu hij heeft gewonnen?'
        or (clause.kind == "adverbial" and mark_modality(clause) == "conditional")  # 'Als hij komt, wie kookt er?'
        or clause.finite is None
        or clause.mark("dat", "omdat") is not None
    ):
        return False
    first = clause.tokens[0]
    goes_on = first.i > 0 and first.nbor(-1).text == ","  # ', wat tot ruzie leidde'
    if clause.kind == "main" and governors.asks(clause) and clause.finite.i - first.i <= 2 and not goes_on:
        return clause.parent is None
    doc, last = clause.head.doc, max(t.i for t in clause.tokens if not t.is_punct)
    asking = governors.asks(clause) or opens_with_verb(clause)
    if not asking and any(t.text in {":", ";"} for t in doc[max(clause.finite.i, clause.head.i) : last]):
        return False  # 'Het plan viel slecht: eerst wil men weten wie betaalt?'
    asks = governors.asks(clause) or first in clause.members
    for token in doc[clause.finite.i + 1 : last + 40]:
        if token.i > last and token.text.startswith("?"):
            return True
        if token.lower_ in {"maar", "want", "dus"} and not asks and token.nbor(-1).text == ",":
            return False  # 'Het helpt, maar hoeveel?'
        if token.i > last and (token.text[:1] in ".!;:" or token.is_space):
            return False
        if token.i > last and token.text in DASHES and not asking:
            return False  # 'Hij zweeg - dat doet hij vaak - maar wie sprak er?'
    return False


def opens_with_verb(clause: Clause) -> bool:
    """Whether the finite verb opens the clause, as it does in 'Komt hij?', and it is no order."""
    words = [t for t in clause.tokens if not t.is_punct and t.dep_ != "cc"]
    return bool(words) and words[0] == clause.finite and not order(clause)


def embedded_question(clause: Clause, context: Context) -> bool:
    """'of ze …', 'wat het kost': not stated, unless the governor tells the answer ('vertelde waarom …')."""
    if clause.kind not in {"complement", "adverbial", "main"} or clause.finite is None:
        return False
    if clause.mark("of") is not None or (clause.top.dep_ == "ccomp" and clause.mark("wanneer") is not None):
        return True
    if is_subject(clause):
        return True
    if (
        not governors.asks(clause)
        or clause.parent is None
        or clause.top.dep_ not in {"ccomp", "csubj", "advcl", "parataxis"}
    ):
        return False
    if clause.tokens[0].lower_ == "wie" and clause.top.dep_ != "ccomp":
        return False
    if clause.top.dep_ in {"advcl", "parataxis"}:
        return context.governor is not None and context.governor.row["modality"] == "question"
    seen = clause.tokens[0].lower_ == "hoe" and lemma(clause.parent.verb) in SEEING  # 'zag hoe de brug instortte'
    return not seen and predicate(clause.parent) not in FACTIVE_ASKERS


def condition(clause: Clause) -> bool:
    """A clause opened by als, indien, …; a headless 'wie …' before its main clause."""
    if clause.kind == "infinitive" or clause.finite is None:
        return False
    mark = next((m for m in clause.marks if m.lower_ in MARKS), None)
    if mark is not None and MARKS[mark.lower_]["modality"] == "conditional":
        return not (mark.lower_ in {"wanneer", "zodra"} and is_past(clause))
    words = [t for t in clause.tokens if not t.is_punct]
    if words and words[0].lower_ in {"als", "zolang", "indien", "mits", "tenzij"}:
        turned = any(c.dep_.startswith("nsubj") and c.i > clause.finite.i for c in clause.constituents)
        return words[0].i < clause.finite.i and not turned  # not 'Als kind woonde hij in Gent'
    return _headless(clause) or verb_first(clause)


def verb_first(clause: Clause) -> bool:
    """'Had hij gebeld, dan …', 'Mocht de dijk breken, dan …': the verb opens, a comma and 'dan' or a verb follow."""
    words = [t for t in clause.tokens if not t.is_punct]
    verb = clause.finite
    if not words or words[0] != verb or clause.kind != "main" or clause.copula == words[-1]:
        return False
    doc, after = clause.head.doc, words[-1].i + 1
    if after + 1 >= len(doc) or doc[after].text != "," or len(words) < 2:
        return False
    follows = doc[after + 1]
    supposed = lemma(verb) in {"mogen", "hebben", "zijn", "zullen"} and "verl" in verb.tag_ and form(follows) == "pv"
    return follows.lower_ == "dan" or supposed


def _headless(clause: Clause) -> bool:
    """'Wie een ticket heeft, krijgt …': the clause itself, where a verb in first place follows it."""
    words = [t for t in clause.tokens if not t.is_punct]
    if not words or words[0].lower_ != "wie":
        return False
    doc, after = clause.head.doc, words[-1].i + 1
    after += after < len(doc) and doc[after].text == ","
    return after < len(doc) and form(doc[after]) == "pv" and headless_end(doc[after]) is not None


def mark_modality(clause: Clause) -> str:
    """What the subordinator of a clause makes of it ('als': conditional), '' where nothing."""
    return next((MARKS[m.lower_]["modality"] for m in clause.marks if m.lower_ in MARKS), "")
