from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from pipeline.operate.failed import SHOWN, by_reason, lines, table
from pipeline.schema import Rejected

GOOD = "De fanfare speelt zaterdag op het plein. Dat meldt het bestuur van de vereniging."
ENGLISH = (
    "The band plays in the square on Saturday, says the board of the association. Everybody is welcome to listen, "
    "and there will be coffee afterwards."
)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    records = [
        {"id": "goed", "text": GOOD},
        {"id": "engels", "text": ENGLISH},
        {"id": "val", "text": f"{GOOD} De voorzitter struikelt over een tuba."},
        {"id": "leeg", "text": " "},
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join([*map(json.dumps, records), "{kapot"]) + "\n")
    return path


def ids(out: Path, table: str) -> list[str]:
    return sorted(pd.read_parquet(out / table)["article_id"].dropna())


def test_what_failed_is_tried_again_only_when_asked_for(
    tmp_path: Path, news: Path, zegsman: Callable[..., object], faltering: Path
) -> None:
    out = tmp_path / "out"
    first = zegsman("extract", news, "--out", out, program=faltering, FALTERING="1")
    assert first.returncode == 0, first.stderr
    assert ids(out, "rejected") == ["engels", "leeg", "val"]
    assert ids(out, "articles") == ["goed"]

    second = zegsman("extract", news, "--out", out, program=faltering)
    assert second.stdout.startswith("Nothing to do: 1 articles unchanged, 4 rejected")

    again = zegsman("extract", news, "--out", out, "--retry-failed", program=faltering, FALTERING="1")
    assert "4 rejected" in again.stdout
    assert ids(out, "rejected") == ["engels", "leeg", "val"], "it fails as before, and is listed once"

    third = zegsman("extract", news, "--out", out, "--retry-failed", program=faltering)
    assert "1 articles new" in third.stdout
    assert "3 rejected" in third.stdout
    assert ids(out, "rejected") == ["engels", "leeg"]
    assert ids(out, "articles") == ["goed", "val"]
    assert set(ids(out, "sentences")) == {"goed", "val"}


def test_a_stored_article_that_failed_in_an_update_is_tried_again(
    tmp_path: Path, news: Path, zegsman: Callable[..., object], faltering: Path
) -> None:
    """It keeps its last good rows while it fails, and is not new to the folder."""
    out = tmp_path / "out"
    zegsman("extract", news, "--out", out)
    assert ids(out, "articles") == ["goed", "val"]
    before = ids(out, "quotes")

    updated = zegsman("extract", news, "--out", out, program=faltering, FALTERING="1")
    assert updated.returncode == 0, updated.stderr
    assert ids(out, "rejected") == ["engels", "leeg", "val"]
    assert ids(out, "quotes") == before

    mended = zegsman("extract", news, "--out", out, "--retry-failed", program=faltering)
    assert "0 articles new, 1 changed, 1 unchanged, 3 rejected" in mended.stdout
    assert ids(out, "rejected") == ["engels", "leeg"]
    assert ids(out, "quotes") == before


def test_the_list_on_a_pipe_and_as_json(
    tmp_path: Path, news: Path, zegsman: Callable[..., object], faltering: Path
) -> None:
    out = tmp_path / "out"
    zegsman("extract", news, "--out", out, program=faltering, FALTERING="1")
    piped = [line.split("\t") for line in zegsman("failed", "--out", out).stdout.splitlines()]
    assert [cells[0] for cells in piped] == ["broken_record", "failed", "no_text", "wrong_language"]
    assert all(len(cells) == 4 for cells in piped)
    assert piped[0][1] == f"{news}:5"
    assert piped[1][1:] == [f"{news}:3", "val", "quotes: RuntimeError: struikelblok\\tin \\x1b[31mde tekst"]

    objects = [json.loads(line) for line in zegsman("failed", "--out", out, "--json").stdout.splitlines()]
    assert [(o["reason"], o["line"]) for o in objects] == [
        ("broken_record", 5), ("failed", 3), ("no_text", 4), ("wrong_language", 2),
    ]  # fmt: skip
    assert set(objects[0]) == set(Rejected.__slots__)


def test_a_folder_without_tables_is_said_with_what_to_do(tmp_path: Path, zegsman: Callable[..., object]) -> None:
    done = zegsman("failed", "--out", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Z301")


def many(reason: str, number: int) -> list[Rejected]:
    return [
        Rejected(source="a.jsonl", line=n, reason=reason, detail=f"[red]fout[/red] {n}") for n in range(number, 0, -1)
    ]


def test_the_most_frequent_reason_comes_first_in_the_order_of_the_input() -> None:
    found = by_reason([*many("no_text", 2), *many("too_long", 3), *many("bad_id", 2)])
    assert list(found) == ["too_long", "bad_id", "no_text"]
    assert [row.line for row in found["too_long"]] == [1, 2, 3]


def test_a_terminal_shows_the_first_of_each_reason_and_how_many_more() -> None:
    console = Console(width=120, record=True, markup=False, force_terminal=True)
    console.print(table([*many("no_text", SHOWN + 5), *many("bad_id", 1)]))
    shown = console.export_text()
    assert f"no_text ({SHOWN + 5})" in shown
    assert "… 5 more" in shown
    assert f"a.jsonl:{SHOWN + 1}" not in shown
    assert "bad_id (1)" in shown
    assert "[red]fout[/red] 1 " in shown, "what an input holds is no markup"


def test_a_detail_on_several_lines_stays_one_line_on_a_pipe() -> None:
    (line,) = lines([Rejected(source="a.txt", reason="failed", detail="een\ntwee\tdrie")])
    assert line == "failed\ta.txt\t\teen twee drie"
