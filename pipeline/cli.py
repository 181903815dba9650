"""The command line. Nothing heavy is imported before a command needs it, so `zegsman --help` is instant."""

from __future__ import annotations

import logging
import shlex
import sys
import traceback
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import __version__
from pipeline.errors import ExitStatus, ZegsmanError
from pipeline.options import (
    Dask,
    Deadline,
    DryRun,
    Inputs,
    Language,
    LogFormat,
    Map,
    Model,
    Out,
    Prune,
    Quiet,
    RetryFailed,
    ShardSize,
    Strict,
    Workers,
)

if TYPE_CHECKING:
    from pipeline.run.settings import Settings
    from pipeline.run.task import Task

app = typer.Typer(
    name="zegsman",
    help="Who said what, in Dutch news: articles in, a table of facts and claims out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # errors are told in one line, see `main`
    rich_markup_mode=None,  # plain help reads the same in a terminal, a log and the README
)


def _show_version(asked: bool) -> None:  # noqa: FBT001  the signature is click's
    if not asked:
        return
    from pipeline import model  # noqa: PLC0415

    name = _settings().model
    try:
        described = model.describe(name)
    except ZegsmanError:
        described = f"{name} (not installed)"
    typer.echo(f"zegsman {__version__}, language model {described}")
    raise typer.Exit


@app.callback()
def _common(
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of errors.")] = False,
    version: Annotated[  # noqa: ARG001  its callback does it
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show versions and exit.")
    ] = False,
) -> None:
    _Options.debug = debug


@app.command()
def extract(
    inputs: Inputs,
    out: Out,
    *,
    model: Model = None,
    map: Map = None,  # noqa: A002  the name of the flag
    language: Language = None,
    shard_size: ShardSize = None,
    workers: Workers = None,
    dask: Dask = None,
    deadline: Deadline = None,
    prune: Prune = None,
    retry_failed: RetryFailed = None,
    strict: Strict = None,
    log_format: LogFormat = None,
    quiet: Quiet = None,
    dry_run: DryRun = False,
) -> None:
    """All stages on INPUT: articles in, tables out. What was done before is not done again.

    \b
    Example:
      zegsman extract articles/ --out output
    """
    settings = _settings(
        model=model,
        map=map,
        language=language,
        shard_size=shard_size,
        workers=workers,
        dask=dask,
        deadline=deadline,
        prune=prune,
        retry_failed=retry_failed,
        strict=strict,
        log_format=log_format,
        quiet=quiet,
    )
    if dry_run:
        _preview(settings, out, inputs)
    else:
        _run("extract", settings, out, inputs=inputs)


@app.command()
def ingest(
    inputs: Inputs,
    out: Out,
    *,
    map: Map = None,  # noqa: A002  the name of the flag
    language: Language = None,
    shard_size: ShardSize = None,
    workers: Workers = None,
    dask: Dask = None,
    deadline: Deadline = None,
    prune: Prune = None,
    strict: Strict = None,
    log_format: LogFormat = None,
    quiet: Quiet = None,
) -> None:
    """First stage: read, decode and clean INPUT into the table articles.

    \b
    Example:
      zegsman ingest feed.jsonl.gz --map text=body --out output
    """
    settings = _settings(
        map=map,
        language=language,
        shard_size=shard_size,
        workers=workers,
        dask=dask,
        deadline=deadline,
        prune=prune,
        strict=strict,
        log_format=log_format,
        quiet=quiet,
    )
    _run("ingest", settings, out, inputs=inputs)


@app.command()
def tokenize(
    out: Out,
    *,
    model: Model = None,
    workers: Workers = None,
    dask: Dask = None,
    deadline: Deadline = None,
    strict: Strict = None,
    log_format: LogFormat = None,
    quiet: Quiet = None,
) -> None:
    """Second stage: paragraphs, quotation marks, sentences and the language model, from what ingest stored.

    \b
    Example:
      zegsman tokenize --model nl_core_news_sm --out output
    """
    settings = _settings(
        model=model, workers=workers, dask=dask, deadline=deadline, strict=strict, log_format=log_format, quiet=quiet
    )
    _run("tokenize", settings, out)


def _add_stage(name: str, told: str) -> None:
    """Add a stage that works on what is stored and needs no language model."""

    @app.command(name, help=f"{told}\n\n\b\nExample:\n  zegsman {name} --out output")
    def stage(
        out: Out,
        *,
        workers: Workers = None,
        dask: Dask = None,
        deadline: Deadline = None,
        strict: Strict = None,
        log_format: LogFormat = None,
        quiet: Quiet = None,
    ) -> None:
        settings = _settings(
            workers=workers, dask=dask, deadline=deadline, strict=strict, log_format=log_format, quiet=quiet
        )
        _run(name, settings, out)


_add_stage("entities", "Third stage: mentions and entities, from what tokenize stored.")
_add_stage("quotes", "Fourth stage: attributions with source, cue, content and speaker, from what entities stored.")
_add_stage("claims", "Fifth stage: one row a proposition, from what quotes stored.")


