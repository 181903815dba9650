"""Checksums of an output folder: for each shard or run a small file with the SHA-256 of its files, committed with them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

STATE = ".zegsman"
"""Folder in the output folder for everything that is not a table."""


def path_of(root: Path, stem: str) -> Path:
    """Where the checksums of the files named `stem` lie."""
    return root / STATE / "sums" / f"{stem}.json"


def read(root: Path, stem: str) -> dict[str, str]:
    """SHA-256, hexadecimal, by path in the output folder; none where nothing has been written under that name."""
    path = path_of(root, stem)
    found: dict[str, str] = json.loads(path.read_bytes()) if path.exists() else {}
    return found


def digest(data: bytes) -> str:
    """SHA-256 of what a file holds."""
    return hashlib.sha256(data).hexdigest()


def as_bytes(sums: dict[str, str]) -> bytes:
    """As the file of them; the same sums give the same bytes."""
    return (json.dumps(sums, indent=1, sort_keys=True) + "\n").encode()
