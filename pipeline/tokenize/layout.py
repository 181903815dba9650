"""The layout of an article: paragraphs and the sections they belong to, read off its lines alone.

A line is a paragraph of its own unless the text is wrapped at a fixed width, so that a line ends where the next word would
not have fitted. Headlines and intertitles are short lines without final punctuation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pipeline.doc import Paragraph
from pipeline.schema import Section

LINE = re.compile(r"[^\n]+")
BLANK = re.compile(r"\n[^\S\n]*\n")
MARK = "[\"'”’»“)\\]]"
FINAL = re.compile(rf"[.!?…:;,]{MARK}*$")
"""What a running paragraph ends with; headlines and intertitles seldom do."""
QUESTION = re.compile(rf"\?{MARK}*$")
QUOTED = re.compile(rf"(?:^|:\s?)[\"“„‘'«]|,,.*{MARK}$", re.DOTALL)
ENDS_QUOTED = re.compile(r"[\"'”’»“]$")
OPENING_MARK = re.compile(r"[\"“„‘'«]|,,")
ITEM = re.compile(r"(?:[-–—*•▪►·]|\d{1,2}[.)])\s")
TURN = re.compile(r"(?P<who>[A-ZÀ-Ý][\w.’' -]{1,30}):\s+\S")
"""'De Rijnbode: Bent u tevreden?', a turn of a written-out conversation."""
LINK = re.compile(r"(?:lees|bekijk|luister|kijk)\s(?:ook|meer|verder|hier|terug)\b|(?:zie|meer)\sook\b", re.IGNORECASE)
CREDIT = re.compile(
    r"©|\(c\)|\(?(?i:(?:archief)?foto(?:'s|’s|graaf|grafie)?)(?:\s?[:/©]|\s(?:(?:van|door)\s)?[A-Z])"
    r"|(?i:beeld|bron|video|illustratie)(?:\s?[:©]|\s(?=[A-Z]{3}))"
)
CREDIT_AT_END = re.compile(r"(?:©|\b(?:Foto|FOTO|Beeld|BEELD)\b:?)\s*[\w][\w\s./'’-]{1,40}\)?$")

HEADLINE_WORDS = 25
INTERTITLE_WORDS = 10
CAPTION_WORDS = 45
TURN_WORDS = 40
"""A question in an interview is no longer than this."""
WIDTHS = range(40, 121)
"""Widths at which text is wrapped; a longer line is a paragraph as a publishing system writes it."""
UNENDED = 0.5
"""In wrapped text at least this share of line ends falls inside a sentence."""
TURNS = 3
"""So many questions, or turns of one speaker, make an article an interview."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that are one paragraph; `text` still has the line breaks inside."""

    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def ended(self) -> bool:
        return bool(FINAL.search(self.text))


def find_paragraphs(text: str) -> list[Paragraph]:
    """Paragraphs of `text` in order, each with its section; white space around them is left out.

    Sections: `headline` and `lead` are the first block of their kind, `intertitle` a short line above later text, `caption`
    everything beside the running text (photo credits, links to other articles), `qa` questions and answers of an interview.
    """
    blocks = _blocks(text)
    turns = _interview(blocks)
    found: list[Paragraph] = []
    for number, block in enumerate(blocks):
        section = _section(blocks, number, found, turns)
        found.append(Paragraph(start=block.start, end=block.end, number=number, section=section))
    return found


def _blocks(text: str) -> list[_Block]:
    lines = [_stripped(match) for match in LINE.finditer(text) if match.group().strip()]
    width = _wrap_width(text, lines)
    blocks: list[_Block] = []
    for line in lines:
        before = blocks[-1] if blocks else None
        if before is not None and not BLANK.search(text, before.end, line.start) and _goes_on(before, line, width):
            blocks[-1] = _Block(before.start, line.end, text[before.start : line.end])
        else:
            blocks.append(line)
    return blocks


