"""Where an output folder is: a path, or a URL that names one on this machine."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.errors import PlaceError

URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:(?://|:)")
"""`s3://`, `memory://`, `simplecache::s3://`; a single letter before a colon is a drive."""


def folder(given: str | Path) -> Path:
    """The folder that `given` names; `file:///path` is `/path`.

    PlaceError for any other URL: a run commits by renaming files, which object stores cannot do in one step, so that a
    reader would see rows twice or not at all, and they know no lock that goes with the process that held it.
    """
    url = str(given)
    if isinstance(given, Path) or not URL.match(url):
        return Path(given)
    scheme, host, path = urlsplit(url)[:3]
    if scheme.lower() == "file" and host in ("", "localhost") and path.strip("/"):
        return Path(unquote(path))
    raise PlaceError(
        f"{url} is no folder of a file system: commits need renames that happen in one step, and a lock.",
        "Write to a local folder, then copy it whole between two runs (aws s3 sync, rclone sync, gsutil rsync).",
    )
