"""The lemmas of the forms that the treebanks have: of these the encoder need not think."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from pipeline.model.treebank import Sentence

AGREED = 0.8  # share of the most frequent lemma of a form with its tag; below, the encoder decides by context


def build_lexicon(tagged: Iterable[Sentence], others: Iterable[Sentence]) -> dict[str, dict[str, str]]:
    """Lemmas by tag and form of `tagged`, by part of speech and lower-case form of `others` (whose tags are not known)."""
    counts: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for sentence in tagged:
        for word, tag, lemma in zip(sentence.words, sentence.tags, sentence.lemmas, strict=True):
            counts[tag][word][lemma] += 1
            if "eigen" not in tag:
                counts[tag][word.lower()][lemma] += word != word.lower()
    for sentence in others:
        for word, pos, lemma in zip(sentence.words, sentence.pos, sentence.lemmas, strict=True):
            counts[pos][word.lower()][lemma] += 1
    lexicon = {key: _lemmas(forms) for key, forms in sorted(counts.items())}
    return {key: lemmas for key, lemmas in lexicon.items() if lemmas}


def _lemmas(forms: dict[str, Counter[str]]) -> dict[str, str]:
    """Lemma of each form that nearly always has the same."""
    agreed = {form: _agreed(seen) for form, seen in sorted(forms.items())}
    return {form: lemma for form, lemma in agreed.items() if lemma}


def _agreed(seen: Counter[str]) -> str | None:
    """The lemma that a form nearly always has."""
    lemma, count = seen.most_common(1)[0]
    return lemma if count and count >= AGREED * seen.total() else None
