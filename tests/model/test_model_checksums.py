from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.errors import ModelDamagedError
from pipeline.model import checksums, load
from pipeline.model.load import HOMES


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HOMES[0] / "nl_news_sm", tmp_path / "nl_news_sm"))


@pytest.mark.parametrize("name", ["nl_news", "nl_news_sm"])
def test_the_models_that_come_along_have_checksums_of_all_their_files(name: str) -> None:
    folder = HOMES[0] / name
    listed = {line.split("  ")[1] for line in (folder / checksums.NAME).read_text().splitlines()}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there - listed == {checksums.NAME}, "write them anew with pipeline.model.checksums.write"
    subprocess.run(["sha256sum", "--check", "--quiet", checksums.NAME], cwd=folder, check=True)


def test_a_flipped_bit_is_found_before_the_model_is_loaded(copy: Path) -> None:
    weights = copy / "zegsman_encoder" / "encoder.onnx"
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    with pytest.raises(
        ModelDamagedError, match=r"^Z204 .*zegsman_encoder/encoder.onnx is not the file that was packaged"
    ):
        load(str(copy))


def test_a_file_that_lacks_is_named(copy: Path) -> None:
    (copy / "tokenizer").unlink()
    with pytest.raises(ModelDamagedError, match=r"tokenizer is not there"):
        load(str(copy))


def test_a_model_without_checksums_is_taken_as_it_is(copy: Path) -> None:
    (copy / checksums.NAME).unlink()
    config = copy / "meta.json"
    config.write_text(config.read_text() + "\n")
    assert load(str(copy)).lang == "nl"
    checksums.write(copy)
    assert load(str(copy)).lang == "nl"
