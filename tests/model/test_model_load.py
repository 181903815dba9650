from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from pipeline import model
from pipeline.errors import ModelNotFoundError, ModelUnsuitableError
from pipeline.model.load import find


@pytest.fixture(scope="module")
def tagless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline that loads and lacks everything."""
    path = tmp_path_factory.mktemp("models") / "nl_leeg"
    spacy.blank("nl").to_disk(path)
    return path


def test_shipped_model_loads_by_name(shipped: Language) -> None:
    assert shipped.lang == "nl"
    assert shipped.pipe_names == ["zegsman_encoder"]


def test_shipped_model_loads_by_path(shipped: Language) -> None:
    name = f"{shipped.lang}_{shipped.meta['name']}"
    assert model.load(str(find(name))).meta["version"] == shipped.meta["version"]


def test_name_and_version_are_told() -> None:
    assert re.fullmatch(r"nl_news \d+\.\d+\.\d+", model.describe())


def test_an_installed_package_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tagless: Path) -> None:
    package = tmp_path / "nl_pakket_xs"
    shutil.copytree(tagless, package / "nl_pakket_xs-1.2.3")
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    assert find("nl_pakket_xs") == package / "nl_pakket_xs-1.2.3"


def test_an_unknown_published_model_says_how_to_get_it() -> None:
    with pytest.raises(ModelNotFoundError) as caught:
        model.load("nl_core_nieuws_xl")
    assert "python -m spacy download nl_core_nieuws_xl" in caught.value.instruction
    assert "nl_news_sm" in caught.value.instruction


@pytest.mark.parametrize("name", ["", "no/such/folder", "../x", "os", "a b"])
def test_what_is_no_model_is_not_found(name: str) -> None:
    with pytest.raises(ModelNotFoundError):
        model.load(name)
    with pytest.raises(ModelNotFoundError):
        model.fingerprint(name)


def test_a_pipeline_without_parser_is_unsuitable(tagless: Path) -> None:
    with pytest.raises(ModelUnsuitableError) as caught:
        model.load(str(tagless))
    assert "parse" in caught.value.reason
    assert "lemmas" in caught.value.reason


def test_another_language_is_unsuitable(tmp_path: Path) -> None:
    spacy.blank("de").to_disk(tmp_path / "de")
    with pytest.raises(ModelUnsuitableError, match="'de'"):
        model.load(str(tmp_path / "de"))


def test_a_broken_model_is_told_with_its_folder(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text('[nlp]\nlang = "nl"\npipeline = ["tikker"]\n')
    with pytest.raises(ModelNotFoundError, match=re.escape(str(tmp_path))):
        model.load(str(tmp_path))


def test_fingerprint_tells_models_and_changes_apart(tmp_path: Path, tagless: Path) -> None:
    assert model.fingerprint() == model.fingerprint("nl_news")
    assert model.fingerprint() != model.fingerprint(str(tagless))
    same, other = tmp_path / "same", tmp_path / "other"
    shutil.copytree(tagless, same)
    shutil.copytree(tagless, other)
    assert model.fingerprint(str(same)) == model.fingerprint(str(tagless))
    (other / "meta.json").write_text("{}")
    assert model.fingerprint(str(other)) != model.fingerprint(str(tagless))


def test_spacy_is_not_imported_for_name_and_fingerprint() -> None:
    code = (
        "import sys; from pipeline import model; from pipeline.model import commands;"
        "model.describe(); model.fingerprint(); sys.exit('spacy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
