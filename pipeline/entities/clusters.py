"""Variants of a name in one article are one entity: 'Nancy Pelosi' and 'Pelosi', 'Customs Enforcement (ICE)' and 'ICE'."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Doc

from pipeline.entities.names import NUMERIC, Name
from pipeline.entities.tables import first_names, source_noun
from pipeline.schema import Gender

BRACKETED = re.compile(r"\s*\(([A-Z][\w&.-]{1,9})\)")
SAME_PLACE = frozenset({"GPE", "LOC", "FAC"})


@dataclass(slots=True)
class Cluster:
    """The mentions of one entity with what the article says of it."""

    names: list[Name]
    label: str
    description: str | None = None
    gender: Gender | None = None
    nouns: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The fullest form; of equally long ones the first."""
        return max((n.text for n in self.names), key=lambda t: (len(t.split()), len(t)))

    @property
    def forms(self) -> set[str]:
        """All forms."""
        return {n.text for n in self.names}


def cluster_names(doc: Doc, names: list[Name]) -> list[Cluster]:
    """Entities of the named mentions, in order of first mention; numbers and dates are no entities."""
    clusters: list[Cluster] = []
    acronyms = _acronyms(doc, names)
    for name in names:
        if name.label in NUMERIC:
            continue
        home = next((c for c in reversed(clusters) if _same(c, name, acronyms)), None)
        if home is None:
            clusters.append(Cluster([name], name.label))
        else:
            home.names.append(name)
    clusters = _merge_late_full_names(clusters)
    for cluster in clusters:
        describe(doc, cluster)
    return clusters


def _acronyms(doc: Doc, names: list[Name]) -> dict[str, str]:
    """Acronym → full name, from 'Full Name (FN)'."""
    found: dict[str, str] = {}
    text = doc.text
    for name in names:
        match = BRACKETED.match(text, name.end)
        if match and name.label == "ORG" and name.text[0].upper() == match.group(1)[0].upper() and " " in name.text:
            found[match.group(1)] = name.text
    return found


def _same(cluster: Cluster, name: Name, acronyms: dict[str, str]) -> bool:
    if name.text in cluster.forms and (cluster.label == name.label or {cluster.label, name.label} <= SAME_PLACE):
        return True
    if acronyms.get(name.text) in cluster.forms:
        return True
    if name.label == "PERSON" == cluster.label:
        return any(_person_variant(form, name.text) for form in cluster.forms)
    if name.label == "ORG" == cluster.label:
        return any(
            form.removeprefix("De ").removeprefix("Het ") == name.text.removeprefix("De ").removeprefix("Het ")
            for form in cluster.forms
        )
    return False


def _person_variant(full: str, short: str) -> bool:
    """The last words of a full name, with or without particles, or its first name alone."""
    a, b = [w.lower().rstrip("'s") for w in full.split()], [w.lower().rstrip("'s") for w in short.split()]
    if len(b) > len(a):
        a, b = b, a
    if not a or not b or len(a) == len(b):
        return a == b
    return a[-len(b) :] == b or (len(b) == 1 and a[0] == b[0] and full[0].isupper())


def _merge_late_full_names(clusters: list[Cluster]) -> list[Cluster]:
    """A headline's surname before the full name: 'Pelosi …' and later 'Nancy Pelosi'."""
    merged: list[Cluster] = []
    for cluster in clusters:
        home = next(
            (c for c in merged if c.label == cluster.label == "PERSON" and _person_variant(cluster.name, c.name)), None
        )
        if home is None:
            merged.append(cluster)
        else:
            home.names += cluster.names
    return merged


def describe(doc: Doc, cluster: Cluster) -> None:
    """Function or role from the words before the name or the apposition after it, and the gender they show."""
    genders: Counter[str] = Counter()
    for name in cluster.names:
        span = doc.char_span(name.start, name.end, alignment_mode="expand")
        if span is None:
            continue
        titles = _titles_before(doc, span.start)
        apposition = _apposition(doc, span.end)
        text = titles or apposition
        if text and (cluster.description is None or len(text) > len(cluster.description)):
            cluster.description = text
        for word in (text or "").lower().split():
            noun = source_noun(word.strip(",."))
            if noun is not None:
                cluster.nouns.add(word.strip(",."))
                genders.update([noun.gender] if noun.gender else [])
    first = cluster.name.split()[0]
    gender = (
        genders.most_common(1)[0][0] if genders else first_names().get(first) if cluster.label == "PERSON" else None
    )
    cluster.gender = gender  # type: ignore[assignment]  # the tables hold female and male only, checked in tests


def _titles_before(doc: Doc, start: int) -> str | None:
    """'oud-burgemeester', 'de Groningse gedeputeerde' right before a name."""
    at = start
    while (
        at > 0 and start - at < 6 and doc[at - 1].pos_ in ("NOUN", "ADJ", "PROPN", "NUM") and not doc[at - 1].is_punct
    ):
        at -= 1
    words = doc[at:start]
    return words.text if any(source_noun(t.lower_) for t in words) else None


def _apposition(doc: Doc, end: int) -> str | None:
    """', de Democratische voorzitter van het Huis,' after a name."""
    if end + 2 >= len(doc) or doc[end].text != ",":
        return None
    stop = end + 1
    while (
        stop < len(doc)
        and stop - end < 14
        and doc[stop].text not in (",", ".", ";", ":")
        and doc[stop].pos_ not in ("VERB", "AUX")
    ):
        stop += 1
    words = doc[end + 1 : stop]
    if doc[end + 1].pos_ not in ("DET", "NOUN", "ADJ") or stop >= len(doc) or doc[stop].text not in (",", "."):
        return None
    return words.text if any(source_noun(t.lower_) for t in words) else None
