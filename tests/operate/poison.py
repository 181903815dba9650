"""Inputs that stop or starve other tools, each with the reason it has to be rejected for.

Each entry of `FILES` is a name, the bytes (or a function that makes something at the path), and the reason and a part of
the detail of the row it gets in `rejected`.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zstandard
from operate_samples import article

GOOD = 40
BODY = article(3)["text"]
PAGE = "<html><head><title>Bruggen</title></head><body><article>{}</article></body></html>"
ENGLISH = (
    "The council of Harderwijk will build two new bridges over the canal next year, alderman Sanne Kuipers said on "
    "Wednesday. According to her the bridges will cost a million euros each, and nobody will have to take the long way."
)
PARAGRAPH = f"{BODY}\n\n"


def gzip_bomb(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(300):
            file.write(bytes(2**20))


def zstd_bomb(path: Path) -> None:
    with zstandard.open(path, "wb") as file:
        for _ in range(600):
            file.write(b"a" * 2**20)


def link_out(path: Path) -> None:
    (path.parent.parent / "secret.txt").write_text(BODY)
    path.symlink_to(path.parent.parent / "secret.txt")


def dangling(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere.txt")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def lines(*records: Any) -> bytes:
    return "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records).encode()


def with_id(value: object) -> bytes:
    return lines({"id": value, "text": BODY})


Content = bytes | Callable[[Path], None]

FILES: dict[str, tuple[Content, str, str]] = {
    "quotes.txt": (f"{BODY} {chr(34) * 8000}".encode(), "unsplittable", "8,000 characters without white space"),
    "brackets.txt": (f"{'(' * 20_000} {BODY}".encode(), "unsplittable", "20,000 characters"),
    "library.txt": ((PARAGRAPH * 12_000).encode(), "too_long", "at most 5,000,000 are analysed"),
    "huge.txt": (b"De raad stemt. " * 1_200_000, "too_large", "More than 16 MB"),
    "surrogate.jsonl": (b'{"id": "surrogate", "text": "De raad \\ud83d stemt."}', "undecodable", "Half a surrogate pair"),
    "zeros.txt": (f"{BODY}\0\0{BODY}".encode(), "undecodable", "zero bytes"),
    "empty.txt": (b"", "no_text", "empty"),
    "blank.txt": (b" \n\t\xc2\xa0\n", "no_text", "empty"),
    "binary.txt": (bytes(range(256)) * 400, "undecodable", "binary"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(255, 0, -1)) * 99, "undecodable", "Not UTF-8"),
    "english.txt": (ENGLISH.encode(), "wrong_language", "The language is en"),
    "broken.jsonl": (b'{"id": "x", "text": "De raad', "broken_record", "Broken JSON"),
    "list.jsonl": (b'["De raad stemt."]', "broken_record", "A JSON object was expected, not a list"),
    "figures.jsonl": (b'{"id": "x", "text": ' + b"9" * 50_000 + b"}", "broken_record", ""),
    "brackets.jsonl": (b"[" * 200_000, "broken_record", ""),
    "number.jsonl": (b'{"id": "number", "text": 12}', "broken_record", "a string was expected"),
    "cells.csv": (b"id,text\n1,De raad stemt.,more\n", "broken_record", "3 cells, the header 2"),
    "no-text.csv": (b"id,date\n1,2025\n", "broken_record", "--map text=NAME"),
    "table.html": (PAGE.format("<table>" + "<tr><td>1</td></tr>" * 300_000).encode(), "too_large", "more than 100,000 tags"),
    "nested.html": (PAGE.format("<div>" * 90_000 + BODY).encode(), "empty_extraction", "No article was found"),
    "bomb.txt.gz": (gzip_bomb, "too_large", "MB"),
    "bomb.jsonl.zst": (zstd_bomb, "too_large", "times its size"),
    "cut.txt.gz": (gzip.compress(BODY.encode())[:-30], "unreadable", "cannot be read"),
    "cut.txt.zst": (zstandard.compress(BODY.encode())[:-30], "unreadable", "breaks off"),
    "not.gz.txt.gz": (BODY.encode(), "unreadable", "cannot be read"),
    "cut.parquet": (b"PAR1" + b"x" * 100, "unreadable", "Not a whole Parquet file"),
    "parent.jsonl": (with_id("../../etc/passwd"), "bad_id", "leads out of its folder"),
    "absolute.jsonl": (with_id("/etc/passwd"), "bad_id", "absolute path"),
    "windows.jsonl": (with_id("C:\\windows\\x"), "bad_id", "absolute path"),
    "long-id.jsonl": (with_id("x" * 301), "bad_id", "301 characters"),
    "zero-id.jsonl": (with_id("a\0b"), "bad_id", "cannot be shown"),
    "empty-id.jsonl": (with_id(" "), "bad_id", "empty"),
    "object-id.jsonl": (with_id({"$oid": 1}), "bad_id", "a string or a number was expected"),
    "bidi\u202etxt.txt": (BODY.encode(), "bad_id", "cannot be shown"),
    "new\nline.txt": (BODY.encode(), "bad_id", "cannot be shown"),
    "twice.jsonl": (lines({"id": "twice", "text": BODY}, {"id": "twice", "text": ENGLISH}), "duplicate_id", "came before"),
    "out.txt": (link_out, "unreadable", "leads out of the folder"),
    "dangling.txt": (dangling, "unreadable", "cannot be read"),
    "pipe.txt": (pipe, "unreadable", "not a regular file"),
    "program.exe": (b"MZ", "unknown_format", "'.exe'"),
    "README": (b"x", "unknown_format", "no suffix"),
}  # fmt: skip
"""`twice.jsonl` brings a good article as well, its first."""

LETHAL: dict[str, tuple[Content, str, str]] = {
    "killer.txt": (f"{BODY} MOORDENAAR".encode(), "crashed", "the process died 3 times (signal 9)"),
    "hanger.txt": (f"{BODY} HANGER".encode(), "timeout", "not done after 10 seconds"),
}
"""What the language model of `tests/run/plugin` kills its process on, and hangs on."""
BAD = FILES | LETHAL


def fill(folder: Path) -> Path:
    """The bad files among good articles, which come before, between and after them in the order of names."""
    folder.mkdir()
    for number in range(GOOD):
        (folder / f"{chr(97 + number % 26)}-goed-{number}.txt").write_text(article(number)["text"])
    for name, (content, _, _) in BAD.items():
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
        else:
            content(folder / name)
    return folder
