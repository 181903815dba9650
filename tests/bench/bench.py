"""`make bench`: Zegsman against spaCy alone, on the same articles, in the same run; the figures go into docs/speed.md.

Every figure is of a whole process, from files to committed Parquet, start-up included. Ratios are medians over the rounds of
the two times of a round, so that a busy machine slows both sides. There are four shards of articles, so that two workers
have as much to do as each other. It is no test: it asserts nothing.
"""

from __future__ import annotations

import json
import math
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import pandas as pd
import peers
import typer
from measure import Series, in_turns

from pipeline.model.load import find

ROOT = Path(__file__).resolve().parents[2]
PEERS = str(Path(peers.__file__))
ONE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
STAGES = ("ingest", "tokenize", "entities", "quotes", "claims", "store")
MODELS = ("nl_news", "nl_news_sm")


class Bench:
    """One set of articles, measured in a folder of its own."""

    def __init__(self, folder: Path, texts: list[str], *, rounds: int) -> None:
        self.folder, self.rounds, self.count = folder, rounds, 0
        self.articles = folder / "articles.jsonl"
        self.number, self.words = len(texts), sum(len(text.split()) for text in texts)
        lines = [json.dumps({"id": f"a{n:06}", "text": text}, ensure_ascii=False) for n, text in enumerate(texts)]
        self.articles.write_text("\n".join(lines) + "\n", encoding="utf8")
        self.outputs: dict[str, Path] = {}

    def fresh(self, name: str) -> Path:
        """An output folder that is not there yet; the last one of a name is kept."""
        if name in self.outputs:
            shutil.rmtree(self.outputs[name], ignore_errors=True)
        self.count += 1
        self.outputs[name] = self.folder / f"out{self.count}"
        return self.outputs[name]

    def extract(self, name: str, model: str, *workers: str) -> list[str]:
        """The command that is measured."""
        out = str(self.fresh(name))
        command = [sys.executable, "-m", "pipeline", "extract", str(self.articles), "--out", out, "--model", model]
        return [*command, "--quiet", *workers]

    def pipe(self, model: str) -> list[str]:
        """The language model alone."""
        return [sys.executable, PEERS, "pipe", str(find(model)), str(self.articles)]

    def script(self, model: str) -> list[str]:
        """The plain script with two processes."""
        return [
            sys.executable,
            PEERS,
            "script",
            str(find(model)),
            str(self.articles),
            str(self.folder / "plain.parquet"),
        ]

    def run(self, shape: str) -> dict[str, Series]:
        """All commands in turns."""
        commands = {f"{m}, spaCy alone": lambda m=m: self.pipe(m) for m in MODELS}
        commands |= {"shape of nl_core_news_sm, spaCy alone": lambda: self.pipe(shape)}
        commands |= {"nl_news_sm, plain script, two processes": lambda: self.script("nl_news_sm")}
        for workers in ("1", "2"):
            commands |= {
                f"{m}, zegsman, workers {workers}": lambda m=m, w=workers: self.extract(f"{m}{w}", m, "--workers", w)
                for m in MODELS
            }
        return in_turns(commands, rounds=self.rounds, environment={**os.environ, **ONE})

    def shares(self, model: str) -> dict[str, float]:
        """Share of each stage in the last run with one worker, from the run's own record."""
        run = pd.read_parquet(self.outputs[f"{model}1"] / "runs").iloc[-1]
        return {stage: run[f"seconds_{stage}"] / run["seconds"] for stage in STAGES}


def samples(times: int) -> list[str]:
    """The project's own sample articles, repeated; each copy ends in a number, so that no two are the same."""
    return [f"{text}\n\nExemplaar {n}." for n in range(times) for text in peers.samples()]


def growth(sizes: list[int], folder: Path) -> tuple[list[tuple[int, Series]], float]:
    """Seconds and memory for growing numbers of articles with the small model, and the exponent that fits them best."""
    made = []
    for size in sizes:
        texts = samples(1 + size // 20)[:size]
        own = folder / f"growth-{size}"  # into the folder of another size only what is new would be done
        own.mkdir()
        bench = Bench(own, texts, rounds=1)
        command = {"run": lambda bench=bench: bench.extract("growth", "nl_news_sm", "--workers", "1")}
        made.append((size, in_turns(command, rounds=1, environment={**os.environ, **ONE})["run"]))
    xs, ys = [math.log(size) for size, _ in made], [math.log(series.seconds) for _, series in made]
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return made, slope / sum((x - middle_x) ** 2 for x in xs)


def news(shared: Path, number: int) -> list[str]:
    """Real articles, where the shared folder is there: else none."""
    import lzma

    path = shared / "data" / "news" / "dpg-2019.jsonl.xz"
    if not path.is_file():
        return []
    with lzma.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line)["text"] for line in lines][:number]


