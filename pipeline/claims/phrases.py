"""Words of a phrase, its text, and the entity it names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.schema import Mention
from pipeline.words import Word, Words

OPENING = set("\"'‘“„‚«‹([`")
CLOSING = set("\"'’”»›)]´")
MARKS = OPENING | CLOSING | {",,", "''", "``"}
FOCUS = frozenset(
    {
        "ook",
        "eens",
        "liever",
        "vooral",
        "liefst",
        "waar",
        "net",
        "nog",
        "al",
        "toch",
        "dus",
        "wel",
        "even",
        "maar",
        "zelfs",
        "juist",
        "niet",
        "en",
        "of",
        "want",
        "echter",
        "weer",
        "dan",
    }
)
INSIDE_COMPLEMENT = {
    "det", "amod", "nummod", "nmod", "nmod:poss", "advmod", "flat", "fixed", "appos", "case", "compound", "conj", "obl",
    "obl:arg", "acl", "acl:relcl",
}  # fmt: skip
"""Dependents that belong to the complement of a copula; its others belong to the clause."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of the text with its syntactic head; `entity_id` where it mentions an entity."""

    start: int
    end: int
    text: str
    head: Word
    entity_id: str | None = None


class Mentions:
    """The mentions of a document, found by character."""

    def __init__(self, mentions: list[Mention]) -> None:
        self._all = sorted(mentions, key=lambda m: (m.start, -m.end))
        self._starts = [m.start for m in self._all]

    def tokens(self, words: Words) -> set[int]:
        """The tokens inside names."""
        return {word.i for m in self._all if m.kind == "name" for word in words.inside(m.start, m.end)}

    def at(self, char: int) -> Mention | None:
        """The smallest mention that covers `char`, one with an entity before one without."""
        found = None
        for i in range(bisect_right(self._starts, char) - 1, -1, -1):
            mention = self._all[i]
            if mention.end > char and (found is None or (mention.entity_id and not found.entity_id)):
                found = mention
            if char - mention.start > 300:
                break
        return found

    def label(self, token: Word) -> str:
        """Label of the mention at a token, '' where there is none."""
        mention = self.at(token.idx)
        return mention.label if mention is not None else ""

    def of(self, head: Word, words: Iterable[Word]) -> Mention | None:
        """The mention a phrase is about: at its head, or the name that stands beside it ('premier Rutte')."""
        found = self.at(head.idx)
        if found is not None and found.entity_id:
            return found
        inside = {w.i for w in words}
        for child in head.children:
            if child.i in inside and child.dep_ in {"appos", "flat"}:
                named = self.at(child.idx)
                if named is not None and named.entity_id:
                    return named
        return found


def subtree(head: Word, skip: Callable[[Word], bool]) -> list[Word]:
    """`head` and what hangs on it, without the branches whose top `skip` rejects, in text order."""
    found, todo = [], [head]
    while todo:
        token = todo.pop()
        found.append(token)
        todo.extend(child for child in token.children if not skip(child))
    return sorted(found, key=lambda t: t.i)


def block(head: Word, tokens: Iterable[Word]) -> list[Word]:
    """The unbroken run of `tokens` around `head`; punctuation inside does not break it."""
    doc, inside = head.doc, {t.i for t in tokens}
    low = high = head.i
    for step in (-1, 1):
        edge = position = head.i
        while True:
            position += step
            if not 0 <= position < len(doc) or doc[position].is_space:
                break
            if position in inside:
                edge = position
            elif not doc[position].is_punct:
                break
        low, high = min(low, edge), max(high, edge)
    return list(doc[low : high + 1])


def trim(tokens: list[Word], *, words: frozenset[str] = frozenset()) -> list[Word]:
    """Without punctuation and white space at the edges, and without leading `words`; brackets and marks stay in pairs."""
    low, high = 0, len(tokens)
    while low < high and (_loose(tokens[low]) or (tokens[low].lower_ in words and not _pronoun(tokens[low]))):
        low += 1
    while high > low and _loose(tokens[high - 1]) and not _closes(tokens[low:high]):
        high -= 1
    return tokens[low:high]


def _loose(token: Word) -> bool:
    return token.is_punct or token.is_space or token.text in MARKS


def _pronoun(token: Word) -> bool:
    """'Dat is duur', 'dat beleid': no conjunction."""
    return token.lower_ == "dat" and token.tag_.startswith("VNW|aanw")


def _closes(tokens: list[Word]) -> bool:
    """Whether the last token is a bracket that one of the others opens."""
    return tokens[-1].text == ")" and any(t.text == "(" for t in tokens)


def as_phrase(head: Word, tokens: list[Word], mentions: Mentions | None) -> Phrase | None:
    """A phrase of the trimmed `tokens`, None where nothing is left."""
    tokens = _without_focus(trim(tokens), head)
    if not tokens:
        return None
    start, end = tokens[0].idx, tokens[-1].end
    mention = mentions.of(head, tokens) if mentions is not None else None
    words = head.doc.between(tokens[0], tokens[-1])
    return Phrase(start, end, words, head, mention.entity_id if mention is not None else None)


def _without_focus(tokens: list[Word], head: Word) -> list[Word]:
    """Without words at the edges that belong to the sentence: 'ook Van Luijk', 'niet alleen de priester', 'agenten die'."""
    if len(tokens) > 1 and tokens[-1] != head and tokens[-1].tag_.startswith("VNW|betr"):
        tokens = trim(tokens[:-1])
    while len(tokens) > 1 and tokens[0] != head and tokens[0].lower_ in FOCUS:
        tokens = (
            tokens[2:] if tuple(t.lower_ for t in tokens[:2]) == ("niet", "alleen") and len(tokens) > 2 else tokens[1:]
        )
    return tokens
