"""News lines whose names are told by lists of known people, organisations and places (distant supervision).

Only full matches of whole capitalised runs are told; other capitalised words stay unknown (None).
"""

import gzip
import random
import re

import names
from conllu import Sentence

WORD = re.compile(r"(?:[A-Z]\.)+|['’]s\b|\d[\d.,]*\d|\w+|[^\w\s]")
TITLES = set("President Minister Secretary Senator Governor Prime Chancellor King Queen Prince General Judge Justice Mayor "
             "Chairman Ambassador Pope Sir Lord Premier Representative Deputy Leader Speaker Director Mr. Mrs. Former".split())
SOURCE = re.compile(r"(\s*\([^()]*\))+\s*$")


def sentences(data, lists, nationality, most=9000, seed=7):
    """Up to `most` lines of current_events in which most capitalised words are told; drawn with a fixed seed."""
    known = {}
    for kind in ("ORG", "PER", "LOC"):
        for name in lists[kind]:
            if kind == "LOC" or len(name) > 1 or (kind == "ORG" and name[0].isupper()):
                known[tuple(name)] = kind
    found = []
    with gzip.open(data / "news" / "current_events" / "wikipedia_current_events.tsv.gz", "rt", encoding="utf8") as lines:
        for number, line in enumerate(lines):
            text = SOURCE.sub("", line.rstrip("\n").split("\t")[-1])
            if text.endswith(".") and 40 < len(text) < 260:
                s = _tagged(f"news-{number}", WORD.findall(text), known, nationality)
                if s:
                    found.append(s)
    random.Random(seed).shuffle(found)
    return found[:most]


def _runs(forms):
    """(first, last) of maximal runs of capitalised words; a sentence's first word only when more follow."""
    i = 0
    while i < len(forms):
        j = i
        while j < len(forms) and (forms[j][0].isupper() or (forms[j] in ("of", "-", "the", "for", "and") and j > i and j + 1 < len(forms) and forms[j + 1][0].isupper())):
            j += 1
        if j > i:
            yield i, j - 1
            i = j
        i += 1


def _tagged(sid, forms, known, nationality):
    tags, told, unknown = ["O"] * len(forms), 0, 0
    for first, last in _runs(forms):
        for i in range(first, last + 1):
            tags[i] = None if forms[i][0].isupper() or last > first else "O"
        a = first
        while a < last and (forms[a] in TITLES or (forms[a] in nationality and forms[a + 1] in TITLES | nationality | {"and"}) or (a == 0 and forms[a] in ("The", "In", "At"))):
            tags[a] = "U-MISC" if forms[a] in nationality else "O"
            a += 1
        name = tuple(forms[a : last + 1])
        kind = "MISC" if len(name) == 1 and name[0] in nationality else known.get(name)
        if kind:
            tags[a : last + 1] = [x + "-" + kind for x in _pattern(last - a + 1)]
            told += 1
        elif not (first == last == 0):
            unknown += 1
    if told < 2 or unknown > told:
        return None
    return Sentence(sid, forms, names=tags)


def _pattern(n):
    return ["U"] if n == 1 else ["B"] + ["I"] * (n - 2) + ["L"]
