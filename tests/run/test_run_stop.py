"""Signals wait where they would disturb, and end the run right after."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from pipeline.run.stop import SIGNALS, Stopped, stoppable, undisturbed


def disturbed(number: signal.Signals, finished: list[str]) -> None:
    with undisturbed():
        os.kill(os.getpid(), number)
        time.sleep(0.05)  # the handler has run meanwhile
        finished.append("the work")


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_waits_though_another_thread_may_take_it(number: signal.Signals) -> None:
    over, finished = threading.Event(), []
    other = threading.Thread(target=over.wait)
    other.start()
    try:
        with stoppable(), pytest.raises(Stopped) as stopped:
            disturbed(number, finished)
    finally:
        over.set()
        other.join()
    assert finished == ["the work"]
    assert stopped.value.exit_status == 128 + number


def test_without_a_signal_nothing_is_raised_and_the_next_one_counts() -> None:
    with stoppable():
        with undisturbed(), undisturbed():
            pass
        with pytest.raises(Stopped):
            os.kill(os.getpid(), signal.SIGTERM)


def test_handlers_are_as_before() -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    with stoppable():
        assert [signal.getsignal(number) for number in SIGNALS] != before
    assert [signal.getsignal(number) for number in SIGNALS] == before
