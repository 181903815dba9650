"""Variants of a name in one article are one entity: 'Nancy Pelosi' and 'Pelosi', 'Customs Enforcement (ICE)' and 'ICE'."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from pipeline.doc import text_of
from pipeline.entities.names import NUMERIC, Name
from pipeline.entities.tables import given_names, known_names
from pipeline.schema import Gender
from pipeline.words import Words

BRACKETED = re.compile(r"\s*\(([A-Z][\w&.-]{1,9})\)")
PLACES = frozenset({"GPE", "LOC", "FAC"})
ARTICLE = re.compile(r"^(?:de|het|the|'t) ", re.IGNORECASE)
HEAD_OF_ORG = re.compile(
    r"^(?:ministerie van|FOD|brouwerij|reizigersvereniging|vereniging|stichting|gemeente) ", re.IGNORECASE
)


@dataclass(slots=True)
class Cluster:
    """The mentions of one entity with what the article says of it; `nouns` are the role nouns it goes by."""

    names: list[Name]
    label: str
    description: str | None = None
    gender: Gender | None = None
    nouns: set[str] = field(default_factory=set)
    genders: Counter[str] = field(default_factory=Counter)
    _forms: set[str] = field(default_factory=set)
    _counted: int = 0
    """Names that `_forms` were taken from."""

    @property
    def name(self) -> str:
        """The fullest form; of equally long ones the first."""
        return max((n.text for n in self.names), key=lambda t: (len(t.split()), len(t)))

    @property
    def forms(self) -> set[str]:
        """All forms."""
        if self._counted != len(self.names):
            self._forms, self._counted = {n.text for n in self.names}, len(self.names)
        return self._forms

    def between(self, start: int, end: int) -> list[Name]:
        """The names that begin at characters `start:end`; `names` are in text order by then."""
        first = bisect_left(self.names, start, key=_start)
        return self.names[first : bisect_left(self.names, end, lo=first, key=_start)]

    def before(self, at: int) -> int | None:
        """First character of the last name that begins before a character."""
        number = bisect_left(self.names, at, key=_start)
        return self.names[number - 1].start if number else None

    @property
    def kind(self) -> str:
        """Kind of the gazetteer: medium, party, company, …; empty where it knows none of the forms."""
        return next((known_names()[f].kind for f in sorted(self.forms) if f in known_names()), "")

    def describe(self, phrase: str, noun: str, gender: str) -> None:
        """Take in a title or an apposition; the longest is kept as the description."""
        if self.description is None or len(phrase) > len(self.description):
            self.description = phrase
        self.nouns.add(noun)
        if gender:
            self.genders[gender] += 1

    def settle_gender(self) -> None:
        """Gender by the words used of the person, else by the first name."""
        if self.label != "PERSON":
            return
        first = self.name.split()[0]
        told = self.genders.most_common(1)
        gender = told[0][0] if told else given_names().get(first) or given_names().get(first.title())
        self.gender = gender  # type: ignore[assignment]  # the tables hold female and male only, checked in tests


def _start(name: Name) -> int:
    return name.start


def cluster_names(doc: Words, names: list[Name]) -> list[Cluster]:
    """Entities of the named mentions, in order of first mention; numbers and dates are no entities."""
    acronyms = _acronyms(doc, names)
    forms: dict[tuple[str, str], Cluster] = {}
    clusters: list[Cluster] = []
    for name in names:
        if name.label in NUMERIC:
            continue
        key = (_key(acronyms.get(name.text, name.text)), "GPE" if name.label in PLACES else name.label)
        if key not in forms:
            forms[key] = Cluster([], name.label)
            clusters.append(forms[key])
        forms[key].names.append(name)
    merged = _with_variants(clusters)
    for cluster in merged:
        cluster.names.sort()
    return sorted(merged, key=lambda c: c.names[0].start)


def _key(text: str) -> str:
    return HEAD_OF_ORG.sub("", ARTICLE.sub("", text)).casefold()


def _acronyms(doc: Words, names: list[Name]) -> dict[str, str]:
    """Acronym → full name, from 'Full Name (FN)'."""
    found: dict[str, str] = {}
    text = text_of(doc)
    for name in names:
        match = BRACKETED.match(text, name.end)
        if match and name.label == "ORG" and name.text[0].upper() == match.group(1)[0].upper() and " " in name.text:
            found[match.group(1)] = name.text
    return found


def _with_variants(clusters: list[Cluster]) -> list[Cluster]:
    """Shorter forms go to the cluster of the fuller name they are part of: the nearest before, else the first after."""
    words = {id(c): c.names[0].text.casefold().split() for c in clusters}
    full: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        for word in dict.fromkeys(words[id(cluster)]) if cluster.label in ("PERSON", "ORG") else ():
            full.setdefault(word, []).append(cluster)
    kept: list[Cluster] = []
    moved: dict[int, Cluster] = {}
    for cluster in clusters:
        own = words[id(cluster)]
        homes = [c for c in full.get(own[0], ()) if c.label == cluster.label and _is_part(cluster, own, words[id(c)])]
        if not homes:
            kept.append(cluster)
            continue
        start = cluster.names[0].start
        before = [c for c in homes if c.names[0].start < start]
        home = max(before, key=lambda c: max(n.start for n in c.names if n.start < start)) if before else homes[0]
        while id(home) in moved:  # a middle form ('Maria Blok') has gone to the fullest one already
            home = moved[id(home)]
        home.names += cluster.names
        moved[id(cluster)] = home
    return kept


def _is_part(short: Cluster, a: list[str], b: list[str]) -> bool:
    """Whether the words of `short` are a part of those of another."""
    if len(a) >= len(b):
        return False
    if short.label == "ORG":
        return b[-len(a) :] == a and short.names[0].text not in known_names() and len(a[0]) > 3
    return b[-len(a) :] == a or b[: len(a)] == a or (a[0] in b[1:] and a == b[b.index(a[0]) : b.index(a[0]) + len(a)])
