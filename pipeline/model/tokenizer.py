"""spaCy's Dutch tokenizer with the one thing newspapers add to it: the typographic apostrophe inside a word."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from spacy.util import registry

if TYPE_CHECKING:
    from spacy.language import Language

# `foto’s`, `zo’n`, `’s avonds`: with a straight apostrophe the tokenizer keeps them whole already. An ending is asked
# for, because a ’ may also close a quotation.
WHOLE_WORD = re.compile(r"^(?:[^\W\d_]+’(?:s|n|t|r|er|ers|tje|tjes|de|en)|’[smntrk]|’s-[^\W\d_]+)$")


def create_customize_tokenizer() -> Callable[[Language], Language]:
    """Return the callback that a configuration names under `nlp.after_creation`; it is stored with the tokenizer."""
    return customize


def customize(nlp: Language) -> Language:
    """Keep words with a typographic apostrophe whole."""
    tokenizer: Any = nlp.tokenizer  # spaCy's Tokenizer has no types
    tokenizer.token_match = WHOLE_WORD.match
    return nlp


registry.callbacks("zegsman.tokenizer.v1", func=create_customize_tokenizer)
