"""The formats by name. Imports nothing, for the help of the command line."""

from __future__ import annotations

from enum import StrEnum


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
