"""Pictures of the site for README and documentation: `make pictures` writes them into docs/pictures.

As a program it takes the site of the samples, a folder, and the names of the pictures if not all are wanted.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from chromium import Browser, Page, running
from PIL import Image

SHOTS = (
    # name, page, address, width, height, scheme, selector of what is scrolled to
    ("overview", "index.html", "", 1280, 1000, "light"),
    ("article", "articles/sluis-wemelveen.html", "#q2", 1280, 900, "light"),
    ("article-dark", "articles/sluis-wemelveen.html", "#q7", 1280, 900, "dark"),
    ("speaker", "speakers/", "", 1280, 700, "light"),
    ("search", "search.html", "#q=sluis", 1280, 900, "light"),
    ("phone", "articles/sluis-wemelveen.html", "#q7", 390, 844, "light"),
)


def take(browser: Browser, site: Path, folder: Path, *wanted: str) -> list[Path]:
    """The pictures that are wanted, or all, into `folder`."""
    found = []
    for name, path, after, width, height, scheme in SHOTS:
        if wanted and name not in wanted:
            continue
        page = Page(browser)
        page.resize(width, height, scale=1.5 if width < 500 else 1, mobile=width < 500)
        page.media(scheme)
        target = most_quoted(site) if path.endswith("/") else site / path
        page.go(target, after)
        if path == "search.html":
            page.until("document.querySelectorAll('#results li').length")
        found.append(folder / f"{name}.png")
        page.picture(found[-1])
        lighter(found[-1])
        page.call("Page.close")
    return found


def lighter(path: Path) -> None:
    """The picture with 128 colours: a third of its bytes, and nobody sees it."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(128).save(path, optimize=True)


def most_quoted(site: Path) -> Path:
    """The page of the speaker with most to say."""
    return max((site / "speakers").iterdir(), key=lambda path: path.read_text(encoding="utf-8").count("<blockquote"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as profile, running(Path(profile)) as browser:
        for path in take(browser, *map(Path, sys.argv[1:3]), *sys.argv[3:]):
            print(path)  # noqa: T201  a program's output
