"""Names for articles, rows and texts on the web of data."""

from __future__ import annotations

import base64
from urllib.parse import quote

from pipeline.schema import Article


def row_iri(row_id: str) -> str:
    """A row, such as `urn:zegsman:a01:q3`: the same in every export, and in every run that finds it again."""
    return f"urn:zegsman:{quote(row_id, safe=':')}"


def text_iri(article: Article) -> str:
    """The text as analysed, named by its SHA-256 (RFC 6920): whoever holds the same characters can check that they do."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(article.text_sha256)).rstrip(b"=").decode()
    return f"ni:///sha-256;{digest}"


def web_link(url: str | None) -> str | None:
    """The address where a browser may be sent to: http and https only, so never `javascript:`."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
