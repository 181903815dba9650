"""Quotation marks: which stretches of a text stand between them.

Dutch papers use every pair there is, straight and curly, single and double, „German” and ,,typewriter'' ones, and the
apostrophe (foto's, 's avonds, zo'n, Jans' fiets, '90) is the same character as a single mark. Every candidate is judged
by its neighbours (can it open, can it close), then a stack pairs them paragraph by paragraph; marks that stay alone
become stretches with `closed=False` or are dropped as apostrophes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.doc import Marked, Paragraph
from pipeline.tables import read_table

MARKS = {row["mark"]: row for row in read_table(Path(__file__).with_name("marks.tsv"))}
SPACED = {",,": r",\s?,(?=\S)"}
"""`, ,` is how some feeds break the typewriter's `,,`."""
CANDIDATE = re.compile("|".join(SPACED.get(mark, re.escape(mark)) for mark in sorted(MARKS, key=len, reverse=True)))

LEADING_APOSTROPHE = re.compile(r"(?:[stnmkr]|(?-i:er|ns|em))(?=[\s\-\u2010-\u2015])|[st](?=$)", re.IGNORECASE)
"""What follows the apostrophe in 's avonds, 't Hart, 'n, 'm, 'k, 'r, 's-Hertogenbosch."""
SHORT_YEAR = re.compile(r"\d\d(?!\d|[.,]\d)")
YEAR_CONTEXT = re.compile(
    r"(?:\b(?:jaren|zomer|winter|herfst|lente|voorjaar|najaar|in|van|sinds|uit|tot|eind|begin|na|mei|juni|WK|EK)\s|\d[-–/]\s?)$"
)
OPENING_CONTEXT = frozenset("([{-–—/:=>|")
SENTENCE_END = re.compile(r"[.!?…](?=\s+[A-ZÀ-Ý\"“„‘'])|[.!?…]?$")
POSSESSIVE = frozenset("sxzSXZ")


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    glyph: str
    can_open: bool
    can_close: bool

    @property
    def single(self) -> bool:
        return self.family.endswith("single")

    @property
    def family(self) -> str:
        """Marks that can pair with one another have the same."""
        return MARKS[self.glyph]["family"]


def find_marks(text: str, paragraphs: Sequence[Paragraph]) -> list[Marked]:
    """The stretches of `text` between quotation marks, in text order, outer before inner.

    A quotation over several paragraphs gives one stretch a paragraph, each but the last with `closed=False`.
    """
    found: list[Marked] = []
    carried: _Candidate | None = None
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        pairing = _Pairing(text, paragraph, carried, following)
        found += pairing.marked()
        carried = pairing.carries
    return sorted(found, key=lambda m: (m.open_start, -m.close_end))


def _candidates(text: str, start: int, end: int) -> Iterator[_Candidate]:
    for match in CANDIDATE.finditer(text, start, end):
        glyph = re.sub(r"\s", "", match.group())
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        if _is_apostrophe(glyph, text, match.start(), before, after):
            continue
        can_open, can_close = _directions(glyph, before, after)
        if can_open or can_close:
            yield _Candidate(match.start(), match.end(), glyph, can_open, can_close)


def _is_apostrophe(glyph: str, text: str, at: int, before: str, after: str) -> bool:
    """Inside a word (foto's), before a clipped word ('s avonds) or a clipped year (de zomer van '90)."""
    if MARKS[glyph]["family"] != "single" or MARKS[glyph]["side"] == "open":
        return False
    if before.isalnum():
        return after.isalnum()
    if LEADING_APOSTROPHE.match(text, at + 1):
        return True
    return bool(SHORT_YEAR.match(text, at + 1) and YEAR_CONTEXT.search(text, max(0, at - 12), at))