def machine() -> str:
    """What it ran on."""
    info = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def tables(title: str, bench: Bench, series: dict[str, Series]) -> list[str]:
    """Markdown of one set of articles: times and memory, then the ratios that count, then the share of each stage."""
    rows = [
        f"| {name} | {s.seconds:.1f} | {bench.words / s.seconds:.0f} | {s.mebibytes:.0f} |"
        for name, s in series.items()
    ]
    pairs = {f"{m}, workers 1, against spaCy alone": (f"{m}, zegsman, workers 1", f"{m}, spaCy alone") for m in MODELS}
    pairs |= {
        "nl_news_sm against the shape of nl_core_news_sm": ("nl_news_sm, zegsman, workers 1", "shape of nl_core_news_sm, spaCy alone"),
        "nl_news_sm, workers 2, against the plain script": ("nl_news_sm, zegsman, workers 2", "nl_news_sm, plain script, two processes"),
    } | {f"{m}, workers 2 against 1": (f"{m}, zegsman, workers 2", f"{m}, zegsman, workers 1") for m in MODELS}  # fmt: skip
    ratios = [f"| {name} | {series[a].ratio(series[b]):.2f} |" for name, (a, b) in pairs.items()]
    shares = [f"| {m} | " + " | ".join(f"{bench.shares(m)[s]:.0%}" for s in STAGES) + " |" for m in MODELS]
    return [
        f"## {title}: {bench.number} articles, {bench.words:,} words", "",
        "| command | seconds | words a second | peak MiB |", "|---|---|---|---|", *rows, "",
        "| ratio of speeds | |", "|---|---|", *ratios, "",
        "| share of the run, one worker | " + " | ".join(STAGES) + " |", "|---" * (1 + len(STAGES)) + "|", *shares, "",
    ]  # fmt: skip


def growth_table(made: list[tuple[int, Series]], exponent: float) -> list[str]:
    """Markdown of the growth."""
    rows = [f"| {size:,} | {series.seconds:.1f} | {series.mebibytes:.0f} |" for size, series in made]
    head = [
        "## Growth: nl_news_sm, one worker, sample articles",
        "",
        "| articles | seconds | peak MiB |",
        "|---|---|---|",
    ]
    return [*head, *rows, "", f"Fitted exponent of the seconds over the articles: {exponent:.3f}.", ""]


def main(
    *,
    rounds: Annotated[int, typer.Option(help="Turns of every command.")] = 3,
    articles: Annotated[int, typer.Option(help="Real articles at most.")] = 200,
    times: Annotated[int, typer.Option(help="Copies of the sample articles.")] = 11,
    sizes: Annotated[str, typer.Option(help="Numbers of articles for the growth.")] = "250,500,1000,2000",
    shared: Annotated[Path, typer.Option(help="Folder with the real articles.")] = ROOT.parent / "shared",
    page: Annotated[Path, typer.Option(help="Where the figures go.")] = ROOT / "docs" / "speed.md",
) -> None:
    """Measure and write the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peers.shape(folder / "shape")
        lines = [*(__doc__ or "").splitlines()[2:], ""]
        lines = ["# Speed", "", *lines, f"Machine: {machine()}. Rounds: {rounds}. One thread a process.", ""]
        for title, texts in {"Real news": news(shared, articles), "Samples of the project": samples(times)}.items():
            if texts:
                bench = Bench(folder, texts, rounds=rounds)
                lines += tables(title, bench, bench.run(str(folder / "shape")))
        lines += growth_table(*growth([int(size) for size in sizes.split(",")], folder))
    page.write_text("\n".join(lines), encoding="utf8")
    typer.echo(f"Written to {page}.")


if __name__ == "__main__":
    typer.run(main)
