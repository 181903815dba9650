"""Output folders given as URLs: those of this machine are folders, others are refused with the reason."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import PlaceError
from pipeline.place import folder

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("archief", "archief"), ("/srv/archief", "/srv/archief"), ("C:\\archief", "C:\\archief"), ("a:b/c", "a:b/c"),
        ("file:///srv/archief", "/srv/archief"), ("file://localhost/srv/x", "/srv/x"), ("FILE:///srv/een%20map", "/srv/een map"),
    ],
)  # fmt: skip
def test_a_path_and_a_url_of_this_machine_are_folders(given: str, path: str) -> None:
    assert folder(given) == Path(path)


@pytest.mark.parametrize(
    "given", ["s3://krant/uit", "memory://uit", "gs://b/x", "file://server/map", "file://", "simplecache::s3://b/x"]
)
def test_where_a_commit_is_no_rename_it_is_refused(given: str) -> None:
    with pytest.raises(PlaceError, match=r"^Z307 .*renames.*Write to a local folder"):
        folder(given)


@pytest.mark.parametrize(
    "command",
    [
        ["extract", "data/articles"],
        ["quotes"],
        ["status"],
        ["failed"],
        ["verify"],
        ["compact"],
        ["report"],
        ["export", "csv"],
    ],
)
def test_every_command_that_takes_a_folder_says_so(command: list[str]) -> None:
    program = [sys.executable, "-m", "pipeline", *command, "--out", "s3://krant/uit"]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Z307 s3://krant/uit is no folder")
    assert not (ROOT / "s3:").exists()


def test_a_file_url_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("De raad van Lochem stemt dinsdag over de nieuwe brug, zei wethouder Post.")
    program = [sys.executable, "-m", "pipeline", "ingest", str(tmp_path / "a.txt"), "--out", f"file://{tmp_path}/uit"]
    subprocess.run(program, cwd=ROOT, check=True, capture_output=True)
    assert list((tmp_path / "uit" / "articles").glob("*.parquet"))
