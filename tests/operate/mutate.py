"""Good inputs of each format, and a seeded mutator that breaks them in the ways that files and texts do break."""

from __future__ import annotations

import gzip
import io
import json
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from operate_samples import article

TEXT = article(3)["text"]
PAGE = (
    '<html><head><meta charset="utf-8"><title>Bruggen</title><meta property="article:published_time" '
    f'content="2025-03-12T10:00:00Z"></head><body><article>{"".join(f"<p>{p}</p>" for p in TEXT.split(chr(10)) if p)}'
    "</article></body></html>"
)


def jsonl() -> bytes:
    return "\n".join(json.dumps(article(number)) for number in range(3)).encode()


def parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([article(number) for number in range(3)]), sink)
    return sink.getvalue()


BASES: dict[str, bytes] = {
    "txt": TEXT.encode(),
    "md": f"---\nid: x\ntitle: Bruggen\ndate: 2025-03-12\n---\n# Bruggen\n\n{TEXT}\n\n> citaat\n\n* een\n* twee".encode(),
    "html": PAGE.encode(),
    "json": json.dumps({"articles": [article(0), article(1)]}).encode(),
    "jsonl": jsonl(),
    "csv": f'id;title;text\n1;Bruggen;"{TEXT.replace(chr(34), chr(34) * 2)}"\n2;Kort;De raad stemt.\n'.encode(),
    "parquet": parquet(),
    "txt.gz": gzip.compress(TEXT.encode()),
    "jsonl.zst": zstandard.compress(jsonl()),
}
BYTES = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"\x80", b"\r", b"\x0b", b"\x1a", b'"', b"{", b"}", b"[",
    b"\\", b"\\ud83d", b"<", b"</p>", b"<!--", b"&#0;", b"&#xD800;", b"---\n", b"id: ../x\n", b"1e999", b"NaN", b"null",
    b"\xe2\x80\xae", b"9" * 400, b'"' * 3000, b"(" * 200, "ƫ".encode(), "€".encode("cp1252"),
)  # fmt: skip
PIECES = (
    "\u201c", "\u201d", "\u201e", "\u2018", "\u2019", "«", "»", '"', "'", "''", "\u2014", "…", ":", ";", "(", ")", "[", "\n", "\n\n",
    "\n\n\n", " ", "\t", "\u00a0", "\u200b", "\u200d", "\u202e", "\u0301", "\ufeff", "\u2028", "😀", "👩‍👩‍👧", "Ĳ", "ß", "ﬁ", "ſ", "𝔘", "١٢",
    "zei hij", "aldus", "volgens", "niet", "dat", "maar", "1.234,56", "00", "31 februari", "jl.", "0 euro", "€", "A.", "http://x.y/z?q=%",
    "@", "#", "\\", "{}", "%s", "<b>", "&amp;", "\x07", "\x85", "\u0378",
)  # fmt: skip
"""Quotation marks that open or close nothing, spaces of all kinds, marks that combine, letters that change their length."""


def broken(data: bytes, random: Random) -> bytes:
    """Bytes with one to four faults."""
    for _ in range(random.randint(1, 4)):
        start, end = sorted((random.randint(0, len(data)), random.randint(0, len(data))))
        short = min(end, start + random.randint(1, 12))
        data = random.choice((
            data[:start] + bytes([random.randrange(256)]) + data[start + 1 :],
            data[:start] + random.choice(BYTES) + data[start:],
            data[:start] + random.choice(BYTES) + data[short:],
            data[:start] + data[short:],
            data[:start] + data[end:],
            data[:end] + data[start:],
            data[:start],
        ))  # fmt: skip
    return data


def garbled(random: Random) -> str:
    """A text with some faults: pieces put in, cut out, moved, repeated."""
    text = article(random.randrange(40))["text"]
    for _ in range(random.randint(1, 12)):
        start, end = sorted((random.randint(0, len(text)), random.randint(0, len(text))))
        short = min(end, start + random.randint(1, 30))
        piece = random.choice(PIECES) * random.choice((1, 1, 1, 2, 40))
        text = random.choice((
            text[:start] + piece + text[start:],
            text[:start] + piece + text[short:],
            text[:start] + text[short:],
            text[:start] + text[start:short].upper() + text[short:],
            text[:start] + text[start:short][::-1] + text[short:],
            text[end:] + text[start:end] + text[:start],
            text.replace(random.choice((" ", ".", "\n", "e", '"')), piece, random.randint(1, 5)),
        ))  # fmt: skip
    return text
