"""How the site calls the values of columns: labels and explanations out of `words.tsv`."""

from __future__ import annotations

from pathlib import Path

from pipeline.tables import read_table

ROWS = read_table(Path(__file__).with_name("words.tsv"))
LABELS = {(row["column"], row["value"]): row["label"] for row in ROWS}
MEANINGS = {(row["column"], row["value"]): row["meaning"] for row in ROWS}


def label(column: str, value: str) -> str:
    """How people call `value` of `column`; the value itself where the table has no word for it."""
    return LABELS.get((column, value), value)


def meaning(column: str, value: str) -> str:
    """What the value means, in a sentence; empty where the table does not say."""
    return MEANINGS.get((column, value), "")


def glossary() -> dict[str, list[dict[str, str]]]:
    """All rows by column, for the page that explains them."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in ROWS:
        found.setdefault(row["column"], []).append(row)
    return found
