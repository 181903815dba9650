"""Room for an array in a file, of which little is in memory at a time."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Flat:
    """`rows` are as any array; after `release` none of them are in memory until they are looked at again."""

    rows: npt.NDArray[Any]

    def release(self) -> None:
        """Have the system take back the memory in which parts of the file are: else all of it stays, as soon as looked at."""
        if isinstance(self.rows, np.memmap) and hasattr(mmap, "MADV_DONTNEED"):
            mapped: Any = self.rows.base
            mapped.madvise(mmap.MADV_DONTNEED)


@contextmanager
def flat(path: Path, dtype: np.dtype[Any], *, size: int) -> Iterator[Flat]:
    """An array of so many rows, in a file that is gone afterwards."""
    path.unlink(missing_ok=True)
    try:
        yield Flat(np.memmap(path, dtype=dtype, mode="w+", shape=size) if size else np.zeros(0, dtype=dtype))
    finally:
        path.unlink(missing_ok=True)
