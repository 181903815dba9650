"""Rows to Arrow and back: schemas and conversions derived from `pipeline.schema`, the single source of columns."""

from __future__ import annotations

import dataclasses
import sys
import types
import typing
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, cast

import pyarrow as pa

from pipeline.schema import PER_ARTICLE, ROWS, Row, columns

SCALARS: dict[Any, pa.DataType] = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int32(),  # offsets and counts within one article
    float: pa.float64(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}
Convert = Callable[[Any], Any]


def _leave_pandas_out() -> None:
    """Have Arrow look for pandas now and find none, where nobody has loaded it.

    It would import it, a third of a second in each process, to see whether the lists it is given are of pandas. What needs
    pandas (`to_pandas`) loads it all the same.
    """
    if "pandas" not in sys.modules:
        hidden: Any = _Hidden()
        sys.meta_path.insert(0, hidden)
        try:
            pa.array([])
        finally:
            sys.meta_path.remove(hidden)


class _Hidden:
    """A finder of modules that denies there is pandas."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        """ModuleNotFoundError for pandas, nothing for others."""
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)


_leave_pandas_out()


@cache
def schema(table: str) -> pa.Schema:
    """Arrow schema of `table`. Columns that `pipeline.schema` gives no null are required in the file as well."""
    wide = {pa.int32(): pa.int64()} if table == "runs" else {}  # totals of a corpus may pass 2^31
    types_ = [(c, _arrow(c.type)) for c in columns(table)]
    return pa.schema([pa.field(c.name, wide.get(t, t), nullable=c.nullable) for c, t in types_])


def to_arrow(table: str, rows: Sequence[Row], owners: Sequence[str] = ()) -> pa.Table:
    """The rows as an Arrow table; `owners[i]` is the article of `rows[i]` in tables that belong to articles.

    Raises pyarrow.ArrowException, TypeError, ValueError (UnicodeError too) or OverflowError for a value that does not
    fit its column.
    """
    arrays = []
    for field in schema(table):
        if field.name == "article_id" and table in PER_ARTICLE:
            values: list[Any] = list(owners)
        else:
            values = [getattr(row, field.name) for row in rows]
        plain = _plainers(table).get(field.name)
        if plain is not None:
            values = list(map(plain, values))
        arrays.append(pa.array(values, type=field.type))
        if not field.nullable and arrays[-1].null_count:
            message = f"{table}.{field.name} must not be null"
            raise ValueError(message)
    return pa.Table.from_arrays(arrays, schema=schema(table))


def from_arrow(table: str, data: pa.Table) -> list[Row]:
    """The rows of `data`; columns of the schema that an older file lacks take their defaults."""
    row = ROWS[table]
    own = [f.name for f in dataclasses.fields(row) if f.name in data.column_names]
    values = [[_converters(table)[name](v) for v in data[name].to_pylist()] for name in own]
    return [row(**dict(zip(own, cells, strict=True))) for cells in zip(*values, strict=True)]


def _arrow(hint: Any) -> pa.DataType:
    """Arrow type of a column's type hint."""
    hint = _required(hint)
    if hint in SCALARS:
        return SCALARS[hint]
    if typing.get_origin(hint) is Literal:
        return pa.string()
    if typing.get_origin(hint) is list:
        return pa.list_(_arrow(typing.get_args(hint)[0]))
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return pa.struct([(f.name, _arrow(hints[f.name])) for f in dataclasses.fields(hint)])
    message = f"no Arrow type for {hint!r}"
    raise TypeError(message)


def _required(hint: Any) -> Any:
    """`X` of `X | None`."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        (hint,) = [h for h in typing.get_args(hint) if h is not type(None)]
    return hint


@cache
def _plainers(table: str) -> dict[str, Convert]:
    """For each column of `table` that holds dataclasses the function that makes dictionaries of them."""
    found = {c.name: _plainer(c.type) for c in columns(table)}
    return {name: plain for name, plain in found.items() if plain is not None}


def _plainer(hint: Any) -> Convert | None:
    """As `_plainers`, for a type; None where nothing is to be done (`dataclasses.asdict` copies all values as well)."""
    hint = _required(hint)
    if typing.get_origin(hint) is list:
        item = _plainer(typing.get_args(hint)[0])
        return item and (lambda values: values and [item(value) for value in values])
    if not dataclasses.is_dataclass(hint):
        return None
    hints = typing.get_type_hints(hint)
    inner = [(f.name, _plainer(hints[f.name])) for f in dataclasses.fields(hint)]
    return lambda value: (
        value
        and {name: getattr(value, name) if plain is None else plain(getattr(value, name)) for name, plain in inner}
    )


@cache
def _converters(table: str) -> dict[str, Convert]:
    """For each column of `table` the function that turns a plain value into what the dataclass holds."""
    return {c.name: _converter(c.type) for c in columns(table)}


def _converter(hint: Any) -> Convert:
    hint = _required(hint)
    if typing.get_origin(hint) is list:
        item = _converter(typing.get_args(hint)[0])
        return lambda values: [item(v) for v in values]
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        fields = {f.name: _converter(hints[f.name]) for f in dataclasses.fields(hint)}
        make = cast("Callable[..., Any]", hint)
        return lambda value: make(**{name: fields[name](v) for name, v in value.items()})
    return _same


def _same(value: Any) -> Any:
    return value
