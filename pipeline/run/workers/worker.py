"""A worker process as its supervisor sees it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from pipeline.run.workers.messages import Message, Order, Place, Ready

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
) | {"TOKENIZERS_PARALLELISM": "false"}
"""A worker takes one core: several that each start a thread for every core hinder each other."""
SETTLING = 600.0
"""Seconds for what belongs to no article: starting, loading the language model, reading and writing files."""


class Worker:
    """Started at once. `place` is what it is doing, as it said; `done` counts the articles it was given."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        life, self._life = os.pipe()
        with theirs:
            path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
            self._process = subprocess.Popen(  # noqa: S603  ourselves
                [sys.executable, "-P", "-m", "pipeline.run.workers.child", str(theirs.fileno()), str(life)],
                pass_fds=(theirs.fileno(), life),
                env=os.environ | ONE_THREAD | {"PYTHONPATH": path},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # standard output is the supervisor's
            )
        os.close(life)
        self.connection = Connection(ours.detach())
        self.pid = self._process.pid
        self.done = 0
        self.ready = False
        self.place = Place()
        self._since = monotonic()
        self._waiting: Order | None = None

    def give(self, order: Order) -> None:
        """Give it work, now or as soon as it is ready. Whether it is dead shows when it is listened to."""
        self.place, self._since = Place(), monotonic()
        self.done += max(1, len(order.job.outcomes))
        self._waiting = order
        with contextlib.suppress(OSError):
            self._send()

    def receive(self) -> Message:
        """What it says next; EOFError or OSError where it is dead."""
        message: Message = self.connection.recv()
        if isinstance(message, Ready):
            self.ready = True
            self._send()
        if isinstance(message, Place):
            if (
                message.article_id != self.place.article_id
                or not message.article_id
                or message.piece > self.place.piece
            ):
                self._since = monotonic()
            self.place = message
        return message

    def _send(self) -> None:
        if self.ready and self._waiting:
            order, self._waiting = self._waiting, None
            self.connection.send(order)

    def patience(self, deadline: float) -> float:
        """Seconds until it has to be given up; negative where that is due."""
        return self._since + (deadline if self.place.article_id else SETTLING) - monotonic()

    def dismiss(self) -> None:
        """Let it go: it ends when it sees that there is no more to do."""
        self.connection.close()

    def kill(self) -> str:
        """End it, and tell how it ended."""
        self.connection.close()
        self._process.kill()
        return self._ended()

    def wait(self, seconds: float) -> None:
        """Give a dismissed worker so long to end by itself."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        self.kill()

    def failed_to_start(self) -> bool:
        """Whether it ended by itself before it was ready."""
        return not self.ready and (self._process.poll() or 0) > 0

    def _ended(self) -> str:
        code = self._process.wait()
        if self._life >= 0:
            os.close(self._life)
            self._life = -1
        return f"signal {-code}" if code < 0 else f"exit status {code}"
