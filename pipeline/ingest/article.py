"""Second phase of ingest: a record becomes an article, or the reason why not."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from pipeline.ingest import dates, html, markdown
from pipeline.ingest.decode import decode, normal_lines
from pipeline.ingest.draft import Draft, headline
from pipeline.ingest.faults import FaultError, rejected
from pipeline.ingest.fields import no_text_field
from pipeline.ingest.guards import check_characters, check_runs, check_size
from pipeline.ingest.language import language as language_of
from pipeline.ingest.repair import mend, repair
from pipeline.schema import Article, Rejected

if TYPE_CHECKING:
    from pipeline.ingest.records import RawRecord

PARAGRAPHS = "\n\n"
CONTROL = re.compile("[\x00-\x1f\x7f]")
SURROGATE = re.compile("[\ud800-\udfff]")


def article(record: RawRecord, *, language: str = "nl") -> Article | Rejected:
    """The article of a record: decoded, taken out of its format, encoding faults mended, checked.

    Never raises for what a record holds: Rejected says what was wrong, with the record's hash, so that a rerun need not
    look again.
    """
    try:
        return _article(record, _draft(record), language)
    except FaultError as error:
        fault = error
    except Exception as error:  # noqa: BLE001  a library's failure on one article must not stop the batch
        fault = FaultError(reason="failed", detail=f"Reading failed: {type(error).__name__}: {error}")
    return rejected(
        fault,
        source=record.source,
        line=record.line,
        article_id=record.article_id,
        record_sha256=record.record_sha256,
    )


def _draft(record: RawRecord) -> Draft:
    if record.format == "text":
        text = decode(record.payload)
        return Draft(text=text, title=headline(text))
    if record.format == "markdown":
        return markdown.draft(record.payload)
    if record.format == "html":
        return html.draft(record.payload)
    return _of_fields(record.fields)


def _of_fields(fields: dict[str, Any]) -> Draft:
    """A record's text exactly as given, or the article of its page; its own fields before the page's."""
    text = _text(fields.get("text"))
    if text is None and (page := _text(fields.get("html"))) is not None:
        draft = html.draft(page)
    elif text is not None:
        draft = Draft(text=normal_lines(text), title=headline(text))
    else:
        raise no_text_field(fields) if not fields.keys() & {"text", "html"} else _empty()
    for name in ("title", "outlet", "author", "url"):
        setattr(draft, name, _line(fields.get(name)) or getattr(draft, name))
    draft.published = fields.get("published") or draft.published
    return draft


def _empty() -> FaultError:
    return FaultError(reason="no_text", detail="The text is empty.")


def _text(value: object) -> str | None:
    """A text, or the paragraphs of a list; None where there is none."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return PARAGRAPHS.join(value) or None
    if value is None or isinstance(value, str):
        return value or None
    what = f"The text is a {type(value).__name__}; a string was expected."
    raise FaultError(reason="broken_record", detail=what)


def _line(value: object) -> str | None:
    """One line of metadata: strings, lists of strings, and objects with a name (schema.org's author and publisher)."""
    if isinstance(value, dict):
        return _line(value.get("name"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_line, value))) or None
    return str(value) if value is not None and not isinstance(value, bool) else None


def _printable(value: str | None) -> str | None:
    """An address as it is, on one line and storable."""
    return SURROGATE.sub("\ufffd", CONTROL.sub("", " ".join(value.split()))) or None if value else None


def _clean(value: str | None) -> str | None:
    """Metadata mended like the text (this is not recorded) and on one line; None where nothing is left."""
    whole = _printable(value)
    return " ".join(mend(whole).split()) or None if whole else None


def _article(record: RawRecord, draft: Draft, wanted: str) -> Article:
    check_characters(draft.text)
    check_size(draft.text)
    text, repairs = repair(draft.text)
    check_size(text)
    check_runs(text)
    return Article(
        article_id=record.article_id,
        source=record.source,
        title=_clean(draft.title),
        published=dates.published(draft.published),
        outlet=_clean(draft.outlet),
        author=_clean(draft.author),
        url=_printable(draft.url),
        language=language_of(text, wanted=wanted),
        text=text,
        repairs=repairs,
        text_sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        record_sha256=record.record_sha256,
    )
