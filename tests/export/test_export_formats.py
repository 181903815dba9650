"""How formats are written: whole or not at all, in memory that does not grow, by the command line as well."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
import spacy
from output_samples import bridge, write
from spacy.tokens import DocBin

from pipeline.errors import CannotWriteError, StageMissingError, StoreDamagedError
from pipeline.export.formats import MODULES, Format
from pipeline.export.write import export

ROOT = Path(__file__).parents[2]
WITHOUT_PARSE = [format_ for format_ in Format if format_ is not Format.DOCBIN]


def zegsman(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, words)]
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `output`: two articles through all stages."""
    folder = tmp_path_factory.mktemp("real")
    texts = [
        "De brug gaat in mei open, zegt wethouder Anja Vos. Volgens Vos is er geen haast.",
        "‘Wij wachten,’ zei Piet Bos 😀, ‘op de aannemer.’",
    ]
    records = ({"id": f"a{n}", "text": text} for n, text in enumerate(texts))
    (folder / "news.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    done = zegsman("extract", "news.jsonl", "--out", "output", "--quiet", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_format_has_a_module() -> None:
    assert set(MODULES) == set(Format)


@pytest.mark.parametrize("format_", WITHOUT_PARSE)
def test_the_same_output_gives_the_same_bytes(out: Path, tmp_path: Path, format_: Format) -> None:
    one, two = export(format_, out, tmp_path / "one"), export(format_, out, tmp_path / "two")
    assert [path.name for path in one] == [path.name for path in two]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    assert all(path.stat().st_size for path in one)


@pytest.mark.parametrize("format_", WITHOUT_PARSE)
def test_an_output_without_articles_gives_files_that_can_be_read(tmp_path: Path, format_: Format) -> None:
    for path in export(format_, write(tmp_path / "out"), tmp_path / "to"):
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".csv":
            assert text.startswith(("article_id,", "claim_id,", "quote_id,", "source,"))
        elif path.suffix == ".json":
            assert json.loads(text) == []
        else:
            assert text == "" or path.suffix == ".xml"


@pytest.mark.parametrize("format_", WITHOUT_PARSE)
def test_memory_does_not_grow_with_the_number_of_shards(tmp_path: Path, format_: Format) -> None:
    def peak(number: int) -> int:
        folder = write(tmp_path / f"out{number}", *(bridge(f"a{n}", author="x" * 200_000) for n in range(number)))
        tracemalloc.start()
        export(format_, folder, tmp_path / f"to{number}")
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1)  # what is imported and cached once
    assert peak(40) < 1.5 * peak(4)  # a row kept of every article would be 200 kB more


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", bridge())
    before = {path: path.read_bytes() for path in export(Format.JSONL, folder, tmp_path / "to")}
    (folder / "claims" / "00000000.parquet").write_bytes(b"no parquet")
    with pytest.raises(StoreDamagedError):
        export(Format.JSONL, folder, tmp_path / "to")
    assert {path: path.read_bytes() for path in (tmp_path / "to").iterdir()} == before


def test_a_folder_that_cannot_be_made_is_told(out: Path, tmp_path: Path) -> None:
    (tmp_path / "to").write_text("a file")
    with pytest.raises(CannotWriteError, match="cannot be written"):
        export(Format.CSV, out, tmp_path / "to")


def test_docbins_hold_the_spans_of_the_tables(real: Path) -> None:
    (path,) = export(Format.DOCBIN, real / "output", real / "docs")
    docs = {doc.user_data["article_id"]: doc for doc in DocBin().from_disk(path).get_docs(spacy.blank("nl").vocab)}
    first, second = docs["a0"], docs["a1"]
    assert [(span.text, span.label_) for span in first.spans["cues"]] == [("zegt", "verb"), ("Volgens", "preposition")]
    assert [span.text for span in first.spans["sources"]] == ["wethouder Anja Vos", "Vos"]
    assert first.spans["quotes"][0].text == "De brug gaat in mei open"
    assert ("Anja Vos", "PERSON") in [(span.text, span.label_) for span in first.ents]
    assert len(first.spans["claims"]) == 2
    assert [(span.text, span.id_) for span in second.spans["quotes"]] == [
        ("Wij wachten,", "a1:q1"),
        ("op de aannemer.", "a1:q1"),
    ]
    assert any(token.dep_ == "nsubj" for token in first)


def test_docbins_need_the_parse(real: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(real / "output", tmp_path / "out"))
    shutil.rmtree(folder / ".zegsman" / "docs")
    with pytest.raises(StageMissingError, match="zegsman tokenize"):
        export(Format.DOCBIN, folder, tmp_path / "to")


def test_a_correction_becomes_a_test_case(real: Path) -> None:
    """The whole way by the command line: export, correct, import, evaluate."""
    done = zegsman("export", "label-studio", "--out", "output", "--to", "annotation", cwd=real)
    assert done.stdout == f"{Path('annotation', 'config.xml')}\n{Path('annotation', 'tasks.json')}\n"
    tasks = json.loads((real / "annotation" / "tasks.json").read_text(encoding="utf-8"))
    for task in tasks:
        task["annotations"] = [{"result": task.pop("predictions")[0]["result"]}]
    said = [item for item in tasks[0]["annotations"][0]["result"] if item["type"] == "textarea"]
    said[0]["value"]["text"] = ["Rob Wit"]
    (real / "project.json").write_text(json.dumps(tasks), encoding="utf-8")
    done = zegsman("import", "project.json", "--gold", "my-gold", cwd=real)
    assert done.stdout == "2 articles in my-gold\n", done.stderr
    done = zegsman("evaluate", "my-gold", "--out", "output", "--errors", "speaker", cwd=real)
    assert "Rob Wit" in done.stdout
    assert "Anja Vos" in done.stdout
    assert "Piet Bos" not in done.stdout


def test_a_format_that_is_not_there_is_a_wrong_usage(out: Path, tmp_path: Path) -> None:
    done = zegsman("export", "pdf", "--out", out, cwd=tmp_path)
    assert done.returncode == 2
    assert "label-studio" in done.stderr
