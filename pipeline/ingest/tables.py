"""Tables as input: CSV and Parquet, row by row."""

from __future__ import annotations

import codecs
import csv
import io
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline.ingest.decode import encoding
from pipeline.ingest.faults import FaultError
from pipeline.ingest.limits import MAX_RECORD_BYTES
from pipeline.ingest.streams import CHUNK, COMPRESSIONS, opened, unpacked

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterator

    from pyarrow import RecordBatch

    from pipeline.ingest.fields import FieldMap
    from pipeline.ingest.inputs import Source

DELIMITERS = ",;\t|"
BATCH_ROWS = 16
"""Rows of Parquet in memory at a time; each may be an article of the largest size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row by column, or the fault that stands at its place. `line` is the line in CSV, the number in Parquet."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    fault: FaultError | None = None


def csv_rows(source: Source, stream: BinaryIO, fields: FieldMap) -> Iterator[Row]:
    """The rows of a CSV file with a header; comma, semicolon, tab or bar between cells, quotes doubled inside quotes.

    FaultError where no column holds the text. A row with more or fewer cells than the header is a fault of its own.
    """
    csv.field_size_limit(MAX_RECORD_BYTES)  # one setting for the whole process; the default is 128 kB
    text = io.TextIOWrapper(stream, encoding=_encoding(source.path), errors="replace", newline="")
    first = text.readline(MAX_RECORD_BYTES)
    pieces = chain([first], iter(partial(text.readline, MAX_RECORD_BYTES), ""))
    rows = _csv_rows(csv.reader(pieces, delimiter=_delimiter(first), strict=True))
    header = [name.strip() for name in next((cells for _, cells in rows if isinstance(cells, list)), [])]
    fields.require_text(header)
    for line, cells in rows:
        if isinstance(cells, FaultError):
            yield Row(line=line, fault=cells)
        elif len(cells) != len(header):
            what = f"The row has {len(cells)} cells, the header {len(header)}."
            yield Row(line=line, fault=FaultError(reason="broken_record", detail=what))
        else:
            yield Row(line=line, values={name: cell or None for name, cell in zip(header, cells, strict=True)})


def _csv_rows(reader: Reader) -> Iterator[tuple[int, list[str] | FaultError]]:
    """Line and cells of each row that is not empty; the reader goes on behind a broken one."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = f"Broken CSV in lines {line} to {reader.line_num}: {error}."
            yield line, FaultError(reason="broken_record", detail=what)
            continue
        if cells:
            yield line, cells


def _delimiter(header: str) -> str:
    """The mark that the header has most of, outside quotes."""
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def _encoding(path: str) -> str:
    """The encoding of a text file of any size: UTF-8 if all of it is, else told from the first piece that is not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(path) as stream:
        piece = stream.read(CHUNK)
        if piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        while piece:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                return encoding(piece)
            piece = stream.read(CHUNK)
    return "utf-8-sig"


def parquet_rows(source: Source, stream: BinaryIO, fields: FieldMap) -> Iterator[Row]:
    """The rows of a Parquet file; only columns of ours are read. FaultError where there is no text or no Parquet."""
    import pyarrow as pa  # noqa: PLC0415  takes 0.1 s

    with unpacked(stream) if source.path.lower().endswith(COMPRESSIONS) else nullcontext(stream) as file:
        try:
            yield from _parquet_rows(file, fields)
        except (pa.ArrowException, UnicodeError) as error:  # names of columns may be no UTF-8 either
            raise FaultError(reason="unreadable", detail=f"Not a whole Parquet file: {error}.") from error


def _parquet_rows(file: BinaryIO, fields: FieldMap) -> Iterator[Row]:
    import pyarrow.parquet as pq  # noqa: PLC0415  see above

    table = pq.ParquetFile(file)
    fields.require_text(table.schema_arrow.names)
    columns = list(fields.layout(table.schema_arrow.names).values())
    line = 0
    for batch in table.iter_batches(batch_size=BATCH_ROWS, columns=columns):
        for row in _batch_rows(batch):
            line += 1
            yield replace(row, line=line)


def _batch_rows(batch: RecordBatch) -> Iterator[Row]:
    """The rows of a piece of the table; Parquet does not look at what it holds, so a text may be no UTF-8."""
    try:
        yield from [Row(line=0, values=values) for values in batch.to_pylist()]
    except (
        ValueError,
        OverflowError,
    ) as error:  # UnicodeDecodeError is a ValueError, and so is a day in the year 10,000
        if batch.num_rows == 1:
            what = f"A value cannot be read: {error}."
            yield Row(line=0, fault=FaultError(reason="broken_record", detail=what))
            return
        for number in range(batch.num_rows):
            yield from _batch_rows(batch.slice(number, 1))
