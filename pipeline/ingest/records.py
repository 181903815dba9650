"""First phase of ingest: the records of a batch with their ids and hashes, before any of their text is looked at.

Cheap enough to be done for a whole batch on each run: what the store has seen with the same hash needs no second phase.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline.ingest import markdown
from pipeline.ingest.faults import FaultError, rejected
from pipeline.ingest.fields import FieldMap
from pipeline.ingest.formats import ALONE, read
from pipeline.ingest.ids import check_id, own_id
from pipeline.ingest.inputs import STANDARD_INPUT, Source, sources
from pipeline.ingest.streams import opened
from pipeline.schema import Rejected

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pipeline.ingest.formats import Raw


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """One article as it lies in the input.

    `fields` holds a record's values under our names (JSON, CSV, Parquet), `payload` a file's bytes (text, Markdown,
    HTML). `line` is the line in JSON Lines and CSV, the record's number in JSON and Parquet, None for a whole file.
    """

    source: str
    line: int | None
    article_id: str
    format: str
    fields: dict[str, Any] = field(default_factory=dict)
    payload: bytes = b""
    record_sha256: str


def records(
    inputs: Iterable[str],
    *,
    mapping: Mapping[str, str] | None = None,
    exclude: Collection[str] = (),
    stdin: BinaryIO | None = None,
) -> Iterator[RawRecord | Rejected]:
    """The records of `inputs` (files, folders, globs, `-`) in a fixed order, one at a time.

    `mapping` gives the records' own names of fields (`{"text": "body"}`), `exclude` folders to pass over, `stdin` the
    stream read for `-`. InputNotFoundError and SettingsError are raised at the call. A second record with an id is
    rejected (duplicate_id); the ids are all that is held in memory.
    """
    fields = FieldMap(mapping or {})
    return _unique(_records(sources(inputs, exclude=exclude), fields, stdin))


def _unique(found: Iterator[RawRecord | Rejected]) -> Iterator[RawRecord | Rejected]:
    seen: set[str] = set()
    for record in found:
        if isinstance(record, RawRecord):
            if record.article_id in seen:
                yield _doubled(record)
                continue
            seen.add(record.article_id)
        yield record


def _doubled(record: RawRecord) -> Rejected:
    what = f"The id {record.article_id!r} came before; the first article with it is kept."
    fault = FaultError(reason="duplicate_id", detail=what)
    return rejected(fault, source=record.source, line=record.line, article_id=record.article_id)


def _records(found: Iterator[Source], fields: FieldMap, stdin: BinaryIO | None) -> Iterator[RawRecord | Rejected]:
    for source in found:
        try:
            yield from _of_source(source, fields, stdin)
        except FaultError as error:
            yield rejected(error, source=source.name)
        except Exception as error:  # noqa: BLE001  a library's failure on one file must not stop the batch
            what = f"Reading failed: {type(error).__name__}: {error}"
            yield rejected(FaultError(reason="failed", detail=what), source=source.name)


def _of_source(source: Source, fields: FieldMap, stdin: BinaryIO | None) -> Iterator[RawRecord | Rejected]:
    if source.fault:
        raise source.fault
    if source.path == STANDARD_INPUT:
        yield from _of_stream(source, stdin or sys.stdin.buffer, fields)
    else:
        with opened(source.path) as stream:
            yield from _of_stream(source, stream, fields)


def _of_stream(source: Source, stream: BinaryIO, fields: FieldMap) -> Iterator[RawRecord | Rejected]:
    for raw in read(source, stream, fields):
        try:
            if raw.fault:
                raise raw.fault
            yield _record(source, raw)
        except FaultError as error:
            yield rejected(error, source=source.name, line=raw.line)


def _record(source: Source, raw: Raw) -> RawRecord:
    given = markdown.head(raw.payload).get("id") if source.format == "markdown" else raw.fields.get("id")
    article_id = own_id(given)
    if article_id is None:
        article_id = source.stem if raw.line is None else f"{source.stem}#{raw.line}"
    try:
        check_id(article_id)
    except FaultError as error:
        raise FaultError(reason=error.reason, detail=error.detail, line=raw.line) from None
    return RawRecord(
        source=source.name,
        line=raw.line,
        article_id=article_id,
        format=source.format,
        fields=raw.fields,
        payload=raw.payload,
        record_sha256=_hash(source.format if source.format in ALONE else "record", article_id, raw),
    )


def _hash(kind: str, article_id: str, raw: Raw) -> str:
    """Of what decides over the article: the file's bytes or the values of our fields, and the id."""
    digest = hashlib.sha256(f"{kind}\0{article_id}\0".encode())
    digest.update(raw.payload)
    for name, value in raw.fields.items():
        text = value if isinstance(value, str) else json.dumps(value, default=str, sort_keys=True)
        data = text.encode("utf-8", "surrogatepass")
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