def _stripped(match: re.Match[str]) -> _Block:
    raw = match.group()
    line = raw.strip()
    start = match.start() + len(raw) - len(raw.lstrip())
    return _Block(start, start + len(line), line)


def _wrap_width(text: str, lines: list[_Block]) -> int | None:
    """The width at which the text was wrapped, or None where every line is a paragraph."""
    pairs = [(a, b) for a, b in pairwise(lines) if not BLANK.search(text, a.end, b.start)]
    width = max((len(line.text) for line in lines), default=0)
    if not pairs or width not in WIDTHS:
        return None
    broken = [a for a, b in pairs if _fills(a.text, b.text, width)]
    unended = sum(not line.ended for line in broken)
    return width if broken and unended >= UNENDED * len(broken) else None


def _fills(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _goes_on(before: _Block, line: _Block, width: int | None) -> bool:
    last = before.text.rsplit("\n", 1)[-1].strip()
    if ITEM.match(line.text):
        return False
    if width is not None:
        return _fills(last, line.text, width)
    return not before.ended and line.text[:1].islower() and len(last) >= WIDTHS.start


def _interview(blocks: list[_Block]) -> frozenset[int]:
    """Numbers of the blocks that are somebody's turn in an interview; empty where the article is none."""
    asked = {
        n for n, b in enumerate(blocks) if n and QUESTION.search(b.text) and b.words <= TURN_WORDS and not _is_quoted(b)
    }
    dashed = {n for n, b in enumerate(blocks) if n and ITEM.match(b.text) and QUESTION.search(b.text)}
    named = _named_turns(blocks)
    if len(named) > TURNS:
        return named
    if len(asked | dashed) < TURNS:
        return frozenset()
    return frozenset(range(min(asked | dashed), max(asked | dashed) + 2))


def _named_turns(blocks: list[_Block]) -> frozenset[int]:
    """Blocks that begin with the name of who speaks, where that name comes back."""
    turns = [(n, match["who"]) for n, b in enumerate(blocks) if n and (match := TURN.match(b.text))]
    names = [who for _, who in turns]
    return frozenset(n for n, who in turns if names.count(who) > 1)


def _is_quoted(block: _Block) -> bool:
    return bool(OPENING_MARK.match(block.text))


def _section(blocks: list[_Block], number: int, found: list[Paragraph], turns: frozenset[int]) -> Section:
    block = blocks[number]
    if _is_caption(block):
        return "caption"
    if number == 0:
        return "headline" if len(blocks) > 1 and _is_headline(block) else "lead"
    if number + 1 < len(blocks) and _is_intertitle(block, asked=number in turns):
        return "intertitle"
    if number in turns:
        return "qa"
    return "body" if any(p.section in ("lead", "body", "qa") for p in found) else "lead"


def _is_caption(block: _Block) -> bool:
    if LINK.match(block.text) or CREDIT.match(block.text):
        return block.words <= HEADLINE_WORDS
    return block.words <= CAPTION_WORDS and bool(CREDIT_AT_END.search(block.text))


def _is_headline(block: _Block) -> bool:
    if block.words > HEADLINE_WORDS:
        return False
    text = block.text
    return not block.ended or bool(QUESTION.search(text)) or text.endswith("!") or _ends_in_quotation(text)


def _ends_in_quotation(text: str) -> bool:
    """'Kop: “citaat.”' and a headline that is wholly a quotation."""
    return bool(QUOTED.search(text)) and bool(ENDS_QUOTED.search(text))


def _is_intertitle(block: _Block, *, asked: bool) -> bool:
    if (
        block.words > INTERTITLE_WORDS
        or ITEM.match(block.text)
        or "\n" in block.text
        or not block.text[:1].isprintable()
    ):
        return False
    if block.text[:1].islower():
        return False
    return not block.ended or (bool(QUESTION.search(block.text)) and not asked and not _is_quoted(block))
