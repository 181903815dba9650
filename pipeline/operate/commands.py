"""Commands for operations, as part of the command line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import ExitStatus
from pipeline.place import folder

if TYPE_CHECKING:
    from rich.console import Console

Out = Annotated[Path, typer.Option(parser=folder, metavar="DIR", help="Output folder to look at.", show_default=False)]
ShardSize = Annotated[int, typer.Option(metavar="N", help="Articles in a file at most.")]
Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, for programs.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this room to `app`."""
    app.command("status")(status)
    app.command("failed")(failed)
    app.command("verify")(verify)
    app.command("compact")(compact)


def status(out: Out, *, json: Json = False) -> None:
    """What an output folder holds, its last runs, what was rejected, and whether a run is going on.

    \b
    Example:
      zegsman status --out output
    """
    from json import dumps  # noqa: PLC0415  the name is the flag's

    from pipeline.operate import status as view  # noqa: PLC0415  reads Parquet: only for those who need it
    from pipeline.store.output import Output  # noqa: PLC0415

    found = view.status(Output(out))
    if json:
        typer.echo(dumps(view.as_json(found), default=str, ensure_ascii=False, indent=1))
        return
    _print(view.lines(found))
    console = _console()
    if console.is_terminal:
        console.print(view.table(found.runs), markup=False)
    else:
        _print(view.run_lines(found.runs))


def failed(out: Out, *, json: Json = False) -> None:
    """What was rejected, by reason: a table on a terminal, tab-separated lines on a pipe.

    \b
    Example:
      zegsman failed --out output
    """
    from pipeline.operate import failed as view  # noqa: PLC0415  reads Parquet: only for those who need it
    from pipeline.store.output import Output  # noqa: PLC0415

    rows = Output(out).rejected()
    console = _console()
    if json or not console.is_terminal:
        _print(view.json_lines(rows) if json else view.lines(rows))
    elif rows:
        console.print(view.table(rows), markup=False)
    else:
        typer.echo(f"Nothing was rejected in {out}")


def verify(out: Out, *, json: Json = False) -> None:
    """Check an output folder: checksums, schema, offsets, references between tables, rows that are there twice.

    Exit status 1 where something is wrong, with a line for each finding. It takes no lock: runs may go on meanwhile.

    \b
    Example:
      zegsman verify --out output
    """
    from pipeline.operate import problems as view  # noqa: PLC0415  reads Parquet: only for those who need it
    from pipeline.operate.verify import Verification  # noqa: PLC0415
    from pipeline.store.output import Output  # noqa: PLC0415

    verification = Verification(Output(out).root)
    found = list(verification.problems())
    _print(view.json_lines(found) if json else view.lines(found))
    checked = f"{verification.files:,} files, {len(verification.articles):,} articles"
    without = "" if verification.listed else "; there are no checksums to compare with"
    typer.echo(
        f"{len(found):,} things are wrong in {out} ({checked}{without})"
        if found
        else f"All is well in {out} ({checked}{without})",
        err=json,
    )
    if found:
        raise typer.Exit(ExitStatus.FAILED)


def compact(out: Out, *, shard_size: ShardSize = 500) -> None:
    """Merge the small files of many runs into larger ones. No row changes, and readers may go on meanwhile.

    \b
    Example:
      zegsman compact --out output
    """
    from pipeline.operate.compact import compact as merge  # noqa: PLC0415  reads Parquet: only for those who need it
    from pipeline.run import settings  # noqa: PLC0415
    from pipeline.run.stop import stoppable  # noqa: PLC0415

    with stoppable():
        typer.echo(merge(out, settings.load(shard_size=shard_size)))


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415  not for --help

    return Console(highlight=False, markup=False)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
