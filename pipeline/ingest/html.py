"""Pages: the article out of the HTML, headline first, headings as lines of their own."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from pipeline.ingest.decode import decode, normal_lines
from pipeline.ingest.draft import Draft, with_title
from pipeline.ingest.faults import FaultError
from pipeline.ingest.limits import MAX_HTML_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element  # type: ignore[import-untyped]
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
HEAD_BYTES = 4096
"""Where a page declares its encoding; browsers look at the first 1,024 bytes."""
BLOCKS = frozenset({"head", "p", "item", "cell", "quote", "code", "ab", "figDesc", "fw"})
SPACE = re.compile(r"[ \t\n\u00a0]+")
TIME_TAGS = ("article:published_time", "datePublished", "og:article:published_time", "dcterms.created", "pubdate")


def draft(page: bytes | str) -> Draft:
    """The article of a page. FaultError: too_large for a page that would take minutes, empty_extraction for no article.

    Comments, navigation and captions are left out (trafilatura); paragraphs are joined by blank lines; the title is the
    first paragraph even where the page has it outside the article, as headlines are quoted from and quote.
    """
    tags = page.count(b"<" if isinstance(page, bytes) else "<")  # type: ignore[arg-type]
    if tags > MAX_HTML_TAGS:
        what = f"The page has more than {MAX_HTML_TAGS:,} tags ({tags:,})."
        raise FaultError(reason="too_large", detail=what)
    found, moment = _extracted(decode_page(page) if isinstance(page, bytes) else normal_lines(page))
    blocks = list(_blocks(found.body)) if found is not None else []
    if not blocks:
        raise FaultError(reason="empty_extraction", detail="No article was found in the page.")
    title = _tidy(found.title or "") or None
    return Draft(
        text=with_title(title, blocks),
        title=title,
        published=moment or found.date,
        outlet=found.sitename,
        author=found.author,
        url=found.url,
    )


def decode_page(page: bytes) -> str:
    """The text of a page; where it is not UTF-8, in the encoding that it declares."""
    declared = CHARSET.search(page[:HEAD_BYTES])
    return decode(page, declared=declared[1].decode("ascii") if declared else None)


def _extracted(page: str) -> tuple[Any, str | None]:
    """Document of trafilatura or None, and the time of publication where the page states one to the minute."""
    from trafilatura import bare_extraction, load_html  # noqa: PLC0415  takes half a second

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without article is told in `rejected`
    tree = load_html(page)
    if tree is None:
        return None, None
    moment = _stated_time(tree)
    found = bare_extraction(
        tree,
        favor_recall=True,
        include_comments=False,
        with_metadata=True,
        # a date that only looks like one is worse than none: days in the text are resolved from it
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    return found, moment


def _stated_time(tree: HtmlElement) -> str | None:
    for tag in TIME_TAGS:
        for value in tree.xpath("//meta[@property=$tag or @name=$tag or @itemprop=$tag]/@content", tag=tag):
            return str(value)
    return None


def _blocks(body: _Element | None) -> Iterator[str]:
    """The paragraphs of trafilatura's tree, in order; blocks inside blocks are paragraphs of their own."""
    if body is None:
        return
    text: list[str] = []
    for event, element in _walk(body):
        if element.tag in BLOCKS and (done := _tidy("".join(text))):
            yield done
        if element.tag in BLOCKS:
            text = []
        if element.tag == "lb" and event == "start":
            text.append("\v")
        text.append((element.text if event == "start" else element.tail) or "")
    if done := _tidy("".join(text)):
        yield done


def _walk(body: _Element) -> Iterator[tuple[str, _Element]]:
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415  loaded with trafilatura

    return iter(etree.iterwalk(body, events=("start", "end")))


def _tidy(text: str) -> str:
    """White space as a browser shows it; a vertical tab stands for a line break."""
    lines = (SPACE.sub(" ", line).strip() for line in text.split("\v"))
    return "\n".join(line for line in lines if line)
