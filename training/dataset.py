"""From sentences to tensors: vocabularies, word pieces, letter case, batches."""

import random
from collections import Counter

import torch
from tokenizers import Tokenizer

import lemmas
import names

SHAPES = ["lower", "title", "upper", "mixed", "no_letters", "initial"]
MAX_CHARS, MAX_PIECES_PER_WORD, UNKNOWN = 40, 8, -100
LAYERS = ["upos", "feats", "lemma", "names", "name_part", "kind", "head", "deprel"]


def shape(word):
    """Letter case of a word as an index into SHAPES (Unicode definitions of upper, lower and alphabetic).

    lower: has a letter and no upper-case one; initial: its only letter is upper case; upper: all cased letters
    upper case, two or more letters; title: first character upper case and no other; no_letters; mixed: the rest.
    """
    letters = [c for c in word if c.isalpha()]
    uppers = sum(c.isupper() for c in letters)
    if not letters:
        return 4
    if uppers == 0:
        return 0
    if len(letters) == 1:
        return 5
    if uppers == len(letters):
        return 2
    return 1 if uppers == 1 and word[0].isupper() else 3


class Pieces:
    """The word-piece tokenizer, one word at a time, so that training and use agree whatever the spacing."""

    def __init__(self, path):
        self.tokenizer = Tokenizer.from_file(str(path))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.cls, self.sep, self.unk, self.mask = (self.tokenizer.token_to_id(f"[{t}]") for t in ("CLS", "SEP", "UNK", "MASK"))
        self.known = {}

    def of(self, word):
        """Ids of the first pieces of a word (never none: an empty one becomes [UNK])."""
        if word not in self.known:
            ids = self.tokenizer.encode(word[:MAX_CHARS], add_special_tokens=False).ids
            self.known[word] = ids[:MAX_PIECES_PER_WORD] or [self.unk]
        return self.known[word]


class Labels:
    """Class names of every layer."""

    def __init__(self, upos, feats, lemma, names, kind, deprel):
        self.upos, self.feats, self.lemma = upos, feats, lemma
        self.names, self.kind, self.deprel = names, kind, deprel

    def sizes(self):
        return {layer: len(classes) for layer, classes in vars(self).items()}

    @staticmethod
    def collect(sentences, min_feats=3, min_lemma=2):
        """Classes seen in training; rare FEATS and lemma scripts are left out."""
        count = {k: Counter() for k in ("upos", "feats", "lemma", "kind", "deprel")}
        scripts = {}
        for s in sentences:
            count["upos"].update(s.upos)
            count["feats"].update(s.feats)
            count["deprel"].update(s.deprels)
            count["kind"].update(s.kinds or [])
            for pair in zip(s.forms, s.lemmas):
                if pair not in scripts:
                    scripts[pair] = lemmas.script(*pair)
                count["lemma"][scripts[pair]] += 1
        frequent = lambda c, least: [k for k, n in sorted(c.items(), key=lambda x: (-x[1], x[0])) if n >= least]
        return Labels(sorted(count["upos"]), frequent(count["feats"], min_feats), frequent(count["lemma"], min_lemma),
                      list(names.TAGS), ["O"] + sorted(k for k in count["kind"] if k != "O"), sorted(count["deprel"]))


def kinds(s):
    """GUM: for each word the type of the smallest entity whose syntactic head it is, else "O"."""
    best = {}
    for first, last, kind in sorted(s.entities, key=lambda e: e[0] - e[1]):
        heads = [i for i in range(first, last + 1) if not first <= s.heads[i] - 1 <= last]
        if heads:
            best[heads[0]] = kind
    return [best.get(i, "O") for i in range(len(s.forms))]


def fold_feats(feats, known):
    """The known FEATS string most alike to a rare one (most shared pairs, then fewest extra, then commonest)."""
    if feats in known:
        return feats
    own = set(feats.split("|"))
    rank = {f: i for i, f in enumerate(known)}
    return min(known, key=lambda f: (-len(own & set(f.split("|"))), len(set(f.split("|")) - own), rank[f]))


