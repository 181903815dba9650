"""Corrected annotation back in: a JSON export of Label Studio as gold articles, so that a correction becomes a test case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import GoldError
from pipeline.evaluate.gold import NAMED, GoldArticle, GoldAttribution, GoldEntity, GoldMention
from pipeline.evaluate.gold_write import as_xml, write_article
from pipeline.export.names import file_name
from pipeline.schema import Span

KINDS = ("direct", "indirect", "mixed")
LABELS = frozenset({*KINDS, *NAMED, "cue", "source"})

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Region:
    """A labelled stretch of a task. `who`: forms of a name, none where the field was left empty."""

    label: str
    span: Span
    who: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Taken:
    """What became of an export: the articles written, and how many tasks nobody has corrected."""

    articles: list[GoldArticle] = field(default_factory=list)
    untouched: int = 0


def import_file(path: Path, folder: Path) -> Taken:
    """Write a gold article for each corrected task of `path` into `folder`; one that is there is replaced.

    GoldError where the file is no JSON export of Label Studio, or a task contradicts itself: nothing is written then.
    """
    taken = Taken()
    for number, task in enumerate(_tasks(path), 1):
        try:
            annotation = _last(task)
            if annotation is None:
                taken.untouched += 1
            else:
                taken.articles.append(gold(task["data"], annotation["result"]))
        except (KeyError, TypeError, AttributeError) as error:
            raise _strange(path, f"task {number} lacks {error}") from error
    for article in taken.articles:
        as_xml(article)  # whatever cannot be written is found before the first file is touched
    for article in taken.articles:
        write_article(article, folder / file_name(article.id, ".xml"))
    return taken


def gold(data: Json, result: Iterable[Json]) -> GoldArticle:
    """The article with one annotation's result as gold. GoldError says which stretch is wrong."""
    name, text = str(data["article_id"]), str(data["text"])
    items = list(result)
    regions = _regions(name, text, items)
    entities = Entities(text, regions.values())
    named = [region for region in regions.values() if region.label in NAMED]
    mentions = [GoldMention(region.span, region.label, entities.of(region)) for region in named]
    published = data.get("published")
    return GoldArticle(
        id=name,
        published=str(published) if published else None,
        text=text,
        entities=entities.by_key,
        mentions=sorted(mentions, key=lambda mention: mention.span),
        optional=[],
        attributions=list(_attributions(name, regions, _links(items, regions), entities)),
    )


class Entities:
    """Who is named: one for all whose first form is known of another; one marked nowhere is a role, with a capital a person."""

    def __init__(self, text: str, regions: Iterable[Region]) -> None:
        self._text = text
        self.by_key: dict[str, GoldEntity] = {}
        self._by_name: dict[str, str] = {}
        told = [region for region in regions if region.who or region.label in NAMED]
        for region in sorted(told, key=lambda r: (r.label not in NAMED, -len(r.who), r.span)):
            names = self._names(region)
            role = "PER" if names[0][0].isupper() else "ROLE"  # of a role the source's own words are right as well
            self._add(region.label if region.label in NAMED else role, names)

    def of(self, region: Region) -> str:
        """The key of whom a region names."""
        return self._by_name[self._names(region)[0].casefold()]

    def _names(self, region: Region) -> tuple[str, ...]:
        return region.who or (" ".join(self._text[region.span.start : region.span.end].split()),)

    def _add(self, kind: str, names: tuple[str, ...]) -> None:
        key = self._by_name.get(names[0].casefold(), f"e{len(self.by_key) + 1}")
        before = self.by_key.get(key, GoldEntity(type=kind, names=()))
        self.by_key[key] = GoldEntity(type=before.type, names=tuple(dict.fromkeys([*before.names, *names])))
        for name in names:
            self._by_name.setdefault(name.casefold(), key)


