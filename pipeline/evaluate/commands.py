"""`zegsman evaluate`, as part of the command line. Imports wait for the command."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.evaluate.kinds import Kind

if TYPE_CHECKING:
    from pipeline.evaluate.gold import GoldArticle

Extract = Callable[[Path, Path, str | None], None]
"""Run all stages: input file, output folder, language model (None: the usual one)."""

GoldFolder = Annotated[
    Path,
    typer.Argument(
        metavar="GOLD", help="Folder of annotated articles (XML), such as data/gold.", exists=True, file_okay=False
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Output folder that holds these articles; without it they are extracted anew."),
]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="Language model for that, name or path.")]
Probes = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Claim probes (JSON Lines) [default: the .jsonl files in GOLD].",
        exists=True,
        dir_okay=False,
    ),
]
Errors = Annotated[
    Kind | None,
    typer.Option(metavar="KIND", help=f"List the errors of one kind, gold beside output: {', '.join(Kind)}."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as one line of JSON.")]
Gate = Annotated[bool, typer.Option("--gate", help="Fail where a figure is below its floor in GOLD/floors.json.")]
Update = Annotated[bool, typer.Option("--update", help="Pin the figures as the new floors.")]
AllowRegression = Annotated[bool, typer.Option("--allow-regression", help="Let --update lower a floor.")]
Calibrate = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Learn from this gold how sure attributions are; write the weights there."),
]
Jsonl = Annotated[Path | None, typer.Option(metavar="FILE", help="Only write the bare articles there, as input.")]


def add_command(app: typer.Typer, extract: Extract) -> None:
    """Add `evaluate` to `app`; `extract` is called where no output folder is given."""

    @app.command("evaluate")
    def command(  # noqa: PLR0917  typer reads the options by name
        gold: GoldFolder,
        out: Out = None,
        model: Model = None,
        probes: Probes = None,
        errors: Errors = None,
        as_json: AsJson = False,  # noqa: FBT002  typer makes flags of these
        against_floors: Gate = False,  # noqa: FBT002
        update: Update = False,  # noqa: FBT002
        allow_regression: AllowRegression = False,  # noqa: FBT002
        jsonl: Jsonl = None,
        calibrate: Calibrate = None,
    ) -> None:
        """Measure attributions, names and claims against gold.

        \b
        Example:
          zegsman evaluate my-gold
          zegsman evaluate my-gold --errors speaker
        """
        from pipeline.evaluate.gold import gold_as_jsonl, read_gold  # noqa: PLC0415 - Arrow
        from pipeline.evaluate.report import Report, probes_of  # noqa: PLC0415 - Arrow

        articles = read_gold(gold)
        if jsonl:
            gold_as_jsonl(articles, jsonl)
            return
        with tempfile.TemporaryDirectory(prefix="zegsman-") as folder:
            where = out or _extracted(articles, Path(folder), extract, model)
            report = Report(gold, articles, probes_of(gold, articles, probes), where)
            report.show(errors=errors, as_json=as_json)
            if calibrate:
                report.calibrate(calibrate)
            if update:
                report.pin(allow_regression=allow_regression)
            elif against_floors:
                report.hold()


def _extracted(gold: list[GoldArticle], folder: Path, extract: Extract, model: str | None) -> Path:
    from pipeline.evaluate.gold import gold_as_jsonl  # noqa: PLC0415 - Arrow

    gold_as_jsonl(gold, folder / "gold.jsonl")
    extract(folder / "gold.jsonl", folder / "output", model)
    return folder / "output"
