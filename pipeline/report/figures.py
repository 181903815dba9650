"""Evaluation figures for the site: the line that `zegsman evaluate GOLD --json` prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.errors import GoldError

SHOWN = {
    "attr_p": "Attributions found are right (precision)",
    "attr_r": "Attributions in the text are found (recall)",
    "attr_f": "Both together (F)",
    "strict_f": "… with exactly their words (F)",
    "speaker_f": "… with the right speaker (F)",
    "ner_f": "Names of persons, organisations and places (F)",
    "claims_found": "Claims found (recall)",
    "claims_speaker": "Of claims found: speaker right",
    "claims_polarity": "Of claims found: polarity right",
    "claims_modality": "Of claims found: modality right",
}
"""Figures that a reader of the site should know, by their name in that line."""


def read_figures(path: Path) -> list[tuple[str, float]]:
    """What to call each figure, and its value from 0 to 1. GoldError where the file holds something else."""
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        return [(name, float(found[key])) for key, name in SHOWN.items() if key in found]
    except (OSError, ValueError, TypeError) as error:
        raise GoldError(
            f"{path} holds no figures: {error}.", f"Write them with `zegsman evaluate GOLD --json > {path}`."
        ) from error
