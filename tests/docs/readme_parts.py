"""The generated parts of README.md; `cog -r README.md` writes them, a test checks that they are current."""

from __future__ import annotations

import json
import typing
from pathlib import Path

from pipeline.schema import ROWS, Column, columns

ROOT = Path(__file__).resolve().parents[2]
FIGURES = {
    "attr_f": "attributions found, F",
    "strict_f": "content word for word, F",
    "speaker_f": "content and speaker right, F",
    "ner_f": "names of persons, organisations, places, F",
    "claims_found": "claims found, recall",
    "claims_all_right": "claims with all fields right, recall",
    "claims_polarity": "polarity right, of claims found",
    "claims_modality": "modality right, of claims found",
}


def tables() -> str:
    """A foldable table of columns for each table, from the schema."""
    return "\n\n".join(_table(name) for name in ROWS)


def _table(name: str) -> str:
    summary = (ROWS[name].__doc__ or "").strip().splitlines()[0]
    rows = [_line(c) for c in columns(name)]
    head = [f"<details><summary><b>{name}</b>: {summary}</summary>", "", "| column | type | meaning |", "|---|---|---|"]
    return "\n".join([*head, *rows, "", "</details>"])


def _line(column: Column) -> str:
    null = ", or null" if column.nullable else ""
    return f"| {column.name} | {_type(column.type)}{null} | {_meaning(column.doc, column.values)} |"


def _type(hint: object) -> str:
    if typing.get_origin(hint) is list:
        return f"list of {_type(typing.get_args(hint)[0])}"
    return getattr(hint, "__name__", str(hint)).lower()


def _meaning(doc: str, values: tuple[str, ...]) -> str:
    return (doc + (f" One of: {', '.join(values)}." if values else "")).replace("|", "\\|")


def accuracy() -> str:
    """The pinned figures that a reader asks about."""
    pinned = json.loads((ROOT / "data" / "gold" / "floors.json").read_text(encoding="utf-8"))
    rows = [
        f"| {text} | {pinned['measured'][name]:.3f} |" for name, text in FIGURES.items() if name in pinned["measured"]
    ]
    return "\n".join([f"Model: {pinned['model']}.", "", "| | |", "|---|---|", *rows])


def picture() -> str:
    """Some rows of the claims table for the sample batch, as last written to data/picture.json."""
    rows = json.loads((ROOT / "data" / "picture.json").read_text(encoding="utf-8"))
    head = "| speaker | through | claim | | certainty | time |\n|---|---|---|---|---|---|"
    lines = [
        f"| {r['speaker']} | {r['cue']} | {r['text']} | {r['polarity']}, {r['modality']} | {r['certainty']} | {r['time'] or ''} |"
        for r in rows
    ]
    return "\n".join([head, *lines])


WANTED = (
    ("kaasbroodjes", "bekendmaken"),
    ("kaasbroodjes", "zich afvragen"),
    ("kastanje", "erkennen"),
    ("brandstichting", "betogen"),
    ("brandstichting", "meedelen"),
    ("sluis-wemelveen", "vrezen"),
    ("zuivelfabriek", "volgens"),
)
"""Article and cue of the rows shown: one claim each, the shortest that is longer than a few words."""


def draw(out: Path) -> list[dict[str, str | None]]:
    """Rows for the picture from an output folder."""
    import pandas as pd

    quotes = pd.read_parquet(out / "quotes").set_index("quote_id")
    claims = pd.read_parquet(out / "claims")
    claims["cue"] = claims.quote_id.map(quotes.cue_lemma)
    claims["time"] = [None if pd.isna(t) else str(t) for t in claims.time_start]
    rows = []
    for article, cue in WANTED:
        found = claims[
            (claims.article_id == article) & (claims.cue == cue) & (claims.text.str.len() > 25) & claims.speaker.notna()
        ]
        if len(found):
            row = found.loc[found.text.str.len().idxmin()]
            rows.append(
                {
                    k: None if pd.isna(row[k]) else row[k]
                    for k in ("speaker", "cue", "text", "polarity", "modality", "certainty", "time")
                }
            )
    return rows


if __name__ == "__main__":
    import sys

    text = json.dumps(draw(Path(sys.argv[1])), ensure_ascii=False, indent=1)
    (ROOT / "data" / "picture.json").write_text(text + "\n", encoding="utf-8")
