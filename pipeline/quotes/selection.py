"""Of competing readings one is kept: contents may nest, but they never cross and never repeat one another."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.doc import Shelf
from pipeline.quotes.found import Chars, Found


def select(found: Sequence[Found]) -> list[Found]:
    """The attributions that stand together, in text order."""
    kept: list[Found] = []
    places: Shelf[Found] = Shelf()
    for one in sorted(found, key=_rank):
        around = [other for start, end in _reach(one) for other in places.over(start, end)]
        if _sound(one) and not any(_conflict(one, other) for other in around):
            kept.append(one)
            for start, end in _reach(one):
                places.add(start, end, one)
    return sorted(kept, key=lambda f: (f.hull[0], -f.hull[1]))


def _reach(found: Found) -> list[Chars]:
    """The characters of content and cue: attributions that share none cannot be in each other's way."""
    return [*found.content, *((t.idx, t.idx + len(t.text)) for t in found.cue_tokens)]


def _rank(found: Found) -> tuple[bool, float, int]:
    """Quotations in marks before reported clauses, then the surer, then the earlier."""
    return (not found.in_marks, -found.confidence, found.hull[0])


def _sound(found: Found) -> bool:
    """The content holds neither its own cue nor its own source, except of a subject as source ('naar eigen zeggen')."""
    own = [t.idx for t in found.cue_tokens]
    if found.source is not None and not _subject_as_source(found):
        own.append(found.source.head.idx)
    return not any(start <= at < end for at in own for start, end in found.content)


def _subject_as_source(found: Found) -> bool:
    return found.rule == "fixed-phrase"


def _conflict(one: Found, other: Found) -> bool:
    if {t.i for t in one.cue_tokens} & {t.i for t in other.cue_tokens}:
        return True
    if sorted(one.content) == sorted(other.content):
        return one.rule == other.rule or not one.cue_tokens or not other.cue_tokens or _same_source(one, other)
    if one.anaphor or other.anaphor:
        return False
    return _crosses(one, other)


def _same_source(one: Found, other: Found) -> bool:
    """'zei in een verklaring dat …': verb and noun report one thing of one source, 'ontkende de klacht dat' of two."""
    return one.source is not None and other.source is not None and one.source.head == other.source.head


def _crosses(one: Found, other: Found) -> bool:
    """Contents that overlap without one holding all of the other."""
    shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one.content for b in other.content)
    return 0 < shared < min(one.size, other.size)
