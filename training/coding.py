"""The coder: what each word of a sentence triggers, how real it is, and which words act, bear, date and place it.

Heads over an encoder that it shares with the pair classifier (`pairs.py`): a sentence is a passage without marks.
"""

import json
import random

import torch
import torch.nn as nn
import torch.nn.functional as F

import dataset
import pairs
from model import Dropout, Mix

TRIGGERS = ["-"] + pairs.TYPES
CONTEXTS = pairs.lines.CONTEXTS
ROLES = ["actor", "recipient", "date", "place"]
SAID = ["cue", "source", "content"]
UNKNOWN = -100


class Heads(nn.Module):
    """Word classes and word-to-word links over pooled word vectors."""

    def __init__(self, width, hidden=256, link=160, dropout=0.3):
        super().__init__()
        self.word = nn.Linear(width, hidden)
        self.trigger = nn.Linear(hidden, len(TRIGGERS))
        self.mode = nn.Linear(hidden, len(pairs.MODES))
        self.status = nn.Linear(hidden, len(pairs.STATUS) + 1)  # the last: told as background
        self.contexts = nn.Linear(hidden, len(CONTEXTS))
        self.said = nn.Linear(hidden, len(SAID))
        self.from_trigger, self.to_word = nn.Linear(width, link), nn.Linear(width, link)
        self.role = nn.Parameter(torch.zeros(len(ROLES), link + 1, link + 1))
        nn.init.normal_(self.role, std=0.05)
        self.role.data[:, -1, -1] = -3.0
        self.drop = Dropout(dropout)

    def forward(self, words):
        """`words` [B,W,width] → trigger, mode, status, contexts, said [B,W,classes], links [B,roles,W,W]."""
        x = self.drop(words)
        h = self.drop(F.gelu(self.word(x)))
        one = lambda y: torch.cat([y, torch.ones_like(y[..., :1])], -1)
        left, right = one(self.drop(F.gelu(self.from_trigger(x)))), one(self.drop(F.gelu(self.to_word(x))))
        links = (left.unsqueeze(1) @ self.role) @ right.unsqueeze(1).transpose(2, 3)
        return self.trigger(h), self.mode(h), self.status(h), self.contexts(h), self.said(h), links


