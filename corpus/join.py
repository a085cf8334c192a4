"""Joins the stand-off annotations to their texts: `join.py DATA > gold.jsonl` (DATA holds news/current_events and news/wikinews).

Every hash and every offset is checked; a unit that does not fit is named on standard error and left out, and the exit
status is then 1. One object a line: the unit as annotated, with its `text`. `verbale eval` reads these lines.
"""

import argparse
import csv
import gzip
import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def current_events(data):
    """{line number: text} of the file `date⇥topic⇥text`."""
    path = Path(data) / "news/current_events/wikipedia_current_events.tsv.gz"
    with gzip.open(path, "rt", encoding="utf8") as f:
        return {n: line.rstrip("\n").split("\t")[2] for n, line in enumerate(f, 1)}


def wikinews(data):
    """{address: text}."""
    found = {}
    for path in sorted((Path(data) / "news/wikinews").glob("wikinews_*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf8") as f:
            found.update({r["url"]: r["text"] for r in csv.DictReader(f)})
    return found


def spans(unit):
    """All [start, end] of a unit."""
    for e in unit["events"]:
        yield e["trigger"]
        yield from ([x["start"], x["end"]] for x in e["actor"] + e["recipient"])
        yield from (s for s in (e["date"], e["place"]) if s)
    for s in unit["statements"]:
        yield from [*([s["cue"]] if s["cue"] else []), *s["speaker"], *s["content"], *s["addressee"], *s["via"]]
    for c in unit["claims"]:
        yield from ([x["start"], x["end"]] for x in c["subject"] + c["object"])
        yield from (s for s in (c["about"], c["words"]) if s)


def problem(unit, text):
    """What does not fit, or None."""
    if text is None:
        return "its text is not in the data"
    if hashlib.sha256(text.encode()).hexdigest() != unit["sha256"]:
        return "its text is another than was annotated (the hash differs)"
    for b, e in spans(unit):
        if not 0 <= b < e <= len(text):
            return f"the span {b}–{e} lies outside its text"
    return None


def read(parts):
    """The stand-off units of the files `en/PART.jsonl`."""
    for part in parts:
        with open(HERE / "en" / f"{part}.jsonl", encoding="utf8") as f:
            yield from map(json.loads, f)


def text_of(unit, events, articles):
    if unit["origin"] == "current_events":
        return events.get(unit["line"])
    text = articles.get(unit["url"])
    return text and text[unit["start"] : unit["start"] + unit["length"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", help="folder with news/current_events and news/wikinews")
    parser.add_argument("--part", action="append", choices=["train", "dev", "test", "double"], help="default: dev")
    options = parser.parse_args()
    events, articles, bad = current_events(options.data), wikinews(options.data), 0
    for unit in read(options.part or ["dev"]):
        text = text_of(unit, events, articles)
        reason = problem(unit, text)
        if reason:
            print(f"{unit['id']}: {reason}", file=sys.stderr)
            bad += 1
        else:
            print(json.dumps({**unit, "text": text}, ensure_ascii=False))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
