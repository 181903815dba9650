from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from any_rows import rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.schema import PER_ARTICLE, ROWS, Quote, Span, columns
from pipeline.store import Mark
from pipeline.store.arrow import from_arrow, schema, to_arrow
from pipeline.store.transaction import encode

PER_ROW = {"direct": "direct", "rule": "r"}


def owners(table: str, number: int) -> list[str]:
    return [f"a{i}" for i in range(number)] if table in PER_ARTICLE else []


@pytest.mark.parametrize("table", ROWS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_rows_come_back_from_parquet_as_they_went_in(table: str, data: st.DataObject) -> None:
    before = data.draw(st.lists(rows(table), max_size=4))

    file = encode(table, to_arrow(table, before, owners(table, len(before))), Mark("f"))
    read = pq.read_table(io.BytesIO(file), page_checksum_verification=True)

    assert from_arrow(table, read) == before
    if table in PER_ARTICLE:
        assert read["article_id"].to_pylist() == owners(table, len(before))


@pytest.mark.parametrize("table", ROWS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_the_same_rows_give_the_same_bytes(table: str, data: st.DataObject) -> None:
    some = data.draw(st.lists(rows(table), max_size=4))
    first, second = (encode(table, to_arrow(table, some, owners(table, len(some))), Mark("f")) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("table", ROWS)
def test_schema_has_the_columns_in_order_and_says_which_may_be_null(table: str) -> None:
    found = schema(table)
    assert found.names == [c.name for c in columns(table)]
    assert {f.name: f.nullable for f in found} == {c.name: c.nullable for c in columns(table)}


def test_types_are_those_of_the_contract() -> None:
    quotes, claims = schema("quotes"), schema("claims")
    span = pa.struct([("start", pa.int32()), ("end", pa.int32())])
    assert quotes.field("spans").type == pa.list_(span)
    assert quotes.field("said_at").type == pa.date32()
    assert quotes.field("confidence").type == pa.float64()
    quantity = claims.field("quantities").type.value_type
    assert [(f.name, f.type) for f in quantity] == [
        ("value", pa.float64()), ("unit", pa.string()), ("text", pa.string()), ("approximate", pa.bool_()),
    ]  # fmt: skip
    assert schema("articles").field("published").type == pa.timestamp("us", tz="UTC")
    assert schema("runs").field("words").type == pa.int64()


def quote(**changes: object) -> Quote:
    given = {
        "quote_id": "a:q0",
        "kind": "direct",
        "content": "Nee",
        "spans": [Span(0, 3)],
        "start": 0,
        "end": 3,
        "rule": "r",
    }
    return Quote(**given | changes)


@pytest.mark.parametrize(
    ("column", "value"),
    [("content", None), ("start", 2**31), ("start", "three"), ("content", "a\ud800b"), ("spans", [3])],
)
def test_a_value_that_does_not_fit_its_column_is_refused(column: str, value: object) -> None:
    with pytest.raises((pa.ArrowException, TypeError, ValueError, OverflowError, AttributeError)):
        to_arrow("quotes", [quote(**{column: value})], ["a"])


def test_a_file_of_an_older_version_without_a_later_column_gets_its_default() -> None:
    older = to_arrow("quotes", [quote(stance="doubtful")], ["a"]).drop_columns(["stance"])
    assert from_arrow("quotes", older) == [quote(stance="neutral")]
