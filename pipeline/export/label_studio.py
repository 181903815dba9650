"""Label Studio tasks: each article with its quotes and names as predictions, for an editor to correct.

One label a stretch: `direct`, `indirect` or `mixed` for what is said, `cue`, `source`, and PER, ORG, LOC for names. Relations
lead from what is said to its cue, its source, and to further stretches of the same quote (`more`). The field `who` of what is
said names the speaker, of a name the one it names; all forms of the name, split by `|`. Positions are code points, as Label
Studio has counted them since version 1.5; `corrections` reads both these and older ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.evaluate.score import LABELS
from pipeline.schema import Entity, Mention, Quote, Span
from pipeline.store.output import ArticleRows, Output

CONFIG = """\
<View>
  <Relations><Relation value="cue"/><Relation value="source"/><Relation value="more"/></Relations>
  <Labels name="part" toName="text">
    <Label value="direct" background="#1b7f4b"/><Label value="indirect" background="#2f6fb5"/>
    <Label value="mixed" background="#7a4fa3"/><Label value="cue" background="#b5651d"/>
    <Label value="source" background="#a3294f"/><Label value="PER" background="#6b6b00"/>
    <Label value="ORG" background="#006b6b"/><Label value="LOC" background="#555555"/>
  </Labels>
  <Text name="text" value="$text" granularity="character"/>
  <TextArea name="who" toName="text" perRegion="true" editable="true" maxSubmissions="1"
            placeholder="Who: all forms of the name, such as Anja Vos|Vos"/>
</View>
"""
"""The labelling interface; the names in it are those that tasks and corrections use."""
DATA = ("article_id", "text", "title", "published", "outlet", "url")

Json = dict[str, Any]


def write(output: Output, folder: Path) -> None:
    """`tasks.json` to import into a project, and `config.xml` for its labelling interface."""
    (folder / "config.xml").write_text(CONFIG, encoding="utf-8")
    with (folder / "tasks.json").open("w", encoding="utf-8") as file:
        before = "[\n"
        for rows in output.articles():
            file.write(before + json.dumps(task(rows), ensure_ascii=False))
            before = ",\n"
        file.write("[]\n" if before.startswith("[") else "\n]\n")


def task(rows: ArticleRows) -> Json:
    """An article as a task; its prediction is what the tables say."""
    article = rows.article
    data = {name: getattr(article, name) for name in DATA}
    data["published"] = article.published.isoformat() if article.published else None
    entities = {entity.entity_id: entity for entity in rows.entities}
    result = [region for quote in rows.quotes for region in _quote(article.text, quote, entities)]
    result += [region for mention in rows.mentions for region in _name(article.text, mention, entities)]
    version = f"{article.model or 'unknown'}, zegsman {article.pipeline_version or 'unknown'}"
    return {"data": data, "predictions": [{"model_version": version, "result": result}]}


def _quote(text: str, quote: Quote, entities: dict[str, Entity]) -> Iterator[Json]:
    key = quote.quote_id
    entity = entities.get(quote.speaker_id or "")
    names = _names(entity) if entity else [quote.speaker] if quote.speaker else []
    source = [Span(quote.source_start, quote.source_end or 0)] if quote.source_start is not None else []
    yield from _region(text, key, quote.kind, quote.spans[0], names)
    for part, spans in (("more", quote.spans[1:]), ("cue", quote.cue_spans), ("source", source)):
        for number, span in enumerate(spans):
            own = f"{key}.{part}{number}"
            yield from _region(text, own, quote.kind if part == "more" else part, span, [])
            yield {"type": "relation", "from_id": key, "to_id": own, "direction": "right", "labels": [part]}


def _name(text: str, mention: Mention, entities: dict[str, Entity]) -> Iterator[Json]:
    label = LABELS.get(mention.label)
    if mention.kind == "name" and label:
        entity = entities.get(mention.entity_id or "")
        names = _names(entity) if entity else []
        yield from _region(text, mention.mention_id, label, Span(mention.start, mention.end), names)


def _region(text: str, key: str, label: str, span: Span, names: list[str]) -> Iterator[Json]:
    """A labelled stretch, and who it is about."""
    place = {"start": span.start, "end": span.end}
    common = {"id": key, "to_name": "text"}
    yield {
        **common, "from_name": "part", "type": "labels",
        "value": {**place, "text": text[span.start : span.end], "labels": [label]},
    }  # fmt: skip
    if names:
        yield {**common, "from_name": "who", "type": "textarea", "value": {**place, "text": ["|".join(names)]}}


def _names(entity: Entity) -> list[str]:
    return [entity.name, *(alias for alias in entity.aliases if alias != entity.name)]
