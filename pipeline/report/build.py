"""Builds the site: all pages in a folder beside its target, which then takes its place."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import pipeline
from pipeline.errors import CannotWriteError
from pipeline.export.csvs import CsvFiles
from pipeline.report import words
from pipeline.report.article import view
from pipeline.report.charts import bars, timeline
from pipeline.report.groups import Groups
from pipeline.report.markup import block_html
from pipeline.report.overview import Overview
from pipeline.report.search import Index
from pipeline.report.segments import short
from pipeline.report.speakers import Speakers
from pipeline.rules import described
from pipeline.schema import Rejected, Run
from pipeline.store.atomic import writing
from pipeline.store.output import Output

HERE = Path(__file__).parent
PAGES = ("index", "search", "articles", "speakers", "rejected", "about")
"""Pages over all articles; the one of groups comes with the first group."""
MARK = ".zegsman-site"
"""File that marks a folder as a site of ours, which may be replaced."""


@dataclass(slots=True, kw_only=True)
class Site:
    """All that the pages over all articles are made of."""

    groups: Groups
    overview: Overview = field(default_factory=Overview)
    speakers: Speakers = field(default_factory=Speakers)
    index: Index = field(default_factory=Index)
    rejected: list[Rejected] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    figures: Sequence[tuple[str, float]] | None = None

    def reasons(self) -> list[tuple[str, int]]:
        """How often each reason for a rejection occurs, most frequent first."""
        return [
            (words.label("reason", reason), n) for reason, n in Counter(r.reason for r in self.rejected).most_common()
        ]


def build(out: Path, target: Path, *, figures: Sequence[tuple[str, float]] | None = None) -> Site:
    """Make the site over the output folder `out` in `target`; `figures` are those of `zegsman evaluate --json`.

    A site that stands there is replaced when the new one is complete. CannotWriteError where something else stands there;
    the errors of `Output`.
    """
    output = Output(out)
    _refuse_strange(target)
    beside = target.with_name(f".{target.name}.tmp-{os.getpid()}")
    with writing(target):
        try:
            site = _write(output, beside / "new", figures)
            if target.exists():
                target.rename(beside / "old")
            (beside / "new").rename(target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return site


def environment() -> Environment:
    """Templates that escape everything and fail on names that are not there."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"label": _label, "day": _day, "number": "{:,}".format, "ref": short}
    env.globals |= {"meaning": words.meaning, "rule": described, "version": pipeline.__version__}
    env.globals |= {"bars": bars, "timeline": timeline, "block_html": block_html}
    return env


def _write(output: Output, folder: Path, figures: Sequence[tuple[str, float]] | None) -> Site:
    """All files of the site into `folder`."""
    site = Site(groups=Groups(output), rejected=output.rejected(), runs=output.runs(), figures=figures)
    env = environment()
    env.globals["groups"] = site.groups
    for name in ("articles", "speakers", "groups", "data"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(HERE / "site", folder / "assets")
    template = env.get_template("article.html")
    with CsvFiles(folder / "data") as csvs:
        for rows in output.articles():
            shown = view(rows)
            _page(folder / "articles" / shown.page, template.render(root="../", here="articles", view=shown))
            site.overview.add(rows)
            site.speakers.add(rows, shown.page)
            site.index.add(rows)
            site.groups.add(rows)
            csvs.add(rows)
        csvs.rejected(site.rejected)
    _pages_over_all(env, folder, site)
    (folder / MARK).write_text("A site of zegsman: `zegsman report` replaces this folder.\n", encoding="utf-8")
    return site


def _pages_over_all(env: Environment, folder: Path, site: Site) -> None:
    template = env.get_template("speaker.html")
    for speaker in site.speakers.by_key.values():
        _page(folder / "speakers" / speaker.page, template.render(root="../", here="speakers", speaker=speaker))
    template = env.get_template("group.html")
    for group in site.groups:
        _page(folder / "groups" / group.page, template.render(root="../", here="groups", group=group))
    for name in (*PAGES, *(["groups"] if site.groups else [])):
        page = env.get_template(f"{name}.html").render(root="", here=name, site=site, glossary=words.glossary())
        _page(folder / f"{name}.html", page)
    for name, text in site.index.files():
        _page(folder / "data" / name, text)


def _page(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _refuse_strange(target: Path) -> None:
    """CannotWriteError where `target` holds anything but a site of ours."""
    if target.exists() and not (target / MARK).exists() and (not target.is_dir() or any(target.iterdir())):
        raise CannotWriteError(
            f"{target} exists and is not a site of zegsman.", "Choose another folder with --site, or remove it."
        )


def _label(value: str, column: str) -> str:
    return words.label(column, value)


def _day(day: date | None) -> str:
    """A date for people: 4 Mar 2025."""
    return f"{day.day} {day:%b %Y}" if day else ""
