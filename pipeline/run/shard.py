"""One shard as a run finds it and as it leaves it: articles, rejects, the rows of each stage."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from typing import cast

import pyarrow as pa

from pipeline.errors import StageMissingError
from pipeline.run.plan import FAILURES, Outcome, key
from pipeline.run.stages import STAGES, Stage
from pipeline.schema import Article, Rejected, Row, Run
from pipeline.signature import signature
from pipeline.store import Mark, Prepared, Store, Transaction
from pipeline.store.arrow import to_arrow

UNSTORABLE = (pa.ArrowException, TypeError, ValueError, OverflowError, AttributeError)
"""What `to_arrow` raises for a row with a value that its column cannot hold."""


class Shard:
    """The state of a shard while a run works on it; `prepare` makes the files that take its place as a whole."""

    def __init__(self, store: Store, name: str) -> None:
        self.store, self.name = store, name
        articles = cast("list[Article]", store.rows("articles", name))
        self.articles = {row.article_id: row for row in articles}
        self._articles_before = {row.article_id: dataclasses.replace(row) for row in articles}
        self._rows_before: dict[tuple[str, str], list[Row]] = {}
        self.rejected = cast("list[Rejected]", store.rows("rejected", name))
        self.marks = stage_marks(store, name)
        self.ingest_mark = store.mark("articles", name)
        self.rejected_mark = store.mark("rejected", name)
        self.docs: bytes | None = None
        """The DocBin to be written, if it changed."""
        self._rows: dict[str, dict[str, list[Row]]] = {}
        self._dirty: set[str] = {table for table in TABLES if store.mark(table, name) is None}

    def rows(self, table: str) -> dict[str, list[Row]]:
        """Rows of a stage's table by article, read when first asked for."""
        if table not in self._rows:
            self._rows[table] = self.store.rows_by_article(table, self.name)
        return self._rows[table]

    def put(self, table: str, article_id: str, rows: list[Row]) -> None:
        """Replace an article's rows in a table."""
        self._rows_before.setdefault((table, article_id), self.rows(table).get(article_id, []))
        self.rows(table)[article_id] = rows
        self._dirty.add(table)

    def parsed(self, article_id: str, *, tokens: int, run: Run) -> None:
        """Note on an article's row that it was parsed, and by which model and run."""
        article = self.articles[article_id]
        article.n_tokens, article.model, article.run_id = tokens, run.model, run.run_id
        article.signature = signature(article.text)
        self._dirty.add("articles")

    def mark_stage(self, stage: Stage, mark: Mark) -> None:
        """Set what made a stage's rows."""
        if mark != self.marks[stage.name]:
            self.marks[stage.name] = mark
            self._dirty |= set(stage.tables)

    def forget(self, stage: Stage, article_ids: set[str]) -> None:
        """Remove the rows of articles from a stage that is not run now: they would speak of an older text."""
        mark = self.marks[stage.name]
        missing = (mark.missing | article_ids) & set(self.articles)
        self.mark_stage(stage, Mark(mark.fingerprint, missing) if missing != set(self.articles) else Mark())
        for table in stage.tables:
            for article_id in article_ids:
                if self.rows(table).pop(article_id, None) is not None:
                    self._dirty.add(table)

    def mark_ingested(self, fingerprint: str, ingested: set[str], *, rejected: Mark) -> None:
        """Note which articles ingest with `fingerprint` has made; the others are an older one's."""
        others = (self.ingest_mark or Mark()).todo(fingerprint, set(self.articles)) - ingested
        self.ingest_mark = Mark(fingerprint, frozenset(others))
        self.rejected_mark = rejected
        self._dirty |= {"articles", "rejected"}

    def take(self, article: Article, *, run: Run) -> bool:
        """Add or replace an article; False where ingest made it as it was, so that nothing is to be done anew."""
        old = self.articles.get(article.article_id)
        if old is not None and as_ingested(old) == as_ingested(article):
            for row in (old, self._articles_before[article.article_id]):
                row.record_sha256, row.source = article.record_sha256, article.source
            return False
        self.articles[article.article_id] = dataclasses.replace(
            article, run_id=run.run_id, pipeline_version=run.pipeline_version
        )
        return True

    def reject(self, rejected: Rejected, *, run: Run) -> None:
        """List an input as rejected."""
        self.rejected.append(dataclasses.replace(rejected, run_id=run.run_id))
        self._dirty.add("rejected")

    def forgive(self, outcome: Outcome) -> bool:
        """Take an input off the list of the rejected: there is a new version of it, or another try.

        Returns whether it had failed in a stage, so that an article that is as before has to be worked on all the same.
        """
        forgiven = [row for row in self.rejected if _same(row, outcome)]
        self.rejected = [row for row in self.rejected if row not in forgiven]
        return any(row.reason in FAILURES for row in forgiven)

    def forgive_failures(self, article_ids: set[str]) -> None:
        """Take articles off the list that failed before and have now come through."""
        failed = [row for row in self.rejected if row.reason in FAILURES and row.article_id in article_ids]
        if failed:
            self.rejected = [row for row in self.rejected if row not in failed]
            self._dirty.add("rejected")

    def remove(self, article_ids: Collection[str]) -> None:
        """Take articles out, with all their rows."""
        for article_id in article_ids:
            del self.articles[article_id]
            for table in TABLES[1:-1]:
                if self.rows(table).pop(article_id, None) is not None:
                    self._dirty.add(table)
        self._dirty.add("articles")
        left = set(self.articles)
        if self.ingest_mark:
            self.ingest_mark = Mark(self.ingest_mark.fingerprint, self.ingest_mark.missing & left)
        for stage in STAGES:
            mark = self.marks[stage.name]
            self.mark_stage(stage, Mark(mark.fingerprint, mark.missing & left))

    def unlist(self, keys: Collection[str]) -> None:
        """Take inputs off the list of the rejected."""
        self.rejected = [row for row in self.rejected if key(row) not in keys]
        self._dirty.add("rejected")

    def undo(self, article_id: str) -> None:
        """Put an article and its rows back as the store has them; one that was not there is left out again."""
        if article_id not in self._articles_before:
            del self.articles[article_id]
            return
        self.articles[article_id] = dataclasses.replace(self._articles_before[article_id])
        for (table, owner), rows in self._rows_before.items():
            if owner == article_id:
                self.rows(table)[article_id] = rows

    def prepare(self) -> Prepared:
        """All files that changed, ready to be committed. Raises as `to_arrow`, and nothing is left then."""
        transaction = self.store.transaction(self.name)
        try:
            for stage in STAGES:
                for table in self._dirty & set(stage.tables):
                    rows, owners = self._in_order(table)
                    transaction.table(table, self.name, rows=rows, owners=owners, mark=self.marks[stage.name])
            self._save_articles(transaction)
            if self.docs is not None:
                transaction.file(self.store.docs_path(self.name), self.docs)
        except BaseException:
            transaction.drop()
            raise
        return transaction.prepared

    def unstorable(self, article_ids: Iterable[str]) -> dict[str, tuple[Stage, Exception]]:
        """Those of the articles whose rows cannot be written, with the stage that made them and why."""
        found: dict[str, tuple[Stage, Exception]] = {}
        for stage, table in ((s, t) for s in STAGES for t in s.tables):
            for article_id in article_ids:
                rows = self.rows(table).get(article_id, [])
                try:
                    to_arrow(table, rows, [article_id] * len(rows))
                except UNSTORABLE as error:
                    found.setdefault(article_id, (stage, error))
        return found

    def _save_articles(self, transaction: Transaction) -> None:
        if "articles" in self._dirty:
            articles = [self.articles[key] for key in sorted(self.articles)]
            transaction.table("articles", self.name, rows=articles, mark=self.ingest_mark or Mark())
        if "rejected" in self._dirty:
            rejected = sorted(self.rejected, key=_order)
            transaction.table("rejected", self.name, rows=rejected, mark=self.rejected_mark or Mark())

    def _in_order(self, table: str) -> tuple[list[Row], list[str]]:
        """Rows ordered by article, each article's as its stage gave them, and the article of each."""
        by_article = self.rows(table)
        pairs = [(row, key) for key in sorted(self.articles) for row in by_article.get(key, [])]
        return [row for row, _ in pairs], [key for _, key in pairs]


