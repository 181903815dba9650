"""SHA-256 of the files of a language model, in the file that `sha256sum --check` reads; looked at before a model is used."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.errors import ModelDamagedError

NAME = "SHA256SUMS"


def write(folder: Path) -> None:
    """Write the checksums of all files of a model."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    lines = [f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths]
    (folder / NAME).write_text("".join(lines), encoding="utf8")


def check(folder: Path) -> None:
    """ModelDamagedError where a file is not the one that was packaged. A model without checksums is taken as it is."""
    if not (folder / NAME).exists():
        return
    for line in (folder / NAME).read_text(encoding="utf8").splitlines():
        digest, _, name = line.partition("  ")
        path = folder / name
        if not path.is_file() or _digest(path) != digest:
            what = "is not the file that was packaged" if path.is_file() else "is not there"
            raise ModelDamagedError(
                f"{path} {what}, says {NAME}.", "Take the model again from where it came: it is damaged or was changed."
            )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
