"""Whom a nominal without a name beside it means: a named entity with that role, an organisation of that kind, an earlier nominal."""

from __future__ import annotations

from pipeline.entities.clusters import Cluster
from pipeline.entities.nominals import AGED, Nominal
from pipeline.entities.pronouns import inside_marks

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
REACH = 700
"""Characters back in which a named person or organisation is taken up by a noun that does not tell who."""
SUFFIX = 4
SHORT = frozenset({"van", "de", "het", "een", "der", "den", "bij", "voor", "namens", "en"})


def resolve(nominals: list[Nominal], clusters: list[Cluster], headline_end: int) -> None:
    """Set `cluster` or `same` of the nominals that refer to something mentioned elsewhere; `headline_end` in characters."""
    earlier: dict[str, Nominal] = {}
    for nominal in nominals:
        if nominal.cluster is None and not nominal.several | nominal.possessed:
            headline = nominal.bare and nominal.end <= headline_end and nominal.last - nominal.first < 4
            if nominal.definite or headline:
                _resolve(nominal, clusters, earlier, headline=headline)
        elif nominal.cluster is None and nominal.several and nominal.definite and not nominal.complement:
            nominal.same = earlier.get(nominal.word)
        earlier[nominal.word] = nominal


def _resolve(nominal: Nominal, clusters: list[Cluster], earlier: dict[str, Nominal], *, headline: bool) -> None:
    kind = nominal.noun.kind
    if kind == "person":
        nominal.cluster = _by_role(nominal, clusters, anywhere=headline)
    elif kind in ("organisation", "medium"):
        nominal.cluster = _by_head(nominal, clusters)
    if nominal.cluster is None and not headline and not nominal.complement:
        same = earlier.get(nominal.word)
        nominal.same = same if same is not None and not same.possessed else None
        if nominal.same is None:
            nominal.cluster = _taken_up(nominal, clusters)
        if nominal.cluster is None:
            nominal.same = same


def _by_role(nominal: Nominal, clusters: list[Cluster], *, anywhere: bool) -> int | None:
    """A person called by that noun elsewhere; with a van-phrase another word must agree too."""
    words = _words(nominal.phrase()) - {nominal.word}
    best: tuple[int, int, int] | None = None
    for number, cluster in enumerate(clusters):
        if cluster.label != "PERSON" or not any(_same_role(nominal.word, noun) for noun in cluster.nouns):
            continue
        shared = len(words & _words(cluster.description or ""))
        if words and nominal.complement and not shared:
            continue
        before = [n.start for n in cluster.names if n.start < nominal.start]
        if not before and not anywhere and not shared and nominal.start > cluster.names[0].start:
            continue
        rank = (shared, max(before) if before else -cluster.names[0].start, number)
        best = max(best, rank) if best else rank
    return best[2] if best else None


def _same_role(word: str, noun: str) -> bool:
    return (
        word == noun
        or (len(word) > SUFFIX and noun.endswith(word))
        or (len(noun) > SUFFIX and word.endswith("-" + noun))
    )


def _words(text: str) -> set[str]:
    return {w.strip(",.()").lower() for w in text.split()} - SHORT


def _by_head(nominal: Nominal, clusters: list[Cluster]) -> int | None:
    """An organisation with the noun in its name ('de inspectie': Onderwijsinspectie) or its description."""
    word = nominal.word
    words = _words(nominal.phrase()) - {word}
    best: tuple[int, int] | None = None
    for number, cluster in enumerate(clusters):
        starts = [n.start for n in cluster.names if n.start < nominal.start]
        if cluster.label != "ORG" or not starts:
            continue
        parts = _words(" ".join(cluster.forms))
        described = word in cluster.nouns
        in_name = any(p == word or (len(word) > SUFFIX and p.endswith(word)) for p in parts)
        if not (described or in_name) or (words and not words & (parts | _words(cluster.description or ""))):
            continue
        best = max(best, (max(starts), number)) if best else (max(starts), number)
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
        starts = [
            n.start for n in cluster.names if 0 <= nominal.start - n.start <= reach and not inside_marks(doc, n.start)
        ]
        if starts:
            score = nominal.start - max(starts) - 60 * min(len(starts), 5)
            best = min(best, (score, number)) if best else (score, number)
    return best[1] if best else None
