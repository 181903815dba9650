"""Batches on the language model that makes trouble, run by real processes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
from batches import ENVIRONMENT, ROOT, article, files, zegsman

from pipeline.schema import ROWS
from pipeline.store.atomic import is_temporary

PLUGIN = Path(__file__).with_name("plugin")
SURROUNDED = {**ENVIRONMENT, "PYTHONPATH": os.pathsep.join((str(ROOT), str(PLUGIN)))}
IDENTIFIED = {"articles": "article_id", "sentences": "sentence_id", "quotes": "quote_id", "mentions": "mention_id"}


def bad(number: int, word: str) -> dict[str, Any]:
    """An article with a word that makes trouble."""
    return article(number, id=f"bad-{word.lower()}", text=f"{article(number)['text']}\n\n{word} was er ook.")


def arguments(source: Path, out: Path, model: Path, **flags: object) -> list[str]:
    given = {"out": out, "model": model, "workers": 2, "shard-size": 10, **flags}
    return [
        "extract",
        str(source),
        "--quiet",
        *(str(part) for name, value in given.items() for part in (f"--{name}", value)),
    ]


def extract(source: Path, out: Path, model: Path, *, env: dict[str, str] | None = None, **flags: object) -> Any:
    return zegsman(*arguments(source, out, model, **flags), env={**SURROUNDED, **(env or {})})


def start(source: Path, out: Path, model: Path, *, env: dict[str, str] | None = None, **flags: object) -> Any:
    command = [sys.executable, "-m", "pipeline", *arguments(source, out, model, **flags)]
    return subprocess.Popen(command, env={**SURROUNDED, **(env or {})}, stderr=subprocess.PIPE, text=True)


def children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def until(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """What `condition` gives as soon as it is true."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
    return found


def gone(processes: Iterable[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


def digests(out: Path) -> dict[str, str]:
    """SHA-256 of every table file but those of runs, whose rows have times."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in files(out).items()}


def temporary(out: Path) -> list[Path]:
    return [path for path in out.rglob("*") if is_temporary(path)]


def check_readable(out: Path) -> int:
    """Every table can be read as it is, without doubles, all for the same articles; returns how many those are."""
    if not out.exists():
        return 0
    frames = {
        name: pd.read_parquet(out / name) for name in ROWS if name != "runs" and list((out / name).glob("*.parquet"))
    }
    for name, column in IDENTIFIED.items():
        if name in frames:
            assert frames[name][column].is_unique, name
    return len(frames.get("articles", ()))
