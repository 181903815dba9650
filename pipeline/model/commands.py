"""`zegsman model train|evaluate|package`. Imports wait for the command that needs them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="model", help="Train, evaluate, package the language model.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Language model, name or path.")]
Shared = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Treebanks and gold [default: the folder shared beside the project].", show_default=False
    ),
]
Out = Annotated[Path, typer.Option(metavar="DIR", help="Folder for the result.", show_default=False)]


@app.command()
def train(
    *,
    out: Out,
    shared: Shared = None,
    version: Annotated[str, typer.Option(metavar="N.N.N", help="Version of the new model.")] = "1.0.0",
    steps: Annotated[
        int | None, typer.Option(metavar="N", help="Stop each part after so many steps.", show_default=False)
    ] = None,
) -> None:
    """Train syntax and names from their configurations and put them together: about two hours on one core."""
    from pipeline.model.train import train as run  # noqa: PLC0415 - spaCy

    typer.echo(run(out, shared=shared, version=version, steps=steps))


@app.command()
def evaluate(
    name: Name = "nl_news_sm",
    *,
    shared: Shared = None,
    card: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the figures into this model card as well.", show_default=False),
    ] = None,
) -> None:
    """Print tags, lemmas, parse, sentences, names, size and speed of a model."""
    from pipeline.model.evaluate import evaluate as run  # noqa: PLC0415 - spaCy
    from pipeline.model.evaluate import write_card  # noqa: PLC0415 - spaCy

    report = run(name, shared=shared)
    for part, figure, value in report.rows():
        typer.echo(f"{part:<24}{figure:<16}{value}")
    if card:
        write_card(report, card)


@app.command()
def package(name: Name = "nl_news_sm", *, out: Out) -> None:
    """Make a wheel of a model that `pip install` takes."""
    from pipeline.model.package import package as run  # noqa: PLC0415 - reads the weights

    typer.echo(run(name, out))
