"""Stored outputs of the PyTorch model for our own sentences; the Rust side must give the same."""

import json
from pathlib import Path

import torch

import dataset
import evaluate
from conllu import Sentence

FILE = Path(__file__).parent / "reference" / "sentences.txt"


def sentences():
    """Token lists: one sentence a line, tokens split by spaces."""
    return [line.split() for line in FILE.read_text(encoding="utf8").splitlines() if line and line[0] != "#"]


def _numbers(tensor, digits=3):
    return [round(float(x), digits) for x in tensor]


def write(model, encoder, lexicon, token_lists, path, version):
    """Inputs, decoded layers and, for the first word, some raw scores of every sentence (run one by one)."""
    items = []
    for forms in token_lists:
        s = Sentence("", forms)
        batch, _, _ = dataset.collate([encoder.row(s)], encoder.pieces)
        with torch.inference_mode():
            upos, _, _, name, _, arc, rel_dep, _ = model(**batch)
        result = evaluate.predict(model, encoder, [s], lexicon=lexicon)[0]
        items.append(dict(
            tokens=forms, input_ids=batch["input_ids"][0].tolist(), shape_ids=batch["shape_ids"][0].tolist(),
            word_of_piece=batch["word_of_piece"][0].tolist(), **result,
            scores_of_first_word=dict(upos=_numbers(upos[0, 0]), names=_numbers(name[0, 0]), arc=_numbers(arc[0, 0]),
                                      rel_dep=_numbers(rel_dep[0, 0, :8]))))
    path.parent.mkdir(parents=True, exist_ok=True)
    content = ",\n".join(json.dumps(i, ensure_ascii=False) for i in items)
    path.write_text(f'{{"version": "{version}", "sentences": [\n{content}\n]}}\n', encoding="utf8")