TABLES = ("articles", *(table for stage in STAGES for table in stage.tables), "rejected")
"""Tables that have a file for each shard."""


def stage_marks(store: Store, shard: str) -> dict[str, Mark]:
    """The mark of each stage after ingest: of its tables, which have the same unless someone removed one."""
    found = {}
    for stage in STAGES:
        marks = {store.mark(table, shard) or Mark() for table in stage.tables}
        found[stage.name] = marks.pop() if len(marks) == 1 else Mark()
    return found


def require(store: Store, stage: Stage, shards: Sequence[str]) -> None:
    """StageMissingError unless the stage before `stage` has its result for each article stored."""
    earlier = STAGES[: STAGES.index(stage)]
    before = earlier[-1].name if earlier else "ingest"
    done = [stage_marks(store, shard)[before] for shard in shards] if earlier else [Mark("ingest") for _ in shards]
    if not done or any(not mark.fingerprint or mark.missing for mark in done):
        raise StageMissingError(
            f"{store.root} lacks the result of {before} for some or all articles, which {stage.name} starts from.",
            f"Run `zegsman {before}` with the same --out first, or `zegsman extract` for all stages.",
        )


def as_ingested(article: Article) -> Article:
    """What the stages may look at: without what the run adds later, the record's hash and the place it was found."""
    return dataclasses.replace(
        article,
        record_sha256="",
        source="",
        n_tokens=None,
        model=None,
        pipeline_version=None,
        run_id=None,
        signature=[],
        duplicate_of=None,
    )


def _same(row: Rejected, outcome: Outcome) -> bool:
    """Whether `row` is about the same record: the same place, or the same article where the place is not known."""
    if row.line is None and row.article_id is not None:
        return (row.source, row.article_id) == (outcome.source, outcome.article_id)
    return (row.source, row.line) == (outcome.source, outcome.line)


def _order(row: Rejected) -> tuple[str, int, str]:
    return row.source, row.line or 0, row.article_id or ""
