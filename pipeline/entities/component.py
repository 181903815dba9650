"""The entities stage as a spaCy component: `zegsman_entities` fills `doc._.mentions` and `doc._.entities`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc as Parsed

from pipeline.doc import inside_marks, row_id, text_of
from pipeline.entities.clusters import Cluster, cluster_names
from pipeline.entities.coreference import resolve
from pipeline.entities.identity import global_id
from pipeline.entities.names import NUMERIC, Name, find_names
from pipeline.entities.nominals import POSSESSIVE, Nominal, find_nominals
from pipeline.entities.pronouns import COSTS, SUBJECTS, Candidate, antecedents, embedded, find_pronouns
from pipeline.schema import Alternative, Entity, Gender, Mention, MentionKind
from pipeline.words import Word, Words, words_of

RANKED = 3
"""Alternatives that are kept of a pronoun, the chosen one included."""


@dataclass(slots=True)
class _Draft:
    """An entity that is being put together."""

    name: str
    label: str
    aliases: list[str] = field(default_factory=list)
    description: str | None = None
    gender: Gender | None = None
    plural: bool = False
    named: bool = False


@dataclass(slots=True)
class _Place:
    start: int
    end: int
    label: str
    kind: MentionKind
    entity: int | None
    ranked: list[tuple[int, float]] = field(default_factory=list)
    """Of a pronoun: entities and their costs, the chosen one first."""


@Language.component(
    "zegsman_entities", requires=["doc.ents", "doc._.marks"], assigns=["doc._.mentions", "doc._.entities"]
)
def entities(parsed: Parsed) -> Parsed:
    """Names, nominals and pronouns of the doc and the entities they refer to."""
    doc = words_of(parsed, anew=True)
    names = find_names(doc)
    clusters = cluster_names(doc, names)
    nominals = find_nominals(doc, clusters)
    resolve(nominals, clusters, _headline_end(doc))
    drafts = [_named(c) for c in clusters]
    places = _name_places(names, clusters)
    places += _nominal_places(nominals, drafts)
    places.sort(key=lambda p: (p.start, -p.end))
    places += _pronoun_places(doc, places, drafts)
    _write(doc, sorted(places, key=lambda p: (p.start, -p.end)), drafts)
    return parsed


def _headline_end(doc: Words) -> int:
    return max((p.end for p in doc._.paragraphs if p.section == "headline"), default=0)


def _named(cluster: Cluster) -> _Draft:
    name = cluster.name
    aliases = sorted(cluster.forms - {name})
    return _Draft(name, cluster.label, aliases, cluster.description, cluster.gender, named=True)


def _name_places(names: list[Name], clusters: list[Cluster]) -> list[_Place]:
    home = {(n.start, n.end): number for number, cluster in enumerate(clusters) for n in cluster.names}
    return [
        _Place(n.start, n.end, n.label, "name", None if n.label in NUMERIC else home[n.start, n.end]) for n in names
    ]


def _nominal_places(nominals: list[Nominal], drafts: list[_Draft]) -> list[_Place]:
    """A nominal that refers to nothing mentioned before makes an entity of its own; a title is no mention."""
    places: list[_Place] = []
    own: dict[int, int] = {}
    for nominal in nominals:
        if nominal.title:
            continue
        entity = nominal.cluster
        if entity is None and nominal.same is not None:
            entity = own.get(id(nominal.same), nominal.same.cluster)
        if entity is None:
            entity = len(drafts)
            gender: Gender | None = nominal.noun.gender or None  # type: ignore[assignment]  # from the table
            drafts.append(_Draft(nominal.full_phrase(), nominal.label, gender=gender, plural=nominal.plural))
        own[id(nominal)] = entity
        places.append(_Place(nominal.start, nominal.end, nominal.label, "nominal", entity))
    return places


def _pronoun_places(doc: Words, places: list[_Place], drafts: list[_Draft]) -> list[_Place]:
    candidates = _candidates(doc, places, drafts)
    found: list[_Place] = []
    at = 0
    seen: list[Candidate] = []
    for token in find_pronouns(doc):
        while at < len(candidates) and candidates[at].start < token.idx:
            seen.append(candidates[at])
            at += 1
        ranked = antecedents(doc, token, seen, lambda entity: drafts[entity].gender)
        place = _Place(token.idx, token.idx + len(token.text), "PERSON", "pronoun", None)
        if ranked:
            best = ranked[0][1]
            place.entity, place.label = best.entity, best.label
            place.ranked = [(candidate.entity, round(cost, 2)) for cost, candidate in ranked[:RANKED]]
            again = _candidate(doc, place, token, drafts[best.entity])
            again.weight = best.weight
            seen.append(again)
        found.append(place)
    return found


def _candidates(doc: Words, places: list[_Place], drafts: list[_Draft]) -> list[Candidate]:
    """Mentions of people and organisations in text order; those inside the phrase of another one are `inner`."""
    token_at = {token.idx: token.i for token in doc}
    counts: dict[int, int] = {}
    found: list[Candidate] = []
    outer_end = 0
    for place in places:
        if place.entity is None or place.label not in ("PERSON", "ORG", "NORP") or place.start not in token_at:
            continue
        span = doc.char_span(place.start, place.end, alignment_mode="expand")
        if span is None:
            continue
        candidate = _candidate(doc, place, span.root, drafts[place.entity])
        candidate.inner = place.start < outer_end
        counts[place.entity] = counts.get(place.entity, 0) + 1
        candidate.weight = COSTS.often * min(counts[place.entity], 4)
        outer_end = max(outer_end, place.end)
        found.append(candidate)
    return found


def _candidate(doc: Words, place: _Place, root: Word, draft: _Draft) -> Candidate:
    assert place.entity is not None
    while root.dep_ in ("appos", "flat") and root.head is not root:
        root = root.head
    return Candidate(
        start=place.start,
        entity=place.entity,
        label="PERSON" if place.label == "NORP" else place.label,
        plural=draft.plural or place.label == "NORP",
        verb=root.head.i,
        subject=root.dep_ in SUBJECTS,
        quoted=inside_marks(doc, place.start),
        inner=False,
        named=draft.named,
        embedded=embedded(root),
        introduced=place.kind == "nominal" and _brings_in(doc, place),
    )


def _brings_in(doc: Words, place: _Place) -> bool:
    """'een agent', 'zijn moeder': an article or possessive that brings in somebody new."""
    first = doc.char_span(place.start, place.end, alignment_mode="expand")
    return first is not None and first[0].lower_ in POSSESSIVE | {"een", "één", "enkele", "twee", "drie"}


def _write(doc: Words, places: list[_Place], drafts: list[_Draft]) -> None:
    """Rows with identifiers in order of first mention."""
    order: dict[int, int] = {}
    text = text_of(doc)
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
            alternatives=[
                Alternative(entity_id=row_id(doc, "e", order[entity]), cost=cost) for entity, cost in place.ranked
            ],
        )
        for number, place in enumerate(places, 1)
    ]
    counts = Counter(place.entity for place in places)
    doc._.entities = [_row(doc, drafts[i], number, counts[i]) for i, number in order.items()]


def _row(doc: Words, draft: _Draft, number: int, mentions: int) -> Entity:
    return Entity(
        entity_id=row_id(doc, "e", number),
        name=draft.name,
        label=draft.label,  # type: ignore[arg-type]  # as above
        aliases=draft.aliases,
        description=draft.description,
        gender=draft.gender,
        mentions=mentions,
        global_id=global_id(draft.name, draft.label) if draft.named else None,
    )
