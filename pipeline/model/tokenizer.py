"""spaCy's Dutch tokenizer as newspapers need it: fewer abbreviations, and the typographic apostrophe inside a word."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.util import compile_suffix_regex, registry

from pipeline.tables import read_table

if TYPE_CHECKING:
    from spacy.language import Language

# `foto’s`, `zo’n`, `’s avonds`: with a straight apostrophe the tokenizer keeps them whole already. An ending is asked
# for, because a ’ may also close a quotation.
WHOLE_WORD = re.compile(r"^(?:[^\W\d_]+’(?:s|n|t|r|er|ers|tje|tjes|de|en)|’[smntrk]|’s-[^\W\d_]+)$")
ONE_PIECE = re.compile(r"[^\W\d_]{2,}\.")
AFTER_LAST_CAPITAL = r"(?<=[a-zà-ÿ][A-ZÀ-Þ])\."
"""The full stop after 'PvdA' and 'FvD'; spaCy takes that after two capitals off, and leaves it after one ('Jan P.')."""


def create_customize_tokenizer() -> Callable[[Language], Language]:
    """Return the callback that a configuration names under `nlp.after_creation`; it is stored with the tokenizer."""
    return customize


def customize(nlp: Language) -> Language:
    """Keep words with a typographic apostrophe whole, and take the full stop off words that are no abbreviation."""
    tokenizer: Any = nlp.tokenizer  # spaCy's Tokenizer has no types
    tokenizer.token_match = WHOLE_WORD.match
    rules = tokenizer.rules
    tokenizer.rules = {word: parts for word, parts in rules.items() if word in _kept() or not ONE_PIECE.fullmatch(word)}
    for word in _kept() - {*rules}:
        tokenizer.add_special_case(word, [{"ORTH": word}])
    tokenizer.suffix_search = compile_suffix_regex([*(nlp.Defaults.suffixes or ()), AFTER_LAST_CAPITAL]).search
    return nlp


@cache
def _kept() -> frozenset[str]:
    table = read_table(Path(__file__).with_name("abbreviations.tsv"))
    return frozenset(row["abbreviation"] for row in table)


registry.callbacks("zegsman.tokenizer.v1", func=create_customize_tokenizer)
