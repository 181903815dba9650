"""`zegsman compact`: the small files of many runs become larger ones."""

from __future__ import annotations

import secrets
from pathlib import Path

from pipeline.run.across import is_up_to_date, note
from pipeline.run.batch import bury
from pipeline.run.plan import MAX_SHARD_BYTES
from pipeline.run.settings import Settings
from pipeline.store import Store
from pipeline.store.compact import compact as merge
from pipeline.store.output import Output


def compact(out: Path, settings: Settings) -> str:
    """Compact an output folder under its lock; says in one line what was done.

    StageMissingError where there are no tables, LockedError while a run is going on; else as `store.compact`.
    """
    root = Output(out).root
    with Store.open(root, run_id=settings.run_id or f"compact-{secrets.token_hex(4)}") as store:
        bury(store)
        before, known = len(store.shards()), is_up_to_date(store)
        merges = merge(store, articles=settings.shard_size, size=MAX_SHARD_BYTES)
        after = len(store.shards())
        if merges and known:
            note(store)  # rows in other files give the same groups
    if not merges:
        return f"Nothing to compact: no two of {before:,} shards fit together in {out}"
    runs = sum(len(merged.parts) for merged in merges if "runs" in merged.tables)
    told = f" and {runs:,} runs into one file" if runs else ""
    return f"Merged {before:,} shards into {after:,}{told} in {out}"
