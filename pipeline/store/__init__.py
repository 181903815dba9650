"""The store: tables as plain Parquet that any reader can open at any moment. No linguistics in here.

How it works, in ten lines:

1. `DIR/<table>/<shard>.parquet`: a shard holds up to some hundred articles and has one file in each table.
2. An article lives in one shard, so replacing its rows means replacing the files of that one shard. Only `compact`
   moves articles, by whole shards, and lets the folders of a table change places for it.
3. Every file is first written beside its target as `.<shard>.parquet.tmp-…`, which `*.parquet` does not match.
4. When all files of a shard lie ready, a redo journal naming the renames is put into `DIR/.zegsman/journal/`.
5. Then the renames are done and the journal is deleted. One rename is atomic, so no reader sees a row twice or half.
6. Who dies before 4 has changed nothing, who dies after it has changed all: opening and closing a store finish the
   journals they find and remove what lies beside a target without one.
7. The metadata of each file hold the fingerprint of the code, data and settings that made its rows, and the articles
   that still lack theirs (`Mark`), so a stage knows what is up to date without any other record.
8. Parsed Docs lie as spaCy DocBins in `DIR/.zegsman/docs/`: a cache; where it is gone, articles are parsed again.
9. The same rows give the same bytes: rows are ordered by article, page checksums are on, nothing depends on the clock.
   The SHA-256 of each file is committed with it, in `DIR/.zegsman/sums/`, for `zegsman verify`.
10. One run at a time: `DIR/.zegsman/lock`, with process and machine of the holder beside it.
"""

from pipeline.store.mark import Mark
from pipeline.store.store import Store
from pipeline.store.transaction import Prepared, Transaction

__all__ = ["Mark", "Prepared", "Store", "Transaction"]
