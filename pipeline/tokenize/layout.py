"""The layout of an article: paragraphs and the sections they belong to, read off its lines alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.doc import Paragraph
from pipeline.schema import Section

LINE = re.compile(r"[^\n]+")
FINAL = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
"""What a running paragraph ends with; headlines and intertitles seldom do."""
HEADLINE_WORDS = 22
INTERTITLE_WORDS = 10
WRAPPED = 60
"""Lines at least this long, one after the other without a blank line, are one paragraph that was wrapped."""
CAPTION = re.compile(r"(?:©|\(?foto(?:'s|’s)?\b\s?[:(]?|beeld\b|bron:|\(c\))", re.IGNORECASE)
ENTIRELY_QUOTED = re.compile(r"^[\"“„‘'«].*[\"”“’'»]$", re.DOTALL)
QUESTION_LINE = re.compile(r"\?[\"'”’]?$")
DASHED = re.compile(r"^[–—-]\s")
QA_QUESTIONS = 3
"""So many paragraphs that are one short question make an article an interview."""


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int
    text: str
    blank_before: bool

    @property
    def words(self) -> int:
        return len(self.text.split())


def find_paragraphs(text: str) -> list[Paragraph]:
    """Paragraphs of `text` in order, each with its section; white space around them is left out."""
    blocks = _blocks(text)
    interview = sum(bool(QUESTION_LINE.search(b.text)) and b.words <= HEADLINE_WORDS for b in blocks[1:]) >= QA_QUESTIONS
    found: list[Paragraph] = []
    for number, block in enumerate(blocks):
        section = _section(blocks, number, found, interview=interview)
        found.append(Paragraph(start=block.start, end=block.end, number=number, section=section))
    return found


def _blocks(text: str) -> list[_Block]:
    """Lines joined to paragraphs: a line goes on in the next where both are long (wrapped) and no blank line is between."""
    blocks: list[_Block] = []
    previous = 0
    for match in LINE.finditer(text):
        raw = match.group()
        line = raw.strip()
        if not line:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        blank = text.count("\n", previous, start) != 1
        if blocks and not blank and _wraps(blocks[-1].text, line):
            last = blocks.pop()
            blocks.append(_Block(last.start, start + len(line), text[last.start : start + len(line)], last.blank_before))
        else:
            blocks.append(_Block(start, start + len(line), line, blank_before=blank))
        previous = start + len(line)
    return blocks


def _wraps(before: str, line: str) -> bool:
    last = before.rsplit("\n", 1)[-1]
    return len(last) >= WRAPPED and not FINAL.search(last) or (len(last) >= WRAPPED and line[:1].islower())


def _section(blocks: list[_Block], number: int, found: list[Paragraph], *, interview: bool) -> Section:
    block = blocks[number]
    if CAPTION.match(block.text) and block.words <= HEADLINE_WORDS:
        return "caption"
    if number == 0 and len(blocks) > 1 and _is_headline(block):
        return "headline"
    if interview and number and (QUESTION_LINE.search(block.text) or DASHED.match(block.text)):
        return "qa"
    if number and number + 1 < len(blocks) and _is_intertitle(block):
        return "intertitle"
    if not any(p.section in ("lead", "body", "qa") for p in found):
        return "lead"
    return "qa" if interview and found[-1].section == "qa" else "body"


def _is_headline(block: _Block) -> bool:
    if block.words > HEADLINE_WORDS:
        return False
    return not FINAL.search(block.text) or bool(QUESTION_LINE.search(block.text)) or bool(ENTIRELY_QUOTED.match(block.text))


def _is_intertitle(block: _Block) -> bool:
    return block.words <= INTERTITLE_WORDS and not FINAL.search(block.text) and block.text[:1].upper() == block.text[:1]
