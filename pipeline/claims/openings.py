"""Clauses that a bare stem opens ('Hou ramen gesloten'), a headless relative ('Wie betaalt, krijgt …') or a question."""

from __future__ import annotations

from pipeline.claims.clauses import Clause, first
from pipeline.claims.verbs import form, lemma
from pipeline.words import Word

UNKNOWN = frozenset({"onduidelijk", "duidelijk", "onbekend", "bekend", "onzeker", "zeker", "vraag", "raadsel"})
"""What is said of a question: 'is onduidelijk', 'is de vraag'."""


def order(clause: Clause) -> bool:
    """A bare stem in first place, without auxiliaries: 'Hou ramen gesloten'."""
    verb = clause.finite
    words = [t for t in clause.tokens if not t.is_punct and not t.is_space]
    if (
        verb is None
        or not words
        or words[0] != verb
        or any(lemma(t) != "laten" for t in clause.auxiliaries)
        or clause.copula is not None
        or headless_before(clause)
        or any(c.i < verb.i and c.dep_ in {"advcl", "csubj", "ccomp"} for c in clause.constituents)
    ):
        return False
    if not verb.tag_.startswith("WW|pv|tgw|ev") or lemma(verb) in {
        "zijn",
        "hebben",
        "kunnen",
        "moeten",
        "mogen",
        "willen",
        "zullen",
    }:
        return False
    return not verb.lower_.endswith("t") or lemma(verb).endswith("ten")


def headless_before(clause: Clause) -> bool:
    """Whether the clause goes on from a headless relative: 'Wie …, krijgt zijn geld terug'."""
    verb = clause.finite
    return verb is not None and headless_end(verb) is not None


def headless_end(verb: Word) -> tuple[int, int] | None:
    """First and last token of a 'wie …' clause that opens the sentence and ends right before the finite verb."""
    doc, start = verb.doc, verb.sent.start
    while start < verb.i and (doc[start].is_punct or doc[start].is_space or doc[start].pos_ == "CCONJ"):
        start += 1
    end = verb.i - 1
    if end > start and doc[end].text == ",":
        end -= 1
    told = end > start and doc[start].lower_ == "wie" and any(form(t) == "pv" for t in doc[start + 1 : end + 1])
    return (start, end) if told else None  # 'Wie leuzen op een muur kladdert' has one verb


def is_subject(clause: Clause) -> bool:
    """'Wanneer de brug opengaat, is onduidelijk': no condition or time but what is unclear."""
    matrix = clause.parent
    return (
        clause.top.dep_ == "advcl"
        and clause.mark("wanneer") is not None
        and matrix is not None
        and matrix.head.lower_ in UNKNOWN
        and first(matrix.constituents, "nsubj", "expl") is None
    )
