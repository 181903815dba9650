"""Files as streams of bytes, decompressed, with an eye on bombs; memory does not depend on the size of a file."""

from __future__ import annotations

import codecs
import gzip
import io
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol

from pipeline.ingest.faults import FaultError
from pipeline.ingest.limits import MAX_RATIO, MAX_RECORD_BYTES, MAX_UNPACKED_BYTES, RATIO_FLOOR_BYTES

COMPRESSIONS = (".gz", ".zst")
CHUNK = 2**16
ZSTD_PIECE = 2**10
"""Compressed bytes taken at a time: a block of 4 bytes may stand for 128 kB, so 1 kB gives 32 MB at the most."""
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Watched(io.RawIOBase):
    """The decompressed side of `raw`; FaultError once it has grown beyond reason."""

    def __init__(self, inner: _Readable, raw: BinaryIO) -> None:
        self._inner, self._raw, self._out = inner, raw, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._inner.read(min(len(buffer), CHUNK))
        buffer[: len(data)] = data
        self._out += len(data)
        if self._out > max(RATIO_FLOOR_BYTES, MAX_RATIO * self._raw.tell()):
            what = f"The file grows to more than {MAX_RATIO} times its size when decompressed."
            raise FaultError(reason="too_large", detail=what)
        return len(data)


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """The bytes of a file, decompressed by its suffix.

    FaultError (unreadable) where the file cannot be opened, or breaks while it is read inside the context.
    """
    with _readable(), open(path, "rb") as raw:  # noqa: PTH123  a Path costs more than the rest for small files
        if path.lower().endswith(COMPRESSIONS):
            yield io.BufferedReader(_Watched(_decompressed(raw, path), raw), CHUNK)
        else:
            yield raw


@contextmanager
def _readable() -> Iterator[None]:
    from zstandard import ZstdError  # noqa: PLC0415  loads a shared library

    try:
        yield
    except (OSError, EOFError, zlib.error, ZstdError) as error:
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise FaultError(reason="unreadable", detail=f"The file cannot be read: {why}.") from error


def _decompressed(raw: BinaryIO, path: str) -> _Readable:
    return gzip.GzipFile(fileobj=raw) if path.lower().endswith(".gz") else _Frames(raw)


class _Frames:
    """The frames of a .zst file. zstandard's own reader takes a file that breaks off for one that ends."""

    def __init__(self, raw: BinaryIO) -> None:
        from zstandard import ZstdDecompressor  # noqa: PLC0415  only where it is used

        self._raw, self._zstd = raw, ZstdDecompressor()
        self._frame = self._zstd.decompressobj()
        self._out = io.BytesIO()
        self._inside = False

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; none at the end. EOFError where the file breaks off inside a frame."""
        while not (data := self._out.read(size)):
            piece = self._next_piece()
            if not piece:
                return b""
            self._out = io.BytesIO(self._frame.decompress(piece))
        return data

    def _next_piece(self) -> bytes:
        rest = b""
        if self._frame.eof:
            rest, self._frame, self._inside = self._frame.unused_data, self._zstd.decompressobj(), False
        piece = rest or self._raw.read(ZSTD_PIECE)
        if not piece and self._inside:
            broken = "the file breaks off"
            raise EOFError(broken)
        self._inside = self._inside or bool(piece)
        return piece


def read_whole(stream: BinaryIO, *, limit: int, advice: str) -> bytes:
    """All bytes of a file that has to be held in memory; FaultError (too_large) beyond `limit`."""
    data = stream.read(CHUNK)  # most are small, and asking for the limit would set that much aside
    if len(data) == CHUNK:
        data += stream.read(limit + 1 - CHUNK)
    if len(data) > limit:
        raise FaultError(reason="too_large", detail=f"More than {limit // 2**20} MB{advice}.")
    return data


@contextmanager
def unpacked(stream: BinaryIO) -> Iterator[BinaryIO]:
    """`stream` in a temporary file, for formats that are read from their end; removed afterwards."""
    with tempfile.TemporaryFile() as file:
        size = 0
        while data := stream.read(CHUNK):
            size += file.write(data)
            if size > MAX_UNPACKED_BYTES:
                raise FaultError(reason="too_large", detail=f"More than {MAX_UNPACKED_BYTES // 2**30} GB decompressed.")
        file.seek(0)
        yield file


def lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a file, without byte order mark, in the file's own encoding except UTF-16, which becomes UTF-8.

    None stands for a line longer than MAX_RECORD_BYTES, which is skipped without being held.
    """
    readline = _line_reader(stream)
    line = readline(MAX_RECORD_BYTES + 1).removeprefix(codecs.BOM_UTF8)
    while line:
        if len(line) <= MAX_RECORD_BYTES or line.endswith(b"\n"):
            yield line
        else:
            while (rest := readline(CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield None
        line = readline(MAX_RECORD_BYTES + 1)


def _line_reader(stream: BinaryIO) -> Callable[[int], bytes]:
    """`readline` of the stream; UTF-16 (Windows tools write it) has zero bytes inside its line ends and is recoded."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    if not buffered.peek(2).startswith(UTF16_MARKS):
        return buffered.readline
    text = io.TextIOWrapper(buffered, "utf-16", errors="replace", newline="\n")

    def recoded(limit: int) -> bytes:
        return text.readline(limit).encode("utf-8", "replace")

    return recoded
