"""How a run behaves with many articles: `measure.py nothing-new 100000`, `measure.py memory 2000 20000 --workers 2`.

`nothing-new` makes up a folder that holds so many articles and times a run over the same input. `memory` extracts made-up
articles, first the smaller and then the larger number, and compares the peaks of memory of the run and of its workers.
"""
# ruff: noqa: T201  a script that tells what it measured

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil
from batches import ENVIRONMENT, article

from pipeline import ingest
from pipeline.ingest import RawRecord
from pipeline.run import settings
from pipeline.run.batch import make_task
from pipeline.run.plan import shard_name
from pipeline.run.stages import STAGES
from pipeline.schema import Article
from pipeline.store import Mark, Store

SHARD = 200
PARAGRAPHS = 6


def news(number: int, paragraphs: int = PARAGRAPHS) -> dict[str, str]:
    """An article, with words that no other has; of some 2,400 characters if it has six times the text of a sample."""
    texts = [str(article(number + part)["text"]) for part in range(paragraphs)]
    return article(
        number, id=f"a{number:07}", text="\n\n".join(texts) + f"\n\nDossier nr{number}x{number * 7919} blijft open."
    )


def write(path: Path, number: int, paragraphs: int = PARAGRAPHS) -> Path:
    with path.open("w") as file:
        file.writelines(json.dumps(news(n, paragraphs)) + "\n" for n in range(number))
    return path


def fill(source: Path, out: Path) -> None:
    """A folder as `extract` leaves it, but without the work: articles as they are, all other tables empty."""
    task = make_task(STAGES, settings=settings.load(), command="measure")
    made = task.fingerprints({})
    with Store.open(out, run_id="filled") as store:
        for records in chunks(ingest.records([str(source)]), SHARD):
            rows = [stored(record) for record in records]
            name = shard_name(records)
            transaction = store.transaction(name)
            for stage in STAGES:
                for table in stage.tables:
                    transaction.table(table, name, rows=[], mark=Mark(made[stage.name]))
            transaction.table("articles", name, rows=rows, mark=Mark(task.ingest_fingerprint))
            transaction.table("rejected", name, rows=[], mark=Mark(task.rejecting))
            transaction.commit()


def chunks(records: Iterable[object], size: int) -> Iterator[list[RawRecord]]:
    waiting: list[RawRecord] = []
    for record in records:
        assert isinstance(record, RawRecord)
        waiting.append(record)
        if len(waiting) == size:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def stored(record: RawRecord) -> Article:
    return Article(
        article_id=record.article_id, source=record.source, text=record.fields["text"], language="nl", n_tokens=500,
        text_sha256=record.record_sha256, record_sha256=record.record_sha256,
    )  # fmt: skip


def timed(source: Path, out: Path, *options: str) -> tuple[float, str]:
    """Seconds and the last line of a run, as a user sees them."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "pipeline", "extract", str(source), "--out", str(out), "--quiet", *options]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    return time.perf_counter() - start, done.stdout.strip()


def peaks(source: Path, out: Path, *options: str) -> tuple[float, float, float]:
    """Megabytes (resident) that the run, any of its workers, and all of them together took at most."""
    command = [sys.executable, "-m", "pipeline", "extract", str(source), "--out", str(out), "--quiet", *options]
    parent = worker = together = 0
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                run = psutil.Process(process.pid).memory_info().rss
                workers = [child.memory_info().rss for child in psutil.Process(process.pid).children()]
                parent, worker = max(parent, run), max([worker, *workers])
                together = max(together, run + sum(workers))
            except psutil.NoSuchProcess:
                pass
            time.sleep(0.2)
    assert process.returncode == 0, shlex.join(command)
    return parent / 1e6, worker / 1e6, together / 1e6


def nothing_new(number: int, folder: Path) -> float:
    source = write(folder / "news.jsonl", number)
    fill(source, folder / "out")
    seconds, line = timed(source, folder / "out")
    assert line.startswith(f"Nothing to do: {number:,} articles unchanged"), line
    print(f"{number:,} articles, {source.stat().st_size / 1e6:.0f} MB, nothing new: {seconds:.1f} s")
    return seconds


def memory(numbers: list[int], folder: Path, paragraphs: int, options: list[str]) -> None:
    for number in numbers:
        source = write(folder / f"{number}.jsonl", number, paragraphs)
        start = time.perf_counter()
        run, worker, together = peaks(source, folder / f"out-{number}", *options)
        seconds = time.perf_counter() - start
        told = f"run {run:.0f} MB, a worker {worker:.0f} MB, together {together:.0f} MB"
        print(f"{number:,} articles in {seconds:.0f} s: {told}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["nothing-new", "memory"])
    parser.add_argument("numbers", type=int, nargs="+")
    parser.add_argument("--paragraphs", type=int, default=PARAGRAPHS)
    given, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.what == "nothing-new":
            nothing_new(given.numbers[0], Path(folder))
        else:
            memory(given.numbers, Path(folder), given.paragraphs, options)


if __name__ == "__main__":
    main()
