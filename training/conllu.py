"""Reads CoNLL-U (plain or gzip): Universal Dependencies and, for GUM, entities in the MISC column."""

import gzip
import re
from dataclasses import dataclass, field


@dataclass
class Sentence:
    """One sentence; every list has one item per syntactic word. A layer that is None is not annotated."""

    id: str
    forms: list
    upos: list | None = None
    feats: list | None = None
    lemmas: list | None = None
    heads: list | None = None  # 0 = root, else 1-based
    deprels: list | None = None  # with subtypes
    names: list | None = None  # BILOU tag, or None where unknown
    kinds: list | None = None  # entity type of the smallest entity headed here, or "O"
    genre: str = ""
    entities: list = field(default_factory=list)  # (first, last, type), 0-based, inclusive


OPEN = re.compile(r"\((\d+)(?:\[\d+/\d+\])?-([a-z]+)[^()]*")
PART = re.compile(r"\(\d+(?:\[\d+/\d+\])?-[^()]*\)?|\d+(?:\[\d+/\d+\])?\)")


def _entities(misc_column, stack, found, index):
    """Feeds one word's Entity= value into the stack of open entities; closed ones go to `found`."""
    value = next((m[7:] for m in misc_column.split("|") if m.startswith("Entity=")), "")
    for part in PART.findall(value):
        if part.startswith("("):
            number, kind = OPEN.match(part).groups()
            if "[" in part.split("-")[0]:  # a discontinuous entity has no single span
                kind = None
            if part.endswith(")"):
                found.append((index, index, kind))
            else:
                stack.append((number, index, kind))
        else:
            number = re.match(r"\d+", part).group()
            for at in range(len(stack) - 1, -1, -1):
                if stack[at][0] == number:
                    _, first, kind = stack.pop(at)
                    found.append((first, index, kind))
                    break


def read(path):
    """All sentences of a file. GUM sentence ids start with GUM_genre_; their genre is kept."""
    opener = gzip.open if str(path).endswith(".gz") else open
    sentences, rows, sid = [], [], ""
    with opener(path, "rt", encoding="utf8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# sent_id"):
                sid = line.split("=", 1)[1].strip()
            elif not line and rows:
                sentences.append(_sentence(sid, rows))
                rows = []
            elif line and line[0] != "#":
                columns = line.split("\t")
                if columns[0].isdigit():
                    rows.append(columns)
    if rows:
        sentences.append(_sentence(sid, rows))
    return sentences


def _sentence(sid, rows):
    found, stack = [], []
    for index, row in enumerate(rows):
        _entities(row[9], stack, found, index)
    gum = sid.startswith("GUM_")
    return Sentence(
        id=sid,
        forms=[r[1] for r in rows],
        upos=[r[3] for r in rows],
        feats=[r[5] for r in rows],
        lemmas=[r[2] for r in rows],
        heads=[int(r[6]) for r in rows],
        deprels=[r[7] for r in rows],
        genre=sid.split("_")[1] if gum else "",
        entities=[e for e in found if e[2]],
    )
