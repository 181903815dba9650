"""Many small runs, merged: the same rows, fewer files, and at every moment each row once."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from operate_samples import ROOT, SMALL, article, extract, files, rows, shard_of, write_jsonl

from pipeline.errors import CannotWriteError, LockedError, StoreDamagedError
from pipeline.operate.compact import compact
from pipeline.operate.verify import Verification
from pipeline.run import settings
from pipeline.schema import ROWS
from pipeline.store import Store, exchange

NIGHTS = 6


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six nights of two new articles and a reject each. Not to be changed: take an `archive`."""
    folder = tmp_path_factory.mktemp("nights")
    for night in range(NIGHTS):
        records = [article(2 * night), article(2 * night + 1), article(100 + night, text="")]
        source = write_jsonl(folder / f"night-{night}.jsonl", records)
        extract(source, folder / "out", run_id=f"night-{night}")
    return folder


@pytest.fixture
def archive(nights: Path, tmp_path: Path) -> Path:
    subprocess.run(["cp", "-a", nights / "out", tmp_path / "out"], check=True)
    return tmp_path / "out"


def merge(out: Path, size: int = 200) -> str:
    return compact(out, settings.load(shard_size=size))


def number_of_files(out: Path) -> set[int]:
    return {len(list((out / table).iterdir())) for table in ROWS}


def test_the_same_rows_in_fewer_files(archive: Path) -> None:
    before = rows(archive)
    assert number_of_files(archive) == {NIGHTS}
    assert merge(archive) == f"Merged 6 shards into 1 and 6 runs into one file in {archive}"
    assert rows(archive) == before
    assert number_of_files(archive) == {1}
    assert list(Verification(archive).problems()) == []
    state = archive / ".zegsman"
    assert len(list((state / "docs").iterdir())) == 1
    assert len(list((state / "sums").iterdir())) == 2
    assert not (state / "compact").exists()


def test_rows_are_in_the_order_of_a_run(archive: Path) -> None:
    merge(archive)
    for table in ("articles", "claims"):
        ids = pq.read_table(archive / table)["article_id"].to_pylist()
        assert ids == sorted(ids)
    claims = pq.read_table(archive / "claims").to_pylist()
    numbers = [int(claim["claim_id"].split(":c")[1]) for claim in claims if claim["article_id"] == "b003"]
    assert numbers == sorted(numbers)
    assert len(numbers) > 3
    assert pq.read_table(archive / "rejected")["line"].to_pylist() == [3] * NIGHTS


def test_nothing_is_left_to_merge_and_nothing_is_written_then(archive: Path) -> None:
    assert merge(archive, 5) == f"Merged 6 shards into 3 and 6 runs into one file in {archive}"
    before = files(archive)
    assert merge(archive, 5) == f"Nothing to compact: no two of 3 shards fit together in {archive}"
    assert files(archive) == before


def test_a_run_finds_nothing_to_do_in_a_compacted_folder(archive: Path, nights: Path) -> None:
    merge(archive)
    before = files(archive)
    task = extract(nights / "night-3.jsonl", archive)
    assert not task.wrote
    assert (task.run.articles_unchanged, task.run.articles_rejected) == (2, 1)
    assert files(archive) == before


def test_a_changed_article_in_a_compacted_folder_replaces_its_rows_only(archive: Path, tmp_path: Path) -> None:
    merge(archive)
    before = rows(archive)["claims"]
    changed = write_jsonl(tmp_path / "n.jsonl", [article(3, text="De sluis blijft dicht, zegt schipper Wim Bos.")])
    task = extract(changed, archive)
    assert task.run.articles_changed == 1
    assert task.run.words < 20, "the others are not parsed again"
    assert list(Verification(archive).problems()) == []
    others = [row for row in before if "'b003'" not in row]
    assert [row for row in rows(archive)["claims"] if "'b003'" not in row] == others


