"""JSON-LD: the shape that the two vocabularies ask for, and words that stand where they are said to stand."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from output_samples import article, claim, cue, quote, write

from pipeline.export import schema_org, web_annotation
from pipeline.export.formats import Format
from pipeline.export.iris import row_iri
from pipeline.export.write import export
from pipeline.schema import Entity
from pipeline.store.output import Output

MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip
"""The motivations of the Web Annotation Vocabulary."""
BODIES = {"TextualBody": {"type", "value", "purpose", "format"}, "SpecificResource": {"type", "source", "purpose"}}


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(text) for text in path.read_text(encoding="utf-8").split("\n") if text]


@pytest.fixture(scope="module")
def annotations(out: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    (path,) = export(Format.WEB_ANNOTATION, out, tmp_path_factory.mktemp("annotations"))
    return read(path)


@pytest.fixture(scope="module")
def objects(out: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    (path,) = export(Format.SCHEMA_ORG, out, tmp_path_factory.mktemp("schema-org"))
    return read(path)


def test_annotations_have_the_shape_of_the_recommendation(annotations: list[dict[str, Any]]) -> None:
    for one in annotations:
        assert set(one) == {"@context", "id", "type", "motivation", "body", "target"}
        assert one["@context"] == "http://www.w3.org/ns/anno.jsonld"
        assert one["type"] == "Annotation"
        assert one["motivation"] in MOTIVATIONS
        assert urlsplit(one["id"]).scheme == "urn"
        for body in one["body"]:
            assert set(body) == BODIES[body["type"]]
            assert body["purpose"] in MOTIVATIONS
        for target in one["target"]:
            assert target["type"] == "SpecificResource"
            assert [s["type"] for s in target["selector"]] == ["TextQuoteSelector", "TextPositionSelector"]
            assert target.get("scope") in (None, "https://bode.example/brug")  # never the address that is a script


def test_ids_are_given_once(annotations: list[dict[str, Any]]) -> None:
    assert len({one["id"] for one in annotations}) == len(annotations)


def test_every_row_is_annotated_with_all_its_stretches(annotations: list[dict[str, Any]], out: Path) -> None:
    by_id = {one["id"]: one for one in annotations}
    for rows in Output(out).articles():
        for row in rows.quotes:
            assert len(by_id[row_iri(row.quote_id)]["target"]) == len(row.spans)
            if row.source:
                assert by_id[f"{row_iri(row.quote_id)}:source"]["body"][0]["source"] == row_iri(row.quote_id)
        for row in rows.claims:
            assert by_id[row_iri(row.claim_id)]["motivation"] == "describing"


def test_selectors_give_back_the_words_by_code_points_of_the_text_they_name(
    annotations: list[dict[str, Any]], out: Path
) -> None:
    texts = {digest(rows.article.text): rows.article.text for rows in Output(out).articles()}
    astral = 0
    for one in annotations:
        for target in one["target"]:
            text = texts[target["source"]["id"]]
            words, place = target["selector"]
            assert words["exact"] == text[place["start"] : place["end"]]
            assert text[: place["start"]].endswith(words["prefix"])
            assert text[place["end"] :].startswith(words["suffix"])
            astral += "😀" in words["exact"] or "😀" in text[: place["start"]]
    assert astral >= 2


def digest(text: str) -> str:
    raw = hashlib.sha256(text.encode()).digest()
    return "ni:///sha-256;" + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_a_body_names_the_speaker(annotations: list[dict[str, Any]]) -> None:
    (one,) = [one for one in annotations if one["id"] == "urn:zegsman:brug:q1"]
    assert [body["value"] for body in one["body"]] == ["Anja Vos", "kind: indirect", "stance: neutral"]


def test_schema_org_has_only_its_two_types(objects: list[dict[str, Any]]) -> None:
    assert {one["@type"] for one in objects} == {"Claim"}  # the samples have no verbatim parts
    for one in objects:
        assert one["@context"] == "https://schema.org"
        assert one["appearance"]["@type"] == "NewsArticle"
        assert set(one) <= {"@context", "@type", "@id", "text", "keywords", "appearance", "author", "about"}


def made(tmp_path: Path, *, stance: str, negated: bool = False, verbatim: bool = False) -> list[dict[str, Any]]:
    """One quote with one claim, as schema.org."""
    text = "De brug is veilig, zei Anja Vos."
    words = quote(
        text,
        "a",
        1,
        ["De brug is veilig"],
        speaker="Anja Vos",
        speaker_id="a:e1",
        stance=stance,
        cue_negated=negated,
        **cue(text, "zei"),
    )
    words.verbatim = words.spans if verbatim else []
    rows = {
        "articles": [article("a", text)],
        "quotes": [words],
        "entities": [Entity(entity_id="a:e1", name="Anja Vos", label="PERSON", wikidata_id="Q42")],
        "claims": [claim(text, "a", 1, "De brug is veilig", quote_id="a:q1", speaker="Anja Vos", speaker_id="a:e1")],
    }  # fmt: skip
    (found,) = Output(write(tmp_path / "out", rows)).articles()
    return list(schema_org.all_of(found))


def test_a_speaker_is_the_author_of_what_they_say(tmp_path: Path) -> None:
    (one,) = made(tmp_path, stance="assertive")
    assert one["author"] == {
        "@type": "Person", "@id": "urn:zegsman:a:e1", "name": "Anja Vos", "sameAs": "http://www.wikidata.org/entity/Q42",
    }  # fmt: skip
    assert "about" not in one


@pytest.mark.parametrize(("stance", "negated"), [("denial", False), ("neutral", True)])
def test_nobody_is_the_author_of_what_they_deny_or_did_not_say(tmp_path: Path, stance: str, negated: bool) -> None:
    (one,) = made(tmp_path, stance=stance, negated=negated)
    assert "author" not in one
    assert one["about"]["name"] == "Anja Vos"


def test_only_words_in_marks_are_a_quotation(tmp_path: Path) -> None:
    quotation, _claim = made(tmp_path, stance="neutral", verbatim=True)
    assert (quotation["@type"], quotation["text"]) == ("Quotation", "De brug is veilig")
    assert quotation["creator"]["name"] == "Anja Vos"
    assert quotation["isPartOf"]["identifier"] == "a"


def test_what_an_article_states_itself_is_its_outlets(objects: list[dict[str, Any]]) -> None:
    (one,) = [one for one in objects if one["@id"] == "urn:zegsman:brug:c4"]
    assert one["author"] == {"@type": "Organization", "name": "De Bode"}


@pytest.mark.parametrize(
    ("row_id", "iri"), [("a01:q3", "urn:zegsman:a01:q3"), ("a/b <c>:q1", "urn:zegsman:a%2Fb%20%3Cc%3E:q1")]
)
def test_iris_hold_any_identifier(row_id: str, iri: str) -> None:
    assert row_iri(row_id) == iri


def test_both_modules_write_one_file(tmp_path: Path, out: Path) -> None:
    web_annotation.write(Output(out), tmp_path)
    schema_org.write(Output(out), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"annotations.jsonl", "schema-org.jsonl"}
