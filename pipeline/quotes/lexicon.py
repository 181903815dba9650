"""The cue lexicon: reporting verbs, prepositions and nouns, found by any of their forms."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from pipeline.quotes.inflection import read_table, verb_forms
from pipeline.schema import CueKind, Stance

FIRST_IS_HEAD = ("laten", "doen", "willen")
"""In `laten weten` the first verb is the finite one; in `van mening zijn` the last."""


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One predicate, preposition or noun of the lexicon.

    `frames` says what its content may look like (see tables/cues.tsv); `partners` are the fixed words around the head verb.
    """

    lemma: str
    head: str
    particle: str
    partners: tuple[str, ...]
    stance: Stance
    sense: str
    frames: frozenset[str]
    kind: CueKind = "verb"

    def allows(self, *frames: str) -> bool:
        """Whether the content may take one of these forms."""
        return not self.frames.isdisjoint(frames)

    def prepositions(self) -> list[str]:
        """Prepositions whose object is the content: `p:van` → van."""
        return [f[2:] for f in self.frames if f.startswith("p:")]


@cache
def verb_entries() -> tuple[CueEntry, ...]:
    """All reporting predicates."""
    return tuple(_verb_entry(row) for row in read_table("cues.tsv"))


def _verb_entry(row: dict[str, str]) -> CueEntry:
    words = row["lemma"].split()
    head = words[0] if words[0] in FIRST_IS_HEAD else words[-1]
    partners = tuple(w for w in words if w != head)
    bare = head.removeprefix(row["particle"]) if row["particle"] else head
    return CueEntry(
        lemma=row["lemma"],
        head=bare,
        particle=row["particle"],
        partners=partners,
        stance=row["stance"],  # type: ignore[arg-type]  # checked in tests against schema.Stance
        sense=row["class"],
        frames=frozenset(row["frames"].split(",")),
    )


@cache
def verbs_by_form() -> dict[str, tuple[CueEntry, ...]]:
    """Form (lower case) → entries whose bare head verb has it; forms with the particle joined are there too."""
    found: dict[str, list[CueEntry]] = defaultdict(list)
    for entry in verb_entries():
        for form in verb_forms(entry.head):
            found[form].append(entry)
            if entry.particle:
                found[entry.particle + form].append(entry)
        if entry.particle:
            found[f"{entry.particle}te{entry.head}"].append(entry)
    return {form: tuple(sorted(entries, key=_specific_first)) for form, entries in found.items()}


def _specific_first(entry: CueEntry) -> tuple[int, int, str]:
    """Entries with partners or a particle are tried before the bare verb."""
    return (-len(entry.partners), -bool(entry.particle), entry.lemma)


@cache
def nouns_by_form() -> dict[str, CueEntry]:
    """Form (lower case, singular or plural) → cue noun."""
    found: dict[str, CueEntry] = {}
    for row in read_table("cue_nouns.tsv"):
        entry = CueEntry(
            lemma=row["noun"],
            head=row["noun"],
            particle="",
            partners=(),
            stance=row["stance"],  # type: ignore[arg-type]  # checked in tests against schema.Stance
            sense=row["class"],
            frames=frozenset(row["frames"].split(",")),
            kind="noun",
        )
        for form in (row["noun"], *row["plural"].split(",")):
            if form:
                found[form] = entry
    return found


@dataclass(frozen=True, slots=True)
class Prepositional:
    """A fixed cue that is no verb: `volgens`, `naar eigen zeggen`. `words` are its lower-case words.

    `source`: after (its object is the source), subject (the clause's subject is), none (nobody is named).
    """

    words: tuple[str, ...]
    stance: Stance
    source: str
    exceptions: frozenset[str]


@cache
def prepositionals() -> dict[str, tuple[Prepositional, ...]]:
    """First word → cues that begin with it, longest first."""
    found: dict[str, list[Prepositional]] = defaultdict(list)
    for row in read_table("cue_prepositions.tsv"):
        words = tuple(row["cue"].split())
        exceptions = frozenset(filter(None, row["exceptions"].split(",")))
        cue = Prepositional(words, row["stance"], row["source"], exceptions)  # type: ignore[arg-type]  # as above
        found[words[0]].append(cue)
    return {first: tuple(sorted(cues, key=lambda c: -len(c.words))) for first, cues in found.items()}
