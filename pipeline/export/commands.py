"""`zegsman export` and `zegsman import`, as part of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.export.formats import Format
from pipeline.place import folder

FormatName = Annotated[Format, typer.Argument(metavar="FORMAT", help=f"One of: {', '.join(Format)}.")]
Out = Annotated[Path, typer.Option(parser=folder, metavar="DIR", help="Output folder to export.", show_default=False)]
Target = Annotated[
    Path | None, typer.Option("--to", metavar="FOLDER", help="Where the files are written [default: DIR/export].")
]
Corrected = Annotated[
    Path, typer.Argument(metavar="FILE", help="JSON export of a Label Studio project.", exists=True, dir_okay=False)
]
Gold = Annotated[
    Path, typer.Option(metavar="FOLDER", help="Folder of gold that the articles go into.", show_default=False)
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this room to `app`."""

    @app.command("export")
    def export(format_: FormatName, out: Out, *, to: Target = None) -> None:
        """Claims and quotes in forms that other programs read.

        csv and jsonl for tables; web-annotation (W3C) and schema-org as JSON-LD; label-studio to correct them; docbin for spaCy.

        \b
        Example:
          zegsman export csv --out output
          zegsman export label-studio --out output --to annotation
        """
        from pipeline.export.write import export as write  # noqa: PLC0415  reads Parquet: only for those who need it

        for path in write(format_, out, to or out / "export"):
            typer.echo(path)

    @app.command("import")
    def import_(file: Corrected, gold: Gold) -> None:
        """Corrected annotation as gold, so that `zegsman evaluate` measures against it.

        \b
        Example:
          zegsman import project-1.json --gold my-gold
          zegsman evaluate my-gold --errors all
        """
        from pipeline.export.corrections import import_file  # noqa: PLC0415  reads gold: only for those who need it

        taken = import_file(file, gold)
        untouched = f"; {taken.untouched} tasks nobody has corrected" if taken.untouched else ""
        typer.echo(f"{len(taken.articles)} articles in {gold}{untouched}")
