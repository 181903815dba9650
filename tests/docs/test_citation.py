"""CITATION.cff says what the package says."""

from __future__ import annotations

from pathlib import Path

import srsly

import pipeline

ROOT = Path(__file__).resolve().parents[2]


def test_citation_is_of_this_version() -> None:
    found = srsly.read_yaml(ROOT / "CITATION.cff")
    assert {"cff-version", "message", "title", "authors", "version", "license"} <= set(found)
    assert found["version"] == pipeline.__version__
    assert found["title"].startswith(
        (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    )
