"""A Doc cut into windows that the encoder sees at once, at paragraph ends and between sentences where it can be."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from pipeline.encoder.pieces import BOS, EOS, Pieces

FULL = 128  # pieces after which a window ends at the next place where a sentence may begin; longer ones parse no better, and slower
LONGEST = 384  # pieces of a window at most; training knew windows of up to 400
FINAL = frozenset(".?!…")


@dataclass(slots=True)
class Window:
    """Pieces between `<s>` and `</s>`; `tokens` are the places in the Doc of its words, `first` and `last` their pieces.

    A `</s>` stands at paragraph ends as well. Word 0 of `first` and `last` is the root, which is piece 0.
    """

    ids: list[int] = field(default_factory=lambda: [BOS])
    tokens: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=lambda: [0])
    last: list[int] = field(default_factory=lambda: [0])

    def add(self, token: int, pieces: tuple[int, ...]) -> None:
        """Add a word."""
        self.tokens.append(token)
        self.first.append(len(self.ids))
        self.ids.extend(pieces)
        self.last.append(len(self.ids) - 1)

    def end_paragraph(self) -> None:
        """Mark a paragraph end, once and not at the beginning."""
        if self.ids[-1] not in (BOS, EOS):
            self.ids.append(EOS)


def windows_of(doc: Doc, pieces: Pieces, *, full: int = FULL, longest: int = LONGEST) -> list[Window]:
    """Windows that have all words of the Doc once, in order; white space is in none.

    From `full` pieces on a window ends where a sentence may begin, at `longest` anywhere.
    """
    made = [Window()]
    spaced, before = True, None
    for token in doc:
        if token.is_space:
            if "\n" in token.text:
                made[-1].end_paragraph()
            spaced = True
            continue
        found = pieces.of(token.text, spaced=spaced)
        if made[-1].tokens and _ends(
            len(made[-1].ids) + len(found) + 1, made[-1], token, before, full=full, longest=longest
        ):
            made.append(Window())
        made[-1].add(token.i, found)
        spaced, before = bool(token.whitespace_), token
    for window in made:
        if window.ids[-1] != EOS:
            window.ids.append(EOS)
    return [window for window in made if window.tokens]


def _ends(size: int, window: Window, token: Token, before: Token | None, *, full: int, longest: int) -> bool:
    """Whether the window, of such a size with the token, ends before the token."""
    if size > longest:
        return True
    if size <= full:
        return False
    if window.ids[-1] == EOS or token.is_sent_start:
        return True
    closes = before is not None and before.text[-1:] in FINAL
    return closes and token.is_sent_start is None and token.text[:1].isupper()
