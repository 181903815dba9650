"""The options that several commands of the command line share, as typer reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.place import folder

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Files, folders, globs, or - for JSON Lines on standard input. "
        ".txt .md .html .json .jsonl .csv .parquet, each also .gz or .zst.",
        show_default=False,
    ),
]
Out = Annotated[Path, typer.Option(parser=folder, metavar="DIR", help="Folder of the tables.", show_default=False)]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="Language model, name or path [default: nl_news].")]
Map = Annotated[
    list[str] | None,
    typer.Option(
        metavar="OURS=THEIRS", help="Read our field from theirs, such as text=body; may be given several times."
    ),
]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="Language that is not rejected [default: nl].")]
ShardSize = Annotated[int | None, typer.Option(metavar="N", help="Articles committed together [default: 50].")]
Workers = Annotated[
    int | None,
    typer.Option(metavar="N", help="Processes that work at once [default: all usable cores]."),
]
Dask = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Work on a Dask cluster: address of its scheduler, or the file it wrote."),
]
Deadline = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", help="Reject an article that takes a worker longer than this [default: 600]."),
]
Strict = Annotated[bool | None, typer.Option("--strict", help="Exit status 3 where inputs were rejected.")]
LogFormat = Annotated[
    str | None, typer.Option(metavar="text|json", help="What goes to standard error [default: text].")
]
Prune = Annotated[
    bool | None, typer.Option("--prune", help="Take articles out that INPUT no longer holds, with all their rows.")
]
RetryFailed = Annotated[
    bool | None,
    typer.Option("--retry-failed", help="Try articles again that failed before, though nothing has changed since."),
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Only say what would be done: nothing is written, no language model is loaded."),
]
Quiet = Annotated[bool | None, typer.Option("--quiet", help="No progress, no table at the end.")]
