"""What the rules for reporting verbs share: making an attribution."""

from __future__ import annotations

from pipeline.quotes.cues import Cue
from pipeline.quotes.found import Chars, Found, trimmed
from pipeline.quotes.lexicon import CueEntry
from pipeline.quotes.phrases import Phrase
from pipeline.quotes.subjects import needs_document, source_of


def entry(cue: Cue) -> CueEntry:
    """The verb's entry in the lexicon; only verb cues come here."""
    assert isinstance(cue.entry, CueEntry)
    return cue.entry


def made(
    cue: Cue, content: list[Chars | None], rule: str, confidence: float, source: Phrase | None = None
) -> Found | None:
    """An attribution with the contents that are not empty; None where nothing is left."""
    spans = [c for c in content if c is not None]
    if not spans:
        return None
    return Found(content=spans, rule=rule, cue=cue, cue_tokens=list(cue.tokens), source=source, confidence=confidence)


def with_source(cue: Cue, first: int, last: int, rule: str, confidence: float) -> Found | None:
    """An attribution whose content is the tokens `first:last`; without a source only impersonal ones stay."""
    source = source_of(cue, content=range(first, last)) if entry(cue).lemma != "uitlekken" else None
    if source is None and (needs_document(cue) or not (impersonal(cue) or _elided(cue))):
        return None
    found = made(cue, [trimmed(cue.head.doc, first, last)], rule, confidence, source)
    if found is not None and source is None and not impersonal(cue):
        found.hint = "before"
    return found


def _elided(cue: Cue) -> bool:
    """'… en zei dat': the subject stands with the verb before the conjunction, too far for the parse or for its errors."""
    verb = cue.finite
    if verb is None or verb.i == cue.sent[0] or entry(cue).lemma == "blijken":
        return False
    return verb.nbor(-1).lower_ in ("en", "maar", "of")


def impersonal(cue: Cue) -> bool:
    """'Er wordt gezegd dat', 'Gevreesd wordt dat': a passive, or an expletive subject."""
    if cue.passive:
        return True
    doc = cue.head.doc
    near = doc[max(cue.sent[0], cue.first - 3) : min(cue.sent[1], cue.last + 3)]
    return entry(cue).lemma in ("lekken", "uitlekken", "te horen krijgen") or any(
        t.lower_ == "er" and (t.i == 0 or t.nbor(-1).lower_ not in ("dat", "of")) for t in near
    )
