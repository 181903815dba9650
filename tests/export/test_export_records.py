"""CSV and JSON Lines: joined, safe to open, and nothing lost on the way."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.export.csvs import FORMULA, cell
from pipeline.export.formats import Format
from pipeline.export.jsonl import line
from pipeline.export.records import claim_records, header, quote_records
from pipeline.export.write import export
from pipeline.notebook import load
from pipeline.store.output import Output


@pytest.fixture(scope="module")
def folder(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("records")
    export(Format.CSV, out, target)
    export(Format.JSONL, out, target)
    return target


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(text) for text in path.read_text(encoding="utf-8").split("\n") if text]


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def restored(value: str) -> str:
    """What stood in the table, from what stands in the file."""
    return value[1:] if value.startswith("'") and FORMULA.match(value[1:]) else value


@pytest.mark.parametrize("table", ["claims", "quotes"])
def test_both_have_every_row_and_the_same_columns(folder: Path, out: Path, table: str) -> None:
    records, rows = lines(folder / f"{table}.jsonl"), cells(folder / f"{table}.csv")
    make = claim_records if table == "claims" else quote_records
    assert records == [json.loads(line(record)) for rows in Output(out).articles() for record in make(rows)]
    assert [list(record) for record in records] == [header(table)] * len(records)
    assert [list(row) for row in rows] == [header(table)] * len(records)


@pytest.mark.parametrize("table", ["claims", "quotes"])
def test_every_string_of_a_csv_gives_back_what_stood_in_the_table(folder: Path, table: str) -> None:
    pairs = zip(lines(folder / f"{table}.jsonl"), cells(folder / f"{table}.csv"), strict=True)
    seen = 0
    for record, row in pairs:
        for name, value in record.items():
            if isinstance(value, str):
                assert restored(row[name]) == value
                seen += 1
            elif value is None:
                assert row[name] == ""
            elif isinstance(value, list):
                assert json.loads(row[name]) == value
    assert seen > 40


def test_the_join_is_the_one_of_the_notebook(folder: Path, out: Path) -> None:
    wide = load(out).claims_wide.set_index("claim_id")
    for record in lines(folder / "claims.jsonl"):
        row = wide.loc[record["claim_id"]]
        for name in ("title", "outlet", "sentence", "kind", "cue_lemma", "speaker_label", "speaker_description"):
            assert (None if row[name] != row[name] else row[name]) == record[name], name  # NaN differs from itself


def test_a_speaker_is_joined(folder: Path) -> None:
    (first,) = [record for record in lines(folder / "claims.jsonl") if record["claim_id"] == "brug:c1"]
    assert (first["speaker"], first["speaker_label"], first["speaker_description"]) == (
        "Anja Vos",
        "PERSON",
        "wethouder",
    )
    assert (first["kind"], first["outlet"], first["title"]) == ("indirect", "De Bode", "Brug blijft dicht")


@given(st.text())
def test_no_cell_is_a_formula_and_none_loses_anything(text: str) -> None:
    written = str(cell(text))
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restored(written) == text


@pytest.mark.parametrize("text", ["=1+1", "+31 6", "-2", "@anja", "\tx", "\rx", "'=1", "''@x"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "'s Morgens", "1-2", "'t Hart", "a=b"])
def test_other_cells_stay(text: str) -> None:
    assert cell(text) == text


@given(st.dictionaries(st.text(), st.text()))
def test_a_line_is_one_line_to_every_reader(record: dict[str, str]) -> None:
    text = line(record)
    assert json.loads(text) == record
    assert text.count("\n") == 1
    assert not set(text) & {"\r", "\u2028", "\u2029"}
