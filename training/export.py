"""Writes models/en-1: model.onnx (half-precision weights), tokenizer.json, labels.json; checks it against PyTorch.

One graph serves two runs: first everything but `deprel`; then, with trees decoded, `deprel` from `rel_dep`,
`rel_head` (given back as inputs) and `heads`.
"""

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn as nn
from onnx import TensorProto, helper, numpy_helper

import dataset
import evaluate
import lexicon
import reference

INPUTS = ["input_ids", "shape_ids", "attention_mask", "word_of_piece", "words", "heads"]
OUTPUTS = ["upos", "feats", "lemma", "names", "kind", "arc", "rel_dep", "rel_head", "deprel"]
AXES = {
    **{name: {0: "B", 1: "L"} for name in INPUTS[:4]}, "words": {0: "B", 1: "W1"}, "heads": {0: "B", 1: "W"},
    **{name: {0: "B", 1: "W"} for name in OUTPUTS}, "arc": {0: "B", 1: "W", 2: "W1"}, "rel_head": {0: "B", 1: "W1"},
}


class PlainEncoder(nn.Module):
    """The same BERT encoder written out with few operators, so that small runtimes load the graph."""

    def __init__(self, bert):
        super().__init__()
        self.bert, self.heads = bert, bert.config.num_attention_heads

    def forward(self, input_ids, token_type_ids, attention_mask, output_hidden_states=True):
        e = self.bert.embeddings
        positions = torch.cumsum(torch.ones_like(input_ids[:1]), 1) - 1
        x = e.word_embeddings(input_ids) + e.token_type_embeddings(token_type_ids) + e.position_embeddings(positions)
        x = e.LayerNorm(x)
        mask = (1.0 - attention_mask[:, None, None, :].float()) * -1e9
        states = [x]
        for layer in self.bert.encoder.layer:
            x = self._layer(layer, x, mask)
            states.append(x)
        return type("Output", (), {"hidden_states": states})

    def _layer(self, layer, x, mask):
        own, out = layer.attention.self, layer.attention.output
        (sentences, pieces), size = x.shape[:2], self.bert.config.hidden_size
        width = size // self.heads
        split = lambda y: y.view(sentences, pieces, self.heads, width).transpose(1, 2)
        q, k, v = split(own.query(x)), split(own.key(x)), split(own.value(x))
        weights = torch.softmax(q @ k.transpose(2, 3) * width**-0.5 + mask, -1)
        x = out.LayerNorm(out.dense((weights @ v).transpose(1, 2).reshape(sentences, pieces, size)) + x)
        inner = nn.functional.gelu(layer.intermediate.dense(x))
        return layer.output.LayerNorm(layer.output.dense(inner) + x)


