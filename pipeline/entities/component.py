"""The entities stage as a spaCy component: `zegsman_entities` fills `doc._.mentions` and `doc._.entities`."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.doc import row_id
from pipeline.entities.clusters import Cluster, cluster_names
from pipeline.entities.names import NUMERIC, Name, find_names
from pipeline.entities.nominals import Nominal, find_nominals
from pipeline.entities.pronouns import SUBJECTS, Candidate, antecedent, find_pronouns, inside_marks
from pipeline.schema import Entity, Gender, Mention, MentionKind


@dataclass(slots=True)
class _Draft:
    """An entity that is being put together."""

    name: str
    label: str
    aliases: list[str] = field(default_factory=list)
    description: str | None = None
    gender: Gender | None = None
    plural: bool = False


@dataclass(slots=True)
class _Place:
    start: int
    end: int
    label: str
    kind: MentionKind
    entity: int | None


@Language.component(
    "zegsman_entities", requires=["doc.ents", "doc._.marks"], assigns=["doc._.mentions", "doc._.entities"]
)
def entities(doc: Doc) -> Doc:
    """Names, nominals and pronouns of the doc and the entities they refer to."""
    names = find_names(doc)
    clusters = cluster_names(doc, names)
    drafts = [_named(c) for c in clusters]
    places = _name_places(names, clusters)
    nominals = find_nominals(doc, [(n.start, n.end) for n in names], clusters)
    places += _nominal_places(nominals, drafts)
    places += _pronoun_places(doc, places, drafts)
    _write(doc, sorted(places, key=lambda p: (p.start, -p.end)), drafts)
    return doc


def _named(cluster: Cluster) -> _Draft:
    name = cluster.name
    aliases = sorted(cluster.forms - {name})
    return _Draft(name, cluster.label, aliases, cluster.description, cluster.gender)


def _name_places(names: list[Name], clusters: list[Cluster]) -> list[_Place]:
    home = {(n.start, n.end): number for number, cluster in enumerate(clusters) for n in cluster.names}
    return [
        _Place(n.start, n.end, n.label, "name", None if n.label in NUMERIC else home[n.start, n.end]) for n in names
    ]


def _nominal_places(nominals: list[Nominal], drafts: list[_Draft]) -> list[_Place]:
    """A nominal that refers to nobody named makes an entity of its own."""
    places: list[_Place] = []
    own: dict[int, int] = {}
    for number, nominal in enumerate(nominals):
        entity = nominal.cluster
        if entity is None and nominal.group is not None:
            entity = own.get(nominal.group)
        if entity is None:
            entity = len(drafts)
            gender: Gender | None = nominal.noun.gender or None  # type: ignore[assignment]  # from the table
            drafts.append(_Draft(nominal.name(), nominal.label, gender=gender, plural=nominal.noun.kind == "group"))
        own[number] = entity
        places.append(_Place(nominal.start, nominal.end, nominal.label, "nominal", entity))
    return places


def _pronoun_places(doc: Doc, places: list[_Place], drafts: list[_Draft]) -> list[_Place]:
    candidates = [c for c in (_candidate(doc, p, drafts) for p in places) if c is not None]
    found: list[_Place] = []
    for token in find_pronouns(doc):
        best = antecedent(doc, token, candidates)
        entity = best.entity if best is not None else None
        label = best.label if best is not None else "PERSON"
        found.append(_Place(token.idx, token.idx + len(token.text), label, "pronoun", entity))
        if best is not None:
            quoted = inside_marks(doc, token.idx)
            candidates.append(
                Candidate(token.idx, best.entity, best.label, best.plural, best.gender, token.dep_ in SUBJECTS, quoted)
            )
    return found


def _candidate(doc: Doc, place: _Place, drafts: list[_Draft]) -> Candidate | None:
    if place.entity is None or place.label not in ("PERSON", "ORG", "NORP"):
        return None
    span = doc.char_span(place.start, place.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    draft = drafts[place.entity]
    root = span.root
    while root.dep_ in ("appos", "flat") and root.head is not root:
        root = root.head
    plural = draft.plural or place.label == "NORP"
    label = "PERSON" if place.label == "NORP" else place.label
    return Candidate(
        place.start, place.entity, label, plural, draft.gender, root.dep_ in SUBJECTS, inside_marks(doc, place.start)
    )


def _write(doc: Doc, places: list[_Place], drafts: list[_Draft]) -> None:
    """Rows with identifiers in order of first mention."""
    order: dict[int, int] = {}
    text = doc.text
    for place in places:
        if place.entity is not None:
            order.setdefault(place.entity, len(order) + 1)
    doc._.mentions = [
        Mention(
            mention_id=row_id(doc, "m", number),
            start=place.start,
            end=place.end,
            text=text[place.start : place.end],
            label=place.label,  # type: ignore[arg-type]  # labels come from schema.EntityLabel
            kind=place.kind,
            entity_id=row_id(doc, "e", order[place.entity]) if place.entity is not None else None,
        )
        for number, place in enumerate(places, start=1)
    ]
    doc._.entities = [_row(doc, drafts[d], number, sum(p.entity == d for p in places)) for d, number in order.items()]


def _row(doc: Doc, draft: _Draft, number: int, mentions: int) -> Entity:
    return Entity(
        entity_id=row_id(doc, "e", number),
        name=draft.name,
        label=draft.label,  # type: ignore[arg-type]  # as above
        aliases=draft.aliases,
        description=draft.description,
        gender=draft.gender,
        mentions=mentions,
    )
