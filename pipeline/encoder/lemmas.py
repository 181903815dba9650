"""Lemmas: of words that training knew from a lexicon, of others by edit trees (Chrupała 2008; spaCy's own class)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from spacy.pipeline._edit_tree_internals.edit_trees import EditTrees
from spacy.strings import StringStore

# Particles that are part of the verb's lemma: of adpositions, adverbs and adjectives nearly all, of nouns those seen in training.
JOINED = ("VZ|fin", "BW", "ADJ")
INFLECTED = ("N|soort", "ADJ", "WW")  # tags of words that may be compounds of a word of the lexicon
SHORTEST_END = 4  # letters of such a word: `spelsystemen` by `systemen`
REMEMBERED = 200_000
Lexicon = Mapping[str, Mapping[str, str]]  # tag or part of speech -> form -> lemma


class Lemmas:
    """Finds lemmas; `numbers` are the trees of the encoder's lemma labels.

    `lexicon` has forms by tag, and by part of speech for those whose tag is not known; `with_noun` are verbs with a noun in
    front. Lemmas of words that were seen are remembered.
    """

    def __init__(
        self,
        trees: bytes,
        strings: Sequence[str],
        numbers: Sequence[int],
        *,
        lexicon: Lexicon,
        with_noun: Sequence[str],
    ) -> None:
        self._trees: Any = EditTrees(StringStore(list(strings)))  # no types
        self._trees.from_bytes(trees)
        self._numbers = list(numbers)
        self._lexicon = lexicon
        self._with_noun = frozenset(with_noun)
        self._remembered = lru_cache(REMEMBERED)(self._find)

    def of(self, word: str, tag: str, pos: str, ranked: Sequence[int]) -> str:
        """Lemma by the lexicon, else by the first of the ranked trees that fits the word, else the word itself."""
        return self._remembered(word, tag, pos, tuple(ranked))

    def _find(self, word: str, tag: str, pos: str, ranked: tuple[int, ...]) -> str:
        return self._listed(word, tag, pos) or self._edited(word, ranked)

    def _listed(self, word: str, tag: str, pos: str) -> str | None:
        """Lemma by the lexicon: of the form, or of the last part of a compound."""
        forms = self._lexicon.get(tag, {})
        proper = pos == "PROPN"
        found = forms.get(word) or (None if proper else forms.get(word.lower()))
        if found is None and tag.startswith(INFLECTED):
            found = _by_last_part(word, forms)
        return found or (None if proper else self._lexicon.get(pos, {}).get(word.lower()))

    def _edited(self, word: str, ranked: Sequence[int]) -> str:
        lemmas = (self._trees.apply(self._numbers[label], word) for label in ranked)
        return next((lemma for lemma in lemmas if lemma), word)

    def joined(self, verb: str, particle: str, tag: str) -> str:
        """Lemma of a verb with the particle that hangs on it: `geven` and `aan` make `aangeven`."""
        whole = particle.lower() + verb
        if tag.startswith(JOINED) or (tag.startswith("N|") and whole in self._with_noun):
            return whole
        return verb


def _by_last_part(word: str, forms: Mapping[str, str]) -> str | None:
    """Lemma of a compound by the longest end that is a form of the lexicon; what is before it stays."""
    for cut in range(1, len(word) - SHORTEST_END + 1):
        lemma = forms.get(word[cut:])
        if lemma:
            return word[:cut] + lemma
    return None
