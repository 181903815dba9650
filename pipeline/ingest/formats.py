"""Readers: the records of one source, one at a time."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline.ingest import streams, tables
from pipeline.ingest.decode import decode
from pipeline.ingest.faults import FaultError
from pipeline.ingest.limits import MAX_DOCUMENT_BYTES, MAX_JSON_BYTES, MAX_RECORD_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.fields import FieldMap
    from pipeline.ingest.inputs import Source

ALONE = frozenset({"text", "markdown", "html"})
"""Formats of one article a file."""
LIST_KEY = "articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A record before it has an id, or the fault that stands at its place."""

    line: int | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    payload: bytes = b""
    fault: FaultError | None = None


def read(source: Source, stream: BinaryIO, fields: FieldMap) -> Iterator[Raw]:
    """The records in `stream`, the opened file of `source`. FaultError where nothing further can be read."""
    if source.format in ALONE:
        yield Raw(payload=streams.read_whole(stream, limit=MAX_DOCUMENT_BYTES, advice=" for one article"))
    elif source.format == "json":
        yield from _json(stream, fields)
    elif source.format == "jsonl":
        yield from _json_lines(stream, fields)
    elif source.format == "csv":
        yield from _rows(tables.csv_rows(source, stream, fields), fields)
    else:
        yield from _rows(tables.parquet_rows(source, stream, fields), fields)


def _rows(rows: Iterator[tables.Row], fields: FieldMap) -> Iterator[Raw]:
    for row in rows:
        yield Raw(line=row.line, fault=row.fault) if row.fault else Raw(line=row.line, fields=fields.pick(row.values))


def _json_lines(stream: BinaryIO, fields: FieldMap) -> Iterator[Raw]:
    """One object a line; a broken line is a fault of its own, empty lines are nothing."""
    for number, line in enumerate(streams.lines(stream), start=1):
        if line is None:
            what = f"The line is longer than {MAX_RECORD_BYTES // 2**20} MB."
            yield Raw(line=number, fault=FaultError(reason="too_large", detail=what))
        elif line.strip():
            yield _json_line(number, line, fields)


def _json_line(number: int, line: bytes, fields: FieldMap) -> Raw:
    try:
        return Raw(line=number, fields=_object(_parsed(line), fields))
    except FaultError as error:
        return Raw(line=number, fault=error)


def _json(stream: BinaryIO, fields: FieldMap) -> Iterator[Raw]:
    """An object, a list of objects, an object with the list under `articles`, or JSON Lines under a wrong name."""
    data = streams.read_whole(stream, limit=MAX_JSON_BYTES, advice="; JSON Lines (.jsonl) are read piece by piece")
    try:
        value = _parsed(data)
    except FaultError as error:
        if isinstance(error.__cause__, json.JSONDecodeError) and error.__cause__.msg == "Extra data":
            yield from _json_lines(io.BytesIO(data), fields)
            return
        raise
    if isinstance(value, dict) and isinstance(value.get(LIST_KEY), list):
        value = value[LIST_KEY]
    if not isinstance(value, list):
        yield Raw(fields=_object(value, fields))
        return
    for number, record in enumerate(value, start=1):
        try:
            yield Raw(line=number, fields=_object(record, fields))
        except FaultError as error:
            yield Raw(line=number, fault=error)


def _parsed(data: bytes) -> object:
    try:
        return json.loads(_text(data))
    except json.JSONDecodeError as error:
        what = f"Broken JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        raise FaultError(reason="broken_record", detail=what) from error
    except (ValueError, RecursionError) as error:  # figures of thousands of digits, brackets nested without end
        raise FaultError(reason="broken_record", detail=f"JSON that cannot be read: {error}.") from error


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(data)


def _object(value: object, fields: FieldMap) -> dict[str, Any]:
    if not isinstance(value, dict):
        what = f"A JSON object was expected, not a {type(value).__name__}."
        raise FaultError(reason="broken_record", detail=what)
    return fields.pick(value)
