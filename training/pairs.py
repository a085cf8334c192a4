"""Pairs: the type of a directed pair (who acts, whom it is directed at) marked in a passage.

Examples hold words, a mark a word (0 none, 1 source, 2 target, 3 both) and a target: a probability of each of the 16 types
(a label of `plv_train` that folds CONCEDE and RETREAT gives both), mode and status where known.
"""

import json
import random
import sys
from collections import Counter
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

import dataset
from model import Analyser, Dropout, Mix

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "corpus"))
import lines  # noqa: E402

TYPES = lines.TYPES
MODES = ["-"] + [f"{t}/{m}" for t in TYPES for m in lines.MODES.get(t, [])]
STATUS = lines.STATUS
MARKS = 4


class PairModel(nn.Module):
    """The encoder with a second set of token-type rows for the marks; the two sides and the whole passage, pooled."""

    def __init__(self, encoder, hidden=256, dropout=0.1, head_dropout=0.3):
        super().__init__()
        self.encoder = encoder
        width, layers = encoder.config.hidden_size, encoder.config.num_hidden_layers + 1
        for layer in encoder.modules():
            if isinstance(getattr(layer, "dropout", None), (nn.Dropout, Dropout)) and hasattr(layer, "LayerNorm"):
                layer.dropout = Dropout(dropout)
        self.marks = nn.Embedding(MARKS, width)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.marks.weight.data[0].zero_()
        self.mix = Mix(layers)
        self.query = nn.Linear(width, 1)
        self.hidden = nn.Linear(4 * width, hidden)
        self.kind, self.mode, self.status = nn.Linear(hidden, len(TYPES)), nn.Linear(hidden, len(MODES)), nn.Linear(hidden, len(STATUS))
        self.drop = Dropout(head_dropout)

    def _states(self, input_ids, shape_ids, mark_ids, attention_mask):
        e = self.encoder.embeddings
        positions = torch.arange(input_ids.shape[1])[None]
        x = e.word_embeddings(input_ids) + e.token_type_embeddings(shape_ids) + e.position_embeddings(positions) + self.marks(mark_ids)
        x = e.dropout(e.LayerNorm(x))
        mask = (1.0 - attention_mask[:, None, None, :].float()) * -1e9
        states = [x]
        for layer in self.encoder.encoder.layer:
            x = layer(x, mask)
            x = x[0] if isinstance(x, tuple) else x
            states.append(x)
        return states

    def forward(self, input_ids, shape_ids, mark_ids, attention_mask):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            states = self._states(input_ids, shape_ids, mark_ids, attention_mask)
        return self.classify(self.mix([s.float() for s in states]), mark_ids, attention_mask)

    def classify(self, x, mark_ids, attention_mask):
        """Scores of types, modes and status from the vectors of the pieces."""

        def mean(mask):
            mask = mask.float().unsqueeze(1)
            return (mask @ x).squeeze(1) / mask.sum(-1).clamp(min=1.0)

        look = self.query(x).squeeze(-1) + (1.0 - attention_mask.float()) * -1e9
        glance = (look.softmax(-1).unsqueeze(1) @ x).squeeze(1)
        source, target = mean((mark_ids == 1) | (mark_ids == 3)), mean((mark_ids == 2) | (mark_ids == 3))
        h = self.drop(F.gelu(self.hidden(self.drop(torch.cat([x[:, 0], source, target, glance], -1)))))
        return self.kind(h), self.mode(h), self.status(h)


def marks(spans_source, spans_target, words):
    """A mark for every word (start, end)."""
    over = lambda spans, b, e: any(s < e and b < t for s, t in spans)
    return [over(spans_source, b, e) + 2 * over(spans_target, b, e) for b, e in words]


def example(words, source, target, types=None, mode=-100, status=-100, **more):
    """`words`: [(start, end, form)]."""
    return dict(forms=[w[2] for w in words], marks=marks(source, target, [w[:2] for w in words]), types=types, mode=mode, status=status, **more)


def read_words(path):
    """{id: sentences of [start, end, form, lemma, upos, head, deprel]} from the `words` example of verbale-language."""
    return {r["id"]: r["sentences"] for r in map(json.loads, open(path, encoding="utf8"))}


def plv(path, words):
    """The public pairs: YIELD is CONCEDE or RETREAT."""
    result = []
    for line in open(path, encoding="utf8"):
        r = json.loads(line)
        g = r["gold"][0]
        flat = [t for s in words[r["id"]] for t in s]
        kinds = ["CONCEDE", "RETREAT"] if g["root"] == "YIELD" else [g["root"]]
        result.append(example(flat, g["source_spans"], g["target_spans"], types=[TYPES.index(k) for k in kinds], id=r["id"], text=r["text"], origin="plv"))
    return result


