"""Real files of a real run, broken in each way; every breakage must be found, and nothing else be said."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from operate_samples import ROOT, article, extract, files, rewrite, shard_of, write, write_jsonl

from pipeline.operate.problems import SHOWN, Problem, lines
from pipeline.operate.verify import Verification
from pipeline.store import Store, sums


def found(out: Path) -> list[Problem]:
    return list(Verification(out).problems())


def kinds(out: Path) -> set[tuple[str, str]]:
    return {(problem.kind, problem.file.split("/")[0]) for problem in found(out)}


def shard(out: Path) -> str:
    """The shard of the first article."""
    return shard_of(out, "b000")


def test_what_a_run_leaves_is_well_and_nothing_is_changed_by_looking(copy: Path) -> None:
    before = files(copy)
    verification = Verification(copy)
    assert list(verification.problems()) == []
    assert (verification.files, len(verification.articles)) == (3 * 7 + 1, 7)
    assert files(copy) == before


def test_what_later_runs_leave_is_well(copy: Path, tmp_path: Path) -> None:
    changed = write_jsonl(tmp_path / "n.jsonl", [article(1, text=article(2)["text"]), article(9), article(3, text=" ")])
    extract(changed, copy, run_id="second")
    assert found(copy) == []
    for path in (copy / "claims").iterdir():
        path.unlink()
    for path in (copy / ".zegsman" / "docs").iterdir():
        path.unlink()
    assert {kind for kind, _ in kinds(copy)} == {"missing"}
    extract(changed, copy, run_id="third")
    assert found(copy) == []


@pytest.mark.parametrize(
    "place", ["articles/{}.parquet", "claims/{}.parquet", "runs/first.parquet", ".zegsman/docs/{}.spacy"]
)
def test_a_flipped_bit(copy: Path, place: str) -> None:
    path = copy / place.format(shard(copy))
    data = bytearray(path.read_bytes())
    data[-20] ^= 1  # in Parquet this is the footer, which its own checksums do not cover
    path.write_bytes(data)
    assert ("checksum", place.split("/", maxsplit=1)[0]) in kinds(copy)
    assert {problem.file for problem in found(copy) if problem.kind == "checksum"} == {str(path.relative_to(copy))}


def test_a_file_cut_off(copy: Path) -> None:
    path = copy / "quotes" / f"{shard(copy)}.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    assert kinds(copy) == {("checksum", "quotes"), ("unreadable", "quotes")}


def test_an_older_state_of_one_file(copy: Path, tmp_path: Path) -> None:
    """As a backup that was put back in part: each file is whole, and they do not belong together."""
    place = Path("claims") / f"{shard(copy)}.parquet"
    old = shutil.copy(copy / place, tmp_path / "old.parquet")
    changed = write_jsonl(
        tmp_path / "n.jsonl", [article(0, text="Het plan is van de baan, meldt de gemeente Zutphen.")]
    )
    extract(changed, copy, run_id="second")
    assert found(copy) == []
    shutil.copy(old, copy / place)
    assert ("checksum", "claims") in kinds(copy)
    assert ("offset", "claims") in kinds(copy)


@pytest.mark.parametrize("table", ["articles", "mentions", "rejected"])
def test_a_file_that_is_gone(copy: Path, table: str) -> None:
    (copy / table / f"{shard(copy)}.parquet").unlink()
    assert kinds(copy) == {("missing", table)}


def test_a_whole_shard_that_is_gone(copy: Path) -> None:
    name = shard(copy)
    for table in copy.iterdir():
        (table / f"{name}.parquet").unlink(missing_ok=True)
    assert kinds(copy) == {
        ("missing", table.name) for table in copy.iterdir() if table.name not in {".zegsman", "runs"}
    }


def test_a_file_that_no_run_wrote(copy: Path) -> None:
    path = copy / "claims" / f"{shard(copy)}.parquet"
    shutil.copy(path, path.with_stem("backup"))
    assert ("unlisted", "claims") in kinds(copy)
    assert all(problem.file.endswith("/backup.parquet") for problem in found(copy))


def test_a_folder_that_was_copied_without_its_state(copy: Path) -> None:
    shutil.rmtree(copy / ".zegsman")
    verification = Verification(copy)
    assert list(verification.problems()) == []
    assert not verification.listed


def test_another_table_under_this_name(copy: Path) -> None:
    write(copy, f"quotes/{shard(copy)}.parquet", (copy / "claims" / f"{shard(copy)}.parquet").read_bytes())
    wrong = found(copy)
    assert {(p.kind, p.file.split("/")[0]) for p in wrong} == {("schema", "quotes")}
    assert "this is table claims" in wrong[0].what


@pytest.mark.parametrize("change", ["drop", "type"])
def test_a_column_that_lacks_or_has_another_type(copy: Path, change: str) -> None:
    path = copy / "mentions" / f"{shard(copy)}.parquet"
    data = pq.read_table(path)
    index = data.column_names.index("kind")
    column = data["kind"].cast("large_string")
    changed = data.drop_columns(["kind"]) if change == "drop" else data.set_column(index, "kind", column)
    pq.write_table(changed, path, store_schema=True)
    write(copy, str(path.relative_to(copy)), path.read_bytes())
    assert [(p.kind, "column kind is" in p.what) for p in found(copy)] == [("schema", True)]


Change = Callable[[list[dict[str, Any]]], Any]


def put(column: str, value: object) -> Change:
    """Set a column of the first row that has something in it."""

    def change(rows: list[dict[str, Any]]) -> None:
        row = next(row for row in rows if row[column] not in (None, []))
        row[column] = value(row[column]) if callable(value) else value

    return change


def inside(column: str, field: str, value: object) -> Change:
    """The same for a field of the first struct in a column of lists."""

    def change(rows: list[dict[str, Any]]) -> None:
        item = next(item for row in rows for item in row[column] if item[field] is not None)
        item[field] = value(item[field]) if callable(value) else value

    return change


def later(value: int) -> int:
    return value + 1


OFFSETS = [
    ("sentences", put("start", later)), ("sentences", put("end", 10**6)), ("sentences", put("start", -1)),
    ("mentions", put("text", "Iemand Anders")), ("claims", put("end", later)), ("claims", inside("arguments", "start", later)),
    ("quotes", put("content", "Dat heb ik nooit gezegd")), ("quotes", inside("spans", "end", later)),
    ("quotes", put("source_start", later)), ("quotes", put("source", None)), ("quotes", inside("cue_spans", "start", later)),
    ("quotes", put("cue_end", later)), ("quotes", put("start", 0)), ("quotes", inside("verbatim", "end", 10**6)),
    ("articles", put("text", str.upper)), ("articles", put("text_sha256", hashlib.sha256(b"").hexdigest())),
]  # fmt: skip


@pytest.mark.parametrize("case", range(len(OFFSETS)))
def test_offsets_that_do_not_give_back_the_words(copy: Path, case: int) -> None:
    table, change = OFFSETS[case]
    rewrite(copy, f"{table}/{shard(copy)}.parquet", change)
    wrong = found(copy)
    assert {problem.kind for problem in wrong} == {"offset"}
    assert (table, wrong[0].row[:2]) in {(problem.file.split("/")[0], "b0") for problem in wrong}


REFERENCES = [
    ("mentions", put("entity_id", "b000:e99")), ("quotes", put("speaker_id", "b000:e99")), ("claims", put("sentence_id", "x")),
    ("claims", put("quote_id", "b000:q99")), ("claims", put("subject_id", "b003:e0")), ("claims", put("speaker_id", "b000:e99")),
    ("claims", inside("attribution", "quote_id", "x")), ("claims", inside("attribution", "speaker_id", "b003:e0")),
    ("articles", put("run_id", "never")), ("rejected", put("run_id", "never")),
]  # fmt: skip


@pytest.mark.parametrize("case", range(len(REFERENCES)))
def test_identifiers_that_lead_nowhere_or_to_another_article(copy: Path, case: int) -> None:
    table, change = REFERENCES[case]
    name = shard_of(copy, "b006") if table == "rejected" else shard(copy)
    rewrite(copy, f"{table}/{name}.parquet", change)
    assert kinds(copy) == {("reference", table)}


def test_a_duplicate_of_nothing(copy: Path) -> None:
    rewrite(copy, f"articles/{shard_of(copy, 'b006')}.parquet", put("duplicate_of", "weg"))
    assert kinds(copy) == {("reference", "articles")}


def test_a_group_without_its_first_claim(copy: Path) -> None:
    rewrite(copy, f"claims/{shard(copy)}.parquet", put("claim_group", "weg:c1"))
    assert kinds(copy) == {("reference", "claims")}


def test_a_value_that_its_column_does_not_have(copy: Path) -> None:
    rewrite(copy, f"claims/{shard(copy)}.parquet", put("modality", "perhaps"))
    assert [(p.kind, p.what) for p in found(copy)] == [("value", "modality is 'perhaps'")]


@pytest.mark.parametrize("table", ["sentences", "mentions", "entities", "quotes", "claims", "rejected"])
def test_a_row_that_is_there_twice(copy: Path, table: str) -> None:
    name = shard_of(copy, "b006") if table == "rejected" else shard(copy)
    rewrite(copy, f"{table}/{name}.parquet", lambda rows: [*rows, rows[0]])
    assert kinds(copy) == {("twice", table)}


def test_an_article_in_two_shards(copy: Path) -> None:
    """All files of a shard under another name, signed: plain readers would see each row twice."""
    name = shard(copy)
    for path in [*copy.glob(f"*/{name}.parquet")]:
        write(copy, f"{path.parent.name}/other.parquet", path.read_bytes())
    assert kinds(copy) == {("twice", "articles")}
    assert len(found(copy)) == 3


def test_rows_of_an_article_that_is_not_there(copy: Path) -> None:
    rewrite(copy, f"articles/{shard(copy)}.parquet", lambda rows: rows[1:])
    assert ("reference", "claims") in kinds(copy)


def test_a_run_in_two_files(copy: Path) -> None:
    write(copy, "runs/again.parquet", (copy / "runs" / "first.parquet").read_bytes())
    assert kinds(copy) == {("twice", "runs")}


KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.store import Mark, Store
def hook(name, args):
    if name == "os.rename" and ".parquet" in str(args[1]):
        os.kill(os.getpid(), signal.SIGKILL)
with Store.open(Path(sys.argv[1]), run_id="killed") as store:
    transaction = store.transaction(sys.argv[2])
    for table in ("claims", "quotes"):
        rows = store.rows_by_article(table, sys.argv[2])
        pairs = [(key, row) for key, found in rows.items() for row in found]
        transaction.table(table, sys.argv[2], rows=[r for _, r in pairs], owners=[k for k, _ in pairs], mark=Mark("new"))
    sys.addaudithook(hook)
    transaction.commit()
"""


