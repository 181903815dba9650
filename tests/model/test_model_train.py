from __future__ import annotations

import lzma
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from model_sample import ROOT, SAMPLE
from spacy.language import Language

from pipeline.model.evaluate import size
from pipeline.model.load import find
from pipeline.model.package import package
from pipeline.model.train import DATA, SYNTAX, needed_strings, provenance, store, train_part


@pytest.fixture(scope="module")
def treebank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The own-written sentences under the names that the configuration asks for, often enough for the parser."""
    folder = tmp_path_factory.mktemp("treebank")
    packed = lzma.compress(SAMPLE.read_bytes() * 40)
    for name in ("nl_alpino_treebank-train", "nl_lassysmall-ud-dev", "nl_alpino-ud-dev"):
        (folder / f"{name}.conllu.xz").write_bytes(packed)
    return folder


def test_training_runs_from_the_configuration_and_repeats(treebank: Path, tmp_path: Path) -> None:
    options = {"paths.treebank": str(treebank), "training.max_steps": 3, "training.eval_frequency": 3}
    options |= {"corpora.train.copies": 1}
    for name in ("a", "b"):
        train_part(SYNTAX, tmp_path / name, dict(options))
    first, second = ((tmp_path / name / "model-best" / "parser" / "model").read_bytes() for name in ("a", "b"))
    assert first == second


def test_a_stored_model_gives_what_it_gave(shipped: Language, tmp_path: Path) -> None:
    text = "Zo’n 30 boeren uit Boskoop protesteerden, meldt Omroep Zuid. „Het is genoeg geweest”, zegt Karin Bol."
    store(shipped, tmp_path / "again")
    again = spacy.load(tmp_path / "again")

    def layers(nlp: Language) -> list[tuple[object, ...]]:
        doc = nlp(text)
        return [(t.text, t.tag_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_type_) for t in doc]

    assert layers(again) == layers(shipped)
    assert size(tmp_path / "again") == pytest.approx(size(find("nl_news_sm")), rel=0.01)


def test_labels_are_among_the_strings_kept(shipped: Language) -> None:
    assert {"WW|pv|tgw|ev", "nsubj", "PERSON", "Number=Sing"} <= needed_strings(shipped)


def test_sources_have_digests_and_licences(shared: Path) -> None:
    entries = provenance(shared, [shared / name for name in DATA], [SYNTAX])
    assert len(entries) == len(DATA) + 2
    assert entries[len(DATA)]["name"] == "pipeline/model/syntax.cfg"
    assert all(len(e["sha256"]) == 64 and e["license"] and e["name"] for e in entries)


def test_shipped_model_names_its_sources(shipped: Language) -> None:
    assert {s["license"] for s in shipped.meta["sources"]} == {"CC BY-SA 4.0", "MIT"}


def test_the_wheel_installs_and_loads(tmp_path: Path) -> None:
    wheel = package("nl_news_sm", tmp_path / "dist")
    assert wheel.read_bytes() == package("nl_news_sm", tmp_path / "again").read_bytes()
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(tmp_path / "site"),
    ]
    subprocess.run([*pip, str(wheel)], check=True, cwd=ROOT)
    code = "import nl_news_sm; d = nl_news_sm.load()('Zij zegt ja.'); print(nl_news_sm.__version__, d[1].lemma_)"
    run = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=tmp_path / "site", capture_output=True, text=True
    )
    assert run.stdout.split() == [spacy.util.get_model_meta(find("nl_news_sm"))["version"], "zeggen"]
