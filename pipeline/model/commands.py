"""`zegsman model train|evaluate|package`. Imports wait for the command that needs them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.model.load import DEFAULT

app = typer.Typer(
    name="model", help="Train, evaluate, package the language model.", no_args_is_help=True, rich_markup_mode=None
)

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
    name: Annotated[str, typer.Argument(metavar="NAME", help="nl_news or nl_news_sm.")] = DEFAULT,
    *,
    out: Out,
    shared: Shared = None,
    version: Annotated[
        str | None, typer.Option(metavar="N.N.N", help="Version of the new model.", show_default=False)
    ] = None,
    passes: Annotated[
        int | None,
        typer.Option(metavar="N", help="Stop after so many passes over the data: a trial.", show_default=False),
    ] = None,
) -> None:
    """Train a language model as its recipe says: about an hour on two cores. Needs zegsman[train].

    \b
    Example:
      zegsman model train nl_news_sm --out models
    """
    from pipeline.model.train import train as run  # noqa: PLC0415 - spaCy

    typer.echo(run(name, out, shared=shared, version=version, passes=passes))


@app.command()
def evaluate(
    name: Name = DEFAULT,
    *,
    shared: Shared = None,
    card: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the figures into this model card as well.", show_default=False),
    ] = None,
) -> None:
    """Print tags, lemmas, parse, sentences, names, size and speed of a model.

    \b
    Example:
      zegsman model evaluate nl_news --card models/README.md
    """
    from pipeline.model.evaluate import evaluate as run  # noqa: PLC0415 - spaCy
    from pipeline.model.evaluate import write_card  # noqa: PLC0415 - spaCy

    report = run(name, shared=shared)
    for part, figure, value in report.rows():
        typer.echo(f"{part:<32}{figure:<16}{value}")
    if card:
        write_card(report, card)


@app.command()
def package(name: Name = DEFAULT, *, out: Out) -> None:
    """Make a wheel of a model that `pip install` takes.

    \b
    Example:
      zegsman model package nl_news_sm --out dist
    """
    from pipeline.model.package import package as run  # noqa: PLC0415 - reads the weights

    typer.echo(run(name, out))
