"""A worker process: `python -m pipeline.run.workers.child JOBS LIFE`, two file descriptors that its supervisor opened.

It takes orders from the one until that is closed, and leaves at once when the other is: its supervisor is dead then.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import sys
import threading
import traceback
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.errors import ZegsmanError
from pipeline.run.task import Done
from pipeline.run.workers.messages import Failed, Order, Place, Ready
from pipeline.store import Store

KILL_ME_FIRST = "500"
"""Of -1000 to 1000: where memory runs out, the system kills a worker, which is replaced, and not its supervisor."""


def main(jobs: int, life: int) -> None:
    """Work until there is no more to do."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # Ctrl-C and systemd tell all processes; the supervisor decides
    _leave_with_supervisor(life)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(KILL_ME_FIRST, encoding="ascii")
    connection = Connection(jobs)
    connection.send(Ready())
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            order: Order = connection.recv()
            connection.send(_answer(order, connection))
    os._exit(0)  # nothing is left to be done, and no library's tidying up may hang


def _answer(order: Order, connection: Connection) -> Done | Failed:
    """Do an order."""

    def beat(stage: str, article_id: str, piece: int = 0) -> None:
        connection.send(Place(stage, article_id, piece))

    try:
        from pipeline.run.work import work  # noqa: PLC0415  loads spaCy, which takes a second: after saying Ready

        task = order.spec.task(beat=beat)
        order.spec.check(task)
        return work(Store(order.root), order.job, task)
    except ConnectionError:  # the supervisor is gone
        raise
    except Exception as error:  # noqa: BLE001  told to the supervisor, which raises it
        return Failed(_sendable(error))


def _sendable(error: Exception) -> Exception:
    """One of ours as it is; any other, whose class may not stand being sent, by its name and words, its traceback as a note."""
    if isinstance(error, ZegsmanError):
        return error
    found = RuntimeError(f"{type(error).__name__}: {error}")
    found.add_note("In a worker:\n" + "".join(traceback.format_exception(error)))
    return found


def _leave_with_supervisor(life: int) -> None:
    """See to it that this process ends when the other end of the pipe `life` is closed.

    A thread waits for that. Code that holds the interpreter's lock would keep it waiting, so on Linux the system sends a
    signal as well, which ends a process that does not handle it.
    """

    def wait() -> None:
        os.read(life, 1)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
    if sys.platform == "linux":
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
