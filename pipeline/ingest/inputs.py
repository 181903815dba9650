"""INPUT arguments: files, folders, globs and standard input become sources in a fixed order."""
# ruff: noqa: PTH112, PTH116, PTH120, PTH122, PTH207  a Path costs ten times a string, and a batch may have 100,000 files

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pipeline.errors import InputNotFoundError
from pipeline.ingest.faults import FaultError, storable
from pipeline.ingest.streams import COMPRESSIONS

STANDARD_INPUT = "-"
FORMATS = {
    ".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html", ".json": "json", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet",
}  # fmt: skip
"""Format by suffix; each may be followed by .gz or .zst."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. `name` is what `articles.source` shows, `stem` the id of a single article in it.

    `fault` says why the file is rejected without being read.
    """

    path: str
    name: str
    stem: str
    format: str
    fault: FaultError | None = None


def sources(inputs: Iterable[str], *, exclude: Collection[str] = ()) -> Iterator[Source]:
    """The files that `inputs` name: folders in sorted order with all that is below them, hidden files left out.

    `exclude` are folders that are passed over, such as the output folder. InputNotFoundError is raised here, not while
    iterating, for an argument that names nothing, and at the end if there was no file at all.
    """
    arguments = [os.fspath(argument) for argument in inputs]
    roots = [root for argument in arguments for root in _roots(argument)]
    return _sources(roots, {os.path.realpath(folder) for folder in exclude}, arguments)


def _roots(argument: str) -> list[tuple[str, str]]:
    """Files and folders of one argument, each with the folder its ids are relative to."""
    if argument == STANDARD_INPUT:
        return [(argument, "")]
    if os.path.lexists(argument):
        return [(argument, argument if os.path.isdir(argument) else os.path.dirname(argument))]
    found = sorted(glob.glob(argument, recursive=True)) if glob.has_magic(argument) else []
    if not found:
        raise InputNotFoundError(
            f"Nothing is found at {storable(argument)!r}.", "Give files, folders, a pattern such as 'news/*.txt', or -."
        )
    base = _fixed_part(argument)
    return [(path, base) for path in found if not (os.path.isdir(path) and argument.endswith("**"))]


def _fixed_part(pattern: str) -> str:
    """The folders of a pattern before its first wildcard."""
    folder = os.path.dirname(pattern)
    while glob.has_magic(folder):
        folder = os.path.dirname(folder)
    return folder


def _sources(roots: list[tuple[str, str]], exclude: set[str], arguments: list[str]) -> Iterator[Source]:
    empty = True
    for path, base in roots:
        for source in _below(path, base, exclude):
            empty = False
            yield source
    if empty:
        where = ", ".join(storable(argument) for argument in arguments) or "no INPUT"
        raise InputNotFoundError(f"There are no files in {where}.", "Hidden files do not count. Check the path.")


def _below(path: str, base: str, exclude: set[str]) -> Iterator[Source]:
    if path == STANDARD_INPUT:
        yield Source(path, path, "stdin", "jsonl")
    elif not os.path.isdir(path):
        yield _source(path, base, _irregular(path))
    elif os.path.realpath(path) not in exclude:
        yield from _walk(path, base, os.path.realpath(path), exclude)


def _walk(folder: str, base: str, root: str, exclude: set[str]) -> Iterator[Source]:
    """Depth first, sorted by name, so the order does not depend on the file system."""
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError as error:
        yield _source(
            folder, base, FaultError(reason="unreadable", detail=f"The folder cannot be read: {error.strerror}.")
        )
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not exclude or os.path.realpath(entry.path) not in exclude:
                yield from _walk(entry.path, base, root, exclude)
        elif entry.is_symlink():
            yield from _linked(entry.path, base, root)
        else:
            fault = None if entry.is_file() else _irregular(entry.path)
            yield _source(entry.path, base, fault)


def _linked(path: str, base: str, root: str) -> Iterator[Source]:
    """A link in a folder: read if its file is below the folder, else rejected; a linked folder is read where it is."""
    target = os.path.realpath(path)
    if os.path.commonpath([root, target]) != root:
        yield _source(path, base, FaultError(reason="unreadable", detail="The symbolic link leads out of the folder."))
    elif not os.path.isdir(target):
        yield _source(path, base, _irregular(path))


def _source(path: str, base: str, fault: FaultError | None) -> Source:
    relative = path[len(base) :].lstrip(os.sep)
    stem, suffix = os.path.splitext(_uncompressed(relative))
    kind = FORMATS.get(suffix.lower(), "")
    fault = fault or (None if kind else _unknown(relative))
    return Source(path, storable(path), stem.replace(os.sep, "/"), kind, fault)


def _uncompressed(path: str) -> str:
    stem, suffix = os.path.splitext(path)
    return stem if suffix.lower() in COMPRESSIONS else path


def _irregular(path: str) -> FaultError | None:
    """Pipes and devices would be waited for without end."""
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        return FaultError(reason="unreadable", detail=f"The file cannot be read: {error.strerror}.")
    return None if stat.S_ISREG(mode) else FaultError(reason="unreadable", detail="This is not a regular file.")


def _unknown(path: str) -> FaultError:
    known = " ".join(FORMATS)
    suffix = os.path.splitext(path)[1]
    what = f"The suffix {suffix!r} is not one of" if suffix else "The name has no suffix out of"
    return FaultError(reason="unknown_format", detail=f"{what} {known} (each also with .gz or .zst).")
