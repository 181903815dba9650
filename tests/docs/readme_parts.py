"""The generated parts of README.md; `cog -r README.md` writes them, a test checks that they are current."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import tempfile
import typing
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import typer

from pipeline import cli
from pipeline.schema import ROWS, Column

ROOT = Path(__file__).resolve().parents[2]
FIGURES = {
    "attr_f": "attributions found, F",
    "strict_f": "… with exactly their words, F",
    "speaker_f": "… with the right speaker, F",
    "ner_f": "names of persons, organisations and places, F",
    "claims_found": "claims found, recall",
    "claims_polarity": "of claims found: polarity right",
    "claims_modality": "of claims found: modality right",
    "claims_time": "of claims found: time right",
    "claims_quantities": "of claims found: amounts right",
    "claims_speaker": "of claims found: speaker right",
    "claims_all_right": "claims with all fields right, recall",
}
PICTURE = (
    ("sluis-wemelveen", "De sluis bij Wemelveen gaat"),
    ("sluis-wemelveen", "de planning niet meer haalbaar"),
    ("sluis-wemelveen", "Dat kost me per week"),
    ("sluis-wemelveen", "klanten voorgoed overstappen"),
    ("weverhof", "er geen andere oplossing"),
    ("brandstichting", "De man zou in de nacht"),
    ("zwemplas-melkveld", "De schade bedraagt"),
    ("zwemplas-melkveld", "na het zwemmen"),
)
"""Article and beginning of the claims shown on top of the README."""


def picture() -> str:
    """Those claims of the sample batch, as the pipeline writes them now."""
    claims: list[dict[str, Any]] = _samples()["claims"].to_pylist()
    head = (
        "| who says it | the claim | polarity | modality | certainty | when | amounts |\n|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *(_picture_line(_claim(claims, *wanted)) for wanted in PICTURE)])


@cache
def _samples() -> dict[str, pa.Table]:
    """The tables of the sample batch."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pipeline", "extract", "data/articles", "--out", folder, "--quiet"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return {name: pq.read_table(f"{folder}/{name}") for name in ROWS}


def empty_columns() -> str:
    """The columns of quotes, claims and entities that no sample article fills."""
    found = [
        f"`{table}.{column}`"
        for table in ("entities", "quotes", "claims")
        for column in _samples()[table].column_names
        if _samples()[table][column].null_count == len(_samples()[table])
    ]
    return (
        f"- Empty in every sample article: {', '.join(found)}."
        if found
        else "- Every column is filled in some sample article."
    )


def _claim(claims: list[dict[str, Any]], article: str, beginning: str) -> dict[str, Any]:
    found = [row for row in claims if row["article_id"] == article and row["text"].startswith(beginning)]
    if not found:
        message = f"{article} has no claim that begins with {beginning!r}: choose another in tests/docs/readme_parts.py"
        raise LookupError(message)
    return found[0]


def _picture_line(claim: dict[str, Any]) -> str:
    chain = [f"{link['speaker'] or 'someone'} ({link['cue_lemma'] or 'quoted'})" for link in claim["attribution"]]
    days = dict.fromkeys(str(day) for day in (claim["time_start"], claim["time_end"]) if day)
    amounts = [f"{'± ' if q['approximate'] else ''}{q['value']:,.0f} {q['unit']}" for q in claim["quantities"]]
    cells = (
        " → ".join(chain) or "*the article*", claim["text"], claim["polarity"], claim["modality"], claim["certainty"],
        " to ".join(days), ", ".join(amounts),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def summary(table: str) -> str:
    """What a row of the table is."""
    return (ROWS[table].__doc__ or "").strip().splitlines()[0]


def tables() -> str:
    """A line for each table."""
    return "\n".join(["| table | a row is |", "|---|---|", *(f"| `{name}` | {summary(name)} |" for name in ROWS)])


def type_of(column: Column) -> str:
    """The column's type as an analyst would call it."""
    return _type(column.type) + (", or null" if column.nullable else "")


def _type(hint: Any) -> str:
    """A struct by its fields."""
    if typing.get_origin(hint) is list:
        return f"list of {_type(typing.get_args(hint)[0])}"
    if dataclasses.is_dataclass(hint):
        return f"{{{', '.join(field.name for field in dataclasses.fields(hint))}}}"
    return str(hint.__name__)


def meaning(column: Column) -> str:
    """The column's sentence, and its values where they are few and fixed."""
    return column.doc + (f" One of: {', '.join(column.values)}." if column.values else "")


def accuracy() -> str:
    """The pinned figures that a reader asks about, on the gold the rules know and on the gold they do not."""
    known, untouched = (
        json.loads((ROOT / "data" / name / "floors.json").read_text(encoding="utf-8")) for name in ("gold", "untouched")
    )
    rows = [
        f"| {text} | {known['measured'][name]:.2f} | {untouched['measured'][name]:.2f} |"
        for name, text in FIGURES.items()
    ]
    rows += [
        f"| {counted} | {known['gold'][counted]} | {untouched['gold'][counted]} |"
        for counted in ("articles", "attributions", "names", "probes")
    ]
    return "\n".join([f"| {known['model']} | developed on | untouched |", "|---|---|---|", *rows])


def commands() -> str:
    """A line for each command, with what its help says first."""
    rows = [f"| `zegsman {name}` | {_first_sentences(command)} |" for name, command in all_commands()]
    return "\n".join(["| command | does |", "|---|---|", *rows])


def options(name: str) -> str:
    """A line for each option of a command."""
    found = [option for option in dict(all_commands())[name].params if option.param_type_name == "option"]
    rows = [f"| `{flag(option)}` | {option.help} |" for option in found if option.name != "help"]
    return "\n".join([f"| option of {name} | |", "|---|---|", *rows]).replace("text|json", "text\\|json")


@cache
def top() -> Any:
    """The command line as a whole."""
    cli._mount()
    return typer.main.get_command(cli.app)


@cache
def all_commands() -> list[tuple[str, Any]]:
    """All commands, those of a group by their full name."""
    pairs = []
    for name, command in top().commands.items():
        below = getattr(command, "commands", None)
        pairs += [(f"{name} {sub}", c) for sub, c in below.items()] if below else [(name, command)]
    return pairs


def _first_sentences(command: Any) -> str:
    """The help's first paragraph, without its example."""
    return " ".join(command.help.split("\n\n")[0].replace("\b", "").split())


def flag(option: Any) -> str:
    """The option with the name of its value, if it takes one."""
    if option.is_flag:
        return str(option.opts[0])
    return f"{option.opts[0]} {option.metavar}"
