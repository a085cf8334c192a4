"""A checkpoint of train.py from models/en-1/model.onnx, to train on from: the weights as the file has them (rounded to half)."""

import argparse
import json
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper

import dataset
from model import Analyser

MIXES = ["tag_mix", "tree_mix", "name_mix"]


def linear_weights(graph, values):
    """{bias name: weight [out, in]}: the matrix of the MatMul whose result an Add joins with a named bias."""
    wide = {n.output[0]: n.input[0] for n in graph.node if n.op_type == "Cast"}
    named = lambda x: wide.get(x, x)
    products = {n.output[0]: named(n.input[1]) for n in graph.node if n.op_type == "MatMul" and named(n.input[1]) in values}
    found = {}
    for n in graph.node:
        if n.op_type == "Add":
            for bias, product in (n.input, reversed(n.input)):
                bias = named(bias).removesuffix(".half")
                if product in products and bias.endswith(".bias"):
                    found[bias] = values[products[product]].T
    return found


def mixes(graph, values):
    """The learned means of layers: scalars by which the hidden states are multiplied, seven for each mix, in order."""
    scalars = [values[n] for n in values if n.startswith("onnx::Mul_") and values[n].ndim == 0]
    size = len(scalars) // len(MIXES)
    result = {}
    for i, name in enumerate(MIXES):
        w = torch.tensor([float(s) for s in scalars[i * size : (i + 1) * size]])
        result[f"{name}.scale"] = w.sum().reshape(1)
        result[f"{name}.weights"] = (w / w.sum()).clamp(min=1e-6).log()
    return result


def restore(folder, encoder_folder):
    """(model, labels) of the model in a folder."""
    folder = Path(folder)
    content = json.loads((folder / "labels.json").read_text(encoding="utf8"))
    labels = dataset.Labels(*(content[k] for k in ("upos", "feats", "lemma", "names", "kind", "deprel")))
    graph = onnx.load(folder / "model.onnx").graph
    values = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()).float() for t in graph.initializer}
    model = Analyser.start(encoder_folder, labels.sizes())
    state = {k.removesuffix(".half").removeprefix("model.").replace("encoder.bert.", "encoder."): v for k, v in values.items() if not k.startswith("onnx::")}
    for bias, weight in linear_weights(graph, values).items():
        state[bias.removeprefix("model.").replace("encoder.bert.", "encoder.").removesuffix("bias") + "weight"] = weight
    state.update(mixes(graph, values))
    classes, size, _ = model.rel.shape
    rel = next(v for k, v in values.items() if v.shape == (size, classes * size))
    state["rel"] = rel.view(size, classes, size).permute(1, 0, 2).contiguous()
    missing = model.load_state_dict(state, strict=False)
    assert not missing.missing_keys and not missing.unexpected_keys, missing
    return model, labels


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="folder, e.g. ../models/en-1")
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    model, labels = restore(options.model, options.encoder)
    torch.save(dict(model=model.state_dict(), labels=vars(labels)), options.out)


if __name__ == "__main__":
    main()
