from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import PROGRAM, Browser, Page, running
from group_samples import write_groups

from pipeline.report.build import build
from pipeline.run import batch, settings


@pytest.fixture(scope="session")
def site(out: Path) -> Path:
    """The site over it. Not to be changed."""
    figures = [("Attributions found are right (precision)", 0.91)]
    build(out, out.with_name("site"), figures=figures)
    return out.with_name("site")


@pytest.fixture(scope="session")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with groups of claims. Not to be changed."""
    folder = tmp_path_factory.mktemp("grouped")
    build(write_groups(folder / "out"), folder / "site")
    return folder / "site"


@pytest.fixture(scope="session")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site over the sample articles on the ferry, as `extract` groups them. Not to be changed."""
    folder = tmp_path_factory.mktemp("ferry")
    found = settings.load(workers=1)
    source = str(Path(__file__).parents[2] / "data" / "articles" / "veerpont.jsonl")
    batch.run("extract", [source], out=folder / "out", settings=found, command="test", watch=lambda _run: None)
    build(folder / "out", folder / "site")
    return folder / "site"


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if PROGRAM is None:
        pytest.skip("Chromium is not installed: apt install chromium")
    with running(tmp_path_factory.mktemp("chromium")) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab that must have run without a complaint, and asked nobody for anything but files, when the test ends."""
    browser.events.clear()
    found = Page(browser)
    yield found
    assert found.problems == []
    assert [url for url in found.requests if not url.startswith(("file://", "blob:", "data:"))] == []
    found.call("Page.close")