def main() -> None:
    """Run the command line. Errors become one line and the exit status of the contract."""
    from pipeline.run.stop import Stopped  # noqa: PLC0415  small, but this module imports no room

    _mount()
    with _Options.log:
        try:
            app(prog_name="zegsman")
        except Stopped as stopped:
            _complain(f"Stopped ({stopped}). What was finished is kept; the same command goes on from there.")
            sys.exit(stopped.exit_status)
        except ZegsmanError as error:
            _complain(str(error), code=error.code)
            sys.exit(error.exit_status)
        except Exception as error:  # noqa: BLE001  a bug: said briefly, with its traceback on request
            hint = "" if _Options.debug else " `zegsman --debug …` shows where."
            told = f"Z000 {type(error).__name__}: {error}. This is a fault of zegsman, please report it.{hint}"
            _complain(told, code="Z000")
            sys.exit(ExitStatus.FAILED)


def _complain(told: str, **more: str) -> None:
    """The last line of a run that did not end well, in the log where that is JSON."""
    if _Options.json:
        logging.getLogger("zegsman").error(told, exc_info=_Options.debug, extra=more)
        return
    if _Options.debug:
        traceback.print_exc()
    typer.echo(told, err=True)


def _mount() -> None:
    """Add the commands that rooms bring themselves."""
    from pipeline.evaluate.commands import add_command  # noqa: PLC0415  not needed to import this module
    from pipeline.export.commands import add_commands as add_exports  # noqa: PLC0415
    from pipeline.model.commands import app as model_app  # noqa: PLC0415
    from pipeline.operate import commands as operate  # noqa: PLC0415
    from pipeline.report.commands import add_commands  # noqa: PLC0415

    add_command(app, _extract_quietly)
    add_commands(app)
    add_exports(app)
    operate.add_commands(app)
    app.add_typer(model_app, name="model")


def _extract_quietly(source: Path, out: Path, model: str | None) -> None:
    """All stages on one input file, for `evaluate`."""
    _batch("extract", _settings(model=model, quiet=True), out, [str(source)])


class _Options:
    """What was given before the command, and how the log is written."""

    debug = False
    json = False
    log = ExitStack()
    """Ends after the last line of a run is told."""


def _batch(name: str, settings: Settings, out: Path, inputs: list[str]) -> Task:
    """Run `extract` or a stage and tell about it on standard error."""
    from pipeline.run import batch  # noqa: PLC0415  reads Parquet: only for commands that need it
    from pipeline.run.report import Reporter  # noqa: PLC0415
    from pipeline.run.stop import stoppable  # noqa: PLC0415

    settings = _logged(settings)
    with stoppable(), Reporter(settings, debug=_Options.debug) as reporter:
        task = batch.run(name, inputs, out=out, settings=settings, command=_command(), watch=reporter)
        reporter.end(task)
    return task


def _run(name: str, settings: Settings, out: Path, *, inputs: list[str] | None = None) -> None:
    """The same, with the line on standard output, and status 3 where --strict asks for it."""
    from pipeline.run.report import summary  # noqa: PLC0415

    task = _batch(name, settings, out, inputs or [])
    typer.echo(summary(task, out))
    if settings.strict and task.run.articles_rejected:
        raise typer.Exit(ExitStatus.REJECTED)


def _preview(settings: Settings, out: Path, inputs: list[str]) -> None:
    """What `extract` would do, in one line on standard output; status 3 as the run would have it."""
    from pipeline.run.preview import preview  # noqa: PLC0415  as batch
    from pipeline.run.report import Reporter  # noqa: PLC0415

    settings = _logged(settings)
    with Reporter(settings, debug=_Options.debug):
        found = preview(inputs, out=out, settings=settings, command=_command())
    typer.echo(found.line(out))
    if settings.strict and found.rejected:
        raise typer.Exit(ExitStatus.REJECTED)


def _logged(settings: Settings) -> Settings:
    """The settings with a run_id, which all lines of a JSON log carry from here on."""
    from pipeline.run.batch import new_run_id  # noqa: PLC0415  as batch
    from pipeline.run.jsonlog import json_log  # noqa: PLC0415

    run_id = settings.run_id or new_run_id()
    if settings.log_format == "json":
        _Options.json = True
        _Options.log.enter_context(json_log(run_id, debug=_Options.debug))
    return settings.model_copy(update={"run_id": run_id})


def _command() -> str:
    return shlex.join(["zegsman", *sys.argv[1:]])


def _settings(**flags: object) -> Settings:
    """Flags over environment over file; --map comes as a list of ours=theirs."""
    from pipeline.run import settings  # noqa: PLC0415  pydantic takes its time

    given = flags.get("map")
    if isinstance(given, list):
        pairs = [item.partition("=") for item in given]
        if not all(ours and theirs for ours, _, theirs in pairs):
            message = "expected OURS=THEIRS, such as text=body"
            raise typer.BadParameter(message, param_hint="--map")
        flags["map"] = {ours: theirs for ours, _, theirs in pairs}
    return settings.load(**flags)
