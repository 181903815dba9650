"""Tables as CSV files that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pipeline.report.output import ArticleRows
from pipeline.schema import Article, Claim, Quote, Rejected, Row, columns

if TYPE_CHECKING:
    from _csv import Writer as CsvWriter  # the type that csv.writer gives has no public name

ARTICLE_COLUMNS = ("title", "outlet", "published", "url")
"""What each row of a claim or quote carries of its article."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet, and may do anything there: it gets an apostrophe in front."""


class CsvFiles:
    """`claims.csv`, `quotes.csv`, `articles.csv` and `rejected.csv` of a site, written while the articles go by."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._claims = self._open("claims", header("claims"))
        self._quotes = self._open("quotes", header("quotes"))
        self._articles = self._open("articles", [c.name for c in columns("articles") if c.name != "text"])
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, rows: ArticleRows) -> None:
        """Take in an article."""
        self._claims.writerows(cells(record(rows.article, claim)) for claim in rows.claims)
        self._quotes.writerows(cells(record(rows.article, quote)) for quote in rows.quotes)
        self._articles.writerow(cells(row(rows.article, [c.name for c in columns("articles") if c.name != "text"])))

    def rejected(self, found: Iterable[Rejected]) -> None:
        """The inputs that were rejected."""
        names = [c.name for c in columns("rejected")]
        self._open("rejected", names).writerows(cells(row(item, names)) for item in found)

    def _open(self, name: str, names: Sequence[str]) -> CsvWriter:
        # Excel takes a file for UTF-8 only where it begins with the mark; pandas and R skip it.
        path = self._folder / f"{name}.csv"
        writer = csv.writer(self._stack.enter_context(path.open("w", encoding="utf-8-sig", newline="")))
        writer.writerow(names)
        return writer


def header(table: str) -> list[str]:
    """Names of the columns of claims or quotes joined with their article."""
    return [*(c.name for c in columns(table)), *ARTICLE_COLUMNS]


def record(article: Article, item: Claim | Quote) -> dict[str, object]:
    """A claim or quote with its article: plain values, for CSV and JSON Lines."""
    own = [c.name for c in columns("claims" if isinstance(item, Claim) else "quotes") if c.name != "article_id"]
    return {"article_id": article.article_id, **row(item, own), **row(article, ARTICLE_COLUMNS)}


def row(item: Row, names: Iterable[str]) -> dict[str, object]:
    """Some columns of a row as values that JSON knows."""
    return {name: plain(getattr(item, name)) for name in names}


def plain(value: object) -> object:
    """Dates as ISO 8601, structures as mappings and lists."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(item) for item in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def cells(values: Mapping[str, object]) -> list[object]:
    """The values as CSV cells: structures as JSON, null as an empty cell, no text that a spreadsheet would run."""
    return [cell(value) for value in values.values()]


def cell(value: object) -> object:
    """One value as a CSV cell."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
