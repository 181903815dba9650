"""The figures of an output folder: on the screen, as JSON, errors side by side, and the gate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import typer
from rich.console import Console
from rich.table import Table

from pipeline.evaluate import gate
from pipeline.evaluate.calibrate import calibrate
from pipeline.evaluate.claims import FIELDS, Probe, read_probes, score_claims
from pipeline.evaluate.differences import differences
from pipeline.evaluate.gold import GoldArticle
from pipeline.evaluate.kinds import Kind
from pipeline.evaluate.output import read_output
from pipeline.evaluate.score import Figures, score


class Report:
    """The figures of one output folder, and what is done with them."""

    def __init__(self, folder: Path, gold: list[GoldArticle], probes: list[Probe], out: Path) -> None:
        self.folder, self.gold, self.probes, self.out = folder, gold, probes, out
        self.figures = measure(gold, probes, out)

    def show(self, *, errors: Kind | None, as_json: bool) -> None:
        """Print figures, or errors, to standard output."""
        if errors:
            for difference in differences(self.gold, self.probes, self.out):
                if errors in (Kind.ALL, difference.kind):
                    typer.echo(difference.lines())
        elif as_json:
            typer.echo(json.dumps(self.figures, ensure_ascii=False))
        else:
            for table in tables(self.figures):
                Console().print(table)

    def calibrate(self, path: Path) -> None:
        """Learn from this gold how sure attributions are, and write the weights."""
        number = calibrate(self.gold, read_output(self.out, self.gold), path)
        typer.echo(f"{path}: learned from {number} attributions.", err=True)

    def hold(self) -> None:
        """Fail where a figure is below its floor."""
        gate.check(self.folder, self.figures, gate.fingerprint(self.folder, self.gold, self.probes))
        typer.echo("No figure is below its floor.", err=True)

    def pin(self, *, allow_regression: bool) -> None:
        """Write the figures down as floors."""
        on = gate.fingerprint(self.folder, self.gold, self.probes)
        gate.update(self.folder, self.figures, on, model=_model(self.out), allow_regression=allow_regression)
        typer.echo(f"Pinned in {self.folder / gate.FLOORS}.", err=True)


def measure(gold: list[GoldArticle], probes: list[Probe], out: Path) -> Figures:
    """All figures in one flat mapping; those of claims begin with `claims_`."""
    claims = score_claims(probes, out) if probes else {}
    return {**score(gold, out), **{f"claims_{name}": value for name, value in claims.items()}}


def tables(figures: Figures) -> list[Table]:
    """The figures as tables to read, in percent."""
    found = Table("", "precision", "recall", "F", "in gold", title="Found")
    found.add_row("attributions", *_percent(figures, "attr_p", "attr_r", "attr_f"), str(figures["gold"]))
    found.add_row("  word for word", "", "", *_percent(figures, "strict_f"), "")
    found.add_row("  with the right speaker", "", "", *_percent(figures, "speaker_f"), "")
    for kind, (recall, number) in figures["recall_by_kind"].items():
        found.add_row(f"  {kind}", "", _as_percent(recall), "", str(number))
    found.add_row("names", *_percent(figures, "ner_p", "ner_r", "ner_f"), str(sum(_numbers(figures))))
    for kind, (precision, recall, f, number) in figures["ner_by_type"].items():
        found.add_row(f"  {kind}", *map(_as_percent, (precision, recall, f)), str(number))
    if "claims_found" in figures:
        found.add_row("claims", "", *_percent(figures, "claims_found"), "", str(figures["claims_probes"]))
        found.add_row("  all fields right", "", *_percent(figures, "claims_all_right"), "", "")
    right = Table("of attributions found", "right", title="Right")
    for part in ("speaker", "cue", "source", "kind"):
        right.add_row(part, *_percent(figures, f"{part}_acc"))
    if "sure_brier" in figures:
        right.add_row("right by confidence", *_percent(figures, "sure_mean"))
        right.add_row("right by gold", *_percent(figures, "sure_right"))
    if "claims_found" not in figures:
        return [found, right]
    fields = Table("of claims found", "right")
    for field in FIELDS:
        fields.add_row(field, *_percent(figures, f"claims_{field}"))
    return [found, right, fields]


def _numbers(figures: Figures) -> list[int]:
    return [row[-1] for row in figures["ner_by_type"].values()]


def _percent(figures: Figures, *names: str) -> list[str]:
    return [_as_percent(figures[name]) for name in names]


def _as_percent(value: float) -> str:
    return f"{100 * value:.1f}"


def probes_of(folder: Path, gold: list[GoldArticle], path: Path | None) -> list[Probe]:
    """Probes about the gold's articles, from `path` or all .jsonl files of the folder."""
    ids = {article.id for article in gold}
    files = [path] if path else sorted(folder.rglob("*.jsonl"))
    return [probe for file in files for probe in read_probes(file) if probe["article"] in ids]


def _model(out: Path) -> str:
    """The language model that the output was made with."""
    models: list[Any] = pq.read_table(out / "articles", columns=["model"])["model"].unique().to_pylist()
    return ", ".join(str(model) for model in models)
