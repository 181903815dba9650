"""The ingest room: INPUT arguments become articles. It knows files and formats, and nothing of linguistics.

`records` lists what is there, with ids and hashes; `article` makes one record into an article or says why not.
"""

from pipeline.ingest.article import article
from pipeline.ingest.records import RawRecord, records
from pipeline.ingest.repair import undo

__all__ = ["RawRecord", "article", "records", "undo"]
