"""Bytes to text: strict UTF-8, UTF-16 by its mark, else a guess among the few encodings Dutch news comes in."""

from __future__ import annotations

import codecs
import re

from pipeline.ingest.faults import FaultError

ISOLATION = ["utf_8", "utf_8_sig", "utf_16", "cp1252"]
"""A free guess takes Dutch windows-1252 for mac_latin2 or cp1250 ('coŲrdinator'); one among these is right."""
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
SLOPPY = "sloppy-windows-1252"
UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
"""Bytes that windows-1252 does not define; stray ones must not lose an article (repair takes them out)."""
SAMPLE_BYTES = 2**20
"""As much of a long input as the encoding is guessed from."""
LINE_END = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
"""Line ends of Windows and old Macs; vertical tab (Word), form feed (page end), Unicode's separators."""


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Text of `data`, a line feed at each line end. FaultError (undecodable): binary data, encodings of other scripts.

    `declared` is what a page says of itself; it is believed where the bytes are not UTF-8.
    """
    name = encoding(data, declared=declared)
    try:
        return normal_lines(data.decode(name))
    except UnicodeDecodeError as error:
        what = f"Not {name}: {error.reason} at byte {error.start:,}."
        raise FaultError(reason="undecodable", detail=what) from error


def encoding(data: bytes, *, declared: str | None = None) -> str:
    """Name of the codec for `data`, or for a file that it is a piece of. FaultError (undecodable)."""
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return name
    if b"\0" in data:
        what = "This is binary data, or UTF-16 without its mark: it has zero bytes."
        raise FaultError(reason="undecodable", detail=what)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _known(declared or "") or _guess(data, error)
    return "utf-8"


def _known(name: str) -> str | None:
    """The codec of an encoding's name. As in browsers, latin-1 means windows-1252."""
    import ftfy.bad_codecs  # noqa: F401, PLC0415  registers windows-1252 with its five undefined bytes as controls

    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return SLOPPY if codec in {"iso8859-1", "cp1252", "ascii", "utf-8"} else codec


def _guess(data: bytes, error: UnicodeDecodeError) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415  only where it is needed

    best = from_bytes(data[:SAMPLE_BYTES].translate(None, UNDEFINED), cp_isolation=ISOLATION).best()
    if best is None:
        what = f"Not UTF-8 (byte {data[error.start]:#04x} at {error.start:,}) and not windows-1252 either."
        raise FaultError(reason="undecodable", detail=what) from error
    return _known(best.encoding) or best.encoding


def normal_lines(text: str) -> str:
    """`text` with a line feed at every line end. Not a repair: positions are counted in the text after this."""
    return LINE_END.sub("\n", text)
