"""Texts that may not go on: empty, broken, too long, or slow out of all proportion."""

from __future__ import annotations

import re

from pipeline.ingest.faults import FaultError
from pipeline.ingest.limits import MAX_AFFIX_WORK, MAX_CHARACTERS

LONG_RUN = re.compile(r"(?<!\S)\S{1000,}")
AFFIXES = re.compile(r"(?:[^\w\s]|_)*")
CHEAP = re.compile(r"[-./@\\^|~\u0300-\u036f]")
"""Marks that spaCy does not take off a word one by one (measured character by character)."""


def check_characters(text: str) -> None:
    """FaultError for lone surrogates and zero characters, which show that the text was cut or is not text."""
    if "\0" in text:
        raise FaultError(reason="undecodable", detail=f"A zero character stands at {text.index(chr(0)):,}.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        what = f"Half a surrogate pair ({text[error.start]!r}) stands at character {error.start:,}."
        raise FaultError(reason="undecodable", detail=what) from error


def check_size(text: str) -> None:
    """FaultError for a text without anything in it and for one that is too long to be an article."""
    if not text.strip():
        raise FaultError(reason="no_text", detail="The text is empty.")
    if len(text) > MAX_CHARACTERS:
        what = f"The text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are analysed."
        raise FaultError(reason="too_long", detail=what)


def check_runs(text: str) -> None:
    """FaultError for a run without white space on which spaCy's tokenizer would take seconds or hours."""
    for run in LONG_RUN.finditer(text):
        work = affix_work(run[0])
        if work > MAX_AFFIX_WORK:
            what = f"{len(run[0]):,} characters without white space, starting with {run[0][:20]!r}, at {run.start():,}."
            raise FaultError(reason="unsplittable", detail=what)


def affix_work(run: str) -> int:
    """Marks at both ends of a run, times its length: what spaCy's tokenizer does with it."""
    head = _affixes(run)
    tail = _affixes(run[::-1]) if len(head) < len(run) else ""
    return len(CHEAP.sub("", head + tail)) * len(run)


def _affixes(run: str) -> str:
    match = AFFIXES.match(run)
    return match[0] if match else ""
