"""`zegsman report`, as part of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[Path, typer.Option(metavar="DIR", help="Output folder to show.", show_default=False)]
SiteFolder = Annotated[
    Path | None, typer.Option("--site", metavar="FOLDER", help="Where the site is written [default: DIR/report].")
]
Figures = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Show these figures too: what `zegsman evaluate GOLD --json` printed.",
                 exists=True, dir_okay=False),
]  # fmt: skip


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this room to `app`."""

    @app.command("report")
    def report(out: Out, *, site: SiteFolder = None, figures: Figures = None) -> None:
        """A site over the output to open in any browser: who said what, each claim in its place in the article.

        \b
        Example:
          zegsman report --out output
        """
        from pipeline.report.build import build  # noqa: PLC0415  reads Parquet: only for those who need it
        from pipeline.report.figures import read_figures  # noqa: PLC0415

        target = site or out / "report"
        made = build(out, target, figures=read_figures(figures) if figures else None)
        overview = made.overview
        typer.echo(
            f"{len(overview.articles):,} articles, {len(made.speakers.by_key):,} speakers, {overview.claims:,} claims: "
            f"open {target / 'index.html'}"
        )
