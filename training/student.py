"""Trains the coder that ships: on the corpus, the public pairs, and the teacher's labels."""

import argparse
import random

import torch

import coder_data
import dataset
import export_coder
import pairs
import train_coder

# Types that a pair told the other way round does not have.
ONE_SIDED = "REQUEST ACCUSE REJECT THREATEN SANCTION COERCE AID PROTEST MOBILIZE CONCEDE RETREAT".split()


def reversed_pairs(given, rng, share=0.4):
    """Pairs of one-sided types with their sides exchanged, to be anything but that type, unless the corpus tells them so too."""
    told = {(x["id"], tuple(x["marks"])) for x in given}
    for x in given:
        one_sided = pairs.TYPES[x["types"][0]] in ONE_SIDED and {1, 2} <= set(x["marks"])
        turned = pairs.swap(x)
        if one_sided and rng.random() < share and (x["id"], tuple(turned["marks"])) not in told:
            others = [t for t in range(len(pairs.TYPES)) if t != x["types"][0]]
            yield dict(turned, types=others, mode=-100, status=-100, weight=0.25)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("data", "words", "encoder", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--gold", required=True, nargs="+", help="train.jsonl dev.jsonl of corpus/join.py")
    parser.add_argument("--labels", help="of label.py")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--all", action="store_true", help="learn from the held-out public pairs too")
    options = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(1)
    pools = coder_data.load(options.data, options.gold, options.words)
    public = pools["public"] + (pools["held_out"] if options.all else [])
    plan = dict(gold=(pools["train"], "gold"), again=(pools["train"], "gold"), public=(public + public, "pairs"), pairs=(pools["pairs"], "pairs"),
                turned=(list(reversed_pairs(pools["pairs"], random.Random(4))), "pairs"), signs=(pools["signs"], "pairs"))
    if options.labels:
        soft = torch.load(options.labels)
        plan |= dict(soft=(soft["rows"], "soft"), soft_pairs=(soft["pairs"], "pairs"))
    model, pieces = export_coder.start(options.encoder), dataset.Pieces(f"{options.encoder}/tokenizer.json")
    settings = dict(rate=2.5e-4, head_rate=1.2e-3, epochs=options.epochs, batch_pieces=1200, seed=1, average=0.99)
    train_coder.train(model, plan, pieces, settings, lambda m: coder_data.report(m, pieces, pools))
    torch.save(model.state_dict(), options.out)


if __name__ == "__main__":
    main()
