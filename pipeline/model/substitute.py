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
OLD_MONEY = frozenset({"gulden", "guldens", "frank", "mark", "lire"})


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
        """Replace some names, put some in surroundings of newspapers; all else stays. Not for sentences with syntax."""
        assert not sentence.syntax, "a name of another length would break the tree"
        if not self.chance:
            return sentence
        words, spaces, ents = list(sentence.words), list(sentence.spaces), list(sentence.ents or [])
        for start, end, label in reversed(spans_of(ents)):
            old = words[start:end]
            if label == "MONEY":
                words[start:end] = [self._currency(word) for word in old]
                continue
            with_article = label == "GPE" and start > 0 and words[start - 1].lower() == "de"  # `de VS` is no `de Gent`
            if label not in SWAPPED or with_article or not old[0][:1].isupper() or self.rng.random() >= self.chance:
                continue
            pieces = [(self.name(label, old), label)]
            if label == "PERSON":
                pieces = self._surrounded(pieces[0], first=start == 0)
            words[start:end], between, ents[start:end] = join(pieces)
            spaces[start:end] = [*between, spaces[end - 1]]
        swapped = replace(sentence, words=words, spaces=spaces, ents=ents)
        return self._dateline(swapped) if self.rng.random() < 0.04 else swapped  # noqa: PLR2004 - one in 25

    def _surrounded(self, name: tuple[str, str], *, first: bool) -> list[tuple[str, str]]:
        """A person with a title that a sentence begins with, or with an organisation or party after the name."""
        drawn = self.rng.random()
        if first and drawn < 0.25:  # noqa: PLR2004 - the capital of a title does not make it part of the name
            return [(self._one("title"), "O"), name]
        if drawn < 0.06 and " " in name[0]:  # noqa: PLR2004 - now and then
            return [name, ("van", "O"), (self._organisation(), "ORG")]
        if drawn < 0.12:  # noqa: PLR2004 - now and then
            return [name, ("(", "O"), (self._one("party"), "ORG"), (")", "O")]
        return [name]

    def _dateline(self, sentence: Sentence) -> Sentence:
        """`GENT - ` before a sentence, in capitals as a rule."""
        city = self._one("city")
        words, between, ents = join([(city.upper() if self.rng.random() < 0.8 else city, "GPE"), ("-", "O")])  # noqa: PLR2004
        return replace(
            sentence,
            words=[*words, *sentence.words],
            spaces=[*between, True, *sentence.spaces],
            ents=[*ents, *(sentence.ents or [])],
        )

    def _currency(self, word: str) -> str:
        """The money of today for that of the treebank."""
        return self.rng.choice(["euro", "euro", "euro", "dollar", "pond"]) if word in OLD_MONEY else word

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
        if self.rng.random() < 0.45:  # noqa: PLR2004 - nearly half are ones that readers know
            return self._one("orgname")
        length = self.rng.randint(2, 5)
        return self._one("org").format_map(
            {
                "s": self._one("surname"),
                "c": self._one("city"),
                "w": self._one("orgword"),
                "m": self._one("ministry"),
                "r": self._one("orghead").capitalize(),
                "n": self._one("orgunit"),
                "a": "".join(self.rng.choices(string.ascii_uppercase, k=length)),
            }
        )

    def _one(self, kind: str) -> str:
        return self.rng.choice(parts()[kind])


def join(pieces: list[tuple[str, str]]) -> tuple[list[str], list[bool], list[str]]:
    """Words, the spaces between them, and IOB tags of names (or other words, label O) that follow each other."""
    words: list[str] = []
    between: list[bool] = []
    ents: list[str] = []
    for text, label in pieces:
        new, inner = split_name(text)
        if words:
            between.append(words[-1] != "(" and text != ")")
        words += new
        between += inner
        ents += ["O"] * len(new) if label == "O" else iob(len(new), label)
    return words, between, ents


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
