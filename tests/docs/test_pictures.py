"""The pictures of README and documentation can be taken anew, and are small."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from newcomer import ROOT, Reader
from PIL import Image

LIGHT = 150_000
"""Bytes of a picture at most."""


def test_they_are_small_and_those_that_are_shown() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    found = list((ROOT / "docs" / "pictures").iterdir())
    assert found
    assert [path for path in found if path.stat().st_size > LIGHT or f"pictures/{path.name}" not in pages] == []


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed: apt install chromium")
def test_they_are_taken_anew(reader: Reader, tmp_path: Path) -> None:
    reader.run("zegsman report --out data/output")
    script, site = ROOT / "tests" / "report" / "pictures.py", reader.folder / "data" / "output" / "report"
    subprocess.run([sys.executable, script, site, tmp_path, "article", "search"], check=True, capture_output=True)
    for name in ("article", "search"):
        with (
            Image.open(tmp_path / f"{name}.png") as picture,
            Image.open(ROOT / "docs" / "pictures" / f"{name}.png") as kept,
        ):
            assert picture.size == kept.size
            assert len(picture.getcolors() or []) > 20  # not an empty page
