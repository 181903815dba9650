"""`zegsman report` and `zegsman explain`, as part of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.place import folder

Out = Annotated[Path, typer.Option(parser=folder, metavar="DIR", help="Output folder to show.", show_default=False)]
SiteFolder = Annotated[
    Path | None, typer.Option("--site", metavar="FOLDER", help="Where the site is written [default: DIR/report].")
]
Figures = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Show these figures too: what `zegsman evaluate GOLD --json` printed.",
                 exists=True, dir_okay=False),
]  # fmt: skip
ArticleId = Annotated[str, typer.Argument(metavar="ARTICLE_ID", help="Identifier of the article.")]
QuoteId = Annotated[
    str | None,
    typer.Argument(metavar="QUOTE_ID", help="Its quote, such as q3; without it all of them.", show_default=False),
]


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

    @app.command("explain")
    def explain(article_id: ArticleId, quote_id: QuoteId = None, *, out: Out) -> None:
        """Why a quote got its speaker: rule, cue, source, the way to the speaker, and its claims.

        \b
        Example:
          zegsman explain sluis-wemelveen --out output
          zegsman explain sluis-wemelveen q3 --out output
        """
        from pipeline.report import explain  # noqa: PLC0415  reads Parquet: only for those who need it
        from pipeline.store.output import Output  # noqa: PLC0415

        rows = Output(out).article(article_id)
        quotes = explain.chosen(rows, quote_id)
        typer.echo(f"{rows.article.article_id}: {rows.article.title or ''}\n{explain.LEGEND}")
        for quote in quotes:
            typer.echo()
            typer.secho(quote.quote_id, bold=True)
            for line in explain.explain(rows, quote):
                typer.echo(f"  {line.about:9} {line.text}")
