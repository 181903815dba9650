"""For the stages after this one: the mention a phrase is about, and its entity."""

from __future__ import annotations

from pipeline.doc import mentions_over, text_of
from pipeline.entities.tables import source_noun
from pipeline.schema import Entity, Mention
from pipeline.words import Word, Words, tokens_in

WHO = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "WORK_OF_ART", "PRODUCT"})
INNER = frozenset("van uit bij in op over aan voor namens tussen tegen met door onder".split())
"""Prepositions that open a phrase inside the source's phrase: what follows is not its head."""
RELATIVE = frozenset({"die", "dat", "wie", "waarin", "waarvan"})


def lookup(doc: Words, start: int, end: int) -> Mention | None:
    """The mention that is the head of the phrase at characters `start:end`; None where there is none.

    Only mentions before the first preposition or relative clause inside the phrase can be its head: of 'een
    woordvoerder van Pelosi' the woordvoerder, of 'de Groningse gedeputeerde Tjeerd Wiersma' and 'Kamerlid Jansen (CDA)'
    the name. A name goes before the nominal in apposition to it.
    """
    inside: list[Mention] = [m for m in mentions_over(doc, start, end) if m.label in WHO]
    if not inside:
        return None
    titled = _titled_person(doc, start, end, inside) or _one_of(doc, start, end, inside)
    if titled is not None:
        return titled
    limit = _head_part_end(doc, start, end, inside)
    heads = [m for m in inside if m.start < limit and m.end > start]
    own = [m for m in heads if m.start >= start]  # not the 'brief van' before 'Anja Vos'
    names = [m for m in heads if m.kind == "name" and not _within_nominal(m, own) and not _attribute(doc, m, end)]
    if len(names) > 1 and names[1].label == "PERSON" and text_of(doc)[names[0].end : names[1].start] == " ":
        names = names[1:]  # 'de Brexiteer Ann Wells'
    others = [m for m in heads if m.kind != "name"]
    if names and others and others[0].entity_id != names[0].entity_id and others[0].start < names[0].start:
        return others[0] if not _directly_before(doc, others[0], names[0]) else names[0]
    best: Mention | None = next(iter(names or others or heads), None)
    return best


def _attribute(doc: Words, name: Mention, end: int) -> bool:
    """The 'Chinese' of 'Chinese en Amerikaanse experts', the 'Jansen' of 'Jansens buren'."""
    after = text_of(doc)[name.end : end]
    if name.end < end and after[:1] == "s" and after[1:2] == " " and after[2:3].islower():
        return True
    return name.label == "NORP" and all(t.pos_ == "ADJ" for t in tokens_in(doc, name.start, name.end))


def _within_nominal(name: Mention, heads: list[Mention]) -> bool:
    return any(m.kind == "nominal" and m.start < name.start and name.end <= m.end for m in heads)


def _directly_before(doc: Words, nominal: Mention, name: Mention) -> bool:
    """'wethouder De Vries', 'de wethouder, Jan de Vries', 'onderzoeker politieke communicatie Jan de Vries'."""
    if text_of(doc)[nominal.end : name.start].strip() in ("", ","):
        return True
    between = tokens_in(doc, nominal.end, name.start)
    field = all(t.pos_ in ("ADJ", "NOUN") and t.is_lower for t in between)
    return field and name.label == "PERSON" and tokens_in(doc, nominal.start, nominal.end)[0].pos_ != "DET"


def _head_part_end(doc: Words, start: int, end: int, inside: list[Mention]) -> int:
    """Where the first prepositional phrase or relative clause begins; those inside a name do not count."""
    names = [m for m in inside if m.kind == "name"]
    for number, token in enumerate(tokens_in(doc, start, end)):
        if number == 0 or token.lower_ not in INNER | RELATIVE:
            continue
        if not any(n.start <= token.idx < n.end for n in names):
            return int(token.idx)
    return end


def _titled_person(doc: Words, start: int, end: int, inside: list[Mention]) -> Mention | None:
    """'schepen van Feesten Luc D'Hondt', 'de woordvoerder in de raad, Luc Maes': the name after the office."""
    tokens = tokens_in(doc, start, end)
    van = next((t for t in tokens if t.lower_ in INNER), None)
    if van is None or not any(_is_person_noun(t) for t in tokens if t.i < van.i):
        return None
    if any(m.start <= van.idx and m.kind == "name" for m in inside):
        return None
    for name in (m for m in inside if m.kind == "name" and m.label == "PERSON" and m.start > van.idx):
        office = tokens_in(doc, van.idx, name.start)
        behind = office[-1].text == "," or (office[-1].pos_ in ("NOUN", "PROPN") and van.lower_ in ("van", "voor"))
        if len(office) > 1 and behind:
            return None if _is_person_noun(office[-1]) else name
    return None


def _one_of(doc: Words, start: int, end: int, inside: list[Mention]) -> Mention | None:
    """'een van de raadsleden, Luc Maes': the person named behind the comma."""
    opening = text_of(doc)[start:end].lower()
    if not opening.startswith(("een van ", "één van ")):
        return None
    names = (m for m in inside if m.kind == "name" and m.label == "PERSON" and m.start > start)
    return next((m for m in names if text_of(doc)[: m.start].endswith(", ")), None)


def _is_person_noun(token: Word) -> bool:
    noun = source_noun(token.lower_)
    return noun is not None and noun.kind == "person"


def entity_of(doc: Words, mention: Mention) -> Entity | None:
    """The entity of a mention; None where it was not resolved."""
    if mention.entity_id is None:
        return None
    return next((e for e in doc._.entities if e.entity_id == mention.entity_id), None)