class Whole(nn.Module):
    """All outputs at once."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, shape_ids, attention_mask, word_of_piece, words, heads):
        found = self.model(input_ids, shape_ids, attention_mask, word_of_piece, words)
        return (*found, self.model.labels(found[6], found[7], heads))


def halve(graph, least=1024):
    """Stores large weights as float16 with a Cast to float32 behind them; behind the Gather for embeddings."""
    users = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    new = []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < least:
            continue
        assert np.abs(values).max() < 60000, tensor.name
        wide, name = tensor.name, tensor.name + ".half"
        gathers = [n for n in users[wide] if n.op_type == "Gather" and n.input[0] == wide]
        if len(gathers) == len(users[wide]):
            for node in gathers:
                node.input[0] = name
                output = node.output[0]
                node.output[0] = output + ".half"
                new.append((node, helper.make_node("Cast", [node.output[0]], [output], name=output + ".cast", to=TensorProto.FLOAT)))
        else:
            new.append((None, helper.make_node("Cast", [name], [wide], name=wide + ".cast", to=TensorProto.FLOAT)))
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name))
    nodes = [cast for after, cast in new if after is None]
    behind = {id(after): cast for after, cast in new if after is not None}
    for node in list(graph.node):
        nodes.append(node)
        if id(node) in behind:
            nodes.append(behind[id(node)])
    del graph.node[:]
    graph.node.extend(nodes)


def write_onnx(model, encoder, path):
    """Exports the model in evaluation mode."""
    model.eval()
    original, model.encoder = model.encoder, PlainEncoder(model.encoder)
    examples = [encoder.row(dataset_sentence(s)) for s in (["Two", "ministers", "met", "in", "Vienna", "."], ["Talks", "stalled", "."])]
    batch, _, _ = dataset.collate(examples, encoder.pieces)
    heads = torch.zeros(batch["words"][:, 1:].shape, dtype=torch.long)
    torch.onnx.export(Whole(model).eval(), (*batch.values(), heads), str(path), input_names=INPUTS, output_names=OUTPUTS,
                      dynamic_axes=AXES, opset_version=17, dynamo=False)
    model.encoder = original
    graph = onnx.load(path)
    halve(graph.graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, path)


def dataset_sentence(forms):
    from conllu import Sentence

    return Sentence("", list(forms))


def write_labels(encoder, path, version, pieces_limit=512):
    """labels.json: class names and everything a reader of the model must do the same way."""
    labels = encoder.labels
    content = dict(
        version=version, language="en", shapes=dataset.SHAPES, max_pieces=pieces_limit, max_chars_per_word=dataset.MAX_CHARS,
        max_pieces_per_word=dataset.MAX_PIECES_PER_WORD,
        special=dict(cls=encoder.pieces.cls, sep=encoder.pieces.sep, unk=encoder.pieces.unk, pad=0),
        upos=labels.upos, feats=labels.feats, lemma=labels.lemma, names=labels.names, kind=labels.kind, deprel=labels.deprel)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf8")


def half_weights(model):
    """Rounds the weights as the file does, so that PyTorch and the file can be compared exactly."""
    with torch.no_grad():
        for p in model.parameters():
            if p.numel() >= 1024:
                p.copy_(p.half().float())


def check(model, encoder, path, sentences):
    """Largest difference of any valid output between the file under onnxruntime and PyTorch."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for start in range(0, len(sentences), 8):
        rows = [encoder.row(dataset_sentence(s)) for s in sentences[start : start + 8]]
        batch, _, sizes = dataset.collate(rows, encoder.pieces)
        heads = torch.zeros(batch["words"][:, 1:].shape, dtype=torch.long)
        with torch.inference_mode():
            mine = Whole(model).eval()(*batch.values(), heads)
        theirs = session.run(OUTPUTS, {k: v.numpy() for k, v in [*batch.items(), ("heads", heads)]})
        for i, n in enumerate(sizes.tolist()):
            worst = max(worst, *(np.abs(a[i, :n].numpy() - b[i, :n]).max() for a, b in zip(mine, theirs)))
    return float(worst)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--out", required=True, help="folder, e.g. ../models/en-1; with --reference it must hold lemmas.tsv")
    parser.add_argument("--reference", help="reference file to write, e.g. reference/en-1.json")
    parser.add_argument("--version", default="en-1")
    options = parser.parse_args()
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    model, encoder = evaluate.load(options.checkpoint, options.encoder)
    half_weights(model)
    write_onnx(model, encoder, out / "model.onnx")
    model.eval()
    write_labels(encoder, out / "labels.json", options.version)
    shutil.copyfile(Path(options.encoder) / "tokenizer.json", out / "tokenizer.json")
    sentences = reference.sentences()
    print("model.onnx", round((out / "model.onnx").stat().st_size / 1e6, 1), "MB; largest difference to PyTorch",
          check(model, encoder, out / "model.onnx", sentences))
    if options.reference:
        reference.write(model, encoder, lexicon.read(out / "lemmas.tsv"), sentences, Path(options.reference), options.version)


if __name__ == "__main__":
    main()
