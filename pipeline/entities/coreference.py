"""Whom a nominal without a name beside it means: a named entity with that role, an organisation of that kind, an earlier nominal."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.doc import inside_marks, text_of
from pipeline.entities.clusters import Cluster
from pipeline.entities.nominals import AGED, Nominal
from pipeline.entities.tables import role_variants
from pipeline.words import Words, tokens_in

ANAPHORS = {
    "bedrijf": "company", "concern": "company", "onderneming": "company", "keten": "company", "fabrikant": "company",
    "maatschappij": "company", "luchtvaartmaatschappij": "company", "producent": "company", "autoproducent": "company",
    "techreus": "company", "bank": "company", "brouwerij": "company", "supermarktketen": "company",
    "club": "club", "voetbalclub": "club", "ploeg": "club",
    "partij": "party", "regeringspartij": "party", "oppositiepartij": "party",
    "organisatie": "association", "bond": "association", "vakbond": "association", "vereniging": "association",
    "stichting": "association", "groep": "association", "actiegroep": "association", "belangenorganisatie": "association",
}  # fmt: skip
"""Noun → the kind of organisation of tables/organisations.tsv it can take up."""
PLAIN = frozenset("man vrouw jongen meisje tiener verdachte slachtoffer dader bestuurder automobilist".split())
"""Nouns that tell of somebody who is to be named."""
AGE = re.compile(r" \(\d{1,2}\)")
REACH = 700
"""Characters back in which a named person or organisation is taken up by a noun that does not tell who."""
SOON = 300
"""Characters ahead in which the name may follow somebody told of by another role first."""
OWNER = 200
"""Characters by which a name in the genitive ('Bos' plan') counts as farther."""
LEAD = 900
"""Characters under the headline in which a role may take up the person that the headline names."""
FORMER = ("voormalig", "gewezen", "oud-", "ex-")
SUFFIX = 4
SHORT = frozenset({"van", "de", "het", "een", "der", "den", "bij", "voor", "namens", "en"})

Earlier = dict[tuple[str, frozenset[str] | None], Nominal]
"""The last nominal of a noun, and the last of it with the same words of distinction: 'de Britse regering' is not the Franse."""


def resolve(nominals: list[Nominal], clusters: list[Cluster], headline_end: int) -> None:
    """Set `cluster` or `same` of the nominals that refer to something mentioned elsewhere; `headline_end` in characters."""
    earlier: Earlier = {}
    topic = _headline_person(clusters, headline_end)
    for nominal in nominals:
        if nominal.cluster is None and not nominal.several | nominal.possessed:
            headline = nominal.bare and nominal.end <= headline_end and nominal.last - nominal.first < 4
            if nominal.definite or headline:
                _resolve(nominal, clusters, earlier, headline=headline)
                if nominal.cluster is None and nominal.same is None and topic is not None:
                    _take_up_headline(nominal, clusters, topic, headline_end)
        elif nominal.cluster is None and nominal.several and nominal.definite and not nominal.complement:
            nominal.same = earlier.get((nominal.word, nominal.distinction or None))
        earlier[nominal.word, None] = nominal
        earlier[nominal.word, nominal.distinction] = nominal


def _resolve(nominal: Nominal, clusters: list[Cluster], earlier: Earlier, *, headline: bool) -> None:
    kind = nominal.noun.kind
    if kind == "person":
        nominal.cluster = _by_role(nominal, clusters, anywhere=headline)
    elif kind in ("organisation", "medium"):
        nominal.cluster = _by_head(nominal, clusters)
    if nominal.cluster is None and not headline and kind == "person" and _is_description(nominal, clusters):
        nominal.cluster = _latest(nominal, clusters, lambda c: c.label == "PERSON" and not _other_gender(nominal, c))
    if nominal.cluster is None and kind == "person" and nominal.noun.noun in PLAIN:
        nominal.cluster = _named_soon(nominal, clusters)
    if nominal.cluster is None and not headline and not nominal.complement:
        same = earlier.get((nominal.word, nominal.distinction or None))
        nominal.same = same if same is not None and not same.possessed else None
        if nominal.same is None:
            nominal.cluster = _taken_up(nominal, clusters)
        if nominal.cluster is None:
            nominal.same = same


def _headline_person(clusters: list[Cluster], headline_end: int) -> int | None:
    """The only person that the headline names."""
    named = [n for n, c in enumerate(clusters) if c.label == "PERSON" and c.names[0].start < headline_end]
    return named[0] if len(named) == 1 else None


def _take_up_headline(nominal: Nominal, clusters: list[Cluster], topic: int, headline_end: int) -> None:
    """Under 'Halsema wil …' the first 'De burgemeester' is Halsema, where nothing tells another role of hers."""
    cluster = clusters[topic]
    first = nominal.start >= headline_end and nominal.start - headline_end < LEAD and nominal.noun.kind == "person"
    if first and not nominal.complement and not cluster.nouns and not _other_gender(nominal, cluster):
        nominal.cluster = topic
        cluster.describe(nominal.phrase(), nominal.word, nominal.noun.gender)


def _named_soon(nominal: Nominal, clusters: list[Cluster]) -> int | None:
    """'De vrouw die …' opens an article; 'De 21-jarige Mila B.' names her: the first person brought in with an age."""
    doc = nominal.head.doc
    text = text_of(doc)
    if any(c.label == "PERSON" and c.names[0].start < nominal.start for c in clusters if not _other_gender(nominal, c)):
        return None
    for number, cluster in enumerate(clusters):
        first = cluster.names[0]
        if cluster.label == "PERSON" and nominal.end < first.start < nominal.end + 2 * SOON:
            aged = text[: first.start].endswith("-jarige ") or AGE.match(text, first.end)
            if aged and not _other_gender(nominal, cluster):
                return number
    return None


def _is_description(nominal: Nominal, clusters: list[Cluster]) -> bool:
    """'De voormalige leider van Ukip', 'de 37-jarige presentatrice van …': tells more of somebody just named.

    A function with a van-phrase ('de burgemeester van Ede') or a relation to a person ('de broer van Bos') brings in another.
    """
    doc = nominal.head.doc
    before = {t.lower_ for t in doc[nominal.first : nominal.head.i]}
    former = any(w.startswith(FORMER) or w.endswith("-jarige") for w in [*before, nominal.word])
    if not former and (not nominal.complement or nominal.noun.office):
        return False
    start, end = nominal.start, nominal.end
    return not any(c.label == "PERSON" and c.between(start, end) for c in clusters)


def _by_role(nominal: Nominal, clusters: list[Cluster], *, anywhere: bool) -> int | None:
    """A person called by that noun elsewhere; with a van-phrase another word must agree too."""
    words = _words(nominal.phrase()) - {nominal.word}
    best: tuple[bool, int, int, int] | None = None
    for number, cluster in enumerate(clusters):
        if cluster.label != "PERSON" or not cluster.nouns:
            continue
        known = any(_same_role(nominal.word, noun) for noun in cluster.nouns)
        variant = not known and any(_is_variant(nominal.word, noun) for noun in cluster.nouns)
        if not (known or (variant and cluster.names[0].start < nominal.end + SOON)):
            continue
        soon = variant and nominal.end < cluster.names[0].start
        shared = len(words & _words(cluster.description or ""))
        if words and nominal.complement and not (shared or soon):
            continue
        before = cluster.before(nominal.start)
        if before is None and not (anywhere or shared) and _told_of_another(nominal, cluster, clusters):
            continue
        rank = (known, shared, -cluster.names[0].start if before is None else before, number)
        best = max(best, rank) if best else rank
    return best[3] if best else None


def _told_of_another(nominal: Nominal, cluster: Cluster, clusters: list[Cluster]) -> bool:
    """Whether the holder of the role is named much later, and somebody else before."""
    later = cluster.names[0].start > nominal.end + SOON
    return later and any(c.label == "PERSON" and c.before(nominal.start) is not None for c in clusters)


def _same_role(word: str, noun: str) -> bool:
    return (
        word == noun
        or (len(word) > SUFFIX and noun.endswith(word))
        or (len(noun) > SUFFIX and word.endswith("-" + noun))
    )


@lru_cache(10_000)
def _is_variant(word: str, noun: str) -> bool:
    """'bewindsman' for a minister: tables/role_variants.tsv, by the last part of either word."""
    last, other = word.rpartition("-")[2], noun.rpartition("-")[2]
    roles = next((r for w, r in role_variants().items() if last == w or (len(w) > SUFFIX and last.endswith(w))), ())
    return any(other == role or (len(role) > SUFFIX and other.endswith(role)) for role in roles)


@lru_cache(10_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(w.strip(",.()").lower() for w in text.split()) - SHORT


def _by_head(nominal: Nominal, clusters: list[Cluster]) -> int | None:
    """An organisation with the noun in its name ('de inspectie': Onderwijsinspectie) or its description."""
    word = nominal.word
    words = _words(nominal.phrase()) - {word}
    best: tuple[int, int] | None = None
    for number, cluster in enumerate(clusters):
        if cluster.label != "ORG":
            continue
        before = cluster.before(nominal.start)
        if before is None:
            continue
        parts = _words(" ".join(cluster.forms))
        described = word in cluster.nouns
        in_name = any(p == word or (len(word) > SUFFIX and p.endswith(word)) for p in parts)
        if not (described or in_name) or (words and not words & (parts | _words(cluster.description or ""))):
            continue
        best = max(best, (before, number)) if best else (before, number)
    return best[1] if best else None


def _taken_up(nominal: Nominal, clusters: list[Cluster]) -> int | None:
    """'de krant' after Le Monde, 'de club' after Ajax, 'de middenvelder' after the name of a player."""
    noun = nominal.noun
    if noun.kind == "medium":
        return _latest(nominal, clusters, lambda c: c.label == "ORG" and c.kind == "medium", reach=10 * REACH)
    if nominal.word in ANAPHORS:
        kind = ANAPHORS[nominal.word]
        return _latest(nominal, clusters, lambda c: c.label == "ORG" and c.kind in (kind, "organisation", ""))
    if noun.kind == "person" and (not noun.office or noun.noun == AGED):
        return _latest(nominal, clusters, lambda c: c.label == "PERSON" and not _other_gender(nominal, c))
    return None


def _other_gender(nominal: Nominal, cluster: Cluster) -> bool:
    return bool(nominal.noun.gender and cluster.gender and nominal.noun.gender != cluster.gender)


def _latest(nominal: Nominal, clusters: list[Cluster], fits: object, *, reach: int = REACH) -> int | None:
    """The last one mentioned; one that is mentioned often counts as nearer, one inside quotation marks as farther."""
    assert callable(fits)
    best: tuple[float, int] | None = None
    doc = nominal.head.doc
    for number, cluster in enumerate(clusters):
        if not fits(cluster):
            continue
        near = cluster.between(nominal.start - reach, nominal.start + 1)
        starts = [n.start for n in near if not inside_marks(doc, n.start)]
        if starts:
            score = nominal.start - max(starts) - 60 * min(len(starts), 5) + OWNER * _owns(doc, max(starts))
            best = min(best, (score, number)) if best else (score, number)
    return best[1] if best else None


def _owns(doc: Words, at: int) -> bool:
    """Whether a name is in the genitive, right before the noun of a thing that is its own."""
    words = tokens_in(doc, at, at + 1)
    return len(words) == 1 and words[0].dep_ in ("nmod:poss", "nmod") and words[0].head.i > words[0].i
