"""The training loop: several losses on one pass, bfloat16 where the processor has it, rounding trained in at the end."""

from __future__ import annotations

import math
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from pipeline.encoder.pieces import PAD
from pipeline.model.finetune.examples import NONE, Source, Window
from pipeline.model.finetune.network import Network, Output, Smooth
from pipeline.model.finetune.recipe import Plan

Check = Callable[[Network], object]
WEIGHTS = {"arcs": 1.0, "deps": 1.0, "tags": 0.5, "morphs": 0.5, "lemmas": 0.5, "starts": 0.5, "names": 1.0}
LAYERS = ("tags", "morphs", "lemmas", "names", "deps", "heads", "starts")


def batches(windows: list[Window], *, pieces: int, rng: random.Random) -> Iterator[list[Window]]:
    """Windows of like length together, in random order, about `pieces` pieces (padding counted) in each."""
    order = sorted(windows, key=lambda w: len(w.ids) + rng.random() * 20)
    groups: list[list[Window]] = [[]]
    for window in order:
        if groups[-1] and len(window.ids) * (len(groups[-1]) + 1) > pieces:
            groups.append([])
        groups[-1].append(window)
    rng.shuffle(groups)
    yield from groups


def collate(windows: list[Window]) -> dict[str, Tensor]:
    """Padded tensors of a batch: ids and lengths of pieces, first, last and labels of words."""
    longest, words = max(len(w.ids) for w in windows), max(len(w.first) for w in windows)

    def pad(rows: list[list[int]], width: int, value: int) -> Tensor:
        return torch.tensor([row + [value] * (width - len(row)) for row in rows])

    batch = {name: pad([getattr(w, name) for w in windows], words - 1, NONE) for name in LAYERS}
    return {
        **batch,
        "ids": pad([w.ids for w in windows], longest, PAD),
        "lengths": torch.tensor([len(w.ids) for w in windows]),
        "first": pad([w.first for w in windows], words, 0),
        "last": pad([w.last for w in windows], words, 0),
        "words": torch.tensor([len(w.first) for w in windows]),
    }


