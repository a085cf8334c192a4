"""Scores: tags, lemmas, trees (all words counted, punctuation too, labels with subtypes), names, kinds."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

import dataset
import lemmas
import lexicon as lexicons
import names
import trees


def viterbi(scores, tags):
    """The best well-formed BILOU sequence under scores[W, tags]."""
    allow = np.array([[0.0 if names.allowed(a, b) else -1e9 for b in tags] for a in tags])
    first = np.array([0.0 if names.allowed(None, b) else -1e9 for b in tags])
    last = np.array([0.0 if names.allowed(a, None) else -1e9 for a in tags])
    best, back = scores[0] + first, []
    for row in scores[1:]:
        step = best[:, None] + allow
        back.append(step.argmax(0))
        best = step.max(0) + row
    at = int((best + last).argmax())
    path = [at]
    for pointers in reversed(back):
        at = int(pointers[at])
        path.append(at)
    return [tags[i] for i in reversed(path)]


def best_lemma(scores, scripts, form):
    """The lemma by the best script that applies."""
    for i in np.argsort(-scores, kind="stable")[:20]:
        lemma = lemmas.apply(scripts[i], form)
        if lemma:
            return lemma
    return form


def predict(model, encoder, sentences, tokens=3000, lexicon=None):
    """One dict per sentence: upos, feats, lemmas, names, kinds, heads, deprels (as class names)."""
    labels, rows = encoder.labels, [encoder.row(s) for s in sentences]
    results = [None] * len(rows)
    model.eval()
    with torch.inference_mode():
        for numbers in dataset.batches(rows, tokens):
            batch, _, sizes = dataset.collate([rows[i] for i in numbers], encoder.pieces)
            *scores, arc, rel_dep, rel_head = model(**batch)
            heads = torch.zeros(arc.shape[:2], dtype=torch.long)
            for at, n in enumerate(sizes.tolist()):
                heads[at, :n] = torch.from_numpy(trees.decode(arc[at, :n, : n + 1].float().numpy()))
            rels = model.labels(rel_dep, rel_head, heads).argmax(-1)
            upos, feats, lemma, name, kind = (t.float().numpy() for t in scores)
            for at, number in enumerate(numbers):
                n, forms = int(sizes[at]), sentences[number].forms
                pick = lambda scores, classes: [classes[i] for i in scores[at, :n].argmax(-1)]
                tags = pick(upos, labels.upos)
                known = [lexicons.look_up(lexicon or {}, forms[i], tags[i]) for i in range(n)]
                results[number] = dict(
                    upos=tags, feats=pick(feats, labels.feats), kinds=pick(kind, labels.kind),
                    lemmas=[known[i] or best_lemma(lemma[at, i], labels.lemma, forms[i]) for i in range(n)],
                    names=viterbi(name[at, :n], labels.names),
                    heads=heads[at, :n].tolist(), deprels=[labels.deprel[i] for i in rels[at, :n]])
    return results


def percent(a, b):
    return round(100 * a / b, 2) if b else None


def score_trees(sentences, found):
    """Accuracies in percent over all words."""
    n = sum(len(s.forms) for s in sentences)
    same = lambda gold, layer: sum(a == b for s, r in zip(sentences, found) for a, b in zip(gold(s), r[layer]))
    both = lambda f: sum(h == g and f(d) == f(e) for s, r in zip(sentences, found)
                         for h, g, d, e in zip(s.heads, r["heads"], s.deprels, r["deprels"]))
    return dict(words=n, UPOS=percent(same(lambda s: s.upos, "upos"), n), FEATS=percent(same(lambda s: s.feats, "feats"), n),
                lemma=percent(same(lambda s: s.lemmas, "lemmas"), n), UAS=percent(same(lambda s: s.heads, "heads"), n),
                LAS=percent(both(lambda d: d), n), LAS_universal=percent(both(lambda d: d.split(":")[0]), n))


def score_names(sentences, found):
    """Exact-span precision, recall and F1, with and without types."""
    result = {}
    for title, key in (("typed", lambda s: s), ("untyped", lambda s: s[:2])):
        gold = [{key(x) for x in names.spans(s.names)} for s in sentences]
        mine = [{key(x) for x in names.spans(r["names"])} for r in found]
        hit, a, b = sum(len(x & y) for x, y in zip(gold, mine)), sum(map(len, mine)), sum(map(len, gold))
        result[title] = dict(P=percent(hit, a), R=percent(hit, b), F1=percent(2 * hit, a + b))
    for kind in names.TYPES:
        gold = [{x for x in names.spans(s.names) if x[2] == kind} for s in sentences]
        mine = [{x for x in names.spans(r["names"]) if x[2] == kind} for r in found]
        hit = sum(len(x & y) for x, y in zip(gold, mine))
        result[kind] = percent(2 * hit, sum(map(len, mine)) + sum(map(len, gold)))
    return result


def score_kinds(sentences, found):
    """Micro F1 over words that head an entity (type must agree)."""
    pairs = [(a, b) for s, r in zip(sentences, found) for a, b in zip(s.kinds, r["kinds"])]
    hit = sum(a == b != "O" for a, b in pairs)
    return dict(F1=percent(2 * hit, sum(a != "O" for a, _ in pairs) + sum(b != "O" for _, b in pairs)))


def load(path, encoder_folder):
    """(model, encoder) from a checkpoint of train.py."""
    from model import Analyser

    state = torch.load(path, map_location="cpu", weights_only=False)
    labels = dataset.Labels(**state["labels"])
    model = Analyser.start(encoder_folder, labels.sizes())
    model.load_state_dict(state["model"])
    return model.eval(), dataset.Encoder(dataset.Pieces(Path(encoder_folder) / "tokenizer.json"), labels)


def main():
    import corpora

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="folder with parsing/, labelled/, facts/")
    parser.add_argument("--encoder", required=True, help="folder of the MiniLM-L6-H384 encoder")
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--lexicon", help="lemmas.tsv")
    parser.add_argument("--part", default="dev", choices=["dev", "test"])
    options = parser.parse_args()
    torch.set_num_threads(2)
    model, encoder = load(options.checkpoint, options.encoder)
    lexicon = lexicons.read(options.lexicon) if options.lexicon else None
    print(json.dumps(report(model, encoder, corpora.held_out(options.data, options.part), lexicon), indent=1))


def report(model, encoder, parts, lexicon=None):
    """Scores of every held-out part: {name: scores}."""
    result = {}
    for name, sentences in parts.items():
        found = predict(model, encoder, sentences, lexicon=lexicon)
        if sentences[0].heads:
            result[name] = score_trees(sentences, found)
        if sentences[0].kinds:
            result[name]["kind"] = score_kinds(sentences, found)
        if not sentences[0].heads:
            result[name] = score_names(sentences, found)
    return result


if __name__ == "__main__":
    main()
