"""The formats by name, and the one way they are written: beside their place, then renamed."""

from __future__ import annotations

import importlib
import os
import shutil
from enum import StrEnum
from pathlib import Path

from pipeline.store.atomic import writing
from pipeline.store.output import Output


class Format(StrEnum):
    """What `zegsman export` writes."""

    CSV = "csv"
    JSONL = "jsonl"
    WEB_ANNOTATION = "web-annotation"
    SCHEMA_ORG = "schema-org"
    LABEL_STUDIO = "label-studio"
    DOCBIN = "docbin"


MODULES = {
    Format.CSV: "csvs",
    Format.JSONL: "jsonl",
    Format.WEB_ANNOTATION: "web_annotation",
    Format.SCHEMA_ORG: "schema_org",
    Format.LABEL_STUDIO: "label_studio",
    Format.DOCBIN: "docbin",
}
"""The module of each format, whose `write(output, folder)` puts whole files into an empty folder."""


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
