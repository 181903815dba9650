"""Log records for machines: one JSON object a line on standard error, each with the run it belongs to."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

PLAIN = frozenset(vars(logging.makeLogRecord({})))
"""Attributes every log record has; the others were given with `extra`."""

log = logging.getLogger("zegsman")


class JsonHandler(logging.Handler):
    """Writes a record with everything that was given with it."""

    def __init__(self, run_id: str) -> None:
        super().__init__()
        self._run_id = run_id

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "run_id": self._run_id,
        }
        line |= {key: value for key, value in vars(record).items() if key not in PLAIN}
        if record.name != log.name:
            line["logger"] = record.name
        if record.exc_info and record.exc_info[0]:
            line["traceback"] = "".join(traceback.format_exception(*record.exc_info))
        print(json.dumps(line, ensure_ascii=False, default=str), file=sys.stderr)  # noqa: T201  the log


@contextmanager
def json_log(run_id: str, *, debug: bool) -> Iterator[None]:
    """Inside, all that is logged comes as JSON: what libraries log and warn of in this process as well."""
    handler, root = JsonHandler(run_id), logging.getLogger()
    root.addHandler(handler)
    log.setLevel(logging.DEBUG if debug else logging.INFO)
    logging.captureWarnings(capture=True)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        root.removeHandler(handler)
