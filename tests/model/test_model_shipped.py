from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from pipeline.encoder.component import Encoder
from pipeline.encoder.weights import Labels
from pipeline.model.load import find

CASES = json.loads(Path(__file__).with_name("parse_cases.json").read_text(encoding="utf8"))
NAMES = frozenset(
    [
        "PERSON",
        "NORP",
        "ORG",
        "GPE",
        "LOC",
        "FAC",
        "PRODUCT",
        "EVENT",
        "WORK_OF_ART",
        "LAW",
        "LANGUAGE",
        "DATE",
        "TIME",
        "MONEY",
        "PERCENT",
        "QUANTITY",
        "ORDINAL",
        "CARDINAL",
    ]
)
RELATIONS = frozenset(
    [
        "ROOT",
        "nsubj",
        "nsubj:pass",
        "obj",
        "iobj",
        "obl",
        "obl:agent",
        "ccomp",
        "xcomp",
        "advcl",
        "acl",
        "acl:relcl",
        "parataxis",
        "mark",
        "case",
        "compound:prt",
        "aux",
        "aux:pass",
        "cop",
        "det",
        "amod",
        "advmod",
        "nmod",
        "nmod:poss",
        "appos",
        "flat",
        "conj",
        "cc",
        "punct",
        "nummod",
        "fixed",
        "csubj",
    ]
)
QUOTES = [('"', '"'), ("'", "'"), ("‘", "’"), ("“", "”"), (",,", "''"), ("„", "”"), ("«", "»")]


def labels(nlp: Language) -> Labels:
    component = nlp.get_pipe("zegsman_encoder")
    assert isinstance(component, Encoder)
    assert component._weights is not None
    return component._weights.labels


def test_names_have_the_18_labels(shipped: Language) -> None:
    assert {label[2:] for label in labels(shipped).names if label != "O"} == NAMES


def test_relations_are_those_of_ud_dutch(shipped: Language) -> None:
    assert set(labels(shipped).deps) >= RELATIONS


def test_tags_are_those_of_the_treebank(shipped: Language) -> None:
    assert {"WW|pv|tgw|ev", "WW|pv|verl|ev", "N|eigen|ev|basis|zijd|stan", "VG|onder", "LET"} <= set(
        labels(shipped).tags
    )


def test_features_are_clean(shipped: Language) -> None:
    features = set(labels(shipped).morphs)
    assert not [f for f in features if "Mood=Ind" in f or "PronType=Art" in f or "ExtPos" in f]


@pytest.mark.parametrize(("name", "megabytes"), [("nl_news", 40), ("nl_news_sm", 20)])
def test_the_model_is_small_and_has_its_licence(name: str, megabytes: int) -> None:
    path = find(name)
    assert sum(f.stat().st_size for f in path.rglob("*") if f.is_file()) <= megabytes * 1_000_000
    assert "CC BY-SA 4.0" in (path / "LICENSE").read_text(encoding="utf8")


@pytest.mark.parametrize("name", ["nl_news", "nl_news_sm"])
def test_no_path_of_the_training_machine_is_in_it(name: str) -> None:
    for file in (*find(name).glob("*.json"), find(name) / "config.cfg"):
        assert not [line for line in file.read_text(encoding="utf8").splitlines() if '"/' in line], file


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:30] for c in CASES])
def test_plain_sentences_are_parsed_right(shipped: Language, case: dict[str, Any]) -> None:
    words = {t.text: t for t in shipped(case["text"])}
    assert [[w, words[w].dep_, words[w].head.text] for w, *_ in case["words"]] == case["words"]
    assert {w: words[w].lemma_ for w in case["lemmas"]} == case["lemmas"]


@pytest.mark.parametrize(("opening", "closing"), QUOTES)
def test_every_quotation_style_is_parsed_alike(shipped: Language, opening: str, closing: str) -> None:
    doc = shipped(f"{opening}De trein rijdt weer{closing}, zei een woordvoerder van de NS.")
    words = {t.text: t for t in doc}
    assert (words["zei"].dep_, words["zei"].head.text) == ("parataxis", "rijdt")
    assert words["woordvoerder"].dep_ == "nsubj"
    assert len(list(doc.sents)) == 1
    assert {t.tag_ for t in doc if t.text in (opening, closing)} == {"LET"}


def test_paragraph_ends_are_spaces_and_end_sentences(shipped: Language) -> None:
    doc = shipped("Trein rijdt weer\n\nDe trein naar Hengelo rijdt weer. Dat meldt de NS.")
    assert [s.text.strip() for s in doc.sents] == [
        "Trein rijdt weer", "De trein naar Hengelo rijdt weer.", "Dat meldt de NS.",
    ]  # fmt: skip
    space = next(t for t in doc if t.is_space)
    assert (space.tag_, space.pos_, space.dep_) == ("_SP", "SPACE", "dep")


def test_names_leave_out_titles_and_articles(shipped: Language) -> None:
    doc = shipped("Premier Sanne de Wolf sprak met minister Karim Aouad in Den Haag. De NOS meldt het.")
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Sanne de Wolf", "PERSON"), ("Karim Aouad", "PERSON"), ("Den Haag", "GPE"), ("NOS", "ORG"),
    ]  # fmt: skip


def test_numeric_names(shipped: Language) -> None:
    doc = shipped("Op 3 maart 2019 betaalden twee mensen om 20.30 uur 40 procent van 500 euro.")
    found = {e.text: e.label_ for e in doc.ents}
    assert found == {
        "3 maart 2019": "DATE", "twee": "CARDINAL", "20.30 uur": "TIME", "40 procent": "PERCENT", "500 euro": "MONEY",
    }  # fmt: skip


def test_an_empty_text_is_an_empty_doc(shipped: Language) -> None:
    assert len(shipped("")) == 0
