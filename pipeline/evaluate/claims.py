"""Score the table of claims against probes: single propositions of an article with the fields a good row has.

A probe is found where a claim of its article overlaps its clause and has its predicate, or an accepted other one. Of
several the one with most fields right counts. Probes are a sample, so they measure recall and fields, not precision.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.errors import GoldError
from pipeline.evaluate.output import read_rows
from pipeline.evaluate.tokens import folded

Probe = dict[str, Any]
Row = dict[str, Any]

FIELDS = ("subject", "object", "polarity", "modality", "certainty", "time", "quantities", "speaker")
ALL_RIGHT = ("subject", "object", "polarity", "modality", "time", "quantities")
"""What has to be right for a claim to count as wholly right."""
FUNCTION_WORDS = frozenset(
    ["de", "het", "een", "'t", "den", "der", "van", "die", "dat", "dit", "deze", "zijn", "haar", "hun"]
)
TOLERANCE = 0.005
"""Amounts are equal within this share of the gold's: 2,3 million is 2.3e6 whatever the rounding."""
COLUMNS = [
    "article_id", "start", "end", "predicate", "subject", "subject_id", "object", "object_id", "polarity", "modality",
    "certainty", "speaker", "time_start", "time_end", "quantities",
]  # fmt: skip


def read_probes(path: Path) -> list[Probe]:
    """The probes of a JSON Lines file. GoldError names the line that cannot be read."""
    probes = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                probe: Probe = json.loads(line)
                probe["article"], probe["start"], probe["end"], probe["predicate"]
            except (ValueError, KeyError, TypeError) as error:
                raise GoldError(f"{path}, line {number} is no probe: {error}.", "Mend the line.") from error
            probes.append(probe)
    return probes


def score_claims(probes: list[Probe], out: Path) -> dict[str, Any]:
    """Figures of claims: found, all_right, and the share of found probes with each field right.

    `time_given`, `amounts_given` and `negative_given` look only at probes that have a time, an amount, a negation.
    `modality_recall` gives [share of all such probes found with their modality, how many there are] by modality.
    """
    verdicts = [(probe, verdict) for probe, _, verdict in judge_all(probes, out)]
    found = [(probe, verdict) for probe, verdict in verdicts if verdict is not None]
    right = Counter(field for _, verdict in found for field in FIELDS if verdict[field])
    modality: dict[str, list[int]] = {}
    for probe, verdict in verdicts:
        counts = modality.setdefault(probe["modality"], [0, 0])
        counts[0] += bool(verdict and verdict["modality"])
        counts[1] += 1
    whole = sum(all(verdict[field] for field in ALL_RIGHT) for _, verdict in found)
    return {
        "found": _share(len(found), len(probes)),
        "all_right": _share(whole, len(probes)),
        **{field: _share(right[field], len(found)) for field in FIELDS},
        "time_given": _share_where("time", [v for p, v in found if p["time_start"]]),
        "amounts_given": _share_where("quantities", [v for p, v in found if p["quantities"]]),
        "negative_given": _share_where("polarity", [v for p, v in found if p["polarity"] == "negative"]),
        "modality_recall": {name: [_share(*counts), counts[1]] for name, counts in sorted(modality.items())},
        "probes": len(probes),
    }


def judge_all(probes: list[Probe], out: Path) -> list[tuple[Probe, Row | None, dict[str, bool] | None]]:
    """Each probe with the claim that found it and what is right about that, or None twice."""
    ids = {probe["article"] for probe in probes}
    entities = read_rows(out, "entities", ids, ["article_id", "entity_id", "name", "aliases"])
    names = {row["entity_id"]: [row["name"], *(row["aliases"] or [])] for row in entities}
    claims: dict[str, list[Row]] = {}
    for row in read_rows(out, "claims", ids, COLUMNS):
        claims.setdefault(row["article_id"], []).append(row)
    found = []
    for probe in probes:
        verdicts = [
            (claim, judge(claim, probe, names)) for claim in claims.get(probe["article"], []) if hits(claim, probe)
        ]
        best = max(verdicts, key=_fields_right, default=(None, None))
        found.append((probe, *best))
    return found


def hits(claim: Row, probe: Probe) -> bool:
    """Whether a claim is about the probe's clause."""
    accepted = {_lemma(predicate) for predicate in [probe["predicate"], *probe.get("predicate_alt", [])]}
    overlaps: bool = claim["start"] < probe["end"] and probe["start"] < claim["end"]
    return overlaps and _lemma(claim["predicate"]) in accepted


def judge(claim: Row, probe: Probe, names: dict[str, list[str]]) -> dict[str, bool]:
    """What of the claim is as the probe has it, by field."""
    return {
        "subject": _same_words(claim["subject"], probe["subject"], names.get(claim["subject_id"], [])),
        "object": _same_words(claim["object"], probe["object"], names.get(claim["object_id"], [])),
        "polarity": claim["polarity"] == probe["polarity"],
        "modality": claim["modality"] == probe["modality"],
        "certainty": _open(claim["certainty"]) == _open(probe["certainty"]),
        "time": all(_same_day(claim[field], probe[field]) for field in ("time_start", "time_end")),
        "quantities": all(_has_amount(claim["quantities"] or [], amount) for amount in probe["quantities"]),
        "speaker": _same_speaker(claim["speaker"], probe["speaker"]),
    }


def _fields_right(verdict: tuple[Row, dict[str, bool]]) -> int:
    return sum(verdict[1].values())


def _same_words(predicted: str | None, gold: str | None, names: list[str]) -> bool:
    """Whether a phrase shares a word with the gold's or with a name of the entity it was resolved to; null must be null.

    The second is lenient: it trusts the resolution, whatever the gold's words are.
    """
    if not gold:
        return not predicted
    mine = _content(predicted)
    return any(mine & other for other in [_content(gold), *map(_content, names)])


def _same_day(predicted: object, gold: str | None) -> bool:
    """Dates are compared at the gold's precision: '2025-06' is any day of June 2025."""
    return str(predicted or "")[: len(gold)] == gold if gold else not predicted


def _has_amount(amounts: list[Row], gold: Row) -> bool:
    return any(
        abs(amount["value"] - gold["value"]) <= TOLERANCE * max(1, abs(gold["value"]))
        and _lemma(amount["unit"]) == _lemma(gold["unit"])
        for amount in amounts
    )


def _same_speaker(predicted: str | None, names: list[str] | None) -> bool:
    if not names:
        return not predicted
    return any(_content(predicted) & _content(name) for name in names)


def _open(certainty: str | None) -> str:
    """CTu counts as Uu: both say that the source does not commit itself."""
    return (certainty or "").replace("CTu", "Uu")


def _content(text: str | None) -> frozenset[str]:
    """Words that count; of a phrase of function words only, all."""
    return folded(text, without=FUNCTION_WORDS) or folded(text, without=frozenset())


def _lemma(text: str | None) -> str:
    return re.sub(r"[\s_]+", "", (text or "").lower())


def _share_where(field: str, verdicts: list[dict[str, bool]]) -> float:
    return _share(sum(verdict[field] for verdict in verdicts), len(verdicts))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
