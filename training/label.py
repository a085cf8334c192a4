"""The teacher's probabilities for sentences nobody annotated, and for the pairs it sees in them."""

import argparse
import random
from pathlib import Path

import torch

import coding
import pairs
import teacher

PIECES = 1400
SHORTEST, LONGEST = 6, 70


def by_length(rows):
    """Batches of rows of like length."""
    order, start = sorted(range(len(rows)), key=lambda i: len(rows[i]["forms"])), 0
    while start < len(order):
        size = max(1, PIECES // max(8, len(rows[order[start]]["forms"])))
        yield [rows[i] for i in order[start : start + size]]
        start += size


def subtree(tokens, head):
    """Words of the phrase of a head, without appositions, clauses and coordinated members."""
    inside, grown = {head}, True
    aside = ("acl", "appos", "punct", "parataxis", "cc", "conj")
    while grown:
        more = {j for j, t in enumerate(tokens) if j not in inside and t[5] - 1 in inside and not t[6].startswith(aside)}
        inside, grown = inside | more, bool(more)
    return inside


def seen_pairs(row, rng):
    """Marked pairs of the events the teacher sees in a sentence; some told the other way round."""
    n = len(row["forms"])
    for e in coding.decode([p.float().unsqueeze(0) for p in row["soft"]], 0, n, 0.35, 0.35):
        if not e["actor"] and not e["recipient"]:
            continue
        marks = [0] * n
        for bit, side in ((1, "actor"), (2, "recipient")):
            for head in e[side]:
                for word in subtree(row["tokens"], head):
                    marks[word] |= bit
        pair = dict(forms=row["forms"], marks=marks, types=None, mode=-100, status=-100, text=row["id"], origin="soft")
        yield pair
        if e["actor"] and e["recipient"] and rng.random() < 0.15:
            yield pairs.swap(pair)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("words", "teacher", "checkpoint", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--limit", type=int, default=20000, help="sentences")
    options = parser.parse_args()
    torch.set_num_threads(2)
    rng = random.Random(3)
    model, pieces = teacher.start(options.teacher, options.checkpoint)
    model.eval()
    texts = pairs.read_words(Path(options.words) / "unlabelled.words.jsonl")
    rows = [dict(id=f"{i}/{k}", forms=[t[2] for t in s], tokens=s) for i, ss in texts.items() for k, s in enumerate(ss) if SHORTEST <= len(s) <= LONGEST]
    rng.shuffle(rows)
    rows = rows[: options.limit]
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in by_length(rows):
            probabilities = coding.probabilities([o.float() for o in model.code(**coding.collate(batch, pieces))])
            for i, row in enumerate(batch):
                n = len(row["forms"])
                row["soft"] = [p[i, :n].half() if p.dim() == 3 else p[i, :, :n, :n].half() for p in probabilities]
        found = [p for row in rows for p in seen_pairs(row, rng)]
        rng.shuffle(found)
        found = found[: int(0.9 * options.limit)]
        for batch in by_length(found):
            outputs = model(**pairs.collate(batch, pieces)[0])
            for pair, *scores in zip(batch, *(o.float().softmax(-1) for o in outputs)):
                pair["soft"] = [s.half() for s in scores]
    for row in rows:
        row.pop("tokens")
    torch.save(dict(rows=rows, pairs=found), options.out)
    print(len(rows), "sentences,", len(found), "pairs")


if __name__ == "__main__":
    main()
