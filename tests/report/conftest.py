from __future__ import annotations

from pathlib import Path

import pytest
from report_samples import bridge, strange, write

from pipeline.report.build import build


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with three articles and two rejected inputs. Not to be changed."""
    later = bridge("brug-2", published=None, outlet=None, duplicate_of="brug")
    return write(tmp_path_factory.mktemp("report") / "out", bridge(), strange(), later, rejected=2)


@pytest.fixture(scope="session")
def site(out: Path) -> Path:
    """The site over it. Not to be changed."""
    figures = [("Attributions found are right (precision)", 0.91)]
    build(out, out.with_name("site"), figures=figures)
    return out.with_name("site")
