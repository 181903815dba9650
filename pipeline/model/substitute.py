"""Invented names in place of the treebank's, so that training teaches context and shape and not only these names."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipeline.model.names import iob, spans_of
from pipeline.model.treebank import Sentence

SWAPPED = frozenset({"PERSON", "GPE", "ORG"})


@cache
def parts() -> dict[str, list[str]]:
    """Read name_parts.tsv: the parts of each kind."""
    table: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("name_parts.tsv").read_text(encoding="utf8").splitlines():
        if not line.startswith("#"):
            kind, items = line.split("\t")
            table.setdefault(kind, []).extend(items.split(";"))
    return table


@dataclass(frozen=True, slots=True)
class Inventor:
    """Draws names; `chance` is that of a name to be replaced."""

    rng: random.Random
    chance: float = 0.4

    def apply(self, sentence: Sentence) -> Sentence:
        """Replace some names; words outside names and the other names stay. Only for sentences without syntax."""
        assert not sentence.syntax, "a name of another length would break the tree"
        words, spaces, ents = list(sentence.words), list(sentence.spaces), list(sentence.ents or [])
        for start, end, label in reversed(spans_of(ents)):
            old = words[start:end]
            with_article = label == "GPE" and start > 0 and words[start - 1].lower() == "de"  # `de VS` is no `de Gent`
            if label not in SWAPPED or with_article or not old[0][:1].isupper() or self.rng.random() >= self.chance:
                continue
            new, between = split_name(self.name(label, old))
            words[start:end] = new
            spaces[start:end] = [*between, spaces[end - 1]]
            ents[start:end] = iob(len(new), label)
        return replace(sentence, words=words, spaces=spaces, ents=ents)

    def name(self, label: str, old: list[str]) -> str:
        """Draw a name of a type, of about the form of the old one."""
        if label == "PERSON":
            return self._person(old)
        if label == "ORG":
            return self._organisation()
        return self._one("country" if self.rng.random() < 0.3 else "city")  # noqa: PLR2004 - three in ten

    def _person(self, old: list[str]) -> str:
        surname = self._one("surname")
        particle = self._one("particle") if self.rng.random() < 0.2 else ""  # noqa: PLR2004 - one in five
        if len(old) > 1:
            first = self._one("first")
            if self.rng.random() < 0.1:  # noqa: PLR2004 - one in ten by initials
                first = " ".join(f"{self.rng.choice(string.ascii_uppercase)}." for _ in range(self.rng.randint(1, 2)))
            return " ".join(p for p in (first, particle, surname) if p)
        if self.rng.random() < 0.3:  # noqa: PLR2004 - three in ten by given name
            return self._one("first")
        return f"{particle[:1].upper()}{particle[1:]} {surname}" if particle else surname

    def _organisation(self) -> str:
        length = self.rng.randint(2, 5)
        return self._one("org").format_map(
            {
                "s": self._one("surname"),
                "c": self._one("city"),
                "w": self._one("orgword"),
                "a": "".join(self.rng.choices(string.ascii_uppercase, k=length)),
            }
        )

    def _one(self, kind: str) -> str:
        return self.rng.choice(parts()[kind])


def split_name(name: str) -> tuple[list[str], list[bool]]:
    """Words of a name, and whether a space follows each but the last; a comma is a word of its own."""
    words: list[str] = []
    between: list[bool] = []
    for word in name.split(" "):
        words.append(word.rstrip(","))
        between.append(True)
        if word.endswith(","):
            between[-1] = False
            words.append(",")
            between.append(True)
    return words, between[:-1]
