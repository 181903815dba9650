"""Files that are whole or not there: written beside the target, synced, renamed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import CannotWriteError


def temporary(target: Path) -> Path:
    """Name beside `target` that neither `*.parquet` nor the folder readers of pyarrow, pandas and Polars match."""
    return target.with_name(f".{target.name}.tmp-{os.getpid()}")


def is_temporary(path: Path) -> bool:
    """Whether `path` is such a name, of any process."""
    return path.name.startswith(".") and ".tmp-" in path.name


def prepare(target: Path, data: bytes) -> Path:
    """Write `data` beside `target` and sync it; returns the temporary file, ready to be renamed."""
    beside = temporary(target)
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    return beside


def replace(target: Path, data: bytes) -> None:
    """Put `data` in the place of `target` at once."""
    prepare(target, data).replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` last through a power cut, where the file system can do that."""
    with contextlib.suppress(OSError):  # some network file systems refuse to open or sync a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def writing(target: Path) -> Iterator[None]:
    """Turn the system's refusal (disk full, no permission, read-only) into an error that says what to do."""
    try:
        yield
    except OSError as error:
        raise CannotWriteError(
            f"{target} cannot be written: {error.strerror or error}.",
            "Nothing is torn: free space or mend the permissions, then run the same command again.",
        ) from error
