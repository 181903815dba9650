"""Claims and quotes as JSON Lines: one object a line, joined with article and speaker."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pipeline.export.records import claim_records, quote_records
from pipeline.store.output import ArticleRows, Output


def write(output: Output, folder: Path) -> None:
    """`claims.jsonl` and `quotes.jsonl`."""
    write_lines(output, {folder / "claims.jsonl": claim_records, folder / "quotes.jsonl": quote_records})


def write_lines(output: Output, files: Mapping[Path, Callable[[ArticleRows], Iterable[Mapping[str, Any]]]]) -> None:
    """Files of JSON Lines, each with what its function makes of an article, in one pass over the output."""
    with ExitStack() as stack:
        opened = [(stack.enter_context(path.open("w", encoding="utf-8")), of) for path, of in files.items()]
        for rows in output.articles():
            for file, of in opened:
                file.writelines(map(line, of(rows)))


def line(record: Mapping[str, object]) -> str:
    """The record as a line. U+2028 and U+2029, which some readers take for line ends, are escaped."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"
