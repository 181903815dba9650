"""Floors: figures that must not fall, pinned in a file together with the gold they were measured on.

The file names the SHA-256 of every gold file, so a figure can never rise because the gold was made easier without the
change showing. Floors go up by `update`; down only by `update` with `allow_regression`.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.errors import FloorError, GoldError
from pipeline.evaluate.claims import Probe
from pipeline.evaluate.gold import GoldArticle
from pipeline.evaluate.score import Figures
from pipeline.store.atomic import replace

FLOORS = "floors.json"
EPSILON = 0.006
"""How far a figure may always lie below its floor: one of two hundred attributions moves attr_f by 0.005, and a processor
that rounds differently can flip one. Two flipped the same way are a change of the program."""
ONE_ITEM = 1.2
"""Where there is less gold one item moves a figure by more: a figure over n items may lie ONE_ITEM / n below its floor."""
GATED = {
    "attr_f": "attributions",
    "strict_f": "attributions",
    "speaker_f": "attributions",
    "ner_f": "names",
    "claims_found": "probes",
    "claims_all_right": "probes",
    "claims_subject": "probes",
    "claims_object": "probes",
    "claims_polarity": "probes",
    "claims_modality": "probes",
    "claims_speaker": "probes",
    "claims_time_given": "times",
    "claims_amounts_given": "amounts",
    "claims_negative_given": "negations",
}
"""The figures with a floor, and what they are a share of; the others explain them."""

PIN = "Pin what is measured with `zegsman evaluate GOLD --update`."

Floors = dict[str, Any]


def fingerprint(folder: Path, gold: list[GoldArticle], probes: list[Probe]) -> dict[str, Any]:
    """What the figures are measured on: how much of each, and the SHA-256 of each file."""
    files = sorted([*folder.rglob("*.xml"), *folder.rglob("*.jsonl")])
    return {
        "articles": len(gold),
        "attributions": sum(len(article.attributions) for article in gold),
        "names": sum(len(article.mentions) for article in gold),
        "probes": len(probes),
        "times": sum(bool(probe.get("time_start")) for probe in probes),
        "amounts": sum(bool(probe.get("quantities")) for probe in probes),
        "negations": sum(probe.get("polarity") == "negative" for probe in probes),
        "sha256": {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
    }


def read_floors(folder: Path) -> Floors:
    """The pinned floors of a gold folder. GoldError where there are none or they cannot be read."""
    path = folder / FLOORS
    try:
        floors: Floors = json.loads(path.read_text(encoding="utf-8"))
        floors["floors"], floors["gold"]["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldError(f"{path} holds no floors: {error}.", PIN) from error
    return floors


def check(folder: Path, figures: Figures, measured_on: dict[str, Any]) -> None:
    """FloorError where a figure lies below its floor, GoldError where the gold is not the one that was pinned."""
    pinned = read_floors(folder)
    changed = _changed(pinned["gold"]["sha256"], measured_on["sha256"])
    if changed:
        raise GoldError(
            f"{folder} is not the gold that the floors were measured on: {', '.join(changed)}.",
            f"Look at the change. {PIN}",
        )
    fallen = _fallen(pinned["floors"], figures, measured_on)
    if fallen:
        raise FloorError(
            f"Below the floor: {'; '.join(fallen)}.",
            "Look for the cause with `zegsman evaluate GOLD --errors all`.",
        )


def update(folder: Path, figures: Figures, measured_on: dict[str, Any], *, model: str, allow_regression: bool) -> None:
    """Pin gold and figures. FloorError where that would lower a floor and `allow_regression` is not given.

    Without it a figure that fell by less than its slack keeps its old floor.
    """
    new = {name: figures[name] for name in GATED if name in figures}
    if (folder / FLOORS).exists() and not allow_regression:
        old = read_floors(folder)["floors"]
        fallen = _fallen(old, figures, measured_on)
        if fallen:
            raise FloorError(
                f"This would lower floors: {'; '.join(fallen)}.", "Give --allow-regression if that is meant."
            )
        new = {name: max(value, old.get(name, 0.0)) for name, value in new.items()}
    pinned = {"model": model, "floors": new, "gold": measured_on, "measured": figures}
    replace(folder / FLOORS, (json.dumps(pinned, ensure_ascii=False, indent=1) + "\n").encode())


def slack(figure: str, measured_on: dict[str, Any]) -> float:
    """How far a figure may lie below its floor on this much gold."""
    items: int = measured_on.get(GATED.get(figure, ""), 0)
    return max(EPSILON, ONE_ITEM / items) if items else EPSILON


def _fallen(floors: dict[str, float], figures: Figures, measured_on: dict[str, Any]) -> list[str]:
    return [
        f"{name} {figures.get(name, 0.0):.4f} (floor {floor:.4f})"
        for name, floor in floors.items()
        if figures.get(name, 0.0) < floor - slack(name, measured_on)
    ]


def _changed(pinned: dict[str, str], found: dict[str, str]) -> list[str]:
    return sorted(name for name in pinned.keys() | found.keys() if pinned.get(name) != found.get(name))
