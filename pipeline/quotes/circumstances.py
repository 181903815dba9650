"""Around a cue: to whom it was said and where it was said or published."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.doc import text_of
from pipeline.quotes.found import Found
from pipeline.quotes.phrases import noun_phrase
from pipeline.quotes.speakers import _source_nouns
from pipeline.words import Word, Words

TO = frozenset({"tegen", "tegenover", "aan"})
WHERE = frozenset({"in", "op", "via", "bij"})
CHANNELS = frozenset(
    "brief verklaring reactie interview persbericht bericht tweet rapport persconferentie debat toespraak uitzending "
    "podcast mail e-mail video programma talkshow blog column website facebook twitter instagram linkedin x telegram "
    "krant boek".split()
)


def circumstances(doc: Words, found: Found) -> tuple[str | None, str | None]:
    """Addressee and medium as they stand, each None where the reporting clause does not tell."""
    if found.cue is None:
        return None, None
    addressee = medium = None
    low, high = found.cue.sent
    for token in doc[max(low, found.cue.first - 12) : min(high, found.cue.last + 16)]:
        if not _outside(token, found):
            continue
        if token.lower_ in TO and addressee is None and medium is None and token.tag_.startswith("VZ"):
            text, is_medium = _object(doc, token, high, found)
            addressee, medium = (None, text) if is_medium else (text, medium)
        elif token.lower_ in WHERE and medium is None:
            text, is_medium = _object(doc, token, high, found)
            medium = text if is_medium else None
    return addressee, medium


def _outside(token: Word, found: Found) -> bool:
    inside_source = found.source is not None and found.source.start <= token.i < found.source.end
    return not inside_source and not any(start <= token.idx < end for start, end in found.content)


def _object(doc: Words, preposition: Word, high: int, found: Found) -> tuple[str | None, bool]:
    """The preposition's object, and whether it is a medium or channel."""
    stop: Collection[int] = {t.i for t in found.cue_tokens}
    phrase = noun_phrase(doc, preposition.i + 1, high=high, stop=stop, skip=0)
    if phrase is None or not _outside(phrase.head, found):
        return None, False
    start, end = phrase.chars
    end = min([end, *(s for s, _ in found.content if s > start)])
    text = text_of(doc)[start:end].rstrip(" ,:;\"'“„‘")
    words = {w.lower().strip(".,") for w in text.split()}
    table = _source_nouns()
    is_medium = bool(words & CHANNELS) or any(table.get(w) == "medium" for w in words)
    return text, is_medium
