"""Rows of every table as hypothesis strategies, derived from the schema as the writer is."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import UTC, date, datetime
from typing import Any, Literal

from hypothesis import strategies as st

from pipeline.schema import PER_ARTICLE, ROWS, columns

INT32 = 2**31 - 1
SCALARS = {
    str: st.text(max_size=8),
    int: st.integers(-INT32, INT32),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(datetime(1700, 1, 1), datetime(2260, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  bounds are naive
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if hint in SCALARS:
        return SCALARS[hint]
    if origin is Literal:
        return st.sampled_from(args)
    if origin is list:
        return st.lists(values(args[0]), max_size=3)
    if origin in (types.UnionType, typing.Union):
        return st.one_of(*(st.none() if arg is type(None) else values(arg) for arg in args))
    hints = typing.get_type_hints(hint)
    return st.builds(hint, **{f.name: values(hints[f.name]) for f in dataclasses.fields(hint)})


def rows(table: str) -> st.SearchStrategy[Any]:
    cells = {
        c.name: st.one_of(st.none(), values(c.type)) if c.nullable else values(c.type)
        for c in columns(table)
        if not (c.name == "article_id" and table in PER_ARTICLE)
    }
    return st.builds(ROWS[table], **cells)