def losses(network: Network, out: Output, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of each layer, a mean over its labelled words."""

    def entropy(scores: Tensor, gold: Tensor) -> Tensor:
        known = gold != NONE
        if not known.any():
            return scores.sum() * 0.0
        return functional.cross_entropy(scores[known].float(), gold[known], label_smoothing=0.02)

    places = torch.arange(out.arcs.shape[2])
    arcs = out.arcs.float().masked_fill(places[None, None, :] >= batch["words"][:, None, None], -1e9)
    known = batch["heads"] != NONE
    arc = functional.cross_entropy(arcs[known], batch["heads"][known]) if known.any() else arcs[:, 0, 0].sum() * 0.0
    heads = batch["heads"].clamp(min=0)
    governors = out.governors.gather(1, heads[..., None].expand(-1, -1, out.governors.shape[-1]))
    labels = network.label(out.dependents[known], governors[known])
    seen = (batch["starts"] != NONE).float()
    each = functional.binary_cross_entropy_with_logits(
        out.starts.float(), batch["starts"].clamp(min=0).float(), reduction="none"
    )
    starts = (each * seen).sum() / seen.sum().clamp(min=1)
    return {
        "arcs": arc,
        "deps": entropy(labels, batch["deps"][known]),
        "starts": starts,
        **{name: entropy(getattr(out, name), batch[name]) for name in ("tags", "morphs", "lemmas", "names")},
    }


def optimizer_of(network: Network, plan: Plan) -> torch.optim.Optimizer:
    """AdamW with two rates, decay on matrices only."""
    groups = []
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        inner = name.startswith(("layers.", "places", "norm"))
        rate = plan.encoder_rate if inner else plan.head_rate
        groups.append({
            "params": [parameter], "lr": rate, "peak": rate, "weight_decay": plan.decay if parameter.dim() > 1 else 0.0
        })  # fmt: skip
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6, fused=True)


def rate_at(done: float, warmup: float) -> float:
    """Share of the peak rate after a share of the steps: up in a line, down along a cosine to one hundredth."""
    if done < warmup:
        return done / warmup
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (done - warmup) / (1 - warmup)))


def copies(source: Source, numbers: range) -> Iterator[list[Window]]:
    """The copies of the data with these numbers, each made in another process while the one before is learnt from."""
    with multiprocessing.get_context("fork").Pool(1) as pool:
        waiting = None
        for number in numbers:
            current = waiting or pool.apply_async(source.copy, (number,))
            waiting = pool.apply_async(source.copy, (number + 1,)) if number + 1 in numbers else None
            yield current.get()


def fit(network: Network, source: Source, plan: Plan, *, folder: Path, check: Check) -> None:
    """Train; after each epoch the weights go to `folder`, from which an interrupted training goes on, and a line is printed."""
    torch.manual_seed(plan.seed)
    first = resume(network, folder)
    optimizer = optimizer_of(network, plan)
    began = time.monotonic()
    for epoch, windows in enumerate(copies(source, range(first, plan.epochs)), first):
        groups = list(batches(windows, pieces=plan.pieces, rng=random.Random(f"{plan.seed}.{epoch}")))  # noqa: S311 - repeatable, not secret
        if epoch == max(first, plan.epochs - plan.rounded):
            start_rounding(network, groups[:20])
        means = train_epoch(network, optimizer, groups, plan, epoch)
        torch.save({"epoch": epoch, "network": network.state_dict()}, folder / "weights.pt")
        print(f"epoch {epoch} {time.monotonic() - began:.0f}s {means} {check(network)}", flush=True)


def resume(network: Network, folder: Path) -> int:
    """Load the weights of an earlier run; returns the number of the next epoch."""
    if not (folder / "weights.pt").is_file():
        return 0
    stored = torch.load(folder / "weights.pt", weights_only=True)
    network.load_state_dict(stored["network"])
    return int(stored["epoch"]) + 1


def train_epoch(
    network: Network, optimizer: torch.optim.Optimizer, groups: list[list[Window]], plan: Plan, epoch: int
) -> dict[str, float]:
    """One pass over the batches; returns the mean loss of each layer."""
    network.train()
    sums: Counter[str] = Counter()
    for number, group in enumerate(groups):
        share = rate_at((epoch + number / len(groups)) / plan.epochs, plan.warmup)
        for entry in optimizer.param_groups:
            entry["lr"] = entry["peak"] * share
        batch = collate(group)
        with torch.autocast("cpu", torch.bfloat16):
            parts = losses(network, network(batch["ids"], batch["lengths"], batch["first"], batch["last"]), batch)
        torch.stack([WEIGHTS[name] * value for name, value in parts.items()]).sum().backward()
        torch.nn.utils.clip_grad_norm_([p for p in network.parameters() if p.grad is not None], 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        sums.update({name: value.item() for name, value in parts.items()})
    return {name: round(value / len(groups), 4) for name, value in sums.items()}


def start_rounding(network: Network, groups: list[list[Window]]) -> None:
    """Watch the inputs of all linear layers on some batches, fix their steps, round from now on."""
    parts = [m for m in network.modules() if isinstance(m, Smooth)]
    for part in parts:
        part.watching = True
    network.eval()
    with torch.no_grad():
        for group in groups:
            batch = collate(group)
            network(batch["ids"], batch["lengths"], batch["first"], batch["last"])
    for part in parts:
        part.watching, part.rounding = False, True
        part.settle()


def accuracy(network: Network, windows: list[Window]) -> dict[str, float]:
    """Share of words with the right label in each layer, heads by the highest score (no tree asked for)."""
    with torch.no_grad():
        return _accuracy(network, windows)


def _accuracy(network: Network, windows: list[Window]) -> dict[str, float]:
    network.eval()
    right: dict[str, int] = {}
    total: dict[str, int] = {}
    for group in batches(windows, pieces=3200, rng=random.Random(0)):  # noqa: S311 - repeatable, not secret
        batch = collate(group)
        with torch.autocast("cpu", torch.bfloat16):
            out = Output(
                *(part.float() for part in network(batch["ids"], batch["lengths"], batch["first"], batch["last"]))
            )
        places = torch.arange(out.arcs.shape[2])
        arcs = out.arcs.masked_fill(places[None, None, :] >= batch["words"][:, None, None], -1e9).argmax(-1)
        governors = out.governors.gather(1, arcs[..., None].expand(-1, -1, out.governors.shape[-1]))
        deps = network.label(out.dependents, governors).argmax(-1)
        guess = {
            "tags": out.tags.argmax(-1), "morphs": out.morphs.argmax(-1), "lemmas": out.lemmas.argmax(-1),
            "names": out.names.argmax(-1), "heads": arcs, "deps": deps, "starts": (out.starts > 0).long(),
        }  # fmt: skip
        for name, given in guess.items():
            known = batch[name] != NONE
            hit = (given == batch[name]) & known
            right[name] = right.get(name, 0) + int(hit.sum())
            total[name] = total.get(name, 0) + int(known.sum())
        known = batch["heads"] != NONE
        both = (arcs == batch["heads"]) & (deps == batch["deps"]) & known
        right["LAS"], total["LAS"] = right.get("LAS", 0) + int(both.sum()), total.get("LAS", 0) + int(known.sum())
    return {name: round(right[name] / max(1, total[name]), 4) for name in total}
