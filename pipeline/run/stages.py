"""The stages after ingest: their tables, their components, and what makes their results out of date."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pipeline
from pipeline.schema import SCHEMA_VERSION

ROOT = Path(pipeline.__file__).parent
SHARED = ("doc.py", "words.py", "signature.py", "tables.py")
"""Modules that every linguistic stage uses."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage fills the layers of a Doc that are named as its `tables`; its room is the folder of the same name."""

    name: str
    tables: tuple[str, ...]

    @property
    def column(self) -> str:
        """Column of the runs table that holds its seconds."""
        return f"seconds_{self.name}"


TOKENIZE = Stage("tokenize", ("sentences",))
ENTITIES = Stage("entities", ("mentions", "entities"))
QUOTES = Stage("quotes", ("quotes",))
CLAIMS = Stage("claims", ("claims",))
STAGES = (TOKENIZE, ENTITIES, QUOTES, CLAIMS)


def fingerprint(stage: Stage, *, before: str, model: str) -> str:
    """Changes when the stage would give other rows.

    That is with code or tables of its room or of a stage before it (`before` is that stage's fingerprint), with the
    language model (`model`, used by tokenize only), or with a release.
    """
    parts = [before, stage.name, pipeline.__version__, str(SCHEMA_VERSION), room(stage.name)]
    if stage is TOKENIZE:
        parts += [model, _spacy(), *(_digest((ROOT / name).read_bytes()) for name in SHARED)]
    if stage is QUOTES:
        parts.append(room("times"))
    return _digest("\0".join(parts).encode())


def ingest_fingerprint(*, language: str) -> str:
    """The same for ingest. No stage builds on it: an article that ingest makes anew as it was is not analysed again.

    The mapping of fields is not part of it: a record's hash is that of the fields it leads to.
    """
    parts = ["ingest", pipeline.__version__, str(SCHEMA_VERSION), room("ingest"), language]
    return _digest("\0".join(parts).encode())


@cache
def _spacy() -> str:
    return version("spacy")


@cache
def room(name: str) -> str:
    """Digest of all files of a room: code and tables."""
    files = sorted(p for p in (ROOT / name).rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    lines = [f"{p.relative_to(ROOT).as_posix()} {_digest(p.read_bytes())}" for p in files]
    return _digest("\n".join(lines).encode())


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
