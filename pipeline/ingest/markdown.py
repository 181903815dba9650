"""Markdown: front matter, and the text as a reader sees it, without marks."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.ingest.decode import decode
from pipeline.ingest.draft import Draft, headline, with_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
HEAD_BYTES = 2**16
"""Front matter is looked for here."""
ENTRY = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]+(.*))?")
ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
TAG = re.compile(r"<br\s*/?>|<[^>]{0,1000}>", re.IGNORECASE)


def front_matter(text: str) -> dict[str, str]:
    """The `key: value` lines between the first two `---`, keys in lower case; lists joined by commas.

    That is the part of YAML in use above articles: quoted and plain values, `[a, b]`, and `- a` lines.
    """
    match = FRONT_MATTER.match(text)
    found: dict[str, str] = {}
    key = ""
    for line in match[1].split("\n") if match else ():
        if entry := ENTRY.fullmatch(line.rstrip()):
            key = entry[1].lower()
            found[key] = _value(entry[2] or "")
        elif key and (item := ITEM.fullmatch(line)):
            found[key] = ", ".join(filter(None, (found[key], _value(item[1]))))
    return found


def head(data: bytes) -> dict[str, str]:
    """Front matter of a file that is not decoded yet, for its id."""
    if not data.startswith((b"---", b"\xef\xbb\xbf---")):
        return {}
    return front_matter(data[:HEAD_BYTES].decode("utf-8", "replace").replace("\r\n", "\n"))


def _value(raw: str) -> str:
    raw = raw.strip()
    if raw.startswith("[") and raw.endswith("]"):
        return ", ".join(_value(part) for part in raw[1:-1].split(","))
    if len(raw) > 1 and raw[0] == raw[-1] and raw[0] in "\"'":
        quote, raw = raw[0], raw[1:-1]
        return raw.replace("''", "'") if quote == "'" else raw.replace('\\"', '"').replace("\\\\", "\\")
    return raw


def draft(data: bytes) -> Draft:
    """The article of a Markdown file. The title of the front matter is the first paragraph, as a page's title is."""
    text = decode(data)
    fields = front_matter(text)
    blocks = list(_blocks(FRONT_MATTER.sub("", text, count=1)))
    plain = with_title(fields.get("title"), blocks)
    return Draft(
        text=plain,
        title=fields.get("title") or headline(plain),
        published=fields.get("date") or fields.get("published"),
        outlet=fields.get("outlet"),
        author=fields.get("author"),
        url=fields.get("url"),
    )


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  only where it is used

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _blocks(text: str) -> Iterator[str]:
    """The paragraphs. The number of a numbered item stays: 'In 2019. ' at the start of a line looks like one."""
    number = ""
    for token in _parser().parse(text):
        if token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "inline":
            yield number + _inline(token.children or [])
            number = ""
        elif token.type in {"code_block", "fence"}:
            yield token.content.rstrip("\n")
        elif token.type == "html_block":
            yield from filter(None, (_stripped(line) for line in token.content.split("\n")))


def _inline(children: list[Token]) -> str:
    """Text of a paragraph: a line end of the file is a space, a forced one a line end; pictures are left out."""
    parts: list[str] = []
    for child in children:
        if child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak" or (child.type == "html_inline" and child.content.lower().startswith("<br")):
            parts.append("\n")
        elif child.type in {"text", "code_inline", "text_special"}:
            parts.append(child.content)
    return "".join(parts)


def _stripped(line: str) -> str:
    return html.unescape(TAG.sub("", line)).strip()
