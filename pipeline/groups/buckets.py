"""What meets, sorted into files: all keys of a large folder do not fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.groups.leaders import Ints, Numbers

ENTRY = np.dtype([("key", np.uint64), ("member", np.int32), ("brief", np.bool_)])


class Buckets:
    """Members by their keys, in so many files; each key is in one."""

    def __init__(self, folder: Path, number: int) -> None:
        self._paths = [folder / f"keys-{n}" for n in range(number)]

    def add(self, keys: Numbers, members: Ints, brief: npt.NDArray[np.bool_]) -> None:
        """Put members under keys."""
        entries = np.empty(len(keys), dtype=ENTRY)
        entries["key"], entries["member"], entries["brief"] = keys, members, brief
        home = keys % np.uint64(len(self._paths))
        order = np.argsort(home, kind="stable")
        ends = np.searchsorted(home[order], np.arange(1, len(self._paths) + 1, dtype=np.uint64))
        for path, some in zip(self._paths, np.split(entries[order], ends[:-1]), strict=True):
            if len(some):
                with path.open("ab") as file:
                    some.tofile(file)

    def __iter__(self) -> Iterator[tuple[Numbers, Ints, npt.NDArray[np.bool_]]]:
        """The files, one after the other: keys that several have, the members, and whether a member is brief."""
        for path in self._paths:
            if path.exists():
                entries = np.fromfile(path, dtype=ENTRY)
                path.unlink()
                _, key, often = np.unique(entries["key"], return_inverse=True, return_counts=True)
                entries = entries[often[key] > 1]
                yield entries["key"], entries["member"].astype(np.int64), entries["brief"]