def collate(examples, pieces, noise=None, mask_rate=0.0):
    rows = []
    for x in examples:
        ids, cases, marks_ = [pieces.cls], [0], [0]
        for form, mark in zip(x["forms"], x["marks"]):
            parts = pieces.of(form)
            if noise and noise.random() < (mask_rate * 3 if mark else mask_rate):
                parts = [pieces.mask]
            ids += parts
            cases += [dataset.shape(form)] * len(parts)
            marks_ += [mark] * len(parts)
        rows.append((ids[:255] + [pieces.sep], cases[:255] + [0], marks_[:255] + [0]))
    longest = max(len(r[0]) for r in rows)
    pad = lambda v: v + [0] * (longest - len(v))
    batch = dict(input_ids=torch.tensor([pad(r[0]) for r in rows]), shape_ids=torch.tensor([pad(r[1]) for r in rows]),
                 mark_ids=torch.tensor([pad(r[2]) for r in rows]), attention_mask=torch.tensor([pad([1] * len(r[0])) for r in rows]))
    allowed = torch.zeros(len(rows), len(TYPES))
    for i, x in enumerate(examples):
        for t in x["types"] or range(len(TYPES)):
            allowed[i, t] = 1
    gold = dict(allowed=allowed, weight=torch.tensor([x.get("weight", 1.0) for x in examples]),
                mode=torch.tensor([x["mode"] for x in examples]), status=torch.tensor([x["status"] for x in examples]),
                soft=[torch.stack([x["soft"][k].float() for x in examples]) for k in range(3)] if examples[0].get("soft") is not None else None)
    return batch, gold


def start(encoder_folder, checkpoint=None, **options):
    """From the published encoder, or from that of a checkpoint of train.py."""
    labels = torch.load(checkpoint, weights_only=False)["labels"] if checkpoint else None
    sizes = {k: len(v) for k, v in labels.items()} if labels else dict(upos=1, feats=1, lemma=1, names=1, kind=1, deprel=1)
    analyser = Analyser.start(encoder_folder, sizes)
    if checkpoint:
        analyser.load_state_dict(torch.load(checkpoint, weights_only=False)["model"])
    return PairModel(analyser.encoder, **options)


def loss_of(outputs, gold, smoothing=0.05):
    types, mode, status = outputs
    if gold["soft"] is not None:  # a teacher's probabilities
        cross = lambda s, p: -(p * s.log_softmax(-1)).sum(-1).mean()
        return cross(types, gold["soft"][0]) + 0.3 * cross(mode, gold["soft"][1]) + 0.3 * cross(status, gold["soft"][2])
    logp = types.log_softmax(-1)
    hit = -(logp + (gold["allowed"] + 1e-9).log()).logsumexp(-1)
    loss = (1 - smoothing) * hit - smoothing * logp.mean(-1)
    total = (loss * gold["weight"]).mean()
    total = total + 0.3 * F.cross_entropy(mode, gold["mode"], ignore_index=-100, reduction="sum") / len(mode)
    return total + 0.3 * F.cross_entropy(status, gold["status"], ignore_index=-100, reduction="sum") / len(mode)


def swap(x):
    flip = {0: 0, 1: 2, 2: 1, 3: 3}
    return dict(x, marks=[flip[m] for m in x["marks"]])


def predict(model, examples, pieces, batch_pieces=3000):
    model.eval()
    out = [None] * len(examples)
    index = sorted(range(len(examples)), key=lambda i: len(examples[i]["forms"]))
    with torch.inference_mode():
        for i in range(0, len(index), 32):
            batch, _ = collate([examples[j] for j in index[i : i + 32]], pieces)
            for j, *row in zip(index[i : i + 32], *(o.softmax(-1).tolist() for o in model(**batch))):
                out[j] = row
    return out


def folded(scores):
    """Probabilities with CONCEDE and RETREAT as YIELD."""
    result = Counter()
    for t, p in zip(TYPES, scores):
        result["YIELD" if t in ("CONCEDE", "RETREAT") else t] += p
    return result


def macro_f1(gold, found):
    rows = []
    for c in sorted(set(gold)):
        tp = sum(a == b == c for a, b in zip(gold, found))
        rows.append(2 * tp / max(1, sum(g == c for g in gold) + sum(f == c for f in found)))
    return sum(rows) / len(rows)


def folds(examples, k=5, seed=7):
    """Fold of each example; examples of one text share it."""
    texts = sorted({x["text"] for x in examples})
    random.Random(seed).shuffle(texts)
    fold = {t: i % k for i, t in enumerate(texts)}
    return [fold[x["text"]] for x in examples]
