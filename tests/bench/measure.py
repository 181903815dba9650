"""Whole processes, timed in turns, with the peak memory of all their children."""

from __future__ import annotations

import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import psutil

MEBIBYTE = 2**20
LOOK = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Timed:
    """One process from start to end: wall seconds, peak MiB of it and its children (shared pages counted once each)."""

    seconds: float
    mebibytes: float


@dataclass(slots=True)
class Series:
    """What one command took, round by round."""

    rounds: list[Timed] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Median of the wall seconds."""
        return statistics.median(timed.seconds for timed in self.rounds)

    @property
    def mebibytes(self) -> float:
        """Median of the peaks."""
        return statistics.median(timed.mebibytes for timed in self.rounds)

    def ratio(self, other: Series) -> float:
        """How many times faster than `other`: the median of the rounds' ratios, so that a slow minute hits both."""
        return statistics.median(b.seconds / a.seconds for a, b in zip(self.rounds, other.rounds, strict=True))


def memory(process: psutil.Process) -> int:
    """Bytes that a process and its children hold: unshared pages, and the shared ones of the parent alone."""
    total = 0
    for part in (process, *process.children(recursive=True)):
        try:
            total += part.memory_full_info().uss
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
    return total


def timed(command: Sequence[str], *, environment: dict[str, str]) -> Timed:
    """Run a command to its end. Raises CalledProcessError where it fails, with what it wrote."""
    began = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        peak = [0]
        watcher = threading.Thread(target=_watch, args=(psutil.Process(process.pid), process, peak), daemon=True)
        watcher.start()
        output, _ = process.communicate()
        seconds = time.perf_counter() - began
    watcher.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    return Timed(seconds, peak[0] / MEBIBYTE)


def _watch(seen: psutil.Process, process: subprocess.Popen[bytes], peak: list[int]) -> None:
    while process.poll() is None:
        try:
            peak[0] = max(peak[0], memory(seen))
        except psutil.NoSuchProcess:
            return
        time.sleep(LOOK)


def in_turns(
    commands: dict[str, Callable[[], Sequence[str]]], *, rounds: int, environment: dict[str, str]
) -> dict[str, Series]:
    """Each command once a round, the order turned round by round. A command is made anew each time: outputs are fresh."""
    made = {name: Series() for name in commands}
    for number in range(rounds):
        names = list(commands)[:: -1 if number % 2 else 1]
        for name in names:
            made[name].rounds.append(timed(commands[name](), environment=environment))
    return made
