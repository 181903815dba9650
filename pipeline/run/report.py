"""What people and log collectors see of a run: progress, log records, the table and some claims at the end."""

from __future__ import annotations

import logging
import textwrap
import traceback
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipeline.run.jsonlog import PLAIN
from pipeline.run.settings import Settings
from pipeline.run.task import Task
from pipeline.schema import Claim, Quote, Run

LINE_SECONDS = 10.0
"""Where nobody watches a terminal, one line of progress in so many seconds."""
SHORT = 90
"""Characters of a claim's words at the end of a run."""

log = logging.getLogger("zegsman")


class Reporter:
    """Shows a run on standard error while it goes on; use as a context manager and call it after each shard.

    With the log in JSON it only logs: `jsonlog.json_log` writes that.
    """

    def __init__(self, settings: Settings, *, debug: bool = False) -> None:
        self._settings = settings
        self._console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
        self._debug = debug
        self._handler = TextHandler(self._console, debug=debug)
        columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
        shown = self._console.is_terminal and not settings.quiet and settings.log_format == "text"
        self._progress = Progress(*columns, console=self._console, transient=True, disable=not shown)
        self._bar = self._progress.add_task("reading the input", total=None)
        self._last = perf_counter()

    def __enter__(self) -> Self:
        if self._settings.log_format == "text":
            log.addHandler(self._handler)
            log.setLevel(logging.DEBUG if self._debug else logging.INFO)
        self._progress.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self._progress.stop()
        log.removeHandler(self._handler)

    def __call__(self, run: Run) -> None:
        """Tell how far `run` is."""
        now = perf_counter()
        self._progress.update(self._bar, description=progress_line(run))
        if self._settings.log_format == "json":
            log.info("shard done", extra=counts(run))
        elif self._progress.disable and not self._settings.quiet and now - self._last > LINE_SECONDS:
            self._last = now
            log.info(progress_line(run))

    def end(self, task: Task) -> None:
        """Tell what came of it: a log record, or a table and some claims to read."""
        if self._settings.log_format == "json":
            log.info("run finished", extra={"wrote": task.wrote, **counts(task.run)})
        elif task.wrote and not self._settings.quiet:
            self._console.print(table(task.run))
            for claim, quote in task.samples:
                self._console.print(claim_line(claim, quote))


class TextHandler(logging.Handler):
    """Log records for people, above the progress line."""

    def __init__(self, console: Console, *, debug: bool) -> None:
        super().__init__()
        self._console = console
        self._debug = debug

    def emit(self, record: logging.LogRecord) -> None:
        """Print the message and what was given with it."""
        given = {key: value for key, value in vars(record).items() if key not in PLAIN and value is not None}
        details = ", ".join(f"{key} {value}" for key, value in given.items())
        self._console.print(f"{record.getMessage()}: {details}" if details else record.getMessage())
        if record.exc_info and self._debug:
            self._console.print("".join(traceback.format_exception(*record.exc_info)))


def counts(run: Run) -> dict[str, int | float]:
    """The numbers of a run's row."""
    names = [name for name in run.__slots__ if isinstance(getattr(run, name), int | float)]
    return {name: round(getattr(run, name), 3) for name in names}


def words_a_second(run: Run) -> int:
    """Speed of the work itself, from reading to writing; starting up (a second or two) would hide it in a small run.

    Several workers spend more seconds than pass.
    """
    seconds = min(run.seconds, sum(getattr(run, name) for name in run.__slots__ if name.startswith("seconds_")))
    return round(run.words / seconds) if seconds else 0


def progress_line(run: Run) -> str:
    """How far a run is."""
    done = run.articles_new + run.articles_changed
    return (
        f"{run.articles_in:,} read, {done:,} worked on, {run.articles_rejected:,} rejected, "
        f"{run.quotes:,} quotes, {run.claims:,} claims, {words_a_second(run):,} words/s"
    )


def summary(task: Task, out: Path) -> str:
    """The run in one line, for standard output."""
    run = task.run
    rejected = f", {run.articles_rejected:,} rejected" if run.articles_rejected else ""
    removed = f", {run.articles_removed:,} removed" if run.articles_removed else ""
    if not task.wrote:
        return f"Nothing to do: {run.articles_unchanged:,} articles unchanged{rejected} in {out}"
    found = f", {run.quotes:,} quotes, {run.claims:,} claims" if run.words else ""
    return (
        f"{run.articles_new:,} articles new, {run.articles_changed:,} changed, {run.articles_unchanged:,} unchanged"
        f"{removed}{rejected}{found} in {out} ({run.seconds:.1f} s)"
    )


def table(run: Run) -> Table:
    """The small table at the end of a run."""
    shown = Table()
    cells = {
        "articles": run.articles_new + run.articles_changed, "quotes": run.quotes, "claims": run.claims,
        "rejected": run.articles_rejected, "words": run.words, "words/s": words_a_second(run),
    }  # fmt: skip
    for name in cells:
        shown.add_column(name, justify="right")
    shown.add_row(*(f"{number:,}" for number in cells.values()))
    return shown


def claim_line(claim: Claim, quote: Quote) -> str:
    """A claim as one line to read: who, through which cue, what, how certain, when."""
    words = textwrap.shorten(claim.text, SHORT, placeholder=" …")
    when = f", {claim.time_start}" if claim.time_start else ""
    return f"  {claim.speaker} ({quote.cue or quote.cue_kind}): {words} [{claim.modality}{when}]"
