"""What is not stated at all: questions, conditions, orders, and clauses that what stands around them leaves open."""

from __future__ import annotations

from typing import cast

from pipeline.claims import governors
from pipeline.claims.clauses import Clause
from pipeline.claims.openings import order
from pipeline.claims.predicates import predicate
from pipeline.claims.questions import condition, embedded_question, is_question, opens_with_verb
from pipeline.claims.reading import Context, Reading, is_past
from pipeline.claims.verbs import form, lemma
from pipeline.schema import Modality

SUPPOSING = frozenset({"zeggen", "denken", "beweren", "stellen", "menen", "geloven", "suggereren", "veronderstellen"})
WHETHER = frozenset(
    {"betekenen", "inhouden", "kloppen", "denken", "geloven", "verwachten", "zeggen", "beweren", "bedoelen"}
)
"""Verbs that do not presuppose their clause: in a question it is open."""
CHANCES = frozenset({"kans", "risico", "gevaar", "dreiging"})


def unreal(clause: Clause, context: Context) -> Reading | None:
    """Questions, conditions and orders."""
    if is_question(clause) or embedded_question(clause, context) or (context.asked and opens_with_verb(clause)):
        return Reading("question", "U")
    if condition(clause) or (context.unreal_beside and is_past(clause) and not _told_beside(clause)):
        return Reading("conditional", "U")
    if (clause.kind == "main" and order(clause) and clause.parent is None) or _together(clause):
        return Reading("imperative", "U")
    if context.only_then:
        return Reading("conditional", "U")
    return _unreal_around(clause, context)


def _unreal_around(clause: Clause, context: Context) -> Reading | None:
    """What stands around a clause leaves it open: 'Is zij bereid te gaan?', 'als wij besluiten te gaan', 'geen bewijs dat …'."""
    if clause.kind == "infinitive" and clause.parent is not None:
        if is_question(clause.parent) or _open(clause.parent):
            return Reading("question", "U")
        if clause.parent.kind == "adverbial" and condition(clause.parent):
            return Reading("conditional", "U")
    if _asked_whether(clause):
        return Reading("question", "U")
    if _a_chance(clause, context):
        return Reading("possible", "PS")
    if _supposed(clause):
        return Reading("possible", "U")
    governor = context.governor
    if governor is not None and governor.denied and clause.kind == "complement":
        return Reading("possible", "U")
    if governor is not None and governor.row["certainty"] == "U":
        return Reading(cast("Modality", governor.row["modality"]), "U")
    return None


def _asked_whether(clause: Clause) -> bool:
    """'Betekent dat dat …?', 'Klopt het dat …?': whether it is so is what is asked."""
    parent = clause.parent
    if (
        parent is None
        or clause.mark("dat") is None
        or clause.top.dep_ not in {"ccomp", "csubj"}
        or governors.asks(parent)
    ):
        return False
    true = parent.copula is not None and parent.head.lower_ in {"waar", "mogelijk", "zo"}
    return (true or predicate(parent) in WHETHER) and is_question(parent)


def _a_chance(clause: Clause, context: Context) -> bool:
    """'De kans is groot dat de club *moet* verkopen': that it must is what may be."""
    governor = context.governor
    return governor is not None and clause.kind == "complement" and governor.row["lemma"] in CHANCES


def _open(clause: Clause) -> bool:
    """'Of het raadzaam is te …', 'hoe het is om te …'."""
    return clause.copula is not None and embedded_question(clause, Context())


def _told_beside(clause: Clause) -> bool:
    """'…, omdat de dijk brak', 'de cel waar hij zat': told as a fact whatever the sentence supposes."""
    if "zullen" in {lemma(t) for t in clause.members}:
        return False
    return clause.kind == "relative" or governors.states(clause)


def _together(clause: Clause) -> bool:
    """'Laten we gaan', 'maar laat ons hopen dat …'."""
    words = [t for t in clause.tokens if not t.is_punct and t.lower_ not in {"maar", "en", "dus", "nou", "want"}][:2]
    return len(words) > 1 and words[0].lower_ in {"laten", "laat"} and words[1].lower_ in {"we", "wij", "ons"}


def _supposed(clause: Clause) -> bool:
    """'Zeggen dat de dijk veilig is, is dom', 'het is een illusie te denken dat …': words that nobody stands for."""
    saying, parent = clause.top.head, clause.parent
    if clause.mark("dat") is None or parent is None or lemma(saying) not in SUPPOSING:
        return False
    if governors.unbelieved(parent):
        return True
    if form(saying) != "inf":
        return False
    judged = parent if saying.dep_ == "nsubj" else parent.parent
    return judged is not None and judged.copula is not None
