"""What made the rows of a file, and which articles still lack theirs."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pipeline.errors import StoreVersionError
from pipeline.schema import SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Mark:
    """State of one stage in one shard, kept in the metadata of the stage's files.

    `fingerprint` names code, data and settings that made the rows, empty where the stage has not run on the shard yet.
    `missing` are articles of the shard whose rows that fingerprint has not made (new or changed ones).
    """

    fingerprint: str = ""
    missing: frozenset[str] = frozenset()

    def todo(self, fingerprint: str, articles: set[str]) -> set[str]:
        """Those of the shard's `articles` that a stage with `fingerprint` has to work on."""
        return articles & self.missing if self.fingerprint == fingerprint else set(articles)

    def metadata(self, table: str) -> dict[str, str]:
        """As key-value metadata of a Parquet file."""
        return {
            "zegsman.schema_version": str(SCHEMA_VERSION),
            "zegsman.table": table,
            "zegsman.fingerprint": self.fingerprint,
            "zegsman.missing": json.dumps(sorted(self.missing)),
        }

    @classmethod
    def of(cls, metadata: dict[bytes, bytes], *, file: str) -> Mark:
        """From the metadata of `file`. StoreVersionError where another schema version wrote it."""
        found = metadata.get(b"zegsman.schema_version", b"none").decode()
        if found != str(SCHEMA_VERSION):
            raise StoreVersionError(
                f"{file} has schema version {found}, this zegsman writes {SCHEMA_VERSION}.",
                "Choose another --out, or use the version that wrote the folder.",
            )
        missing = frozenset(json.loads(metadata.get(b"zegsman.missing", b"[]")))
        return cls(metadata.get(b"zegsman.fingerprint", b"").decode(), missing)
