"""How ingest says that an input cannot become an article."""

from __future__ import annotations

import re

from pipeline.ingest.limits import MAX_DETAIL_CHARACTERS
from pipeline.schema import Rejected, RejectReason

UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What may not stand in names and explanations: controls, line separators, bidirectional overrides, lone surrogates."""


class FaultError(Exception):
    """An input, or one record of it, is rejected; caught where the record is known and turned into a row."""

    def __init__(self, *, reason: RejectReason, detail: str, line: int | None = None) -> None:
        self.reason: RejectReason = reason
        self.detail = detail
        self.line = line
        super().__init__(detail)


def storable(text: str) -> str:
    """`text` with escapes for what cannot be shown or stored (names of files may hold any bytes)."""
    return UNSHOWABLE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def rejected(
    error: FaultError, *, source: str, line: int | None = None, article_id: str | None = None,
    record_sha256: str | None = None,
) -> Rejected:  # fmt: skip
    """The row of an input that was rejected for `error`.

    Only rejections that cost work carry the record's hash: those found while listing the input are found again for
    nothing, and the hash of a doubled record may be that of an accepted one.
    """
    return Rejected(
        source=source,
        line=error.line if error.line is not None else line,
        article_id=storable(article_id) if article_id is not None else None,
        reason=error.reason,
        detail=storable(error.detail)[:MAX_DETAIL_CHARACTERS],
        record_sha256=record_sha256,
    )