def _attributions(
    article: str, regions: dict[str, Region], links: dict[str, set[str]], entities: Entities
) -> Iterator[GoldAttribution]:
    """One for each quote, in text order: its stretches, and the cue and source they are linked with."""
    left = sorted((key for key, region in regions.items() if region.label in KINDS), key=lambda key: regions[key].span)
    number = 0
    while left:
        number += 1
        keys = _linked(left[0], left, links)
        left = [key for key in left if key not in keys]
        parts = {key: regions[key] for first in keys for key in links.get(first, set())}
        contents = [regions[key] for key in keys]
        told = [region for region in [*contents, *parts.values()] if region.who and region.label not in NAMED]
        speakers = list(dict.fromkeys(entities.of(region) for region in told))
        if len(speakers) > 1:
            names = " and ".join(entities.by_key[key].names[0] for key in speakers)
            raise GoldError(f"{article}: one quote has two speakers, {names}.", "Correct it there and export anew.")
        yield GoldAttribution(
            key=str(number),
            kind=contents[0].label,
            content=[region.span for region in contents],
            cue=sorted(region.span for region in parts.values() if region.label == "cue"),
            source=sorted(region.span for region in parts.values() if region.label == "source"),
            speaker=speakers[0] if speakers else None,
        )


def _linked(first: str, among: list[str], links: dict[str, set[str]]) -> list[str]:
    """`first` and all stretches of the same quote, in text order."""
    found, todo = {first}, [first]
    while todo:
        new = (links.get(todo.pop(), set()) & set(among)) - found
        found |= new
        todo += new
    return [key for key in among if key in found]


def _links(items: list[Json], regions: dict[str, Region]) -> dict[str, set[str]]:
    """For each region those it has a relation with: whichever way the arrow was drawn, the labels tell what it means."""
    found: dict[str, set[str]] = {}
    for item in items:
        if item["type"] == "relation" and item["from_id"] in regions and item["to_id"] in regions:
            found.setdefault(item["from_id"], set()).add(item["to_id"])
            found.setdefault(item["to_id"], set()).add(item["from_id"])
    return found


def _regions(article: str, text: str, items: list[Json]) -> dict[str, Region]:
    found: dict[str, Region] = {}
    for item in items:
        if item["type"] == "labels":
            (label,) = item["value"]["labels"][:1] or [""]
            if label not in LABELS:
                raise GoldError(f"{article}: {label!r} is no label of ours.", "Use the config.xml that export writes.")
            found[item["id"]] = Region(label=label, span=_place(article, text, item["value"]))
    for item in items:
        if item["type"] == "textarea" and item["id"] in found:
            forms = "|".join(item["value"]["text"]).split("|")
            found[item["id"]].who = tuple(dict.fromkeys(" ".join(form.split()) for form in forms if form.strip()))
    return found


def _place(article: str, text: str, value: Json) -> Span:
    """The stretch without white space around it, in code points; Label Studio before 1.5 counted UTF-16 units."""
    start, end, words = int(value["start"]), int(value["end"]), value.get("text")
    wide = text.encode("utf-16-le")
    before, inside = wide[: 2 * start], wide[2 * start : 2 * end]
    shifted = len(before.decode("utf-16-le", "ignore")), len(inside.decode("utf-16-le", "ignore"))
    for a, b in ((start, end), (shifted[0], sum(shifted))):
        if words is None or text[a:b] == str(words).replace("\\n", "\n"):
            first = b - len(text[a:b].lstrip())
            if text[a:b].strip():
                return Span(first, first + len(text[a:b].strip()))
    raise GoldError(
        f"{article}: {words!r} does not stand at {start} to {end}.",
        "The text of the task must be the one that was exported; export anew.",
    )


def _last(task: Json) -> Json | None:
    """The newest annotation that was not cancelled."""
    done = [one for one in task.get("annotations", []) if not one.get("was_cancelled")]
    return max(done, key=lambda one: str(one.get("updated_at", "")), default=None)


def _tasks(path: Path) -> list[Json]:
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _strange(path, str(error)) from error
    if not isinstance(found, list) or not all(isinstance(task, dict) and "data" in task for task in found):
        raise _strange(path, "it is no list of tasks")
    return found


def _strange(path: Path, what: str) -> GoldError:
    return GoldError(f"{path} is no JSON export of Label Studio: {what}.", "Export there as JSON (not JSON-MIN).")
