"""Batches for the tests of runs: a small corpus of own writing, runs in this process and real ones, and what they left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.run import batch, settings
from pipeline.run.task import Task
from pipeline.schema import ROWS, Run

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "ZEGSMAN_RUN_ID": "fixed"}
PER_SHARD = ("articles", "sentences", "mentions", "entities", "quotes", "claims", "rejected")

PLACES = ("Oudewater", "Hoogezand", "Renesse", "Tiel", "Vaals", "Lochem", "Deurne", "Sneek", "Boxtel", "Ermelo")
PEOPLE = ("Marieke de Wit", "Ahmed Bouali", "Joost van der Plas", "Fleur Dijkema", "Sjoerd Post")


def article(number: int, **changes: Any) -> dict[str, Any]:
    place, person = PLACES[number % len(PLACES)], PEOPLE[number % len(PEOPLE)]
    text = (
        f"{place} sluit bibliotheek {number}\n\n"
        f"De gemeente {place} sluit op 1 maart {number + 1} filialen van de bibliotheek. Dat heeft burgemeester {person} "
        f"dinsdag gezegd. Volgens {person} is er {number + 2} miljoen euro te weinig.\n\n"
        f'"We hadden liever iets anders besloten", zei de burgemeester tegen de krant. '
        "De oppositie vindt dat de wethouder moet opstappen."
    )
    return {"id": f"a{number:03}", "text": text, "published": "2025-02-04", "outlet": "De Bode"} | changes


def write_jsonl(path: Path, records: Iterable[dict[str, Any] | str]) -> Path:
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("\n".join(lines) + "\n")
    return path


def run(name: str, *inputs: Path, out: Path, alone: bool | None = None, **flags: object) -> Task:
    found = settings.load(**{"run_id": "fixed", "workers": 1, **flags})
    return batch.run(
        name,
        [str(i) for i in inputs],
        out=out,
        settings=found,
        command="test",
        watch=nobody,
        alone=found.workers == 1 if alone is None else alone,
    )


def nobody(_run: Run) -> None:
    pass


def zegsman(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    given = {"env": ENVIRONMENT, "capture_output": True, "text": True, "timeout": 120}
    return subprocess.run(command, check=False, **given | options)


def tables(out: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows as any reader sees them, in an order that does not depend on shards; without what names the run."""
    found = {}
    for name in ROWS:
        if name != "runs":
            frame = pd.read_parquet(out / name).drop(columns=["run_id"], errors="ignore")
            found[name] = json.loads(frame.to_json(orient="records", date_format="iso"))
            found[name].sort(key=json.dumps)
    return found


def files(out: Path) -> dict[str, bytes]:
    """The tables' files but those of runs, whose rows have times."""
    return {str(p.relative_to(out)): p.read_bytes() for t in PER_SHARD for p in (out / t).glob("*.parquet")}


def times(out: Path) -> dict[str, int]:
    return {str(p.relative_to(out)): p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file()}


def rejected(out: Path) -> dict[str, str]:
    frame = pd.read_parquet(out / "rejected")
    return dict(zip(frame["article_id"].fillna(""), frame["reason"], strict=True))


def texts(out: Path) -> dict[str, str]:
    frame = pd.read_parquet(out / "articles")
    assert frame["article_id"].is_unique
    return dict(zip(frame["article_id"], frame["text"], strict=True))
