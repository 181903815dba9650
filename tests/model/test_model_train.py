from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from model_sample import ROOT
from spacy.language import Language

from pipeline.errors import ModelNotFoundError
from pipeline.model.evaluate import size
from pipeline.model.finetune.recipe import path_of, read_recipe
from pipeline.model.load import find
from pipeline.model.package import package
from pipeline.model.train import needed_strings, provenance, store


def test_a_stored_model_gives_what_it_gave(shipped: Language, tmp_path: Path) -> None:
    text = "Zo’n 30 boeren uit Boskoop protesteerden, meldt Omroep Zuid. „Het is genoeg geweest”, zegt Karin Bol."
    store(shipped, tmp_path / "again")
    again = spacy.load(tmp_path / "again")

    def layers(nlp: Language) -> list[tuple[object, ...]]:
        doc = nlp(text)
        return [(t.text, t.tag_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_type_) for t in doc]

    assert layers(again) == layers(shipped)
    assert size(tmp_path / "again") == pytest.approx(size(find(f"nl_{shipped.meta['name']}")), rel=0.01)


def test_labels_are_among_the_strings_kept(shipped: Language) -> None:
    assert {"nsubj", "PERSON"} <= needed_strings(shipped)


@pytest.mark.parametrize("name", ["nl_news", "nl_news_sm"])
def test_sources_have_digests_and_licences(shared: Path, name: str) -> None:
    data = read_recipe(path_of(name)).data
    entries = provenance(shared, [shared / file for file in data.trained], [path_of(name)])
    assert len(entries) == len(data.trained) + 2
    assert entries[-2]["name"] == f"pipeline/model/finetune/{name}.toml"
    assert all(len(e["sha256"]) == 64 and e["license"] and e["name"] for e in entries)


@pytest.mark.parametrize("name", ["nl_news", "nl_news_sm"])
def test_a_shipped_model_is_of_its_recipe(name: str) -> None:
    recipe, meta = read_recipe(path_of(name)), spacy.util.get_model_meta(find(name))
    assert (meta["name"], meta["version"]) == (recipe.name, recipe.version)
    made_of = {source["name"]: source["sha256"] for source in meta["sources"]}
    own = f"pipeline/model/finetune/{name}.toml"
    assert own in made_of


def test_a_name_without_a_recipe_is_told_which_there_are() -> None:
    with pytest.raises(ModelNotFoundError) as caught:
        path_of("nl_news_xl")
    assert "nl_news_sm" in caught.value.instruction


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