class Encoder:
    """Turns sentences into rows of integers; an unknown label is -100."""

    def __init__(self, pieces, labels):
        self.pieces, self.labels = pieces, labels
        self.index = {k: {c: i for i, c in enumerate(v)} for k, v in vars(labels).items()}
        self.folded, self.scripts = {}, {}

    def _feats(self, f):
        if f not in self.folded:
            self.folded[f] = self.index["feats"][fold_feats(f, self.labels.feats)]
        return self.folded[f]

    def _lemma(self, pair):
        if pair not in self.scripts:
            self.scripts[pair] = self.index["lemma"].get(lemmas.script(*pair), UNKNOWN)
        return self.scripts[pair]

    def row(self, s):
        """{pieces: [[id]], shapes: [..], layer: [..]} with one item per word."""
        n = len(s.forms)
        get = lambda layer, values: [self.index[layer].get(v, UNKNOWN) for v in values] if values else [UNKNOWN] * n
        return dict(
            pieces=[self.pieces.of(w) for w in s.forms],
            shapes=[shape(w) for w in s.forms],
            upos=get("upos", s.upos),
            feats=[self._feats(f) for f in s.feats] if s.feats else [UNKNOWN] * n,
            lemma=[self._lemma(p) for p in zip(s.forms, s.lemmas)] if s.lemmas else [UNKNOWN] * n,
            names=get("names", s.names),
            name_part=[names.PARTS.index(t[0]) if t and t.endswith("?") else UNKNOWN for t in s.names or [""] * n],
            kind=get("kind", s.kinds),
            head=list(s.heads) if s.heads else [UNKNOWN] * n,
            deprel=get("deprel", s.deprels),
        )


def length(row):
    return 2 + sum(map(len, row["pieces"]))


def batches(rows, tokens, rng=None):
    """Lists of row numbers of like length, at most `tokens` padded pieces each; shuffled when `rng` is given."""
    order = list(range(len(rows)))
    if rng:
        rng.shuffle(order)
    chunk = 4000 if rng else len(order)
    found = []
    for start in range(0, len(order), chunk):
        current, longest = [], 0
        for i in sorted(order[start : start + chunk], key=lambda i: length(rows[i])):
            size = length(rows[i])
            if current and max(longest, size) * (len(current) + 1) > tokens:
                found.append(current)
                current, longest = [], 0
            current.append(i)
            longest = max(longest, size)
        if current:
            found.append(current)
    if rng:
        rng.shuffle(found)
    return found


def collate(rows, pieces, noise=None, mask_rate=0.0, recase_rate=0.0):
    """The model's inputs and the gold layers of a batch, as tensors. `noise` (a random.Random) hides some words
    behind [MASK] and writes some sentences in capitals or as headlines (whose lemma classes are then unknown)."""
    most_pieces = max(map(length, rows))
    most_words = max(len(r["pieces"]) for r in rows)
    batch = {k: [] for k in ("input_ids", "shape_ids", "attention_mask", "word_of_piece", "words")}
    gold = {layer: [] for layer in LAYERS}
    for r in rows:
        shapes, lemma = r["shapes"], r["lemma"]
        if noise and noise.random() < recase_rate:
            to = noise.choice([0, 1, 2])
            shapes = [x if x == 4 else to for x in shapes]
            lemma = [UNKNOWN] * len(lemma)
        ids, cases, owner = [pieces.cls], [0], [0]
        for word, (parts, case) in enumerate(zip(r["pieces"], shapes), 1):
            if noise and noise.random() < mask_rate:
                parts = [pieces.mask]
            ids += parts
            cases += [case] * len(parts)
            owner += [word] * len(parts)
        ids, cases, owner = ids + [pieces.sep], cases + [0], owner + [0]
        pad = [0] * (most_pieces - len(ids))
        batch["input_ids"].append(ids + pad)
        batch["shape_ids"].append(cases + pad)
        batch["attention_mask"].append([1] * len(ids) + pad)
        batch["word_of_piece"].append(owner + pad)
        batch["words"].append(list(range(most_words + 1)))
        for layer in LAYERS:
            values = lemma if layer == "lemma" else r[layer]
            gold[layer].append(values + [UNKNOWN] * (most_words - len(values)))
    batch = {k: torch.tensor(v) for k, v in batch.items()}
    gold = {k: torch.tensor(v) for k, v in gold.items()}
    lengths = torch.tensor([len(r["pieces"]) for r in rows])
    return batch, gold, lengths
