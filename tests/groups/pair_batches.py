"""Own pairs of articles and runs over them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.run import batch, settings
from pipeline.run.task import Task

ROOT = Path(__file__).parents[2]
PAIRS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("pairs.json").read_text())


def records(pair: dict[str, Any]) -> list[dict[str, Any]]:
    """The articles of a pair, a day apart, the second one first in name."""
    key = str(PAIRS.index(pair))
    return [
        {"id": f"{key}-b", "text": pair["one"], "published": "2025-02-04", "outlet": "De Bode"},
        {"id": f"{key}-a", "text": pair["other"], "published": "2025-02-05", "outlet": "Het Dagblad"},
    ]


def write(path: Path, found: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in found))
    return path


def extract(source: Path, out: Path, **flags: object) -> Task:
    found = settings.load(**{"run_id": "fixed", "workers": 1, **flags})
    return batch.run("extract", [str(source)], out=out, settings=found, command="test", watch=lambda _run: None)


def grouped(out: Path) -> pd.DataFrame:
    """The claims that are in a group, by claim_id."""
    claims = pd.read_parquet(out / "claims")
    return claims[claims["claim_group"].notna()].set_index("claim_id").sort_index()


def files(out: Path) -> dict[str, bytes]:
    """The files of all tables but that of runs, whose rows have times."""
    return {str(path.relative_to(out)): path.read_bytes() for path in out.glob("[!r.]*/*.parquet")}
