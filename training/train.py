"""Fine-tunes the encoder at once for all layers. Warm-up, then linear decay to zero; the word embeddings stay frozen."""

import argparse
import json
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import corpora
import dataset
import evaluate
import names
from model import Analyser

WEIGHTS = dict(upos=1.0, feats=0.6, lemma=0.8, names=1.5, name_part=1.0, kind=0.5, head=1.0, deprel=1.0)
SMOOTHING = dict(upos=0.03, feats=0.03, lemma=0.03, names=0.03, name_part=0.0, kind=0.1, head=0.0, deprel=0.03)


def losses(model, batch, gold, lengths):
    """Sum over known words of each layer's cross-entropy, divided by the words of the batch."""
    upos, feats, lemma, name, kind, arc, rel_dep, rel_head = model(**batch)
    outside = torch.arange(arc.shape[-1])[None, None, :] > lengths[:, None, None]
    arc = arc.float().masked_fill(outside, -1e4)
    deprel = model.labels(rel_dep, rel_head, gold["head"].clamp(min=0))
    parts = torch.stack([name[..., [t[0] == p for t in names.TAGS]].logsumexp(-1) for p in names.PARTS], -1)
    scores = dict(name_part=parts, upos=upos, feats=feats, lemma=lemma, names=name, kind=kind, head=arc, deprel=deprel)
    words, result = lengths.sum(), {}
    for layer, s in scores.items():
        total = F.cross_entropy(s.float().flatten(0, 1), gold[layer].flatten(), ignore_index=dataset.UNKNOWN,
                                reduction="sum", label_smoothing=SMOOTHING[layer])
        result[layer] = total / words
    return result


def optimiser(model, encoder_rate, head_rate):
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    slow, fast = [], []
    for name, p in model.named_parameters():
        if p.requires_grad:
            (slow if name.startswith("encoder.") and "token_type" not in name else fast).append(p)
    return torch.optim.AdamW([dict(params=slow, lr=encoder_rate, weight_decay=0.01), dict(params=fast, lr=head_rate, weight_decay=0.0)],
                             betas=(0.9, 0.98), fused=True)


def epoch_rows(full, wikigold, news, lists, encoder, options, rng):
    """Rows of one epoch: the treebanks as they are, Wikigold several times with names exchanged, some news lines."""
    rows = list(full) + [encoder.row(s) for s in rng.sample(news, min(options.news_lines, len(news)))]
    for turn in range(options.wikigold_times):
        rows += [encoder.row(s if turn == 0 else names.swapped(s, lists, rng)) for s in wikigold]
    return [r for r in rows if dataset.length(r) <= options.max_pieces]


class Average:
    """Exponential moving average of the trained weights."""

    def __init__(self, model, decay):
        self.decay = decay
        self.weights = {k: p.detach().clone() for k, p in model.named_parameters() if p.requires_grad}

    def update(self, model):
        with torch.no_grad():
            for k, p in model.named_parameters():
                if k in self.weights:
                    self.weights[k].lerp_(p, 1 - self.decay)

    def swap(self, model):
        with torch.no_grad():
            for k, p in model.named_parameters():
                if k in self.weights:
                    kept = p.detach().clone()
                    p.copy_(self.weights[k])
                    self.weights[k].copy_(kept)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="folder with parsing/, labelled/, facts/")
    parser.add_argument("--encoder", required=True, help="folder of the MiniLM-L6-H384 encoder")
    parser.add_argument("--out", required=True, help="checkpoint to write")
    parser.add_argument("--epochs", type=float, default=10)
    parser.add_argument("--minutes", type=float, help="end after this time instead: decay follows the clock")
    parser.add_argument("--batch-pieces", type=int, default=800)
    parser.add_argument("--encoder-rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--dropout", type=float, default=0.05)
    parser.add_argument("--mask-rate", type=float, default=0.04)
    parser.add_argument("--recase-rate", type=float, default=0.03)
    parser.add_argument("--wikigold-times", type=int, default=3)
    parser.add_argument("--news-lines", type=int, default=1200, help="distantly labelled lines an epoch")
    parser.add_argument("--max-pieces", type=int, default=160)
    parser.add_argument("--average", type=float, default=0.99)
    parser.add_argument("--hold", type=float, default=0.25, help="part of the run at full rate, before the linear decay")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", help="checkpoint whose weights to begin from")
    return parser.parse_args()


def main():
    options = arguments()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    full, wikigold, news, lists = corpora.training(options.data)
    labels = dataset.Labels.collect(full)
    if options.resume:
        labels = dataset.Labels(**torch.load(options.resume, weights_only=False)["labels"])
    encoder = dataset.Encoder(dataset.Pieces(Path(options.encoder) / "tokenizer.json"), labels)
    full = [encoder.row(s) for s in full]
    dev = corpora.held_out(options.data, "dev")
    model = Analyser.start(options.encoder, labels.sizes(), dropout=options.dropout)
    if options.resume:
        model.load_state_dict(torch.load(options.resume, weights_only=False)["model"])
    print("classes", labels.sizes(), "parameters", sum(p.numel() for p in model.parameters()), flush=True)
    fit(model, encoder, labels, full, wikigold, news, lists, dev, options, rng)


def fit(model, encoder, labels, full, wikigold, news, lists, dev, options, rng):
    opt = optimiser(model, options.encoder_rate, options.head_rate)
    base = [g["lr"] for g in opt.param_groups]
    average = Average(model, options.average)
    step, warm, begun, epoch, done = 0, 150, time.time(), 0, False
    while not done:
        rows = epoch_rows(full, wikigold, news, lists, encoder, options, rng)
        order = dataset.batches(rows, options.batch_pieces, rng)
        total = options.epochs * len(order)
        sums, shown = {}, time.time()
        model.train()
        for number, chosen in enumerate(order, 1):
            passed = (time.time() - begun) / 60 / options.minutes if options.minutes else step / total
            if passed >= 1:
                done = True
                break
            for group, rate in zip(opt.param_groups, base):
                group["lr"] = rate * min(1.0, (step + 1) / warm) * min(1.0, (1 - passed) / (1 - options.hold))
            batch, gold, lengths = dataset.collate([rows[i] for i in chosen], encoder.pieces, rng, options.mask_rate, options.recase_rate)
            parts = losses(model, batch, gold, lengths)
            opt.zero_grad()
            sum(WEIGHTS[k] * v for k, v in parts.items()).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            opt.step()
            step += 1
            if step % 5 == 0:
                average.update(model)
            for k, v in parts.items():
                sums[k] = sums.get(k, 0.0) + v.item()
            if number % 50 == 0:
                print(f"epoch {epoch} {number}/{len(order)} step {step} passed {passed:.3f} {time.time() - shown:.0f}s",
                      {k: round(v / 50, 3) for k, v in sums.items()}, flush=True)
                sums, shown = {}, time.time()
        epoch += 1
        average.swap(model)
        scores = evaluate.report(model, encoder, dev if done else {k: v[:600] for k, v in dev.items() if k != "gum_dev"})
        print(f"== {(time.time() - begun) / 60:.1f} min, epoch {epoch}, average", json.dumps(scores), flush=True)
        torch.save(dict(model=model.state_dict(), labels=vars(labels), options=vars(options), dev=scores), options.out)
        average.swap(model)
        done = done or epoch >= options.epochs
    print("done", flush=True)


if __name__ == "__main__":
    main()
