"""README: its links lead somewhere, every command and table is in it, and the rows it shows give back their words."""

from __future__ import annotations

import re

import pandas as pd
import pytest
import readme_parts as parts
from newcomer import ROOT, Reader

from pipeline.schema import ROWS, columns

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_links_lead_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_command_and_table_is_there() -> None:
    names = {name for name, _ in parts.all_commands()}
    assert {"extract", "ingest", "tokenize", "entities", "quotes", "claims", "evaluate", "model train"} <= names
    assert [name for name in names if f"| `zegsman {name}` |" not in README] == []
    assert [name for name in ROWS if f"| `{name}` |" not in README] == []


def test_it_stays_short_enough_to_read() -> None:
    assert len(README.splitlines()) < 200


@pytest.mark.parametrize("column", ["polarity", "modality", "certainty"])
def test_every_value_of_a_claim_is_explained(column: str) -> None:
    """'CT+' is explained by CT and +, so values are looked for without their sign."""
    (line,) = [line for line in README.splitlines() if line.startswith(f"| `{column}` |")]
    explained = next(c for c in columns("claims") if c.name == column)
    assert [value for value in explained.values if value.rstrip("+-") not in line] == []  # noqa: PD011  no pandas here


def test_sample_rows_give_back_their_words(reader: Reader) -> None:
    tables = {name: pd.read_parquet(reader.folder / "data" / "output" / name) for name in ROWS}
    text = dict(zip(tables["articles"].article_id, tables["articles"].text, strict=True))
    assert len(text) == 20
    for name in ("sentences", "mentions", "claims"):
        assert len(tables[name]) > 0
        assert all(text[r.article_id][r.start : r.end] == r.text for r in tables[name].itertuples())
