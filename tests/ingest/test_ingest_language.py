"""Languages that are refused."""

from __future__ import annotations

import pytest
from ingest_samples import BODY, OTHER_LANGUAGES, TEXT, ingested, refused, write

from pipeline.ingest.faults import FaultError
from pipeline.ingest.language import CANDIDATES, language
from pipeline.ingest.limits import MIN_LANGUAGE_CHARACTERS


@pytest.mark.parametrize("code", OTHER_LANGUAGES)
def test_other_languages_are_refused(tmp_path, code):
    row = refused(write(tmp_path / "a.txt", OTHER_LANGUAGES[code]))
    assert row.reason == "wrong_language"
    assert f"language is {code} " in row.detail
    assert row.record_sha256


def test_a_batch_with_a_foreign_article_goes_on(tmp_path):
    write(tmp_path / "a.txt", OTHER_LANGUAGES["en"])
    write(tmp_path / "b.txt", TEXT)
    assert [getattr(row, "reason", row.article_id) for row in ingested(tmp_path)] == ["wrong_language", "b"]


def test_dutch_and_flemish():
    assert language(TEXT) == "nl"
    assert language(
        "„Ge moet daar niet flauw over doen”, zegt schepen Lieve Wouters. De gemeente plaatst een camera aan het containerpark, "
        "want sluikstorters maken er al maanden een stort van. Ook de nonkel van de burgemeester kreeg een boete."
    )


def test_dutch_with_long_foreign_quotes():
    text = f"{BODY} „We are not amused by this decision”, liet de Britse eigenaar weten. „It will cost us millions of pounds.”"
    assert language(text) == "nl"


@pytest.mark.parametrize("text", ["Oké dan", "The King of Rock overleden", "facebook.com/kaasfabriek", ""])
def test_short_texts_are_not_judged(text):
    assert len(text) < MIN_LANGUAGE_CHARACTERS
    assert language(text) is None


def test_names_alone_are_no_language():
    text = "Jansen; Müller; García; Rossi; Nowak; Yılmaz; Smith; Dubois; Andersson; Kovács; Popescu; Ivanov; Silva; Nguyen; Li; Sato"
    try:
        assert language(text) in {None, "nl"}
    except FaultError as error:
        pytest.fail(error.detail)


def test_another_wanted_language():
    assert language(OTHER_LANGUAGES["de"], wanted="de") == "de"
    with pytest.raises(FaultError, match="nl with probability"):
        language(TEXT, wanted="de")


def test_a_language_that_is_not_known_is_not_judged():
    assert language(TEXT, wanted="xx") is None


def test_the_candidates_are_known():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    assert set(CANDIDATES) <= set(LanguageIdentifier.from_model_file(MODEL_FILE).labels)
