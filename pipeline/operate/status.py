"""`zegsman status`: what an output folder holds, its last runs, what failed, and whether a run is going on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow.parquet as pq
from rich.box import SIMPLE_HEAD
from rich.table import Table

from pipeline.operate.failed import by_reason
from pipeline.operate.holder import Holder, holder
from pipeline.run.shard import TABLES
from pipeline.schema import Run
from pipeline.store.output import Output
from pipeline.store.steady import journals

SHOWN = 5
"""Runs shown."""
COLUMNS = ("started", "status", "new", "changed", "unchanged", "rejected", "quotes", "claims", "seconds", "model")
NARROW = ("started", "status", "new", "changed", "rejected", "seconds", "model")
"""Those that 80 characters have room for."""


@dataclass(slots=True, kw_only=True)
class Status:
    """A folder at a glance."""

    rows: dict[str, int]
    """Rows of each table."""
    files: int
    megabytes: float
    made_by: dict[str, int]
    """Articles by program and language model, such as `zegsman 0.1.0, nl_news 2.0.0`."""
    rejected: dict[str, int]
    """Inputs by reason, most frequent first."""
    runs: list[Run]
    """All, the last one first."""
    holder: Holder | None
    unfinished: bool
    """A commit was interrupted, or is under way."""


def status(output: Output) -> Status:
    """Look at a folder; it takes no lock and reads no texts. StoreDamagedError where Parquet cannot read a file."""
    paths = [path for table in (*TABLES, "runs") for path in sorted((output.root / table).glob("*.parquet"))]
    rows = dict.fromkeys((*TABLES, "runs"), 0)
    for path in paths:
        rows[path.parent.name] += pq.read_metadata(path).num_rows
    return Status(
        rows=rows,
        files=len(paths),
        megabytes=sum(path.stat().st_size for path in paths) / 1e6,
        made_by=_made_by(output),
        rejected={reason: len(found) for reason, found in by_reason(output.rejected()).items()},
        runs=output.runs()[::-1],
        holder=holder(output.root),
        unfinished=bool(journals(output.root)),
    )


def _made_by(output: Output) -> dict[str, int]:
    found = Counter(
        f"zegsman {version}, {model or 'not yet tokenized'}"
        for version, model in output.columns("articles", ["pipeline_version", "model"])
    )
    return dict(found.most_common())


def lines(found: Status) -> Iterator[str]:
    """For people: all but the runs."""
    rows = found.rows
    yield (
        f"{rows['articles']:,} articles, {rows['quotes']:,} quotes, {rows['claims']:,} claims "
        f"({found.files:,} files, {found.megabytes:,.1f} MB)"
    )
    yield from (f"made by {name}: {number:,} articles" for name, number in found.made_by.items())
    if found.rejected:
        reasons = ", ".join(f"{reason} {number:,}" for reason, number in found.rejected.items())
        yield f"{rows['rejected']:,} rejected: {reasons} (`zegsman failed` lists them)"
    yield going_on(found)


def going_on(found: Status) -> str:
    """Whether a run is going on, and who does it."""
    who = found.holder
    if who is None:
        return "no run is going on"
    name = f"{who.run_id} (process {who.pid} on {who.host}, since {who.since})"
    if who.alive is None:
        return f"on another machine: run {name}"
    if who.alive:
        return f"going on: run {name}"
    left = ", and left a commit that the next one finishes" if found.unfinished else ""
    return f"no run is going on; the last one was killed: {name}{left}"


def run_cells(run: Run) -> list[str]:
    """A run's cells, in the order of COLUMNS."""
    numbers = (
        run.articles_new,
        run.articles_changed,
        run.articles_unchanged,
        run.articles_rejected,
        run.quotes,
        run.claims,
    )
    return [
        f"{run.started:%Y-%m-%d %H:%M:%S}", run.status, *(f"{number:,}" for number in numbers), f"{run.seconds:,.1f}",
        run.model or "",
    ]  # fmt: skip


def table(runs: list[Run]) -> Table:
    """For a terminal: the last runs."""
    title = f"last {min(SHOWN, len(runs))} of {len(runs):,} runs that changed something"
    shown = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in NARROW:
        left = name in {"started", "status", "model"}
        shown.add_column(name, justify="left" if left else "right", overflow="fold", no_wrap=name == "started")
    for run in runs[:SHOWN]:
        cells = dict(zip(COLUMNS, run_cells(run), strict=True))
        shown.add_row(*(cells[name] for name in NARROW))
    return shown


def run_lines(runs: list[Run]) -> Iterator[str]:
    """For a pipe: the last runs, tab-separated, with a header."""
    yield "\t".join(COLUMNS)
    yield from ("\t".join(run_cells(run)) for run in runs[:SHOWN])


def as_json(found: Status) -> dict[str, Any]:
    """For programs: everything, of the runs the last ones."""
    return asdict(found) | {"runs": [asdict(run) for run in found.runs[:SHOWN]], "number_of_runs": len(found.runs)}
