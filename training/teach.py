"""Trains the teacher (`teacher.py`) on the corpus and the public pairs; a fifth of these, by text, is held out."""

import argparse
import random

import torch

import coder_data
import teacher
import train_coder


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("data", "words", "teacher", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--gold", required=True, nargs="+", help="train.jsonl dev.jsonl of corpus/join.py")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--resume")
    options = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(1)
    pools = coder_data.load(options.data, options.gold, options.words)
    model, pieces = teacher.start(options.teacher, options.resume)
    random.Random(0).shuffle(pools["pairs"])
    plan = dict(gold=(pools["train"], "gold"), public=(pools["public"], "pairs"), pairs=(pools["pairs"][:1500], "pairs"))
    settings = dict(rate=8e-5, head_rate=1e-3, epochs=options.epochs, batch_pieces=1100, seed=1, average=0.985)
    train_coder.train(model, plan, pieces, settings, lambda m: coder_data.report(m, pieces, pools))
    torch.save(model.state_dict(), options.out)


if __name__ == "__main__":
    main()
