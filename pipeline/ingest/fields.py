"""Fields of records (JSON, CSV, Parquet): which of a record's own names stand for ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError
from pipeline.ingest.faults import FaultError

TABLE = Path(__file__).with_name("fields.tsv")
MAX_LAYOUTS = 1_000
"""Layouts (sets of names) whose translation is remembered; records of one source have few."""


@cache
def names_by_field() -> dict[str, tuple[str, ...]]:
    """The table of understood names, best first."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {field: tuple(names.split()) for field, names in (line.split("\t") for line in lines[1:])}


class FieldMap:
    """Translates records. `mapping` is what the user asked for: our field to the record's name, as in `text=body`.

    SettingsError where `mapping` names a field we do not have.
    """

    def __init__(self, mapping: Mapping[str, str]) -> None:
        unknown = sorted(set(mapping) - set(names_by_field()))
        if unknown:
            raise SettingsError(
                f"--map names {', '.join(unknown)}, which is no field of an article.",
                f"Write it as FIELD=NAME with one of {', '.join(names_by_field())} before the equals sign.",
            )
        asked = {field: (name,) for field, name in mapping.items()}
        taken = {name.casefold() for name in mapping.values()}
        self._names = {
            field: asked.get(field) or tuple(name for name in names if name not in taken)
            for field, names in names_by_field().items()
        }
        self._layouts: dict[tuple[str, ...], dict[str, str]] = {}

    def layout(self, names: Iterable[str]) -> dict[str, str]:
        """For a record with these names: our field to the record's name, for the fields that it has."""
        key = tuple(names)
        found = self._layouts.get(key)
        if found is None:
            if len(self._layouts) >= MAX_LAYOUTS:
                self._layouts.clear()
            found = self._layouts[key] = self._find(key)
        return found

    def _find(self, names: tuple[str, ...]) -> dict[str, str]:
        exact = dict(zip(names, names, strict=True))
        folded = {name.strip().casefold(): name for name in reversed(names)}
        found = {}
        for field, candidates in self._names.items():
            for name in candidates:
                hit = exact.get(name) or folded.get(name.casefold())
                if hit is not None:
                    found[field] = hit
                    break
        return found

    def pick(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The record's values under our names; what is not ours is left out."""
        return {field: record[name] for field, name in self.layout(record).items()}

    def require_text(self, names: Iterable[str]) -> None:
        """FaultError for a table none of whose columns holds the text."""
        own = list(names)
        if not self.layout(own).keys() & {"text", "html"}:
            raise no_text_field(own)


def no_text_field(names: Iterable[str]) -> FaultError:
    """The rejection of a record or table without a text."""
    listed = ", ".join(map(repr, names)) or "none"
    what = f"No text or html among the fields ({listed}); name it with --map text=NAME."
    return FaultError(reason="broken_record", detail=what)
