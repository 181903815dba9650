"""Read gold: one XML file an article, the text with its annotation inside (data/gold/README.md explains the tags)."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from pipeline.errors import GoldError
from pipeline.schema import Span

NAMED = ("PER", "ORG", "LOC")
"""Types of entity whose mentions are annotated; ROLE entities are sources without a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEntity:
    """Someone or something of the article: `names` are the forms a reader would accept as the speaker."""

    type: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A named mention; `type` is PER, ORG or LOC, `entity` the key of who or what it names."""

    span: Span
    type: str
    entity: str


@dataclass(slots=True, kw_only=True)
class GoldAttribution:
    """One attribution. `alternative` is an accepted other content, such as the 'Dat' of 'Dat meldt X'."""

    key: str
    kind: str = ""
    content: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    alternative: list[Span] = field(default_factory=list)
    alternative_kind: str = ""
    speaker: str | None = None


@dataclass(slots=True, kw_only=True)
class GoldArticle:
    """An annotated article: `id` is the file's name, or its attribute article_id; spans point into `text`."""

    id: str
    published: str | None
    text: str
    entities: dict[str, GoldEntity]
    mentions: list[GoldMention]
    optional: list[Span]
    attributions: list[GoldAttribution]

    def words(self, spans: Iterable[Span]) -> str:
        """The characters of `spans`, joined by ' … '."""
        return " … ".join(self.text[s.start : s.end] for s in sorted(spans))


def read_gold(folder: Path) -> list[GoldArticle]:
    """All gold articles in `folder` and the folders in it, by id. GoldError where there are none or one is broken."""
    articles = sorted((read_article(path) for path in folder.rglob("*.xml")), key=lambda article: article.id)
    if not articles:
        raise GoldError(f"{folder} holds no gold (*.xml).", "Name a folder of annotated articles, such as data/gold.")
    for one, other in itertools.pairwise(articles):
        if one.id == other.id:
            raise GoldError(
                f"{folder} has two articles {one.id}.",
                "Rename one of the files: its name is the id, unless article_id says another.",
            )
    return articles


def read_article(path: Path) -> GoldArticle:
    """One gold article. GoldError names the file and what is wrong in it."""
    try:
        root = ET.parse(path).getroot()  # noqa: S314  gold is written by the person who scores with it
        return _Reader(path.stem, root).article()
    except (ET.ParseError, KeyError, ValueError) as error:
        raise GoldError(
            f"{path} is no gold article: {error}.", "Mend the file; data/gold/README.md has the rules."
        ) from error


def gold_as_jsonl(articles: Iterable[GoldArticle], path: Path) -> None:
    """Write the bare articles as JSON Lines, input for `zegsman extract`."""
    records = ({"id": a.id, "text": a.text, "published": a.published} for a in articles)
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")


class _Reader:
    """Walks the tags of one article and notes where each begins and ends in the text without tags."""

    def __init__(self, name: str, root: ET.Element) -> None:
        self.name, self.root = name, root
        self.entities = {e.attrib["id"]: _entity(e) for e in root.iterfind("entities/entity")}
        self.pieces: list[str] = []
        self.position = 0
        self.mentions: list[GoldMention] = []
        self.optional: list[Span] = []
        self.attributions: dict[str, GoldAttribution] = {}

    def article(self) -> GoldArticle:
        body = self.root.find("text")
        if body is None:
            message = "no <text>"
            raise ValueError(message)
        self.position = -_leading(body)
        self.walk(body)
        text = "".join(self.pieces).strip("\n")
        found = list(self.attributions.values())
        for attribution in found:
            self.check(attribution)
        return GoldArticle(
            id=self.root.get("article_id", self.name), published=self.root.get("published"), text=text, entities=self.entities,
            mentions=self.mentions, optional=self.optional, attributions=found,
        )  # fmt: skip

    def add(self, text: str | None) -> None:
        self.pieces.append(text or "")
        self.position += len(text or "")

    def walk(self, node: ET.Element) -> None:
        start = self.position
        self.add(node.text)
        for child in node:
            self.walk(child)
            self.add(child.tail)
        self.note(node, Span(start, self.position))

    def note(self, node: ET.Element, span: Span) -> None:
        if node.tag == "ent":
            entity = self.entities[node.attrib["id"]]
            if node.get("opt") == "1":
                self.optional.append(span)
            else:
                self.mentions.append(GoldMention(span, entity.type, node.attrib["id"]))
        elif node.tag in ("content", "cue", "source"):
            for key in node.attrib["q"].split():
                self.note_part(self.attributions.setdefault(key, GoldAttribution(key=key)), node, span)
        elif node.tag != "text":
            message = f"unknown tag <{node.tag}>"
            raise ValueError(message)

    def note_part(self, attribution: GoldAttribution, node: ET.Element, span: Span) -> None:
        if node.get("alt") == "1":
            attribution.alternative.append(span)
            attribution.alternative_kind = attribution.alternative_kind or node.attrib["kind"]
        elif node.tag == "content":
            attribution.content.append(span)
            attribution.kind = attribution.kind or node.attrib["kind"]
            attribution.speaker = node.get("speaker") or attribution.speaker
        elif node.tag == "source":
            attribution.source.append(span)
            attribution.speaker = node.get("id") or attribution.speaker
        else:
            attribution.cue.append(span)

    def check(self, attribution: GoldAttribution) -> None:
        if not attribution.content:
            message = f"attribution {attribution.key} has no content"
            raise ValueError(message)
        if attribution.speaker is not None and attribution.speaker not in self.entities:
            message = f"attribution {attribution.key} names an unknown entity {attribution.speaker}"
            raise ValueError(message)
        attribution.content = _joined(attribution.content)
        attribution.cue = _joined(attribution.cue)
        attribution.source = _joined(attribution.source)


def _entity(node: ET.Element) -> GoldEntity:
    names = tuple(name.strip() for name in node.get("names", "").split("|") if name.strip())
    return GoldEntity(type=node.attrib["type"], names=names)


def _joined(spans: list[Span]) -> list[Span]:
    """The spans in text order; two that touch are one: tags cannot cross, so a stretch may stand in several tags."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and found[-1].end == span.start:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _leading(body: ET.Element) -> int:
    """Blank lines before the text: they are not part of it, so positions count from after them."""
    first = "".join(body.itertext())
    return len(first) - len(first.lstrip("\n"))
