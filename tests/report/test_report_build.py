"""The site as files: complete, closed in itself, everything escaped, and put in place at once."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from output_samples import BRIDGE, MARKUP, STRANGE, bridge, write

from pipeline.errors import CannotWriteError, StageMissingError
from pipeline.report.article import article_page
from pipeline.report.build import MARK, build

ROOT = Path(__file__).parents[2]


class Page(HTMLParser):
    """What of a page can lead elsewhere or run, its ids, and the text of its article."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.links, self.ids, self.tags, self.attributes = path, [], [], [], []
        self.words, self._in, self._skip = [], 0, 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.links += [given[name] for name in ("href", "src", "action") if given.get(name)]
        self.ids += [given["id"]] if "id" in given else []
        self._in += tag == "article"
        if self._in and ("mark" in (given.get("class") or "").split() or "meta" in (given.get("class") or "").split()):
            self._skip = tag

    def handle_endtag(self, tag):
        self._in -= tag == "article"
        if tag == self._skip:
            self._skip = 0

    def handle_data(self, data):
        if self._in and not self._skip:
            self.words.append(data)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return {path.relative_to(site).as_posix(): Page(path) for path in site.rglob("*.html")}


def test_all_pages_are_there(pages: dict[str, Page]) -> None:
    top = {name for name in pages if "/" not in name}
    assert top == {"index.html", "search.html", "speakers.html", "articles.html", "rejected.html", "about.html"}
    assert len([name for name in pages if name.startswith("articles/")]) == 3
    assert {"articles/brug.html", "articles/brug-2.html"} <= set(pages)
    assert len([name for name in pages if name.startswith("speakers/")]) == 4


def test_every_link_leads_to_a_place_in_the_site(site: Path, pages: dict[str, Page]) -> None:
    seen = 0
    for page in pages.values():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert link == "https://bode.example/brug"
                continue
            target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
            assert target.is_relative_to(site.resolve())
            assert target.exists(), f"{page.path}: {link}"
            if parts.fragment and target.suffix == ".html":
                ids = pages[target.relative_to(site.resolve()).as_posix()].ids
                assert parts.fragment in [*ids, "main"], f"{page.path}: {link}"
            seen += 1
    assert seen > 200


def test_ids_are_given_once(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name


def test_no_page_may_load_or_run_anything_but_its_own_files(pages: dict[str, Page]) -> None:
    for page in pages.values():
        text = page.path.read_text(encoding="utf-8")
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
        assert "default-src 'none'" in policy
        assert not re.search(r"https?:|\*|unsafe", policy)
        assert text.index("Content-Security-Policy") < text.index("<link")
        assert [name for name in page.attributes if name == "style" or name.startswith("on")] == []
        assert "style" not in page.tags


def test_assets_name_no_address(site: Path) -> None:
    for path in (site / "assets").iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|//[a-z]+\.|@import|innerHTML|outerHTML|eval\(|insertAdjacentHTML", text), path


def test_markup_stays_text(site: Path) -> None:
    found = 0
    for path in [*site.rglob("*.html"), *site.glob("data/*.js")]:
        text = path.read_text(encoding="utf-8")
        assert "<script>document" not in text, path
        assert "<b>vet</b>" not in text, path
        assert "javascript:" not in text, path
        found += html.escape(MARKUP, quote=True).replace("&#x27;", "&#39;") in text
    assert found >= 6


@pytest.mark.parametrize(("article_id", "text"), [("brug", BRIDGE), ('raar/"<u>" & Ünïcode?#', STRANGE)])
def test_a_page_shows_the_text_character_for_character(pages, article_id: str, text: str) -> None:
    shown = "".join(pages[f"articles/{article_page(article_id)}"].words)
    assert re.sub(r"\s+", "", shown) == re.sub(r"\s+", "", text)


def test_a_site_is_replaced_and_nothing_is_left_beside_it(out: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    build(out, target)
    (target / "articles" / "old.html").write_text("x")
    build(out, target)
    assert not (target / "articles" / "old.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_same_output_gives_the_same_bytes(out: Path, tmp_path: Path) -> None:
    def files(name: str) -> dict[str, bytes]:
        build(out, tmp_path / name)
        found = (tmp_path / name).rglob("*")
        return {str(path.relative_to(tmp_path / name)): path.read_bytes() for path in found if path.is_file()}

    assert files("one") == files("two")


def test_what_is_not_a_site_is_not_replaced(out: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("x")
    with pytest.raises(CannotWriteError, match="not a site"):
        build(out, tmp_path / "letters")
    assert (tmp_path / "letters" / "dear.txt").read_text() == "x"


def test_an_empty_folder_is_taken(out: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    build(out, tmp_path / "new")
    assert (tmp_path / "new" / MARK).exists()


def test_a_failure_leaves_the_old_site(out: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    build(out, target)
    before = (target / "index.html").read_bytes()
    broken = write(tmp_path / "out", bridge())
    (broken / "claims" / "00000000.parquet").write_bytes(b"no parquet")
    with pytest.raises(Exception, match="cannot be read"):
        build(broken, target)
    assert (target / "index.html").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"site", "out"}


def test_without_output_the_next_step_is_told(tmp_path: Path) -> None:
    with pytest.raises(StageMissingError, match="zegsman extract INPUT"):
        build(tmp_path, tmp_path / "site")


def test_an_output_without_articles_gives_a_site(tmp_path: Path) -> None:
    out = write(tmp_path / "out")
    build(out, tmp_path / "site")
    assert "0 quotes by 0 speakers in 0 articles." in (tmp_path / "site" / "index.html").read_text()


def test_figures_of_evaluation_are_shown(site: Path) -> None:
    assert "0.91" in (site / "index.html").read_text()


def test_the_command_says_what_to_open(out: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "report", "--out", str(out), "--site", str(tmp_path / "site")]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == f"3 articles, 4 speakers, 9 claims: open {tmp_path / 'site' / 'index.html'}\n"
    assert (tmp_path / "site" / "index.html").exists()
    assert done.stderr == ""
