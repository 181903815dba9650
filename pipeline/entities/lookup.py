"""For the stages after this one: the mention a phrase is about, and its entity."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline.schema import Entity, Mention

WHO = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "WORK_OF_ART", "PRODUCT"})


def lookup(doc: Doc, start: int, end: int) -> Mention | None:
    """The mention that is the head of the phrase at characters `start:end`; None where there is none.

    A nominal that opens the phrase goes before names inside it ('een woordvoerder van Pelosi'); otherwise the first name.
    """
    inside = [m for m in doc._.mentions if m.start < end and start < m.end and m.label in WHO]
    if not inside:
        return None
    head = _head(doc, start, end)
    covering = [m for m in inside if m.start <= head < m.end]
    names = [m for m in inside if m.kind == "name"]
    nominal = next((m for m in covering if m.kind == "nominal"), None)
    title = next((n for n in names if nominal is None and n.start >= start), None)
    by_name = next((m for m in covering if m.kind == "name"), None)
    best: Mention = nominal or by_name or title or (covering or inside)[0]
    return best


def _head(doc: Doc, start: int, end: int) -> int:
    span = doc.char_span(start, end, alignment_mode="expand")
    return int(span.root.idx) if span is not None and len(span) else start


def entity_of(doc: Doc, mention: Mention) -> Entity | None:
    """The entity of a mention; None where it was not resolved."""
    if mention.entity_id is None:
        return None
    return next((e for e in doc._.entities if e.entity_id == mention.entity_id), None)
