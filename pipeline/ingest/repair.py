"""Encoding faults in a text, mended and recorded.

What is mended: text decoded with the wrong table ('financiÃ«le', by ftfy), letters with a wrong first byte
('financiƫle', see wrongbytes), letters in two pieces (NFD: e and a separate diaeresis, composed to NFC), what cannot
be seen but split words (soft hyphens, zero-width and bidirectional marks, controls), and special spaces, which
become plain ones. Left alone, for they are no faults: curly quotes, ligatures, dashes, ellipses, full-width letters, and
entities such as &amp; in plain text.

Every change is a `Repair`; `undo` gives the input back, character by character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from pipeline.ingest import wrongbytes
from pipeline.schema import Repair

PIECE = re.compile(r"[^\n]{0,999}?(?:[.!?][\"'”’»)]*[ ]+|\n)|[^\n]{1,1000}(?<=[!-~])[ ]|[^\n]{1,1000}|\n")
"""A stretch to mend on its own, mostly a sentence: one fault must not decide over text far from it, and a fault never
crosses a full stop with a space after it. The other branches bound the length."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff]"
    "|(?<![^\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u024f])"  # joiners belong into emoji and Indic scripts
)
CLOSING_QUOTE = re.compile("\u00e2\u20ac(?:\ufffd|(?=[\\s.,;:!?)]|$))")
"""The mark ” (E2 80 9D) read as windows-1252, which has no character for 9D: it is lost or became U+FFFD."""
UNLIKELY = re.compile("[\u0180-\u0217\u021c-\u02ff\u0370-\u1dff\u2c00-\ud7ff\ue000-\ufaff\ufb13-\ufdff\ufe70-\ufefe]")
"""Letters of other scripts, phonetics and rare alphabets."""
SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
LOST = "\ufffd"
WORD_TAIL = re.compile(r"\w{0,40}\Z")
WORD_HEAD = re.compile(r"\w{0,40}")
Point = tuple[int, int]
"""A place in the text before and after mending."""
Edit = tuple[int, int, int, int]
"""`before[i:j]` became `after[k:m]`."""
MEETING = 4
"""Characters that have to agree after an edit."""
STEPS = sorted(((a, b) for a in range(13) for b in range(13) if a or b), key=sum)
"""Lengths of an edit before and after, shortest first. A letter decoded wrongly twice has up to six characters."""


def repair(text: str) -> tuple[str, list[Repair]]:
    """`text` mended, and what was changed, in text order, as positions in the mended text."""
    if text.isascii() and not INVISIBLE.search(text):
        return text, []
    parts: list[str] = []
    repairs: list[Repair] = []
    length = 0
    for piece in PIECE.findall(text):
        mended = mend(piece)
        if mended != piece:
            repairs += (
                Repair(start=length + start, before=before, after=after)
                for start, before, after in changes(piece, mended)
            )
        parts.append(mended)
        length += len(mended)
    return "".join(parts), repairs


def undo(text: str, repairs: Iterable[Repair]) -> str:
    """The input that `repair` made `text` of."""
    for change in sorted(repairs, key=lambda change: change.start, reverse=True):
        text = text[: change.start] + change.before + text[change.start + len(change.after) :]
    return text


def mend(piece: str) -> str:
    """One piece of text with its faults put right."""
    if piece.isascii():
        return INVISIBLE.sub("", piece)
    piece = INVISIBLE.sub("", _decoded(CLOSING_QUOTE.sub("\u201d", piece)))
    piece = unicodedata.normalize("NFC", SPACES.sub(" ", piece))
    return wrongbytes.mend(piece)


def _decoded(piece: str) -> str:
    """`piece` with wrong decoding undone, unless that brings in letters that Dutch news does not have.

    Then ftfy was misled by good text: '”à' might be ӈ, 'É”' ɔ, and 'à€?' a letter of which a byte was lost.
    """
    found = _ftfy()(piece)
    return piece if ({*UNLIKELY.findall(found)} | ({LOST} & set(found))) - set(piece) else found


@cache
def _ftfy() -> Callable[[str], str]:
    """Decoding of wrongly decoded text by ftfy, all its tidying off. Imported for the first text that is not ASCII."""
    from ftfy import TextFixerConfig, fix_encoding  # noqa: PLC0415  takes 0.1 s

    config = TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )

    def fixed(piece: str) -> str:
        return str(fix_encoding(piece, config))

    return fixed


def changes(before: str, after: str) -> Iterator[tuple[int, str, str]]:
    """The differing stretches, as (start in `after`, text before, text after), in order and apart from each other.

    Where letters differ whole words are given, so that a reader sees what was meant.
    """
    found = list(_differences(before, after))
    starts = [(i, k) for i, _, k, _ in found[1:]]
    done: list[Edit] = [(0, 0, 0, 0)]
    for edit, ahead in zip(found, [*starts, (len(before), len(after))], strict=True):
        i, j, k, m = _in_words(before, after, edit, behind=(done[-1][1], done[-1][3]), ahead=ahead)
        if i == done[-1][1] and len(done) > 1:
            i, _, k, _ = done.pop()
        done.append((i, j, k, m))
    for i, j, k, m in done[1:]:
        yield k, before[i:j], after[k:m]


def _differences(before: str, after: str) -> Iterator[Edit]:
    """Edits `before[i:j]` to `after[k:m]`; linear, for edits are short (difflib is cubic on hostile texts)."""
    i = k = 0
    while True:
        same = _common(before, after, i, k)
        i, k = i + same, k + same
        if i == len(before) and k == len(after):
            return
        step = next((step for step in STEPS if _meet(before, after, i + step[0], k + step[1])), None)
        j, m = (i + step[0], k + step[1]) if step else (len(before), len(after))
        yield i, j, k, m
        i, k = j, m


def _common(before: str, after: str, i: int, k: int) -> int:
    """Number of equal characters from `before[i]` and `after[k]` on."""
    length = min(len(before) - i, len(after) - k)
    if before[i : i + length] == after[k : k + length]:
        return length
    return next(n for n in range(length) if before[i + n] != after[k + n])


def _meet(before: str, after: str, i: int, k: int) -> bool:
    """Whether the texts run together again from here: for some characters, or to the end."""
    if i > len(before) or k > len(after):
        return False
    ahead = before[i : i + MEETING]
    return ahead == after[k : k + MEETING] and (len(ahead) == MEETING or len(before) - i == len(after) - k)


def _in_words(before: str, after: str, edit: Edit, *, behind: Point, ahead: Point) -> Edit:
    """An edit widened to the words it is in, but not into the edits `behind` and `ahead`; one between spaces stays."""
    i, j, k, m = edit
    if before[i:j].isspace() and after[k:m].isspace():
        return edit
    left = len(_found(WORD_TAIL.search(after[behind[1] : k])))
    right = len(_found(WORD_HEAD.match(after[m : ahead[1]])))
    return i - left, j + right, k - left, m + right


def _found(match: re.Match[str] | None) -> str:
    return match[0] if match else ""
