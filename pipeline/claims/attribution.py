"""Who states a clause: the quotations it stands in, as chains from the outermost source to the nearest."""

from __future__ import annotations

from pipeline.doc import Shelf
from pipeline.schema import Attribution, Quote
from pipeline.words import Word


class Quotes:
    """The quotes of a document, found by character, nested by `parent_id` or by containment."""

    def __init__(self, quotes: list[Quote]) -> None:
        self.all = sorted(quotes, key=lambda q: (q.start, -q.end))
        self._places = Shelf((q.start, q.end, q) for q in self.all)
        self._by_id = {q.quote_id: q for q in self.all}
        self._cues: dict[int, list[int]] = {}
        for number, quote in enumerate(self.all):
            for char in {i for s in quote.cue_spans for i in range(s.start, s.end)}:
                self._cues.setdefault(char, []).append(number)

    def is_cue(self, token: Word) -> bool:
        """Whether a token is part of what reports a quote."""
        return token.idx in self._cues

    def reported_by(self, tokens: list[Word]) -> list[Quote]:
        """The quotes whose cue has one of the tokens."""
        numbers = {number for t in tokens for number in self._cues.get(t.idx, ())}
        return [self.all[number] for number in sorted(numbers)]

    def around(self, char: int) -> list[Quote]:
        """The quotes whose content covers the character, outermost first."""
        return [q for q in self._places.over(char, char + 1) if covers(q, char)]

    def nearest(self, char: int) -> list[Quote]:
        """The innermost quotes at a character: several where two sources state, or one denies, the same words."""
        found = self.around(char)
        outer = {id(a) for q in found for a in self.above(q)}
        return [q for q in found if id(q) not in outer]

    def above(self, quote: Quote) -> list[Quote]:
        """The quotes a quote is nested in, outermost first."""
        chain: list[Quote] = []
        step: Quote | None = quote
        while step is not None and len(chain) <= len(self.all):
            step = self._by_id.get(step.parent_id) if step.parent_id else self._container(step)
            if step is None or step is quote or step in chain:
                break
            chain.insert(0, step)
        return chain

    def chain(self, quote: Quote) -> list[Attribution]:
        """The attribution column for a clause of `quote`."""
        return [
            Attribution(speaker=q.speaker, speaker_id=q.speaker_id, cue_lemma=q.cue_lemma, quote_id=q.quote_id)
            for q in (*self.above(quote), quote)
        ]

    def _container(self, quote: Quote) -> Quote | None:
        """The smallest quote whose content strictly holds the content and the cue of another."""
        places = [quote.start, quote.end - 1, *([quote.cue_start] if quote.cue_start is not None else [])]
        found = [
            q for q in self.around(quote.start)
            if q is not quote and q.end - q.start > quote.end - quote.start and all(covers(q, at) for at in places)
        ]  # fmt: skip
        return min(found, key=lambda q: q.end - q.start, default=None)


def covers(quote: Quote, char: int) -> bool:
    """Whether one of the content's stretches has the character."""
    for span in quote.spans:  # noqa: SIM110  asked of each word: a loop takes half the time of a generator
        if span.start <= char < span.end:
            return True
    return False


def frames(quote: Quote, char: int) -> bool:
    """Whether the character belongs to the cue or the source of a quote, outside its content."""
    if covers(quote, char):
        return False
    if any(s.start <= char < s.end for s in quote.cue_spans):
        return True
    return (
        quote.source_start is not None
        and quote.source_end is not None
        and quote.source_start <= char < quote.source_end
    )
