"""Arrays in files: what is put in is there, memory is given back, nothing stays behind."""

from __future__ import annotations

import mmap
import os
from pathlib import Path

import numpy as np
import psutil
import pytest

from pipeline.run.flat import flat

NUMBERS = np.dtype(np.int64)


@pytest.mark.parametrize("size", [0, 1, 70_000])
def test_what_is_put_in_is_there_after_release(tmp_path: Path, size: int) -> None:
    with flat(tmp_path / "numbers", NUMBERS, size=size) as room:
        room.rows[:] = np.arange(size)
        room.release()
        assert (room.rows == np.arange(size)).all()
    assert list(tmp_path.iterdir()) == []


def test_a_file_left_by_a_killed_run_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "numbers").write_bytes(b"torn")
    with flat(tmp_path / "numbers", NUMBERS, size=3) as room:
        assert room.rows.tolist() == [0, 0, 0]


def test_the_file_is_gone_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError), flat(tmp_path / "numbers", NUMBERS, size=3):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(mmap, "MADV_DONTNEED"), reason="the system cannot be asked for it")
def test_memory_is_given_back(tmp_path: Path) -> None:
    process, size = psutil.Process(os.getpid()), 8_000_000
    with flat(tmp_path / "numbers", NUMBERS, size=size) as room:
        before = process.memory_info().rss
        room.rows[:] = 7
        held = process.memory_info().rss - before
        room.release()
        assert held > 0.9 * room.rows.nbytes
        assert process.memory_info().rss - before < 0.1 * room.rows.nbytes
