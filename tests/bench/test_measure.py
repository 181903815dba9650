"""What the benchmark computes; it itself is run by `make bench`, never as a test."""

from __future__ import annotations

import subprocess
import sys

import pytest
from measure import MEBIBYTE, Series, Timed, in_turns, timed


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_memory_of_children_counts() -> None:
    hold = f"x = bytearray(60 * {MEBIBYTE}); import time; time.sleep(0.6)"
    alone = timed(python("import time; time.sleep(0.6)"), environment={})
    child = timed(python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"), environment={})
    assert child.mebibytes > alone.mebibytes + 50
    assert child.seconds >= 0.6


def test_a_command_that_fails_is_an_error_with_its_output() -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        timed(python("print('why'); raise SystemExit(3)"), environment={})
    assert failed.value.output == b"why\n"


def test_ratios_are_of_the_same_round() -> None:
    """A machine that is slow for one round slows both, so the ratio stays."""
    ours = Series([Timed(1, 1), Timed(10, 1), Timed(1, 1)])
    theirs = Series([Timed(2, 1), Timed(20, 1), Timed(2, 1)])
    assert ours.ratio(theirs) == 2
    assert theirs.seconds == 2


def test_commands_take_turns() -> None:
    made: list[str] = []

    def command(name: str) -> list[str]:
        made.append(name)
        return python("")

    found = in_turns({"a": lambda: command("a"), "b": lambda: command("b")}, rounds=2, environment={})
    assert made == ["a", "b", "b", "a"]
    assert [len(series.rounds) for series in found.values()] == [2, 2]
