"""The configuration of a fine-tuning, read from a TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ModelNotFoundError

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """Files within the shared folder."""

    treebank: str
    more: str
    spans: str
    types: str
    lemmas: str
    dev: str

    @property
    def trained(self) -> list[str]:
        """What the weights are made of."""
        return [self.treebank, self.more, self.spans, self.types, self.lemmas]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and how fast: `epochs` passes, the last `rounded` of them with rounding; `pieces` in a batch.

    The rates are the peaks of encoder and heads: up in a line over the share `warmup` of the steps, then down along a cosine.
    `decay` is AdamW's, on matrices only.
    """

    epochs: int
    rounded: int
    pieces: int
    encoder_rate: float
    head_rate: float
    warmup: float
    decay: float
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that decides what the weights become, beside the data."""

    name: str
    version: str
    layers: int
    pieces: int
    data: Data
    plan: Plan


def path_of(name: str) -> Path:
    """The recipe of a model of this project. Raises ModelNotFoundError."""
    path = HERE / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in HERE.glob("*.toml")))
        raise ModelNotFoundError(f"There is no recipe for a model {name}.", f"Recipes that are here: {known}.")
    return path


def read_recipe(path: Path, *, epochs: int | None = None) -> Recipe:
    """Read a recipe. `epochs` cuts the training short, for a trial. Raises OSError, TypeError for an unknown key."""
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf8"))
    plan = {**table["plan"], "seed": table["seed"]}
    if epochs is not None:
        plan |= {"epochs": epochs, "rounded": min(1, epochs)}
    return Recipe(
        name=table["name"], version=table["version"], **table["encoder"], data=Data(**table["data"]), plan=Plan(**plan)
    )
