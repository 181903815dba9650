"""Pictures of the site for the README; run as a program with the site of the samples and a folder, it writes them there."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from chromium import Browser, Page, running

SHOTS = (
    # name, page, address, width, height, scheme, selector of what is scrolled to
    ("overview", "index.html", "", 1280, 1000, "light"),
    ("article", "articles/sluis-wemelveen.html", "#q2", 1280, 900, "light"),
    ("article-dark", "articles/sluis-wemelveen.html", "#q7", 1280, 900, "dark"),
    ("speaker", "speakers/", "", 1280, 700, "light"),
    ("search", "search.html", "#q=sluis", 1280, 900, "light"),
    ("phone", "articles/sluis-wemelveen.html", "#q7", 390, 844, "light"),
)


def take(browser: Browser, site: Path, folder: Path) -> list[Path]:
    """All pictures into `folder`."""
    found = []
    for name, path, after, width, height, scheme in SHOTS:
        page = Page(browser)
        page.resize(width, height, scale=1.5 if width < 500 else 1, mobile=width < 500)
        page.media(scheme)
        target = most_quoted(site) if path.endswith("/") else site / path
        page.go(target, after)
        if path == "search.html":
            page.until("document.querySelectorAll('#results li').length")
        page.picture(folder / f"{name}.png")
        found.append(folder / f"{name}.png")
        page.call("Page.close")
    return found


def most_quoted(site: Path) -> Path:
    """The page of the speaker with most to say."""
    return max((site / "speakers").iterdir(), key=lambda path: path.read_text(encoding="utf-8").count("<blockquote"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as profile, running(Path(profile)) as browser:
        for path in take(browser, Path(sys.argv[1]), Path(sys.argv[2])):
            print(path)  # noqa: T201  a program's output
