"""Two folders change places in one step, so that whoever opens one of them finds the old or the new, and never neither."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.errors import CannotWriteError

AT_FDCWD = -100
RENAME_EXCHANGE = 2
"""Linux 3.15 and later; ext4, xfs, btrfs, tmpfs and most local file systems have it, NFS and SMB do not."""


def exchange(one: Path, other: Path) -> None:
    """Let two folders of one file system change places. OSError where the system cannot do that in one step."""
    library = ctypes.CDLL(None, use_errno=True)
    rename = getattr(library, "renameat2", None)
    if rename is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def require(folder: Path) -> None:
    """Try it on two empty folders; CannotWriteError where it cannot be done there."""
    try:
        with TemporaryDirectory(dir=folder) as one, TemporaryDirectory(dir=folder) as other:
            exchange(Path(one), Path(other))
    except OSError as error:
        raise CannotWriteError(
            f"On the file system of {folder} two folders cannot change places in one step: {error.strerror}.",
            "Compact a copy on a local disk of Linux. Nothing was changed.",
        ) from error
