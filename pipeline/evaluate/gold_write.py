"""Write a gold article: the XML that `gold.read_article` reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from pipeline.errors import GoldError
from pipeline.evaluate.gold import GoldArticle, GoldAttribution
from pipeline.schema import Span
from pipeline.store.atomic import replace as put

NO_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that an XML file cannot hold at all."""
RANK = {"content": 0, "source": 1, "cue": 2, "ent": 3}
"""Which tag stands outside where two mark the same stretch."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag around `text[start:end]`; `attributes` as they are written."""

    start: int
    end: int
    name: str
    attributes: str

    @property
    def order(self) -> tuple[int, int, int]:
        """Outer tags before inner ones."""
        return self.start, -self.end, RANK[self.name]


def write_article(article: GoldArticle, path: Path) -> None:
    """Write `article` to `path`. GoldError for text that XML cannot hold, or names that cross."""
    put(path, as_xml(article).encode())


def as_xml(article: GoldArticle) -> str:
    """The article as XML. Tags that would cross are split: the reader joins stretches that touch."""
    wrong = NO_XML.search(article.text)
    if wrong:
        raise GoldError(
            f"{article.id} has the character U+{ord(wrong.group()):04X} at {wrong.start()}, which XML cannot hold.",
            "Remove it from the article and annotate anew.",
        )
    given = {"article_id": article.id, "published": article.published}
    head = "".join(f" {name}={quoteattr(value)}" for name, value in given.items() if value)
    entities = (
        f'  <entity id={quoteattr(key)} type="{e.type}" names={quoteattr("|".join(e.names))}/>\n'
        for key, e in article.entities.items()
    )
    body = "".join(_marked(article.text, _uncrossed(article)))
    return f"<article{head}>\n<entities>\n{''.join(entities)}</entities>\n<text>{body}</text>\n</article>\n"


def _marked(text: str, tags: Iterable[Tag]) -> Iterator[str]:
    """The text with its tags, which do not cross."""
    at = 0
    open_: list[Tag] = []
    for tag in [*sorted(tags, key=lambda tag: tag.order), Tag(len(text), len(text), "ent", "")]:
        while open_ and open_[-1].end <= tag.start:
            last = open_.pop()
            yield f"{_escaped(text[at : last.end])}</{last.name}>"
            at = last.end
        yield _escaped(text[at : tag.start])
        at = tag.start
        if tag.start < tag.end:
            yield f"<{tag.name}{tag.attributes}>"
            open_.append(tag)


def _escaped(text: str) -> str:
    return escape(text, {"\r": "&#13;"})  # a bare carriage return would be read as a line end


def _uncrossed(article: GoldArticle) -> list[Tag]:
    """All tags of the article. Names stay whole; of the others the shorter ones, and the longer are split around them."""
    tags = sorted(_tags(article), key=lambda tag: (tag.name != "ent", tag.end - tag.start, tag.order))
    placed: list[Tag] = []
    for tag in tags:
        pieces = [tag]
        for other in placed:
            pieces = [part for piece in pieces for part in _split(piece, other)]
        if tag.name == "ent" and len(pieces) > 1:
            raise GoldError(
                f"{article.id} has two names that cross at {tag.start}: {article.text[tag.start : tag.end]!r}.",
                "Let one of them end where the other begins, or take one away.",
            )
        placed += pieces
    return placed


def _split(tag: Tag, other: Tag) -> list[Tag]:
    """`tag` in two where it crosses `other`, else as it is."""
    if other.start < tag.start < other.end < tag.end:
        return [replace(tag, end=other.end), replace(tag, start=other.end)]
    if tag.start < other.start < tag.end < other.end:
        return [replace(tag, end=other.start), replace(tag, start=other.start)]
    return [tag]


def _tags(article: GoldArticle) -> Iterator[Tag]:
    for mention in article.mentions:
        yield Tag(mention.span.start, mention.span.end, "ent", _attributes(id=mention.entity))
    for span in article.optional:
        key = next(iter(article.entities), None)  # an optional name counts neither way, whoever it is
        yield Tag(span.start, span.end, "ent", _attributes(id=key, opt="1"))
    for attribution in article.attributions:
        yield from _attribution_tags(attribution)


def _attribution_tags(one: GoldAttribution) -> Iterator[Tag]:
    speaker = None if one.source else one.speaker
    parts: tuple[tuple[str, list[Span], dict[str, str | None]], ...] = (
        ("content", one.content, {"kind": one.kind, "speaker": speaker}),
        ("content", one.alternative, {"alt": "1", "kind": one.alternative_kind}),
        ("cue", one.cue, {}),
        ("source", one.source, {"id": one.speaker}),
    )
    for name, spans, given in parts:
        for span in spans:
            yield Tag(span.start, span.end, name, _attributes(q=one.key, **given))


def _attributes(**given: str | None) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in given.items() if value is not None)
