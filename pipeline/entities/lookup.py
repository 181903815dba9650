"""For the stages after this one: the mention a phrase is about, and its entity."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.doc import tokens_in
from pipeline.entities.tables import source_noun
from pipeline.schema import Entity, Mention

WHO = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "WORK_OF_ART", "PRODUCT"})
INNER = frozenset("van uit bij in op over aan voor namens tussen tegen met door onder".split())
"""Prepositions that open a phrase inside the source's phrase: what follows is not its head."""
RELATIVE = frozenset({"die", "dat", "wie", "waarin", "waarvan"})


def lookup(doc: Doc, start: int, end: int) -> Mention | None:
    """The mention that is the head of the phrase at characters `start:end`; None where there is none.

    Only mentions before the first preposition or relative clause inside the phrase can be its head: of 'een
    woordvoerder van Pelosi' the woordvoerder, of 'de Groningse gedeputeerde Tjeerd Wiersma' and 'Kamerlid Jansen (CDA)'
    the name. A name goes before the nominal in apposition to it.
    """
    inside: list[Mention] = [m for m in doc._.mentions if m.start < end and start < m.end and m.label in WHO]
    if not inside:
        return None
    limit = _head_part_end(doc, start, end, inside)
    heads = [m for m in inside if m.start < limit and m.end > start]
    names = [m for m in heads if m.kind == "name" and not _within_nominal(m, heads)]
    others = [m for m in heads if m.kind != "name"]
    if names and others and others[0].entity_id != names[0].entity_id and others[0].start < names[0].start:
        return others[0] if not _directly_before(doc, others[0], names[0]) else names[0]
    best: Mention | None = next(iter(names or others or heads), None)
    return best


def _within_nominal(name: Mention, heads: list[Mention]) -> bool:
    return any(m.kind == "nominal" and m.start < name.start and name.end <= m.end for m in heads)


def _directly_before(doc: Doc, nominal: Mention, name: Mention) -> bool:
    """'wethouder De Vries', or 'de wethouder, Jan de Vries'."""
    return doc.text[nominal.end : name.start].strip() in ("", ",")


def _head_part_end(doc: Doc, start: int, end: int, inside: list[Mention]) -> int:
    """Where the first prepositional phrase or relative clause begins; those inside a name do not count."""
    names = [m for m in inside if m.kind == "name"]
    for number, token in enumerate(tokens_in(doc, start, end)):
        if number == 0 or token.lower_ not in INNER | RELATIVE:
            continue
        if not any(n.start <= token.idx < n.end for n in names) and not _leads_to_title(doc, token.i, end, names):
            return int(token.idx)
    return end


def _leads_to_title(doc: Doc, at: int, end: int, names: list[Mention]) -> bool:
    """'schepen van Feesten Luc D'Hondt', 'minister van Buitenlandse Zaken, Ri': the name after the office is the head."""
    if doc[at].lower_ not in ("van", "voor"):
        return False
    covering = next((m for m in doc._.mentions if m.kind == "nominal" and m.start < doc[at].idx < m.end), None)
    if covering is not None:
        return any(
            n.start < end and doc.text[covering.end : n.start].strip() == "," for n in names if n.start > covering.end
        )
    return any(m.label == "PERSON" and _after_office(doc, at, m) for m in names)


def _after_office(doc: Doc, at: int, name: Mention) -> bool:
    """A person's name after 'van' and at least one word that is no article and no title of that person."""
    if name.start <= doc[at].idx:
        return False
    last = tokens_in(doc, doc[at].idx, name.start)[-1]
    noun = source_noun(last.lower_)
    return last.i > at and last.pos_ in ("NOUN", "PROPN") and (noun is None or noun.kind != "person")


def entity_of(doc: Doc, mention: Mention) -> Entity | None:
    """The entity of a mention; None where it was not resolved."""
    if mention.entity_id is None:
        return None
    return next((e for e in doc._.entities if e.entity_id == mention.entity_id), None)
