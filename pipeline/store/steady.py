"""Reading an output folder while a run may write to it: one state, never one between two commits. It takes no lock."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pipeline.errors import LockedError
from pipeline.store.transaction import STATE

TRIES = 20
"""How often a reading is repeated because a run committed meanwhile."""
PAUSE = 0.1
"""Seconds between them: a commit is some renames, done in less."""

Found = TypeVar("Found")
State = dict[str, tuple[int, int]]


def steady(root: Path, pattern: str, read: Callable[[], Found]) -> Found:
    """What `read` gives, read between two commits: again where files of `pattern` changed meanwhile.

    LockedError where commits follow one another for two seconds, or one that was interrupted is not finished.
    """
    for _ in range(TRIES):
        before = _state(root, pattern)
        if before is not None:
            found = read()
            if before == _state(root, pattern):
                return found
        time.sleep(PAUSE)
    raise LockedError(f"{root} is being written all the time.", "Wait until the run has ended.")


def _state(root: Path, pattern: str) -> State | None:
    """Size and time of change of the files, None while a commit is under way."""
    if journals(root):
        return None
    try:
        stats = {str(path): path.stat() for path in root.glob(pattern)}
    except FileNotFoundError:  # listed, and gone before it was looked at
        return None
    return {path: (stat.st_mtime_ns, stat.st_size) for path, stat in stats.items()}


def journals(root: Path) -> list[Path]:
    """The commits under way, or interrupted."""
    return sorted((root / STATE / "journal").glob("*.json"))