def test_stored_parses_are_merged_as_well(archive: Path) -> None:
    merge(archive)
    with Store.open(archive, run_id="r") as store:
        from spacy.vocab import Vocab

        from pipeline.store.docs import unpack

        docs = unpack(store.docs(store.shards()[0]) or b"", Vocab())
    texts = dict(
        zip(*(pq.read_table(archive / "articles")[name].to_pylist() for name in ("article_id", "text")), strict=True)
    )
    assert {key: doc.text for key, doc in docs.items()} == texts


def test_shards_that_different_models_or_rules_have_made_are_not_merged(archive: Path) -> None:
    """One night with another release of ingest: its marks differ."""
    path = next((archive / "articles").glob("*.parquet"))
    data = pq.read_table(path)
    metadata = {**data.schema.metadata, b"zegsman.fingerprint": b"another"}
    pq.write_table(data.replace_schema_metadata(metadata), path)
    assert merge(archive) == f"Merged 6 shards into 2 and 6 runs into one file in {archive}"
    assert path.exists()


def test_articles_that_lack_a_stage_still_lack_it(archive: Path, tmp_path: Path) -> None:
    from pipeline.run import batch

    source = write_jsonl(
        tmp_path / "n.jsonl", (article(n, text=f"Er komt markt {n}, meldt wethouder Piet Smit.") for n in (3, 5))
    )
    found = settings.load(model=str(SMALL), run_id="ingest")
    batch.run("ingest", [str(source)], out=archive, settings=found, command="t", watch=lambda _run: None, alone=True)
    with Store.open(archive, run_id="r") as store:
        assert store.mark("claims", shard_of(archive, "b003")).missing == {"b003"}  # type: ignore[union-attr]
    merge(archive)
    with Store.open(archive, run_id="r") as store:
        assert len(store.shards()) == 2, "the rejects of these two were decided without the stages"
        assert store.mark("claims", shard_of(archive, "b003")).missing == {"b003", "b005"}  # type: ignore[union-attr]
    assert extract(source, archive).run.articles_changed == 2
    assert list(Verification(archive).problems()) == []


def test_a_file_of_someone_else_in_a_table_stops_it_and_nothing_is_changed(archive: Path) -> None:
    (archive / "claims" / "notes.txt").write_text("mine")
    before = files(archive)
    with pytest.raises(StoreDamagedError, match=r"holds notes.txt, which is no file of a table"):
        merge(archive)
    assert files(archive) == before


def test_a_file_system_that_cannot_exchange_folders_is_refused(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "RENAME_EXCHANGE", 1 << 30)  # a flag that the kernel does not know, as NFS that one
    before = files(archive)
    with pytest.raises(CannotWriteError, match="cannot change places in one step: Invalid argument"):
        merge(archive)
    assert files(archive) == before


def test_a_held_folder_is_refused(archive: Path) -> None:
    with Store.open(archive, run_id="held"), pytest.raises(LockedError):
        merge(archive)


def test_the_run_that_was_killed_before_is_buried(archive: Path) -> None:
    """The next run would not know of it: compacting takes the lock."""
    code = (
        "import os, sys; from pathlib import Path; from pipeline.store import Store\n"
        "with Store.open(Path(sys.argv[1]), run_id='night-5'): os._exit(9)"
    )
    from operate_samples import rewrite

    rewrite(archive, "runs/night-5.parquet", lambda found: found[0].update(status="running"))
    subprocess.run([sys.executable, "-c", code, str(archive)], cwd=ROOT, check=False)
    merge(archive)
    status = {run["run_id"]: run["status"] for run in pq.read_table(archive / "runs").to_pylist()}
    assert status == {**{f"night-{n}": "done" for n in range(5)}, "night-5": "failed"}


