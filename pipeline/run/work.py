"""The work on one shard: records through ingest, articles through the stages, then all files ready for one commit."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import TYPE_CHECKING, cast

from spacy.vocab import Vocab

from pipeline import ingest
from pipeline.errors import StageMissingError
from pipeline.ingest import RawRecord
from pipeline.ingest.faults import FaultError, rejected
from pipeline.run.plan import Job, Outcome
from pipeline.run.shard import UNSTORABLE, Shard
from pipeline.run.stages import CLAIMS, QUOTES, STAGES, TOKENIZE, Stage
from pipeline.run.task import Done, Task, Told
from pipeline.schema import Article, Claim, Quote, Rejected, RejectReason, Row
from pipeline.store import Mark, Prepared, Store
from pipeline.store.docs import pack, unpack

if TYPE_CHECKING:
    from spacy.tokens import Doc


def work(store: Store, job: Job, task: Task) -> Done:
    """Do `job`, with a `task` of its own, up to the commit."""
    return ShardWork(store, job, task).run()


class ShardWork:
    """One job. `todo` holds for each stage the articles whose rows it has to make anew."""

    def __init__(self, store: Store, job: Job, task: Task) -> None:
        with task.timed("seconds_store"):
            self.shard = Shard(store, job.shard)
        self.job, self.task = job, task
        self.known = set(self.shard.articles)
        self.lines = {outcome.article_id: outcome.line for outcome in job.outcomes}
        self.todo: dict[str, set[str]] = {}
        self.failed: set[str] = set()
        self.told: list[Told] = []

    def run(self) -> Done:
        """From records to files that wait for their commit."""
        touched = self.ingest() if self.job.outcomes else set()
        if self.job.gone or self.job.gone_rejects:
            self.take_out()
        self.plan(touched)
        if any(self.todo[stage.name] for stage in self.task.stages):
            self.task.beat("load", "")
            with self.task.engine.shard():
                self.analyse()
        for stage in STAGES:
            if stage in self.task.stages:
                self.shard.mark_stage(stage, Mark(self.fingerprints[stage.name]))
            elif self.todo[stage.name]:
                self.shard.forget(stage, self.todo[stage.name])
        self.task.beat("store", "")
        prepared = self.prepare(touched)
        self.count(self.worked(touched))
        samples = self.task.seen.get(self.shard.name, [])
        return Done(shard=self.shard.name, prepared=prepared, counts=self.task.run, samples=samples, told=self.told)

    def ingest(self) -> set[str]:
        """The job's records into the shard; returns the articles that are new or other than before."""
        self.task.beat("load", "")
        warm_up(self.task.language)
        touched, ingested = set(), set()
        for outcome in sorted(self.job.outcomes, key=lambda o: o.article_id not in self.job.suspects):
            with self.task.timed("seconds_ingest"):
                made = self.article_of(outcome)
            failed = self.shard.forgive(outcome)
            ingested |= {outcome.article_id} if outcome.article_id else set()
            if isinstance(made, Rejected):
                self.reject(made)
            elif self.shard.take(made, run=self.task.run) or failed:
                touched.add(made.article_id)
        self.shard.mark_ingested(self.task.ingest_fingerprint, ingested, rejected=Mark(self.task.rejecting))
        return touched

    def take_out(self) -> None:
        """Remove what the input no longer holds."""
        self.task.run.articles_removed += len(self.job.gone)
        self.shard.remove(self.job.gone)
        self.shard.unlist(self.job.gone_rejects)
        data = self.shard.store.docs(self.shard.name)
        if data and self.job.gone:
            docs = unpack(data, Vocab())
            self.shard.docs = pack(
                {article_id: docs[article_id] for article_id in docs if article_id not in self.job.gone}
            )

    def article_of(self, outcome: Outcome) -> Article | Rejected:
        """A record as an article, or why it is none."""
        if isinstance(outcome, Rejected):
            return outcome
        if sentence := self.job.condemned.get(("ingest", outcome.article_id)):
            return failure(outcome, *sentence, line=outcome.line)
        self.task.beat("ingest", outcome.article_id)
        return ingest.article(outcome, language=self.task.language)

    def plan(self, touched: set[str]) -> None:
        """What each stage has to make anew: what changed, what it lacks, and all that a stage before it makes anew."""
        self.fingerprints = self.task.fingerprints(self.shard.marks)
        pending = set(touched)
        for stage in STAGES:
            if stage in self.task.stages:
                mark = self.shard.marks[stage.name]
                pending |= mark.todo(self.fingerprints[stage.name], set(self.shard.articles))
            self.todo[stage.name] = set(pending)

    def analyse(self) -> None:
        """The articles through the stages that have to be run on them."""
        docs = self.stored_docs()
        todo = set().union(*(self.todo[stage.name] for stage in self.task.stages))
        for article_id in sorted(todo, key=lambda key: (key not in self.job.suspects, key)):
            if sentence := self.job.condemned.get(("stages", article_id)):
                self.fail(self.shard.articles[article_id], *sentence)
                continue
            self.task.beat(self.task.stages[0].name, article_id)
            doc = self.doc(article_id, docs)
            if doc is not None:
                docs[article_id] = doc
                self.stages_on(article_id, doc)
        if TOKENIZE in self.task.stages and self.todo[TOKENIZE.name]:
            with self.task.timed("seconds_store"):
                keep = sorted(self.shard.articles.keys() & docs.keys() - self.failed)
            self.shard.docs = pack({key: docs[key] for key in keep})

    def stored_docs(self) -> dict[str, Doc]:
        """The shard's parsed articles that need no parsing. Those that are lost are added to what is to be done."""
        with self.task.timed("seconds_store"):
            data = self.shard.store.docs(self.shard.name)
            docs = self.task.engine.unpack(data) if data else {}
        wanted = set(self.shard.articles) - self.todo[TOKENIZE.name]
        found = {key: docs[key] for key in wanted if key in docs and docs[key].text == self.shard.articles[key].text}
        self.parse_lost(wanted - set(found))
        return found

    def parse_lost(self, lost: set[str]) -> None:
        """Articles whose stored Doc is gone are parsed again, where this run parses at all."""
        if lost and TOKENIZE not in self.task.stages:
            raise StageMissingError(
                f"The parsed text of {len(lost)} articles is not in {self.shard.store.docs_path(self.shard.name)}.",
                "Run `zegsman extract` or `zegsman tokenize` with the same --out.",
            )
        for stage in STAGES:
            self.todo[stage.name] |= lost

    def doc(self, article_id: str, docs: dict[str, Doc]) -> Doc | None:
        """The article's Doc with the layers of the stages before; None where it failed."""
        article = self.shard.articles[article_id]
        if article_id in self.todo[TOKENIZE.name]:
            with self.guarded(article, TOKENIZE):
                doc = self.task.engine.parse(article, begins=partial(self.task.beat, TOKENIZE.name, article_id))
                self.keep(TOKENIZE, article_id, doc)
                tokens = sum(not token.is_space for token in doc)
                self.shard.parsed(article_id, tokens=tokens, run=self.task.run)
                return doc
            return None
        with self.task.timed("seconds_store"):
            done = [stage for stage in STAGES if article_id not in self.todo[stage.name]]
            layers = {table: self.shard.rows(table).get(article_id, []) for s in done for table in s.tables}
            self.task.engine.restore(docs[article_id], article, layers)
            return docs[article_id]

    def stages_on(self, article_id: str, doc: Doc) -> None:
        """The stages after tokenize on one Doc."""
        article = self.shard.articles[article_id]
        for stage in self.task.stages:
            if stage is not TOKENIZE and article_id in self.todo[stage.name]:
                with self.guarded(article, stage):
                    self.task.engine.work(stage, doc)
                    self.keep(stage, article_id, doc)

    def keep(self, stage: Stage, article_id: str, doc: Doc) -> None:
        """Take a stage's rows from the Doc."""
        for table in stage.tables:
            self.shard.put(table, article_id, list(getattr(doc._, table)))

    @contextmanager
    def guarded(self, article: Article, stage: Stage) -> Iterator[None]:
        """Time a stage; an article that makes it raise is rejected, and the batch goes on."""
        self.task.beat(stage.name, article.article_id)
        try:
            with self.task.timed(stage.column):
                yield
        except Exception as error:  # noqa: BLE001  whatever an article makes a component raise is that article's failure
            self.fail(article, "failed", said(stage, error), error=error)

    def fail(self, article: Article, reason: RejectReason, detail: str, *, error: Exception | None = None) -> None:
        """List an article as rejected. A new one is left out; of one that is stored, the last good rows stay."""
        self.shard.undo(article.article_id)
        self.failed.add(article.article_id)
        for articles in self.todo.values():
            articles.discard(article.article_id)
        line = self.lines.get(article.article_id)
        self.reject(failure(article, reason, detail, line=line), error=error)

    def reject(self, rejected: Rejected, *, error: Exception | None = None) -> None:
        """List an input as rejected and count it; it is told when the shard is committed."""
        self.shard.reject(rejected, run=self.task.run)
        self.task.run.articles_rejected += 1
        self.told.append(Told(rejected, "".join(traceback.format_exception(error)) if error else None))

    def prepare(self, touched: set[str]) -> Prepared:
        """The shard's files, ready; articles with a value that no column can hold are taken out first."""
        with self.task.timed("seconds_store"):
            try:
                self.shard.forgive_failures(self.worked(touched))
                return self.shard.prepare()
            except UNSTORABLE:
                wrong = self.shard.unstorable(list(self.shard.articles))
                if not wrong:
                    raise
                for article_id, (stage, error) in wrong.items():
                    self.fail(self.shard.articles[article_id], "failed", said(stage, error), error=error)
                return self.shard.prepare()

    def worked(self, touched: set[str]) -> set[str]:
        """The articles that came through."""
        return set(touched).union(*(self.todo[stage.name] for stage in self.task.stages)) - self.failed

    def count(self, worked: set[str]) -> None:
        """Add the work on this shard to the row of the task's run."""
        run = self.task.run
        run.articles_new += len(worked - self.known)
        run.articles_changed += len(worked & self.known)
        run.words += sum(self.shard.articles[key].n_tokens or 0 for key in worked)
        for article_id in sorted(worked):
            quotes, claims = self.made(QUOTES, article_id), self.made(CLAIMS, article_id)
            run.quotes, run.claims = run.quotes + len(quotes), run.claims + len(claims)
            self.task.sample(self.shard.name, cast("list[Claim]", claims), cast("list[Quote]", quotes))

    def made(self, stage: Stage, article_id: str) -> list[Row]:
        """The rows this run made of an article in a stage with one table."""
        made = stage in self.task.stages and article_id in self.todo[stage.name]
        return self.shard.rows(stage.tables[0]).get(article_id, []) if made else []


@cache
def warm_up(language: str) -> None:
    """Have what ingest loads at first use loaded now, so that no article has to answer for the second that takes."""
    fields = {
        "text": "De burgemeester zei dinsdag dat de scholen in maart opengaan, en dat het daarna rustiger wordt. " * 3
    }
    record = RawRecord(source="", line=1, article_id="", format="jsonl", fields=fields, record_sha256="")
    ingest.article(record, language=language)


def said(stage: Stage, error: Exception) -> str:
    """What went wrong, in words."""
    return f"{stage.name}: {type(error).__name__}: {error}"


def failure(article: Article | RawRecord, reason: RejectReason, detail: str, *, line: int | None) -> Rejected:
    """A failure of ours as a row of rejected."""
    return rejected(
        FaultError(reason=reason, detail=detail),
        source=article.source,
        line=line,
        article_id=article.article_id,
        record_sha256=article.record_sha256,
    )
