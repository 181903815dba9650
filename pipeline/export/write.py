"""The one way a format is written: beside its place, then renamed."""

from __future__ import annotations

import importlib
import os
import shutil
from pathlib import Path

from pipeline.export.formats import MODULES, Format
from pipeline.store.atomic import writing
from pipeline.store.output import Output


def export(format_: Format, out: Path, target: Path) -> list[Path]:
    """Write the tables of the output folder `out` into `target` and return the files, in order.

    Files of the same name are replaced when all are complete; others in `target` stay. CannotWriteError, and the errors of
    `Output`.
    """
    output = Output(out)
    module = importlib.import_module(f"pipeline.export.{MODULES[format_]}")  # spaCy only for the format that needs it
    beside = target / f".{format_}.tmp-{os.getpid()}"
    with writing(target):
        beside.mkdir(parents=True)
        try:
            module.write(output, beside)
            return [path.replace(target / path.name) for path in sorted(beside.iterdir())]
        finally:
            shutil.rmtree(beside, ignore_errors=True)