def _directions(glyph: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a mark can open and can close, from the characters around it."""
    free_before = before.isspace() or before in OPENING_CONTEXT or bool(CANDIDATE.match(before))
    free_after = after.isspace() or not after.isalnum()
    family, side = MARKS[glyph]["family"], MARKS[glyph]["side"]
    if glyph == ",,":
        return free_before or before.isalnum(), False
    if side == "open":
        return not after.isspace() or family.startswith("guillemet"), False
    if side == "close":
        return False, True
    if side == "curly":
        return not after.isspace() and (free_before or after.isalnum()), free_after and not before.isspace()
    can_open = free_before and not after.isspace() and after not in ",.;!?)"
    return can_open, free_after or not free_before


class _Pairing:
    """The stack of open marks while one paragraph is read.

    `carried` is the mark the paragraph before left open; `carries` afterwards the one this paragraph leaves open for the
    `following` one.
    """

    def __init__(
        self, text: str, paragraph: Paragraph, carried: _Candidate | None, following: Paragraph | None
    ) -> None:
        self.text = text
        self.start, self.end = paragraph.start, paragraph.end
        self.following = following
        self.candidates = list(_candidates(text, paragraph.start, paragraph.end))
        self.carries: _Candidate | None = None
        self.stack: list[_Candidate] = []
        self.found: list[tuple[int, int, int, int, bool]] = []
        if carried is not None and not self._reopens(self.candidates, self.start, carried.family):
            self.stack.append(_Candidate(self.start, self.start, carried.glyph, can_open=True, can_close=False))

    def marked(self) -> list[Marked]:
        for number, candidate in enumerate(self.candidates):
            self._step(number, candidate)
        for opener in self.stack:
            self._leave_open(opener, self.end)
        spans = sorted(self.found, key=lambda f: (f[0], -f[3]))
        return [
            Marked(open_start=o, start=s, end=e, close_end=c, closed=closed, depth=_depth(spans, o, c))
            for o, s, e, c, closed in spans
        ]

    def _step(self, number: int, candidate: _Candidate) -> None:
        opener = self._opener_for(candidate) if candidate.can_close else None
        if opener is None and self._loose(candidate):
            self._open(number, candidate)
        elif opener is not None and not self._is_possessive(number, candidate):
            self._close(opener, candidate)
        elif candidate.can_open:
            self._open(number, candidate)
        elif opener is None and candidate.can_close and self._may_lack_opener(candidate):
            self._close_unopened(candidate)

    def _loose(self, candidate: _Candidate) -> bool:
        """A typewriter mark that opens where none is open: a space on both sides, or glued to a stop ('dorp."Wij gaan')."""
        around = (
            self.text[max(self.start, candidate.start - 1) : candidate.start]
            + self.text[candidate.end : candidate.end + 1]
        )
        if candidate.glyph not in "\"'" or len(around) != 2:  # noqa: PLR2004 one on either side
            return False
        return (around.isspace() and candidate.glyph == '"') or (around[0] in ".!?…" and around[1].isupper())

    def _opener_for(self, closer: _Candidate) -> _Candidate | None:
        same = [c for c in self.stack if c.family == closer.family]
        if not same:
            return None
        # a mark that can do both ('said "yes"' without spaces) closes only what is open on top
        return same[-1] if not closer.can_open or self.stack[-1] is same[-1] else None

    def _is_possessive(self, number: int, candidate: _Candidate) -> bool:
        """Jans' fiets inside a quotation: s, x or z before, a small letter after, and another mark still to close it."""
        at = candidate.start
        if not candidate.single or candidate.glyph not in "'’" or self.text[at - 1] not in POSSESSIVE:
            return False
        if not re.match(r"\s[a-zà-ÿ]", self.text[at + 1 : at + 3]):
            return False
        later = [c for c in self.candidates[number + 1 :] if c.family == "single"]
        return bool(later) and later[0].can_close and not later[0].can_open

    def _open(self, number: int, candidate: _Candidate) -> None:
        previous = next((c for c in reversed(self.stack) if c.family == candidate.family), None)
        if previous is not None and not self._nests(number, candidate):
            self.stack.remove(previous)
            if self._reopened(previous, candidate):
                self._add(previous.start, previous.end, candidate.start, candidate.start, closed=False)
            else:
                self._leave_open(previous, candidate.start)
        self.stack.append(candidate)

    def _reopened(self, opener: _Candidate, candidate: _Candidate) -> bool:
        """Where a text has lost its line ends: a quotation of several paragraphs opens each with a mark and closes the last.

        Whole sentences stand between the two marks, and the second one begins another sentence.
        """
        between = self.text[opener.end : candidate.start].rstrip()
        begins = (
            self.text[opener.end : opener.end + 1].isupper() and self.text[candidate.end : candidate.end + 1].isupper()
        )
        return begins and between[-1:] in (".", "!", "?", "…") and "\n" not in between

    def _nests(self, number: int, candidate: _Candidate) -> bool:
        """Same marks inside one another close twice in a row; else the closing mark of the earlier one was forgotten."""
        later = [c for c in self.candidates[number + 1 :] if c.family == candidate.family][:2]
        return len(later) == 2 and all(c.can_close and not c.can_open for c in later)  # noqa: PLR2004 two closers

    def _close(self, opener: _Candidate, closer: _Candidate) -> None:
        del self.stack[self.stack.index(opener) :]  # what stayed open inside was an apostrophe
        self._add(opener.start, opener.end, closer.start, closer.end, closed=True)

    def _may_lack_opener(self, closer: _Candidate) -> bool:
        """A double mark; a curly single one only behind a comma or stop with the report after it: 'te laat,’ zei Bos'."""
        if closer.family == "double":
            return True
        end = self.text[closer.start - 1 : closer.start] in (",", "!", "?")
        return closer.glyph in "‘’" and end and bool(re.match(r"\s[a-z]", self.text[closer.end : closer.end + 2]))

    def _close_unopened(self, closer: _Candidate) -> None:
        """A closing mark whose opening one was forgotten: the quotation began with its sentence."""
        after = self.text[closer.end : closer.end + 2]
        before = self.text[closer.start - 1 : closer.start]
        if not (before in ".,!?" or re.match(r"[,.]|\s[a-z]", after)) or (closer.glyph == '"' and before.isdigit()):
            return
        floor = max((f[3] for f in self.found), default=self.start)
        begins = [m.end() for m in re.finditer(r"[.!?:…]['\"”’]?\s+", self.text[floor : closer.start - 1])]
        start = floor + begins[-1] if begins else floor
        if not self.text[start : closer.start].strip(" ,.;"):
            return
        self._add(start, start, closer.start, closer.end, closed=True)

    @staticmethod
    def _reopens(candidates: list[_Candidate], start: int, family: str) -> bool:
        return any(c.start == start and c.family == family and c.can_open for c in candidates[:1])

    def _goes_on(self, opener: _Candidate) -> bool:
        """Whether the following paragraph opens the quotation again, or closes it before it opens another."""
        if self.following is None:
            return False
        ahead = list(_candidates(self.text, self.following.start, self.following.end))
        if self._reopens(ahead, self.following.start, opener.family):
            return True
        same = [c for c in ahead if c.family == opener.family]
        return bool(same) and same[0].can_close and not same[0].can_open

    def _leave_open(self, opener: _Candidate, limit: int) -> None:
        """No closing mark: to the paragraph's end if the following one goes on with it, else to the sentence's end."""
        goes_on = limit == self.end and self._goes_on(opener)
        if not goes_on and opener.single and opener.glyph in "'’`":
            return  # more often an apostrophe or a slip than a quotation
        end = limit
        if goes_on:
            self.carries = opener
        else:
            match = SENTENCE_END.search(self.text, opener.end, limit)
            end = match.end() if match else limit
        self._add(opener.start, opener.end, end, end, closed=False)

    def _add(self, open_start: int, start: int, end: int, close_end: int, *, closed: bool) -> None:
        inner = self.text[start:end]
        start += len(inner) - len(inner.lstrip())
        end -= len(inner) - len(inner.rstrip())
        if start < end:
            self.found.append((open_start, start, end, close_end if closed else end, closed))


def _depth(spans: list[tuple[int, int, int, int, bool]], open_start: int, close_end: int) -> int:
    return sum(o < open_start and close_end <= c for o, _, _, c, _ in spans)
