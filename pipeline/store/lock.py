"""One run at a time in an output folder; whoever is refused learns who holds it."""

from __future__ import annotations

import json
import os
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipeline.errors import LockedError
from pipeline.store.atomic import replace, writing


class Lock:
    """Lock on an output folder. The system frees it when its process dies, so a stale one never blocks."""

    def __init__(self, state: Path, *, run_id: str) -> None:
        self._state = state
        self._run_id = run_id
        self._lock = FileLock(state / "lock")
        self.died: str | None = None
        """run_id of a run that held the lock and died without freeing it."""

    def acquire(self) -> None:
        """Take the lock or raise LockedError at once."""
        with writing(self._state / "lock"):
            self._state.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                raise self._refused() from None
        self.died = self._holder().get("run_id")
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "run_id": self._run_id, "since": _now()}
        replace(self._state / "holder.json", json.dumps(holder).encode())

    def release(self) -> None:
        """Free the lock."""
        (self._state / "holder.json").unlink(missing_ok=True)
        self._lock.release()

    def _holder(self) -> dict[str, Any]:
        try:
            holder: dict[str, Any] = json.loads((self._state / "holder.json").read_bytes())
        except (OSError, ValueError):  # nobody, or just being written
            return {}
        return holder

    def _refused(self) -> LockedError:
        who = self._holder()
        name = f"process {who['pid']} on {who['host']} since {who['since']}" if who else "another run"
        return LockedError(
            f"{self._state.parent} is held by {name}.", "Wait until it has ended, or choose another --out."
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
