"""Who holds the lock of an output folder, without asking for it."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from pipeline.store.transaction import STATE


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds the lock. `alive` is None where it is on another machine."""

    pid: int
    host: str
    run_id: str
    since: str
    alive: bool | None


def holder(root: Path) -> Holder | None:
    """What stands beside the lock; None where nobody holds it. A holder that is not alive was killed."""
    try:
        told = json.loads((root / STATE / "holder.json").read_bytes())
    except (OSError, ValueError):  # nobody, or just being written
        return None
    here = told["host"] == socket.gethostname()
    return Holder(told["pid"], told["host"], told["run_id"], told["since"], _alive(told["pid"]) if here else None)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        return True
    return True
