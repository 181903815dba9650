"""What the ids in the columns `rule` mean: one table, `rules.tsv`, for all who explain an output."""

from __future__ import annotations

from pathlib import Path

from pipeline.tables import read_table

ROWS = read_table(Path(__file__).with_name("rules.tsv"))
RULES = {(row["table"], row["rule"]): row["finds"] for row in ROWS}
"""What each rule finds, by table (quotes, claims) and id."""


def described(table: str, rule: str) -> str:
    """The rule in a line; says so where the table does not know it (an output of another version)."""
    return RULES.get((table, rule), "not described in this version")
