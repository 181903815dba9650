"""However articles come in, the groups are the same, to the byte where the shards are."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from pair_batches import PAIRS, ROOT, extract, files, grouped, records, write

from pipeline.operate.compact import compact
from pipeline.operate.verify import Verification
from pipeline.run import across, columns, kept, settings

ALL = [record for pair in PAIRS for record in records(pair)]


def groups(out: Path) -> dict[str, str]:
    return grouped(out)["claim_group"].to_dict()


def test_the_order_of_the_input_and_the_shards_do_not_matter(done: Path, tmp_path: Path) -> None:
    shuffled = random.Random(3).sample(ALL, len(ALL))  # noqa: S311  no secret
    extract(write(tmp_path / "news.jsonl", shuffled), tmp_path / "out", shard_size=7)
    assert groups(tmp_path / "out") == groups(done)
    assert len(groups(done)) >= 2 * 10


def test_two_workers_leave_the_bytes_of_one(done: Path, pairs: Path, tmp_path: Path) -> None:
    extract(pairs, tmp_path / "out", shard_size=5, workers=2)
    assert files(tmp_path / "out") == files(done)


def test_two_nights_are_as_one_and_the_second_may_bring_what_is_earlier(done: Path, tmp_path: Path) -> None:
    late, early = [ALL[n] for n in range(1, len(ALL), 2)], [ALL[n] for n in range(0, len(ALL), 2)]
    out = tmp_path / "out"
    extract(write(tmp_path / "first.jsonl", late), out)
    assert groups(out) == {}
    before = {path: path.stat().st_mtime_ns for path in out.glob("[!r.]*/*.parquet")}
    extract(write(tmp_path / "second.jsonl", early), out)
    assert groups(out) == groups(done)
    rewritten = {path.parent.name for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert rewritten == {"claims"}, "of the shard that was there the groups only"


def test_nothing_new_writes_nothing(done: Path, pairs: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in done.rglob("*") if path.is_file()}
    assert not extract(pairs, done, shard_size=5).wrote
    after = {path: path.stat().st_mtime_ns for path in done.rglob("*") if path.is_file()}
    assert after == before


def test_what_is_gone_or_changed_takes_its_groups_along(done: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(done, tmp_path / "out"))
    left = [record for record in ALL if not record["id"].startswith("0-")] + [ALL[1]]
    left[-2] = left[-2] | {"text": "In Vaals scheen de zon."}
    gone = {group for group in groups(out).values() if group.startswith("0-")}
    assert gone
    extract(write(tmp_path / "news.jsonl", left), out, prune=True)
    assert not gone & set(groups(out).values())
    assert list(Verification(out).problems()) == []
    fresh = tmp_path / "fresh"
    extract(write(tmp_path / "news.jsonl", left), fresh)
    assert groups(out) == groups(fresh)


def test_compacting_keeps_the_groups_and_the_note(done: Path, pairs: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(done, tmp_path / "out"))
    compact(out, settings.load(shard_size=100))
    assert len(list((out / "claims").iterdir())) == 1
    assert groups(out) == groups(done)
    before = files(out)
    assert not extract(pairs, out).wrote
    assert files(out) == before
    assert list(Verification(out).problems()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.run import across, batch, settings
put, count = across._put, 0
def killed(*arguments):
    global count
    if count == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    count += 1
    put(*arguments)
across._put = killed
found = settings.load(run_id="fixed", workers=1, shard_size=5)
batch.run("extract", [sys.argv[1]], out=Path(sys.argv[2]), settings=found, command="test", watch=lambda _run: None)
"""


@pytest.mark.parametrize("after", [0, 1, 4])
def test_killed_between_two_shards_the_next_run_leaves_the_bytes_of_an_undisturbed_one(
    done: Path, pairs: Path, tmp_path: Path, after: int
) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-c", KILLED, str(pairs), str(out), str(after)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert ran.returncode == -9, ran.stderr
    assert len(pd.read_parquet(out / "articles")) == len(ALL)
    assert len(groups(out)) < len(groups(done))
    assert not (out / ".zegsman" / across.NOTE).exists()
    extract(pairs, out, shard_size=5)
    assert files(out) == files(done)
    assert list(Verification(out).problems()) == []


def ungrouped(out: Path) -> None:
    """Have the next run work out the groups anew."""
    (out / ".zegsman" / across.NOTE).unlink()


def test_what_is_kept_of_the_tables_may_be_torn_old_or_gone(done: Path, pairs: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(done, tmp_path / "out"))
    before, folder = files(out), out / ".zegsman" / "groups"
    one, other, *_ = sorted(folder.glob("*.npz"))
    one.write_bytes(one.read_bytes()[:-100])
    other.unlink()
    ungrouped(out)
    assert not extract(pairs, out, shard_size=5).wrote
    shutil.rmtree(folder)
    ungrouped(out)
    assert not extract(pairs, out, shard_size=5).wrote
    assert files(out) == before
    assert {path.suffix for path in folder.iterdir()} == {".npz", ".npy", ".json"}, "nothing else is left"


def test_tables_that_have_not_changed_are_not_read_again(
    done: Path, pairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Path(shutil.copytree(done, tmp_path / "out"))
    ungrouped(out)
    monkeypatch.setattr(kept, "_made", lambda *_: pytest.fail("read again"))
    assert not extract(pairs, out, shard_size=5).wrote


def test_an_identifier_that_does_not_tell_the_place_of_its_claim_is_looked_up(
    done: Path, pairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, found = Path(shutil.copytree(done, tmp_path / "out")), columns._numbers
    monkeypatch.setattr(columns, "_numbers", lambda *given: 0 * found(*given))
    shutil.rmtree(out / ".zegsman" / "groups")
    ungrouped(out)
    assert not extract(pairs, out, shard_size=5).wrote