def test_a_commit_that_a_kill_interrupted_is_said_and_mended_by_the_next_run(copy: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(copy), shard(copy)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert [problem.kind for problem in found(copy)] == ["unfinished"]
    with Store.open(copy, run_id="next"):
        pass
    assert found(copy) == []


def test_the_command_says_what_is_wrong_and_ends_with_1(copy: Path, zegsman: Callable[..., Any]) -> None:
    well = zegsman("verify", "--out", copy)
    assert (well.returncode, well.stdout) == (0, f"All is well in {copy} (22 files, 7 articles)\n")

    place = f"claims/{shard(copy)}.parquet"
    rewrite(copy, place, put("end", later), sign=False)
    wrong = zegsman("verify", "--out", copy)
    assert wrong.returncode == 1
    checksum, offset, last = wrong.stdout.splitlines()
    assert checksum == f"{place}: checksum: the file is not as the run wrote it"
    assert offset.startswith(f"{place}: offset: b000:c1: text is ")
    assert last == f"2 things are wrong in {copy} (22 files, 7 articles)"

    told = [json.loads(line) for line in zegsman("verify", "--out", copy, "--json").stdout.splitlines()]
    assert [(t["kind"], t["file"]) for t in told] == [("checksum", place), ("offset", place)]


def test_of_many_findings_alike_the_first_are_told() -> None:
    many = [Problem("offset", "claims/a.parquet", f"r{n}", "wrong") for n in range(SHOWN + 7)]
    told = list(lines([*many, Problem("value", "claims/a.parquet", "r1", "odd")]))
    assert len(told) == SHOWN + 2
    assert told[SHOWN] == "claims/a.parquet: offset: and 7 more"


def test_sums_are_those_of_sha256sum(copy: Path) -> None:
    for stem in (shard(copy), "first"):
        for place, digest in sums.read(copy, stem).items():
            assert hashlib.sha256((copy / place).read_bytes()).hexdigest() == digest
