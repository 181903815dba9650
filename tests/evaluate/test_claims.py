"""Probes: which claim finds one, which fields count as right, and agreement with the reference scorer."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from gold_output import GOLD, Rows, article_row, claim_row, entity_row

from pipeline.errors import GoldError
from pipeline.evaluate.claims import FIELDS, Probe, hits, judge, judge_all, read_probes, score_claims
from pipeline.evaluate.gold import GoldArticle, read_gold
from pipeline.schema import Claim, Quantity

PROBES = GOLD / "articles" / "claims.jsonl"
TOOLS = GOLD.parents[2] / "shared" / "tools"
Write = Callable[[Rows], Path]

PROBE: Probe = {
    "article": "x", "start": 10, "end": 40, "text": "De gemeente geeft dit jaar 2,5 miljoen euro niet uit",
    "predicate": "uitgeven", "predicate_alt": ["geld uitgeven"], "subject": "De gemeente", "object": "2,5 miljoen euro",
    "polarity": "negative", "modality": "asserted", "certainty": "CT-", "speaker": ["Anja Vos", "Vos"],
    "time_start": "2025", "time_end": "2025", "quantities": [{"value": 2500000, "unit": "euro", "approximate": False}],
}  # fmt: skip
CLAIM: dict[str, Any] = {
    "start": 10, "end": 40, "predicate": "uit_geven", "subject": "de gemeente", "subject_id": "e1", "object": "miljoen euro",
    "object_id": None, "polarity": "negative", "modality": "asserted", "certainty": "CT-", "speaker": "wethouder Vos",
    "time_start": date(2025, 1, 1), "time_end": date(2025, 12, 31), "quantities": [{"value": 2.5e6, "unit": "euro"}],
}  # fmt: skip


def test_all_fields_right() -> None:
    assert hits(CLAIM, PROBE)
    assert judge(CLAIM, PROBE, {}) == dict.fromkeys(FIELDS, True)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("subject", {"subject": "het Rijk"}),
        ("subject", {"subject": None}),
        ("object", {"object": "geld"}),
        ("polarity", {"polarity": "affirmative"}),
        ("modality", {"modality": "possible"}),
        ("certainty", {"certainty": "CT+"}),
        ("time", {"time_start": None}),
        ("time", {"time_end": date(2026, 1, 1)}),
        ("quantities", {"quantities": None}),
        ("quantities", {"quantities": [{"value": 2.6e6, "unit": "euro"}]}),
        ("quantities", {"quantities": [{"value": 2.5e6, "unit": "dollar"}]}),
        ("speaker", {"speaker": None}),
        ("speaker", {"speaker": "een ander"}),
    ],
)
def test_one_field_wrong(field: str, changes: dict[str, Any]) -> None:
    verdict = judge(CLAIM | changes, PROBE, {})
    assert [name for name, right in verdict.items() if not right] == [field]


@pytest.mark.parametrize(
    ("field", "claim", "probe"),
    [
        ("subject", {"subject": None}, {"subject": None}),
        ("object", {"object": None}, {"object": None}),
        ("speaker", {"speaker": None}, {"speaker": None}),
        ("time", {"time_start": None, "time_end": None}, {"time_start": None, "time_end": None}),
        ("certainty", {"certainty": "CTu"}, {"certainty": "Uu"}),
        ("quantities", {"quantities": [{"value": 2.505e6, "unit": "Euro"}]}, {}),
        ("quantities", {"quantities": [{"value": 4.0, "unit": "boeren"}]}, {"quantities": []}),
        ("subject", {"subject": "die"}, {"subject": "die"}),
    ],
)
def test_also_right(field: str, claim: dict[str, Any], probe: dict[str, Any]) -> None:
    assert judge(CLAIM | claim, PROBE | probe, {})[field]


@pytest.mark.parametrize(
    ("field", "claim", "probe"),
    [
        ("subject", {}, {"subject": None}),
        ("speaker", {}, {"speaker": None}),
        ("time", {}, {"time_start": None, "time_end": None}),
    ],
)
def test_null_must_be_null(field: str, claim: dict[str, Any], probe: dict[str, Any]) -> None:
    assert not judge(CLAIM | claim, PROBE | probe, {})[field]


def test_a_name_of_the_resolved_entity_is_accepted() -> None:
    name = CLAIM | {"subject": "Ede"}
    assert not judge(name, PROBE, {})["subject"]
    assert judge(name, PROBE, {"e1": ["de Veluwse stad Ede"]})["subject"]
    assert not judge(name | {"subject": "ze"}, PROBE, {"e1": ["de Veluwse stad Ede"]})["subject"]


@pytest.mark.parametrize("changes", [{"predicate": "geven"}, {"start": 40, "end": 50}, {"start": 0, "end": 10}])
def test_a_claim_that_does_not_hit(changes: dict[str, Any]) -> None:
    assert not hits(CLAIM | changes, PROBE)


def test_of_several_claims_the_best_counts(write: Write) -> None:
    text = " " * 10 + PROBE["text"]
    good = {k: v for k, v in CLAIM.items() if k not in ("start", "end", "quantities")}
    quantity = Quantity(value=2.5e6, unit="euro", text="2,5 miljoen euro")
    claims = [claim_row(text, 10, 30, **good), claim_row(text, 11, 40, **good, quantities=[quantity])]
    out = write({
        "articles": [("x", article_row("x", text))], "entities": [("x", entity_row("Ede", "e1"))],
        "claims": [("x", row) for row in claims],
    })  # fmt: skip
    ((_, claim, verdict),) = judge_all([PROBE], out)
    assert claim is not None
    assert (claim["start"], verdict) == (11, dict.fromkeys(FIELDS, True))
    figures = score_claims([PROBE, PROBE | {"predicate": "zien", "modality": "possible"}], out)
    assert (figures["found"], figures["all_right"], figures["subject"], figures["probes"]) == (0.5, 0.5, 1.0, 2)
    assert figures["modality_recall"] == {"asserted": [1.0, 1], "possible": [0.0, 1]}


def test_no_probes_at_all(write: Write) -> None:
    assert score_claims([], write({"entities": [], "claims": []}))["found"] == 0.0


def test_a_broken_probe_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_text('{"article": "x", "start": 1, "end": 2, "predicate": "zijn"}\n\n{"article": 1}\n')
    with pytest.raises(GoldError, match="line 3"):
        read_probes(tmp_path / "p.jsonl")


@pytest.mark.parametrize(("folder", "number"), [("gold/articles", 379), ("gold/development", 151), ("untouched", 150)])
def test_our_probes_stand_in_their_articles(folder: str, number: int) -> None:
    where = GOLD.parent / folder
    texts = {article.id: article.text for article in read_gold(where)}
    probes = read_probes(where / "claims.jsonl")
    assert len(probes) == number
    assert [p for p in probes if texts[p["article"]][p["start"] : p["end"]] != p["text"]] == []
    assert {p["article"] for p in probes} == set(texts)


def test_no_article_is_in_both_halves() -> None:
    known, untouched = ({a.id for a in read_gold(GOLD.parent / name)} for name in ("gold", "untouched"))
    assert not known & untouched


def claims_of(gold: list[GoldArticle], seed: int) -> Rows:
    """Claims made from the probes, with errors by chance; with seed 0 without."""
    chance = random.Random(seed)  # noqa: S311  the same errors every time are what is wanted
    rows: Rows = {"articles": [], "entities": [], "claims": []}
    rows["articles"] = [(article.id, article_row(article.id, article.text)) for article in gold]
    texts = {article.id: article.text for article in gold}
    for probe in read_probes(PROBES):
        if seed and chance.random() < 0.2:
            continue
        rows["claims"].append((probe["article"], _claim_of(probe, texts[probe["article"]], chance if seed else None)))
    return rows


def _claim_of(probe: Probe, text: str, chance: random.Random | None) -> Claim:
    fields = {name: probe[name] for name in ("predicate", "subject", "object", "polarity", "modality", "certainty")}
    fields["speaker"] = probe["speaker"][0] if probe["speaker"] else None
    fields["quantities"] = [Quantity(value=q["value"], unit=q["unit"], text="") for q in probe["quantities"]]
    for name in ("time_start", "time_end"):
        fields[name] = date.fromisoformat((probe[name] + "-01-01")[:10]) if probe[name] else None
    if chance:
        for name, wrong in (("subject", None), ("object", "geld"), ("polarity", "negative"), ("modality", "possible"),
                            ("certainty", "CTu"), ("speaker", None), ("quantities", []), ("time_end", None)):  # fmt: skip
            fields[name] = chance.choice([fields[name], fields[name], wrong])
    return claim_row(text, probe["start"], probe["end"], **fields)


def test_faultless(gold: list[GoldArticle], write: Write) -> None:
    figures = score_claims(read_probes(PROBES), write(claims_of(gold, 0)))
    assert {figures[name] for name in ("found", "all_right", *FIELDS)} == {1.0}


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_agrees_with_the_reference_scorer(gold: list[GoldArticle], write: Write, seed: int) -> None:
    if not TOOLS.exists():
        pytest.skip("needs the folder shared beside the project")
    out = write(claims_of(gold, seed))
    command = [sys.executable, str(TOOLS / "score_claims.py"), str(out), str(PROBES)]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    ours = score_claims(read_probes(PROBES), out)
    assert {name: ours[name] for name in theirs} == theirs
    assert seed == 0 or 0.02 < theirs["all_right"] < 0.5
