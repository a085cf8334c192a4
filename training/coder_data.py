"""What the coder learns from: the joined corpus, the public pairs, and the words of every text."""

import json
from pathlib import Path

import coding
import pairs
import train_coder


def read_units(paths):
    """Joined units (`corpus/join.py`); the part is the file's name."""
    units = []
    for path in paths:
        with open(path, encoding="utf8") as f:
            units += [dict(json.loads(line), part=Path(path).stem, tag="") for line in f]
    return units


def load(data, gold, words):
    """Pools of rows by name. `words` holds units, plv, aw and unlabelled `.words.jsonl`, as the `words` example writes them."""
    units = read_units(gold)
    spoken = pairs.read_words(Path(words) / "units.words.jsonl")
    annotations = {u["id"]: u for u in units}
    rows, given = coding.sentences(units, spoken, annotations), coding.gold_pairs(units, spoken, annotations)
    public = pairs.plv(Path(data) / "events/plv_train.jsonl", pairs.read_words(Path(words) / "plv.words.jsonl"))
    fold = pairs.folds(public)
    part = lambda rows, name: [r for r in rows if r["part"] == name]
    return dict(
        train=part(rows, "train"), dev=part(rows, "dev"), pairs=part(given, "train"), dev_pairs=part(given, "dev"),
        public=[x for x, f in zip(public, fold) if f], held_out=[x for x, f in zip(public, fold) if not f],
        signs=train_coder.read_aw(Path(data) / "events/AW_train.tsv", pairs.read_words(Path(words) / "aw.words.jsonl")))


def report(model, pieces, pools):
    """Scores on what is held out: a fifth of the public pairs (by text), pairs and events of the dev part."""
    root = lambda x: "YIELD" if len(x["types"]) > 1 else pairs.TYPES[x["types"][0]]
    found = [pairs.folded(r[0]).most_common(1)[0][0] for r in pairs.predict(model, pools["held_out"], pieces)]
    gold = [root(x) for x in pools["held_out"]]
    own = pairs.predict(model, pools["dev_pairs"], pieces)
    best = lambda r: max(range(len(pairs.TYPES)), key=lambda i: r[0][i])
    share = lambda hits: round(sum(hits) / max(1, len(hits)), 3)
    return dict(pairs=share([a == b for a, b in zip(gold, found)]), macro_f1=round(pairs.macro_f1(gold, found), 3),
                dev_pairs=share([best(r) == x["types"][0] for r, x in zip(own, pools["dev_pairs"])]),
                **coding.evaluate(model, pools["dev"], pieces, 0.4, 0.4))
