"""Files that are whole or not there: written beside the target, synced, renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import CannotWriteError, DiskFullError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when a disk, a quota or the allowed size of a file is used up."""
OURS = secrets.token_hex(4)
"""Tells this process from others with the same number, on other machines that write to the same folder."""


def temporary(target: Path) -> Path:
    """Name beside `target` that neither `*.parquet` nor the folder readers of pyarrow, pandas and Polars match."""
    return target.with_name(f".{target.name}.tmp-{os.getpid()}-{OURS}")


def is_temporary(path: Path) -> bool:
    """Whether `path` is such a name, of any process."""
    return path.name.startswith(".") and ".tmp-" in path.name


def prepare(target: Path, data: bytes) -> Path:
    """Write `data` beside `target` and sync it; returns the temporary file, ready to be renamed.

    CannotWriteError, DiskFullError: then it is not there.
    """
    beside = temporary(target)
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)  # on a full disk others need the space
            raise
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
        if error.errno in FULL:
            raise DiskFullError(
                f"There is no room to write {target}: {error.strerror}.",
                "Nothing is torn, and what was finished is kept: free space, then run the same command again.",
            ) from error
        raise CannotWriteError(
            f"{target} cannot be written: {error.strerror or error}.",
            "Nothing is torn: free space or mend the permissions, then run the same command again.",
        ) from error
