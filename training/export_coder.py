"""Writes models/en-coder-1: model.onnx (half-precision weights) and labels.json; checks the file against PyTorch."""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn as nn

import coding
import dataset
import pairs
from export import PlainEncoder, half_weights, halve
from model import Analyser

INPUTS = ["input_ids", "shape_ids", "mark_ids", "attention_mask", "word_of_piece", "words"]
OUTPUTS = ["trigger", "mode", "status", "contexts", "said", "links", "pair_type", "pair_mode", "pair_status"]


class Whole(nn.Module):
    """All outputs at once: a program asks for those it needs."""

    def __init__(self, coder):
        super().__init__()
        self.coder, self.plain = coder, PlainEncoder(coder.encoder)

    def states(self, input_ids, shape_ids, mark_ids, attention_mask):
        e = self.coder.encoder.embeddings
        positions = torch.cumsum(torch.ones_like(input_ids[:1]), 1) - 1
        x = e.word_embeddings(input_ids) + e.token_type_embeddings(shape_ids) + e.position_embeddings(positions) + self.coder.marks(mark_ids)
        x = e.LayerNorm(x)
        mask = (1.0 - attention_mask[:, None, None, :].float()) * -1e9
        states = [x]
        for layer in self.coder.encoder.encoder.layer:
            x = self.plain._layer(layer, x, mask)
            states.append(x)
        return states

    def forward(self, input_ids, shape_ids, mark_ids, attention_mask, word_of_piece, words):
        coder = self.coder
        states = self.states(input_ids, shape_ids, mark_ids, attention_mask)
        x = coder.sentence_mix(states)
        owner = (words[:, 1:, None] == word_of_piece[:, None, :]).to(x.dtype)
        found = coder.heads((owner / owner.sum(-1, keepdim=True).clamp(min=1.0)) @ x)
        return (*found, *coder.classify(coder.mix(states), mark_ids, attention_mask))


def write(coder, pieces, path):
    coder.eval()
    rows = [dict(forms=["Two", "ministers", "met", "in", "Vienna", "."]), dict(forms=["Talks", "stalled", "."])]
    batch = coding.collate(rows, pieces)
    marks = torch.zeros_like(batch["input_ids"])
    marks[0, 2], marks[0, 5] = 1, 2
    inputs = (batch["input_ids"], batch["shape_ids"], marks, batch["attention_mask"], batch["word_of_piece"], batch["words"].contiguous())
    axes = {**{n: {0: "B", 1: "L"} for n in INPUTS[:5]}, "words": {0: "B", 1: "W1"}, **{n: {0: "B", 1: "W"} for n in OUTPUTS[:5]},
            "links": {0: "B", 2: "W", 3: "W"}, **{n: {0: "B"} for n in OUTPUTS[6:]}}
    torch.onnx.export(Whole(coder).eval(), inputs, str(path), input_names=INPUTS, output_names=OUTPUTS, dynamic_axes=axes, opset_version=17, dynamo=False)
    graph = onnx.load(path)
    halve(graph.graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, path)
    return inputs


def check(coder, inputs, path):
    """Largest difference of any output between the file under onnxruntime and PyTorch."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    with torch.inference_mode():
        mine = Whole(coder).eval()(*inputs)
    theirs = session.run(OUTPUTS, {k: v.numpy() for k, v in zip(INPUTS, inputs)})
    return max(float(np.abs(a[0].numpy() - b[0]).max()) for a, b in zip(mine, theirs))


def start(encoder_folder):
    sizes = dict(upos=1, feats=1, lemma=1, names=1, kind=1, deprel=1)
    return coding.Coder(Analyser.start(encoder_folder, sizes).encoder)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--out", required=True, help="folder, e.g. ../models/en-coder-1")
    parser.add_argument("--version", default="en-coder-1")
    options = parser.parse_args()
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    coder = start(options.encoder)
    coder.load_state_dict(torch.load(options.checkpoint, map_location="cpu"))
    half_weights(coder)
    pieces = dataset.Pieces(Path(options.encoder) / "tokenizer.json")
    inputs = write(coder, pieces, out / "model.onnx")
    content = dict(version=options.version, triggers=coding.TRIGGERS, modes=pairs.MODES, status=pairs.STATUS, contexts=coding.CONTEXTS,
                   roles=coding.ROLES, said=coding.SAID)
    (out / "labels.json").write_text(json.dumps(content, indent=0) + "\n", encoding="utf8")
    print("model.onnx", round((out / "model.onnx").stat().st_size / 1e6, 1), "MB; largest difference to PyTorch", check(coder, inputs, out / "model.onnx"))


if __name__ == "__main__":
    main()
