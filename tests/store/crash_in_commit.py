"""Writes a shard and kills itself at the n-th file operation of a kind: `crash_in_commit.py OUT TEXT EVENT N`.

An audit hook sees each operation before it is done, so the kill is where a power cut could be, in the code as it is.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from pipeline.schema import Claim, Quote, Span
from pipeline.store import Mark, Store

out, text, event, number = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
seen = 0


def hook(name: str, args: tuple[object, ...]) -> None:
    global seen  # noqa: PLW0603  an audit hook has no other memory
    if name == event and any(str(out) in str(arg) for arg in args):
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)


claim = Claim(claim_id="a:c0", sentence_id=None, start=0, end=len(text), text=text, predicate="zijn", rule="test")
quote = Quote(
    quote_id="a:q0", kind="direct", content=text, spans=[Span(0, len(text))], start=0, end=len(text), rule="test"
)
with Store.open(out, run_id="killed") as store:
    sys.addaudithook(hook)
    transaction = store.transaction("s1")
    for table, row in (("claims", claim), ("quotes", quote)):
        transaction.table(table, "s1", rows=[row], owners=["a"], mark=Mark(text))
    transaction.file(store.docs_path("s1"), text.encode())
    transaction.commit()
sys.stdout.write("survived\n")
