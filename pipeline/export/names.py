"""Names of files, for any identifier: readable, safe on every file system, and never the same for two."""

from __future__ import annotations

import hashlib
import re
import unicodedata

SAFE = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)\Z)[a-z0-9][a-z0-9-]{0,59}")
"""A name that is its own file's name: no capitals, since some file systems do not tell them apart, and no device of DOS."""
LENGTH = 60


def file_name(identifier: str, suffix: str) -> str:
    """`sluis-wemelveen.html`; anything but short plain names gets a digest: `2024-05-artikel~1f3a9c2b.html`."""
    if SAFE.fullmatch(identifier):
        return f"{identifier}{suffix}"
    plain = unicodedata.normalize("NFKD", identifier).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:LENGTH].strip("-")
    digest = hashlib.blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{slug}~{digest}{suffix}"
