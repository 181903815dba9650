"""Names and whom words mean, phenomenon by phenomenon. What is known to fail must fail, so that the list can only shrink."""

from pathlib import Path

import pytest

from pipeline.tables import read_table

HERE = Path(__file__).parent
PLACES = ("GPE", "LOC", "FAC")
TYPES = ("PERSON", "ORG", *PLACES)


def cases(name):
    found = []
    for number, row in enumerate(read_table(HERE / f"{name}.tsv"), 1):
        fails = [pytest.mark.xfail(strict=True, reason="known")] if row["kind"].startswith("?") else []
        found.append(pytest.param(row, marks=fails, id=f"{number} {row['kind'].lstrip('?')}"))
    return found


def names(doc):
    found = [m for m in doc._.mentions if m.kind == "name" and m.label in TYPES]
    return [f"{m.text}={'PLACE' if m.label in PLACES else m.label}" for m in found]


@pytest.mark.parametrize("case", cases("name_cases"))
def test_names(case, analyse):
    assert (" | ".join(names(analyse(case["text"]))) or "-") == case["names"]


@pytest.mark.parametrize("case", cases("coreference_cases"))
def test_whom_it_means(case, analyse):
    text = case["text"].replace("\\n", "\n")
    doc = analyse(text)

    at = text.rindex(case["words"])
    entity_id = next((m.entity_id for m in doc._.mentions if m.start == at and m.text == case["words"]), None)
    entity = next((e.name for e in doc._.entities if e.entity_id == entity_id), "-")

    assert entity == case["entity"]
