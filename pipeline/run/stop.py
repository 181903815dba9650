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


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Inside, the signals wait: for work that takes a moment and is to be done and counted, or neither."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _first(signum: int, _frame: FrameType | None) -> None:
    for number in SIGNALS:
        signal.signal(number, _second)
    raise Stopped(signum)


def _second(signum: int, _frame: FrameType | None) -> None:
    os._exit(128 + signum)