KILL = """
import os, signal, sys
from pathlib import Path
from pipeline.operate.compact import compact
from pipeline.run import settings
from pipeline.store import exchange, transaction
out, number = Path(sys.argv[1]), int(sys.argv[2])
seen = 0
def count():
    global seen
    seen += 1
    if seen == number:
        os.kill(os.getpid(), signal.SIGKILL)
def hook(name, args):
    if name in ("open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir") and str(out) in str(args):
        count()
def exchanged(one, other):
    count()
    exchange.exchange(one, other)
    count()
transaction.exchange = exchanged  # no audit hook sees this system call
sys.addaudithook(hook)
compact(out, settings.load())
print(seen)
"""


def kill(out: Path, number: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", KILL, str(out), str(number)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


def steps(archive: Path, copy: Path) -> int:
    """How many file operations a compaction does."""
    subprocess.run(["cp", "-a", archive, copy], check=True)
    return int(kill(copy, 0).stdout)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("parses", [False, pytest.param(True, marks=pytest.mark.long)])
def test_killed_at_any_moment_every_row_is_there_once_and_the_next_finishes_it(
    archive: Path, tmp_path: Path, parses: bool
) -> None:
    """From the last preparations to the removal of the old folder, in small steps; before that in larger ones.

    Stored parses, which need not be there, make a try three times as long.
    """
    if not parses:
        for path in (archive / ".zegsman" / "docs").iterdir():
            path.unlink()
    before = rows(archive)
    last = steps(archive, tmp_path / "count")
    late = last - 100
    assert late > 1
    numbers = [*range(1, late, 41), *range(late, last, 3 if parses else 9)]
    ends = set()
    for number in numbers:
        out = tmp_path / f"killed-{number}"
        subprocess.run(["cp", "-a", archive, out], check=True)
        assert kill(out, number).returncode == -signal.SIGKILL
        assert rows(out) == before, f"as plain readers see it, killed at {number} of {last}"
        with Store.open(out, run_id="next") as store:
            ends.add(len(store.shards()))
        assert rows(out) == before
        assert list(Verification(out).problems()) == []
        assert not (out / ".zegsman" / "compact").exists()
    assert ends == {1, NIGHTS}, "kills before and after the journal stood"


def test_plain_readers_meanwhile_see_every_row_once(archive: Path) -> None:
    """Whoever has listed the old folder may find a file gone, and says so; nobody reads a row twice or misses one."""
    number = {table: len(found) for table, found in rows(archive).items()}
    stop, wrong, reads = threading.Event(), [], []

    def read() -> None:
        while not stop.is_set():
            for table in ("articles", "claims"):
                try:
                    found = pq.read_table(archive / table, columns=["article_id"]).num_rows
                except FileNotFoundError:
                    continue
                reads.append(found)
                if found != number[table]:
                    wrong.append((table, found))

    reader = threading.Thread(target=read)
    reader.start()
    for size in (5, 9, 200):
        merge(archive, size)
    stop.set()
    reader.join()
    assert len(reads) > 10
    assert wrong == []


def test_the_command(archive: Path, zegsman: Callable[..., Any]) -> None:
    done = zegsman("compact", "--out", archive, "--shard-size", "5")
    assert (done.returncode, done.stdout) == (0, f"Merged 6 shards into 3 and 6 runs into one file in {archive}\n")
    none = zegsman("compact", "--out", archive.parent / "none")
    assert none.returncode == 1
    assert none.stderr.startswith("Z301")
    assert not (archive.parent / "none").exists()


def test_a_run_with_the_identifier_of_an_earlier_one_replaces_its_row_in_a_compacted_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for number, name in enumerate(["first", "second"]):
        extract(write_jsonl(tmp_path / "n.jsonl", [article(number)]), out, run_id=name)
    compact(out, settings.load(shard_size=50))
    assert len(list((out / "runs").glob("*.parquet"))) == 1
    extract(write_jsonl(tmp_path / "n.jsonl", [article(2)]), out, run_id="first")
    assert sorted(pq.read_table(out / "runs")["run_id"].to_pylist()) == ["first", "second"]
    assert list(Verification(out).problems()) == []
