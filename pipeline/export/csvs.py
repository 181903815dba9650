"""Tables as CSV files that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pipeline.export.records import Record, claim_records, header, quote_records, row
from pipeline.schema import Rejected, columns
from pipeline.store.output import ArticleRows, Output

if TYPE_CHECKING:
    from _csv import Writer as CsvWriter  # the type that csv.writer gives has no public name

FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""A cell that begins so is a formula to a spreadsheet, and may do anything there: it gets an apostrophe in front.

A cell that has an apostrophe there already gets another, so that taking one away gives back what was written, always.
"""
ARTICLES = [column.name for column in columns("articles") if column.name != "text"]


class CsvFiles:
    """`claims.csv`, `quotes.csv`, `articles.csv` and `rejected.csv` in a folder, written while the articles go by."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._claims = self._open("claims", header("claims"))
        self._quotes = self._open("quotes", header("quotes"))
        self._articles = self._open("articles", ARTICLES)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, rows: ArticleRows) -> None:
        """Take in an article."""
        self._claims.writerows(cells(record) for record in claim_records(rows))
        self._quotes.writerows(cells(record) for record in quote_records(rows))
        self._articles.writerow(cells(row(rows.article, ARTICLES)))

    def rejected(self, found: Iterable[Rejected]) -> None:
        """The inputs that were rejected."""
        names = [column.name for column in columns("rejected")]
        self._open("rejected", names).writerows(cells(row(item, names)) for item in found)

    def _open(self, name: str, names: Sequence[str]) -> CsvWriter:
        # Excel takes a file for UTF-8 only where it begins with the mark; pandas and R skip it.
        path = self._folder / f"{name}.csv"
        writer = csv.writer(self._stack.enter_context(path.open("w", encoding="utf-8-sig", newline="")))
        writer.writerow(names)
        return writer


def write(output: Output, folder: Path) -> None:
    """Claims, quotes, articles and rejected inputs as one CSV file each."""
    with CsvFiles(folder) as files:
        for rows in output.articles():
            files.add(rows)
        files.rejected(output.rejected())


def cells(record: Record) -> list[object]:
    """The values as CSV cells: structures as JSON, null as an empty cell, no text that a spreadsheet would run."""
    return [cell(value) for value in record.values()]


def cell(value: object) -> object:
    """One value as a CSV cell."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and FORMULA.match(value):
        return f"'{value}"
    return value
