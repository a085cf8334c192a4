"""Trains the coder (`coding.py`) and pair classifier (`pairs.py`) together, from gold sentences, pairs, and a teacher's labels."""

import argparse
import csv
import json
import random
import time
from pathlib import Path

import torch

import coding
import dataset
import pairs
from train import Average

COOPERATION = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "RETREAT", "COOPERATE", "AID"]


def read_aw(path, words):
    """The public pairs told as cooperation (0) or conflict (1) only."""
    result = []
    for r in csv.DictReader(open(path, encoding="utf8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        flat = [t for s in words[r["uid"]] for t in s]
        text = r["sentence"]
        marked = r["marked_sentence"]
        spans = {}
        for tag in "st":
            b = marked.find(f"<{tag}>")
            e = marked.find(f"</{tag}>")
            if b < 0 or e < 0:
                break
            clean = lambda s: s.replace("<s>", "").replace("</s>", "").replace("<t>", "").replace("</t>", "")
            spans[tag] = [(len(clean(marked[:b])), len(clean(marked[:e])))]
        if len(spans) < 2:
            continue
        kinds = [i for i, t in enumerate(pairs.TYPES) if (t in COOPERATION) != (r["gold_binary"] == "1")]
        result.append(pairs.example([t[:3] for t in flat], spans["s"], spans["t"], types=kinds, id=r["uid"], text=text, origin="aw", weight=0.5))
    return result


def batches(rows, size_of, pieces_limit, rng):
    index = list(range(len(rows)))
    rng.shuffle(index)
    found = []
    for i in range(0, len(index), 1000):
        current, longest = [], 0
        for j in sorted(index[i : i + 1000], key=size_of):
            if current and max(longest, size_of(j)) * (len(current) + 1) > pieces_limit:
                found.append(current)
                current, longest = [], 0
            current.append(j)
            longest = max(longest, size_of(j))
        if current:
            found.append(current)
    return found


def split_rate(model, rate, head_rate):
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    slow = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith("encoder.")]
    links = ("heads.role", "heads.from_trigger", "heads.to_word")  # learn slowest: few of many words are linked
    other = [(n, p) for n, p in model.named_parameters() if p.requires_grad and not n.startswith("encoder.")]
    fast = [p for n, p in other if not n.startswith(links)]
    fastest = [p for n, p in other if n.startswith(links)]
    groups = [(slow, rate), (fast, head_rate), (fastest, 2.5 * head_rate)]
    return torch.optim.AdamW([dict(params=p, lr=r, weight_decay=0.01) for p, r in groups], betas=(0.9, 0.98), fused=True)


def step_loss(model, task, rows, pieces, rng, mask_rate):
    if task == "pairs":
        batch, gold = pairs.collate(rows, pieces, rng, mask_rate)
        loss = pairs.loss_of(model(**batch), gold)
        return loss
    batch = coding.collate(rows, pieces, rng, mask_rate)
    outputs = model.code(**batch)
    if task == "soft":
        inside = torch.zeros(outputs[0].shape[:2])
        for i, r in enumerate(rows):
            inside[i, : len(r["forms"])] = 1
        return sum(coding.distil(outputs, unpack([r["soft"] for r in rows], outputs[0].shape[1]), inside).values())
    return sum(coding.loss_of(outputs, coding.targets(rows)).values())


def unpack(softs, width):
    """A batch of a teacher's outputs, padded."""
    result = []
    for k in range(6):
        parts = [s[k].float() for s in softs]
        shape = (len(parts), len(coding.ROLES), width, width) if k == 5 else (len(parts), width, parts[0].shape[-1])
        out = torch.zeros(shape)
        for i, p in enumerate(parts):
            if k == 5:
                out[i, :, : p.shape[1], : p.shape[2]] = p
            else:
                out[i, : p.shape[0]] = p
        result.append(out)
    return result


def train(model, pools, pieces, options, report=None):
    """`pools`: {task name: rows}; every row is seen once an epoch (or `times` times)."""
    opt = split_rate(model, options["rate"], options["head_rate"])
    base = [g["lr"] for g in opt.param_groups]
    rng = random.Random(options["seed"])
    average = Average(model, options.get("average", 0.99))
    sizes = {k: [2 + sum(len(pieces.of(f)) for f in r["forms"]) for r in rows] for k, (rows, _) in pools.items()}

    def order():
        plan = []
        for name, (rows, task) in pools.items():
            plan += [(name, task, b) for b in batches(rows, lambda j: sizes[name][j], options["batch_pieces"], rng)]
        rng.shuffle(plan)
        return plan

    total, step, begun = options["epochs"] * len(order()), 0, time.time()
    for epoch in range(options["epochs"]):
        sums = {}
        for name, task, chosen in order():
            model.train()
            passed = step / total
            for g, r in zip(opt.param_groups, base):
                g["lr"] = r * min(1.0, (step + 1) / (0.08 * total)) * max(0.0, 1 - passed)
            loss = step_loss(model, task, [pools[name][0][i] for i in chosen], pieces, rng, options.get("mask_rate", 0.05))
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            step += 1
            if step % 4 == 0:
                average.update(model)
            s = sums.setdefault(name, [0.0, 0])
            s[0] += loss.item()
            s[1] += 1
        average.swap(model)
        print(f"epoch {epoch} {(time.time() - begun) / 60:.1f} min", {k: round(a / b, 3) for k, (a, b) in sums.items()}, report(model) if report else "", flush=True)
        if epoch + 1 < options["epochs"]:
            average.swap(model)
    return model
