"""How far second annotations (`en/double.jsonl`) agree with the first: F1 of events, κ of type, status, codes, statements."""

import collections
import json
from pathlib import Path

HERE = Path(__file__).resolve().parent / "en"


def read(part):
    with open(HERE / f"{part}.jsonl", encoding="utf8") as f:
        return [json.loads(line) for line in f]


def overlap(a, b):
    return a["start"] < b["end"] and b["start"] < a["end"]


def same_side(a, b):
    return (not a and not b) or any(overlap(x, y) for x in a for y in b)


def cross(a, b):
    return a[0] < b[1] and b[0] < a[1]


def matching(first, second, fits):
    """A largest one-to-one matching: pairs of (first, second)."""
    taken = {}

    def place(i, seen):
        for j in range(len(second)):
            if j not in seen and fits(first[i], second[j]):
                seen.add(j)
                if j not in taken or place(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    for i in range(len(first)):
        place(i, set())
    return [(first[i], second[j]) for j, i in taken.items()]


def kappa(pairs):
    """Cohen's κ."""
    n = len(pairs)
    seen = sum(a == b for a, b in pairs) / n
    one, two = collections.Counter(a for a, _ in pairs), collections.Counter(b for _, b in pairs)
    chance = sum(one[k] * two[k] for k in one) / n**2
    return (seen - chance) / (1 - chance)


def main():
    first = {u["id"]: u for part in ("train", "dev", "test") for u in read(part)}
    units = [(first[d["id"]], d) for d in read("double") if d["id"] in first and first[d["id"]]["annotator"] != d["annotator"]]
    count, full, types, codes, triggers = collections.Counter(), [], 0, [], []
    for a, b in units:
        one, two = a["events"], b["events"]
        count["events"] += len(one) + len(two)
        types += len(matching(one, two, lambda x, y: x["type"] == y["type"]))
        full += matching(one, two, lambda x, y: x["type"] == y["type"] and same_side(x["actor"], y["actor"]) and same_side(x["recipient"], y["recipient"]))
        triggers += [(x["type"], y["type"]) for x, y in matching(one, two, lambda x, y: cross(x["trigger"], y["trigger"]))]
        count["statements"] += len(a["statements"]) + len(b["statements"])
        said = matching(a["statements"], b["statements"], lambda x, y: any(cross(s, t) for s in x["content"] for t in y["content"]))
        count["said"] += len(said)
    for x, y in full:
        for side in ("actor", "recipient"):
            codes += [(p, next(q for q in y[side] if overlap(p, q))) for p in x[side] if any(overlap(p, q) for q in y[side])]
    share = lambda hits, of: round(hits / max(1, of), 3)
    print("units", len(units))
    print("events, F1 of type", share(2 * types, count["events"]))
    print("events, F1 of type and both sides", share(2 * len(full), count["events"]))
    print("κ of type where the trigger is shared", round(kappa(triggers), 3), "on", len(triggers))
    print("status", share(sum(x["status"] == y["status"] for x, y in full), len(full)))
    print("background", share(sum(x["historical"] == y["historical"] for x, y in full), len(full)))
    print("country", share(sum(p["country"] == q["country"] for p, q in codes), len(codes)))
    print("sector", share(sum(p["sector"] == q["sector"] for p, q in codes), len(codes)))
    print("statements, F1 by content", share(2 * count["said"], count["statements"]))


if __name__ == "__main__":
    main()
