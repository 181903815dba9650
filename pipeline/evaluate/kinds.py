"""Kinds of difference between gold and output."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Kinds of error; `all` shows every kind."""

    MISSED = "missed"
    SPURIOUS = "spurious"
    SPAN = "span"
    KIND = "kind"
    CUE = "cue"
    SOURCE = "source"
    SPEAKER = "speaker"
    NAME = "name"
    CLAIM = "claim"
    ALL = "all"
