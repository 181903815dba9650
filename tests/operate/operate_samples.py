"""Articles of own writing, runs over them with the small model, and ways of breaking what they leave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.run import batch, settings
from pipeline.run.task import Task
from pipeline.schema import ROWS
from pipeline.store import Mark, sums
from pipeline.store.transaction import encode

ROOT = Path(__file__).parents[2]
Ran = subprocess.CompletedProcess[str]
SMALL = ROOT / "models" / "nl_news_sm"
TOWNS = ("Harderwijk", "Zutphen", "Goes", "Assen", "Venlo", "Hoorn", "Weert")


def article(number: int, **changes: Any) -> dict[str, Any]:
    town = TOWNS[number % len(TOWNS)]
    text = (
        f"{town} krijgt {number + 2} nieuwe bruggen\n\n"
        f"De gemeente {town} bouwt volgend jaar {number + 2} bruggen over de gracht. Dat heeft wethouder Sanne Kuipers "
        f"woensdag gezegd. Volgens Kuipers kost elke brug {number + 1} miljoen euro.\n\n"
        '"Fietsers hoeven straks niet meer om te rijden", zei de wethouder tegen omwonenden. '
        "De ondernemersvereniging vreest dat de winkels een zomer lang slecht bereikbaar zijn."
    )
    return {"id": f"b{number:03}", "text": text, "published": "2025-03-12"} | changes


def write_jsonl(path: Path, records: Iterable[dict[str, Any] | str]) -> Path:
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("\n".join(lines) + "\n")
    return path


def extract(source: Path, out: Path, **flags: object) -> Task:
    found = settings.load(**{"model": str(SMALL), "workers": 1, **flags})
    return batch.run(
        "extract",
        [str(source)],
        out=out,
        settings=found,
        command="test",
        watch=lambda _run: None,
        alone=found.workers == 1,
    )


def rows(out: Path) -> dict[str, list[str]]:
    """All rows of the tables as plain readers see them, in an order that does not depend on files."""
    return {name: sorted(map(repr, pq.read_table(out / name).to_pylist())) for name in ROWS}


def files(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def shard_of(out: Path, article_id: str) -> str:
    for path in (out / "articles").glob("*.parquet"):
        if article_id in pq.read_table(path)["article_id"].to_pylist():
            return path.stem
    raise LookupError(article_id)


def rewrite(out: Path, place: str, change: Callable[[list[dict[str, Any]]], Any], *, sign: bool = True) -> None:
    """Change the rows of a file; `sign` gives it the checksum of a file that a run wrote."""
    path = out / place
    before = pq.read_table(path)
    found = before.to_pylist()
    changed = change(found) or found
    data = pa.Table.from_pylist(changed, schema=before.schema.remove_metadata())
    mark = Mark.of(before.schema.metadata, file=place)
    write(out, place, encode(path.parent.name, data, mark), sign=sign)


def write(out: Path, place: str, data: bytes, *, sign: bool = True) -> None:
    (out / place).write_bytes(data)
    if sign:
        stem = Path(place).stem
        sums.path_of(out, stem).write_bytes(sums.as_bytes(sums.read(out, stem) | {place: sums.digest(data)}))


def command_line(*arguments: object, cwd: Path, program: Path = ROOT, **environment: str) -> Ran:
    """The command line in a process of its own, with the small model."""
    names = {"PYTHONPATH": str(program), "ZEGSMAN_MODEL": str(SMALL), **environment}
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(
        command, env=os.environ | names, cwd=cwd, capture_output=True, text=True, check=False, timeout=200
    )
