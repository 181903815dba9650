"""Identifiers of articles: taken from the record or made from where it was found, and checked."""

from __future__ import annotations

import re

from pipeline.ingest.faults import UNSHOWABLE, FaultError
from pipeline.ingest.limits import MAX_ID_CHARACTERS

ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:[/\\]")
PARENT = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)")


def own_id(value: object) -> str | None:
    """The identifier a record gives itself, as a string; None where it gives none.

    A whole number that came as a float (a Parquet column with gaps) is written as the whole number it was.
    """
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip()
    raise FaultError(reason="bad_id", detail=f"The id is a {type(value).__name__}; a string or a number was expected.")


def check_id(article_id: str) -> str:
    """`article_id`, or FaultError where it is empty, too long, unprintable or looks like a way out of a folder."""
    if not article_id:
        raise FaultError(reason="bad_id", detail="The id is empty.")
    if len(article_id) > MAX_ID_CHARACTERS:
        what = f"The id has {len(article_id):,} characters; at most {MAX_ID_CHARACTERS} are allowed."
        raise FaultError(reason="bad_id", detail=what)
    if UNSHOWABLE.search(article_id):
        raise FaultError(reason="bad_id", detail=f"The id {article_id!r} holds characters that cannot be shown.")
    if ABSOLUTE.match(article_id) or PARENT.search(article_id):
        raise FaultError(
            reason="bad_id", detail=f"The id {article_id!r} is an absolute path or leads out of its folder."
        )
    return article_id
