"""SIGINT and SIGTERM end a run cleanly: the shard at hand is dropped, what was committed stays.

A second signal ends it at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopped(BaseException):
    """The run was asked to end. Like KeyboardInterrupt no Exception, so that `except Exception` lets it through."""

    def __init__(self, signum: int) -> None:
        self.signum = signum
        super().__init__(signal.Signals(signum).name)

    @property
    def exit_status(self) -> int:
        """As a shell reports a process that a signal ended: 130, 143."""
        return 128 + self.signum


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Inside, the signals raise Stopped; outside they do what they did before."""
    before = {number: signal.signal(number, _first) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Held:
    """Signals that came inside `undisturbed`: how deep in we are, and the one that waits."""

    depth = 0
    signum: int | None = None


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Inside, the signals wait: for work that takes a moment and is to be done and counted, or neither.

    Blocking them for this thread would not do: the system gives them to any other thread (the progress display, Arrow's
    own), and Python runs the handler in this one all the same.
    """
    _Held.depth += 1
    try:
        yield
    finally:
        _Held.depth -= 1
        if not _Held.depth and (signum := _Held.signum) is not None:
            _Held.signum = None
            _first(signum, None)


def _first(signum: int, _frame: FrameType | None) -> None:
    for number in SIGNALS:
        signal.signal(number, _second)
    if _Held.depth:
        _Held.signum = signum
        return
    raise Stopped(signum)


def _second(signum: int, _frame: FrameType | None) -> None:
    os._exit(128 + signum)
