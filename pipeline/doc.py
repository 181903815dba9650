"""What the stages leave on a spaCy Doc.

`doc._.article`    schema.Article or None (notebook use): identifier, time of publication, outlet, author
`doc._.paragraphs` list of Paragraph, from the layout component
`doc._.marks`      list of Marked, the stretches in quotation marks, in text order
`doc._.sentences`, `doc._.mentions`, `doc._.entities`, `doc._.quotes`, `doc._.claims`   lists of schema rows

All positions are code points into `doc.text`; `doc.text` is `articles.text`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from spacy.tokens import Doc

from pipeline.schema import Article, Mention, Section

Item = TypeVar("Item")

TEXT = "zegsman.text"
"""Key in `doc.user_data`; a Doc's tokens, and so its text, never change."""
LAYERS = ("paragraphs", "marks", "sentences", "mentions", "entities", "quotes", "claims")


class Parsed(Protocol):
    """A spaCy Doc, or the `Words` that the rules read of it."""

    user_data: dict[Any, Any]

    @property
    def text(self) -> str:
        """All its characters."""

    @property
    def _(self) -> Any:  # noqa: ANN401  as spaCy has it
        """What the stages left on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, headline or intertitle: `text[start:end]` has no white space around it."""

    start: int
    end: int
    number: int
    section: Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A stretch in quotation marks.

    `start:end` is what stands between the marks, `open_start` the opening mark's first character, `close_end` the end of
    the closing mark. `closed` is False where the closing mark is missing (a quotation that goes on over a paragraph end,
    or a typing error): then `close_end == end`. `depth` is 0 for an outer stretch, 1 for one inside another.
    """

    open_start: int
    start: int
    end: int
    close_end: int
    depth: int = 0
    closed: bool = True


class Tokens(Protocol):
    """Tokens by their place: a spaCy Doc, or the `Words` that the rules read of it."""

    def __getitem__(self, at: int, /) -> Any:  # noqa: ANN401  a Token or a Word
        """The token at a place."""


def bounds_without_space(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Where the tokens `start:end` begin and end without white space at their edges."""
    while start < end and tokens[start].is_space:
        start += 1
    while end > start and tokens[end - 1].is_space:
        end -= 1
    return start, end


class Shelf(Generic[Item]):
    """Things that each have a stretch of the text, found again by place: the time does not grow with the text."""

    BLOCK = 1024
    """Characters; a thing lies in each block that it reaches into."""

    def __init__(self, items: Iterable[tuple[int, int, Item]] = ()) -> None:
        self._blocks: dict[int, list[tuple[int, int, int, Item]]] = {}
        self._number = 0
        for start, end, item in items:
            self.add(start, end, item)

    def add(self, start: int, end: int, item: Item) -> None:
        """Lay a thing down at characters `start:end`."""
        self._number += 1
        for block in range(start // self.BLOCK, max(start, end - 1) // self.BLOCK + 1):
            self._blocks.setdefault(block, []).append((self._number, start, end, item))

    def over(self, start: int, end: int) -> list[Item]:
        """The things that share a character with `start:end`, in the order in which they came."""
        first, last = start // self.BLOCK, max(start, end - 1) // self.BLOCK
        if first == last:
            return [item for _, begin, stop, item in self._blocks.get(first, ()) if begin < end and start < stop]
        blocks = range(first, last + 1)
        found = {e[0]: e for block in blocks for e in self._blocks.get(block, ()) if e[1] < end and start < e[2]}
        return [entry[3] for entry in sorted(found.values(), key=lambda entry: entry[0])]


def register() -> None:
    """Register the extensions; safe to call twice."""
    if not Doc.has_extension("article"):
        Doc.set_extension("article", default=None)
    for layer in LAYERS:
        if not Doc.has_extension(layer):
            Doc.set_extension(layer, default=[])


register()


def article_id(doc: Parsed) -> str:
    """The article's identifier; 'doc' for a text that did not come through ingest."""
    article: Article | None = doc._.article
    return article.article_id if article else "doc"


def published(doc: Parsed) -> datetime | None:
    """Time of publication, or None."""
    article: Article | None = doc._.article
    return article.published if article else None


def text_of(doc: Parsed) -> str:
    """`doc.text`, joined once: spaCy joins all tokens anew at each call."""
    text: str | None = doc.user_data.get(TEXT)
    if text is None:
        text = doc.user_data[TEXT] = doc.text
    return text


def marks_over(doc: Parsed, start: int, end: int) -> list[Marked]:
    """The stretches in quotation marks that share a character with `start:end`, in the order of `doc._.marks`."""
    return _shelf(doc, "marks").over(start, end)


def mentions_over(doc: Parsed, start: int, end: int) -> list[Mention]:
    """The mentions that share a character with `start:end`, in the order of `doc._.mentions`."""
    return _shelf(doc, "mentions").over(start, end)


def paragraph_at(doc: Parsed, at: int) -> Paragraph | None:
    """The paragraph that a character stands in."""
    found: list[Paragraph] = _shelf(doc, "paragraphs").over(at, at + 1)
    return found[0] if found else None


def _shelf(doc: Parsed, layer: str) -> Shelf[Any]:
    """The rows of a layer by place, laid out anew when the layer is another."""
    rows = getattr(doc._, layer)
    kept = doc.user_data.get(f"zegsman.{layer}")
    if kept is None or kept[0] is not rows or kept[1] != len(rows):
        kept = doc.user_data[f"zegsman.{layer}"] = (rows, len(rows), Shelf((r.start, r.end, r) for r in rows))
    return kept[2]


def named_entities(doc: Parsed) -> frozenset[str | None]:
    """Identifiers of the entities that `doc._.mentions` call by name."""
    mentions = doc._.mentions
    kept = doc.user_data.get("zegsman.named")
    if kept is None or kept[0] is not mentions:
        kept = doc.user_data["zegsman.named"] = (mentions, frozenset(m.entity_id for m in mentions if m.kind == "name"))
    found: frozenset[str | None] = kept[1]
    return found


def inside_marks(doc: Parsed, at: int) -> bool:
    """Whether a character stands in quotation marks."""
    return bool(marks_over(doc, at, at + 1))


def row_id(doc: Parsed, letter: str, number: int) -> str:
    """Identifier of a row, unique over all articles: `a01:q3`."""
    return f"{article_id(doc)}:{letter}{number}"
