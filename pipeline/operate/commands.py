"""Commands for operations, as part of the command line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

Out = Annotated[Path, typer.Option(metavar="DIR", help="Output folder to look at.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, for programs.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this room to `app`."""
    app.command("failed")(failed)


def failed(out: Out, *, json: Json = False) -> None:
    """What was rejected, by reason: a table on a terminal, tab-separated lines on a pipe.

    \b
    Example:
      zegsman failed --out output
    """
    from pipeline.operate import failed as view  # noqa: PLC0415  reads Parquet: only for those who need it
    from pipeline.report.output import Output  # noqa: PLC0415

    rows = Output(out).rejected()
    console = _console()
    if json or not console.is_terminal:
        _print(view.json_lines(rows) if json else view.lines(rows))
    elif rows:
        console.print(view.table(rows), markup=False)
    else:
        typer.echo(f"Nothing was rejected in {out}")


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415  not for --help

    return Console(highlight=False, markup=False)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