class Coder(pairs.PairModel):
    """Pairs and sentences over one encoder (MiniLM)."""

    def __init__(self, encoder, **options):
        super().__init__(encoder, **options)
        width, layers = encoder.config.hidden_size, encoder.config.num_hidden_layers + 1
        self.sentence_mix = Mix(layers)
        self.heads = Heads(width)

    def words(self, input_ids, shape_ids, attention_mask, word_of_piece, words):
        """Pooled word vectors [B,W,width]: the mean of each word's pieces."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            hidden = self._states(input_ids, shape_ids, torch.zeros_like(input_ids), attention_mask)
        x = self.sentence_mix([h.float() for h in hidden])
        owner = (words[:, 1:, None] == word_of_piece[:, None, :]).to(x.dtype)
        return (owner / owner.sum(-1, keepdim=True).clamp(min=1.0)) @ x

    def code(self, **batch):
        return self.heads(self.words(**batch))


def sentences(units, words, annotations):
    """Training sentences: forms, and for each event its token numbers. Sides that stand in another sentence are left out."""
    result = []
    for unit in units:
        if unit["id"] not in annotations:
            continue
        a = annotations[unit["id"]]
        for number, tokens in enumerate(words[unit["id"]]):
            if not tokens:
                continue
            low, high = tokens[0][0], tokens[-1][1]
            events = [event(e, tokens) for e in a["events"] if low <= e["trigger"][0] < high]
            said = [[0, 0, 0] for _ in tokens]
            for s in a["statements"]:
                for k, spans in enumerate(([s["cue"]] if s["cue"] else [], s["speaker"], s["content"])):
                    for b, e in spans:
                        for i, t in enumerate(tokens):
                            if t[0] < e and b < t[1]:
                                said[i][k] = 1
            result.append(dict(id=f"{unit['id']}/{number}", part=unit["part"], forms=[t[2] for t in tokens], tokens=tokens, said=said,
                               events=[e for e in events if e], gold=[e for e in a["events"] if low <= e["trigger"][0] < high], tag=unit["tag"]))
    return result


def head_of(span, tokens):
    """The word of a span whose head lies outside it; None where the span is not in the sentence."""
    inside = [i for i, t in enumerate(tokens) if t[0] < span[1] and span[0] < t[1]]
    for i in inside:
        if tokens[i][5] - 1 not in inside and tokens[i][4] != "PUNCT":
            return i
    return inside[0] if inside else None


def event(e, tokens):
    trigger = head_of(e["trigger"], tokens)
    if trigger is None:
        return None
    near = lambda spans: sorted({h for h in (head_of(s, tokens) for s in spans) if h is not None})
    sides = {r: near([(x["start"], x["end"]) for x in e[r]]) for r in ("actor", "recipient")}
    mode = pairs.MODES.index(f"{e['type']}/{e['mode']}") if e["mode"] else 0
    return dict(trigger=trigger, type=TRIGGERS.index(e["type"]), mode=mode, status=pairs.STATUS.index(e["status"]), hist=int(e["historical"]),
                contexts=[CONTEXTS.index(c) for c in e["contexts"]], date=near([e["date"]] if e["date"] else []),
                place=near([e["place"]] if e["place"] else []), **sides)


def gold_pairs(units, words, annotations):
    """Directed pairs of the annotated events, in the words of their sentence."""
    result = []
    for unit in units:
        for e in annotations.get(unit["id"], {}).get("events", []):
            spans = {r: [(x["start"], x["end"]) for x in e[r]] for r in ("actor", "recipient")}
            if not spans["actor"] and not spans["recipient"]:
                continue
            every = spans["actor"] + spans["recipient"]
            for tokens in words[unit["id"]]:
                if tokens and tokens[0][0] <= e["trigger"][0] < tokens[-1][1]:
                    flat = [t for s in words[unit["id"]] if any(b < s[-1][1] and s[0][0] < x for b, x in every + [e["trigger"]]) for t in s]
                    mode = pairs.MODES.index(f"{e['type']}/{e['mode']}") if e["mode"] else 0
                    result.append(pairs.example([t[:3] for t in flat], spans["actor"], spans["recipient"], types=[pairs.TYPES.index(e["type"])],
                                                mode=mode, status=pairs.STATUS.index(e["status"]), id=unit["id"], text=unit["text"], origin="gold", part=unit["part"]))
    return result


def collate(rows, pieces, noise=None, mask_rate=0.0):
    """Inputs and gold of a batch of sentences. Rows may carry `soft` (a teacher's outputs) in place of events."""
    most = max(len(r["forms"]) for r in rows)
    batch = {k: [] for k in ("input_ids", "shape_ids", "attention_mask", "word_of_piece")}
    for r in rows:
        ids, cases, owner = [pieces.cls], [0], [0]
        for number, form in enumerate(r["forms"], 1):
            parts = pieces.of(form)
            if noise and noise.random() < mask_rate:
                parts = [pieces.mask]
            ids += parts
            cases += [dataset.shape(form)] * len(parts)
            owner += [number] * len(parts)
        batch["input_ids"].append(ids[:255] + [pieces.sep])
        batch["shape_ids"].append(cases[:255] + [0])
        batch["word_of_piece"].append(owner[:255] + [0])
        batch["attention_mask"].append([1] * len(batch["input_ids"][-1]))
    longest = max(map(len, batch["input_ids"]))
    batch = {k: torch.tensor([v + [0] * (longest - len(v)) for v in rows_]) for k, rows_ in batch.items()}
    batch["words"] = torch.arange(most + 1).expand(len(rows), -1)
    return batch


def targets(rows):
    n, w = len(rows), max(len(r["forms"]) for r in rows)
    g = dict(trigger=torch.full((n, w), UNKNOWN), mode=torch.full((n, w), UNKNOWN), status=torch.full((n, w), UNKNOWN),
             hist=torch.zeros(n, w), contexts=torch.zeros(n, w, len(CONTEXTS)), said=torch.zeros(n, w, len(SAID)), said_known=torch.zeros(n, w),
             links=torch.zeros(n, len(ROLES), w, w), inside=torch.zeros(n, w))
    for i, r in enumerate(rows):
        size = len(r["forms"])
        g["inside"][i, :size] = 1
        if r.get("said") is not None:
            g["said"][i, :size] = torch.tensor(r["said"], dtype=torch.float)
            g["said_known"][i, :size] = 1
        if r.get("events") is None:
            continue
        g["trigger"][i, :size] = 0
        for e in r["events"]:
            t = e["trigger"]
            g["trigger"][i, t], g["mode"][i, t], g["status"][i, t], g["hist"][i, t] = e["type"], e["mode"], e["status"], e["hist"]
            for c in e["contexts"]:
                g["contexts"][i, t, c] = 1
            for k, role in enumerate(ROLES):
                for word in e[role]:
                    g["links"][i, k, t, word] = 1
    return g


def loss_of(outputs, g, smoothing=0.05):
    """Weighted sum of the heads' losses; the links, modes… count at triggers only."""
    trigger, mode, status, contexts, said, links = outputs
    words = (g["trigger"] != UNKNOWN).sum().clamp(min=1)
    at = g["trigger"] > 0
    count = at.sum().clamp(min=1)
    ce = lambda s, t, smooth=0.0: F.cross_entropy(s.flatten(0, 1), t.flatten(), ignore_index=UNKNOWN, reduction="sum", label_smoothing=smooth)
    parts = dict(trigger=8.0 * ce(trigger, g["trigger"], 0.02) / words)
    parts["mode"] = 0.4 * ce(mode, g["mode"], smoothing) / count
    parts["status"] = 0.5 * ce(status[..., :-1], g["status"], smoothing) / count
    bce = lambda s, t: F.binary_cross_entropy_with_logits(s, t, reduction="none")
    parts["hist"] = 0.3 * (bce(status[..., -1], g["hist"]) * at).sum() / count
    parts["contexts"] = 0.15 * (bce(contexts, g["contexts"]) * at.unsqueeze(-1)).sum() / count
    inside = g["inside"][:, None, None, :] * at[:, None, :, None]
    parts["links"] = 0.8 * (bce(links, g["links"]) * inside).sum() / count
    known = g["said_known"].sum().clamp(min=1)
    parts["said"] = 0.5 * (bce(said, g["said"]) * g["said_known"].unsqueeze(-1)).sum() / known
    return parts


def distil(outputs, soft, inside):
    """Against a teacher's probabilities: trigger of each word; the rest where it sees a trigger."""
    trigger, mode, status, contexts, said, links = outputs
    t_trigger, t_mode, t_status, t_contexts, t_said, t_links = soft
    words = inside.sum().clamp(min=1)
    cross = lambda s, p: -(p * s.log_softmax(-1)).sum(-1)
    weight = (1 - t_trigger[..., 0]) * inside
    weight = weight * (weight > 0.05)
    count = weight.sum().clamp(min=1)
    bce = lambda s, p: F.binary_cross_entropy_with_logits(s, p, reduction="none")
    parts = dict(trigger=8.0 * (cross(trigger, t_trigger) * inside).sum() / words)
    parts["mode"] = 0.4 * (cross(mode, t_mode) * weight).sum() / count
    parts["status"] = 0.5 * (cross(status[..., :-1], t_status[..., :-1]) * weight).sum() / count
    parts["hist"] = 0.3 * (bce(status[..., -1], t_status[..., -1]) * weight).sum() / count
    parts["contexts"] = 0.15 * (bce(contexts, t_contexts).sum(-1) * weight).sum() / count
    parts["links"] = 0.8 * ((bce(links, t_links) * inside[:, None, None, :]).sum(-1) * weight.unsqueeze(1)).sum() / count
    parts["said"] = 0.5 * (bce(said, t_said).sum(-1) * inside).sum() / words
    return parts


def probabilities(outputs):
    trigger, mode, status, contexts, said, links = outputs
    status = torch.cat([status[..., :-1].softmax(-1), status[..., -1:].sigmoid()], -1)
    return trigger.softmax(-1), mode.softmax(-1), status, contexts.sigmoid(), said.sigmoid(), links.sigmoid()


def decode(probs, i, size, threshold=0.5, link=0.5):
    """Events of sentence `i`: the best type where "no trigger" is under 1 − threshold."""
    trigger, mode, status, contexts, said, links = probs
    found = []
    for t in range(size):
        p = trigger[i, t]
        if 1 - p[0] < threshold:
            continue
        kind = int(p[1:].argmax()) + 1
        e = dict(trigger=t, type=kind, p=float(1 - p[0]), mode=int(mode[i, t].argmax()), status=int(status[i, t, :-1].argmax()), hist=int(status[i, t, -1] > 0.5),
                 contexts=[c for c in range(len(CONTEXTS)) if contexts[i, t, c] > 0.4])
        for k, role in enumerate(ROLES):
            e[role] = [w for w in range(size) if links[i, k, t, w] > link]
        found.append(e)
    return found


def same_side(gold, found):
    return (not gold and not found) or bool(set(gold) & set(found))


def match(gold, found, fits):
    """Size of a greedy one-to-one matching, with exact triggers first."""
    left, pairs_ = list(range(len(found))), []
    for g in sorted(gold, key=lambda g: g["trigger"]):
        options = [j for j in left if fits(g, found[j])]
        if options:
            best = min(options, key=lambda j: abs(found[j]["trigger"] - g["trigger"]))
            left.remove(best)
            pairs_.append((g, found[best]))
    return pairs_


def score(golds, founds):
    """F1 of type and of type with both sides; accuracy of status, mode, contexts on events right by type."""
    total = dict(gold=sum(map(len, golds)), found=sum(map(len, founds)))
    kind = [match(g, f, lambda a, b: a["type"] == b["type"]) for g, f in zip(golds, founds)]
    full = [match(g, f, lambda a, b: a["type"] == b["type"] and same_side(a["actor"], b["actor"]) and same_side(a["recipient"], b["recipient"])) for g, f in zip(golds, founds)]
    f1 = lambda ms: round(200 * sum(map(len, ms)) / max(1, total["gold"] + total["found"]), 1)
    right = [p for m in kind for p in m]
    acc = lambda f: round(100 * sum(map(f, right)) / max(1, len(right)), 1)
    exact = sum(g["trigger"] == f["trigger"] for g, f in right)
    return dict(total, type=f1(kind), sides=f1(full), P=round(100 * sum(map(len, kind)) / max(1, total["found"]), 1), R=round(100 * sum(map(len, kind)) / max(1, total["gold"]), 1),
                status=acc(lambda p: p[0]["status"] == p[1]["status"]), hist=acc(lambda p: p[0]["hist"] == p[1]["hist"]), mode=acc(lambda p: p[0]["mode"] == p[1]["mode"]),
                trigger=round(100 * exact / max(1, len(right)), 1))


def evaluate(model, rows, pieces, threshold=0.5, link=0.5):
    founds = predictions(model, rows, pieces, threshold, link)
    return score([r["events"] for r in rows], founds)


def predictions(model, rows, pieces, threshold=0.5, link=0.5):
    founds = [None] * len(rows)
    model.eval()
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]["forms"]))
    with torch.inference_mode():
        for i in range(0, len(order), 24):
            chosen = order[i : i + 24]
            probs = probabilities(model.code(**collate([rows[j] for j in chosen], pieces)))
            for k, j in enumerate(chosen):
                founds[j] = decode(probs, k, len(rows[j]["forms"]), threshold, link)
    return founds


def read_annotations(folder, texts):
    """All annotation files of a folder; errors are printed and passed over."""
    found = {}
    from pathlib import Path

    for path in sorted(Path(folder).glob("B*.ann")):
        units, errors = pairs.lines.read(path, texts)
        for number, message in errors:
            print(f"{path.name}:{number}: {message}")
        found.update(units)
    return found
