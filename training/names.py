"""Name spans (PER, ORG, LOC, MISC; the scheme of Wikigold and CoNLL-2003) from the data sets that have them."""

import gzip
import random

from conllu import Sentence

TYPES = ["PER", "ORG", "LOC", "MISC"]
TAGS = ["O"] + [f"{p}-{t}" for t in TYPES for p in "BILU"]
PARTS = ["O", "B", "I", "L", "U"]
GUM_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC", "time": None}
PARTICLES = {"-", "'", "’", "de", "la", "del", "von", "van", "der", "da", "di", "al", "el", "bin", "ibn"}
LINKS = PARTICLES | {"of", "the", "and", "for", "&", "'s", "’s", "in", "on", "to", "a"}


def bilou(length, spans):
    """Tags of a sentence with the spans (first, last, type); "O" elsewhere."""
    tags = ["O"] * length
    for first, last, kind in spans:
        if first == last:
            tags[first] = "U-" + kind
        else:
            tags[first] = "B-" + kind
            tags[last] = "L-" + kind
            for i in range(first + 1, last):
                tags[i] = "I-" + kind
    return tags


def spans(tags):
    """Spans of a well-formed BILOU tag list."""
    found, first = [], 0
    for i, tag in enumerate(tags):
        if tag[0] in "BU":
            first = i
        if tag[0] in "LU":
            found.append((first, i, tag[2:]))
    return found


def allowed(a, b):
    """Whether tag b may follow tag a (None = sentence border)."""
    open_a = a is not None and a[0] in "BI"
    if open_a:
        return b is not None and b[0] in "IL" and a[2:] == b[2:]
    return b is None or b[0] in "BOU"


def wikigold(path):
    """Wikigold as [document], each a list of Sentence; adjacent words of one type form one name."""
    documents, sentences, rows = [], [], []

    def close():
        if rows:
            forms, tags = zip(*rows)
            found, i = [], 0
            while i < len(tags):
                j = i
                while tags[i] != "O" and j + 1 < len(tags) and tags[j + 1] == tags[i]:
                    j += 1
                if tags[i] != "O":
                    found.append((i, j, tags[i][2:]))
                i = j + 1
            sid = f"wikigold-{len(documents)}-{len(sentences)}"
            sentences.append(Sentence(sid, list(forms), names=bilou(len(forms), found)))
            rows.clear()

    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            parts = line.split()
            if parts and parts[0] == "-DOCSTART-":
                close()
                if sentences:
                    documents.append(list(sentences))
                    sentences.clear()
            elif not parts:
                close()
            else:
                rows.append((parts[0], parts[1]))
    close()
    if sentences:
        documents.append(list(sentences))
    return documents


def split_wikigold(documents):
    """(train, dev, test): every third document is test, every eighth of the others dev. Fixed for good."""
    test = [s for i, d in enumerate(documents) if i % 3 == 2 for s in d]
    others = [d for i, d in enumerate(documents) if i % 3 != 2]
    dev = [s for i, d in enumerate(others) if i % 8 == 7 for s in d]
    return [s for i, d in enumerate(others) if i % 8 != 7 for s in d], dev, test


def _capital(word):
    return word[:1].isupper() or word[:1].isdigit()


def _name_in(s, first, last, links):
    """The name inside an entity span whose head is a proper noun, as (first, last), or None."""
    heads = [i for i in range(first, last + 1) if not first <= s.heads[i] - 1 <= last]
    if len(heads) != 1 or s.upos[heads[0]] != "PROPN":
        return None
    a = b = heads[0]
    ok = lambda i: (s.forms[i][:1].isupper() and s.upos[i] != "DET") or s.forms[i].lower() in links or s.upos[i] == "NUM"
    while a > first and ok(a - 1):
        a -= 1
    while b < last and ok(b + 1):
        b += 1
    while a < b and not (_capital(s.forms[a]) and s.upos[a] not in ("DET", "ADP")):
        a += 1
    while b > a and not _capital(s.forms[b]):
        b -= 1
    return (a, b)


def _untitled(s, span):
    """Drops what leads a person's name ("President X", "Minister of Y X"): Wikigold leaves it outside."""
    a, b = span
    while a < b and s.deprels[a] in ("nmod:desc", "nmod", "case", "det", "punct") and s.heads[a] - 1 > a:
        a += 1
    if a < b and s.deprels[a] == "nmod":  # "Minister of Y X": the Y
        a += 1
    return (a, b)


def _retyped(name, kind, nationality, countries):
    """Wikigold's view: a nationality is MISC and a country LOC, also where GUM sees people or an organisation."""
    if name in nationality:
        return "MISC"
    return "LOC" if name in countries else kind


def from_gum(s, nationality, countries):
    """Name tags of a GUM sentence; None (unknown) where its entities do not tell what Wikigold would.

    GUM's other types (object, abstract, event…) are only roughly MISC: those tags carry "?" as their type.
    """
    taken, found = set(), []
    for first, last, kind in sorted(s.entities, key=lambda e: e[0] - e[1]):
        kind = GUM_TYPES.get(kind, "?")
        span = _name_in(s, first, last, PARTICLES if kind == "PER" else LINKS)
        if not span or not kind:
            continue
        kind = _retyped(" ".join(s.forms[span[0] : span[1] + 1]), kind, nationality, countries)
        if kind == "PER":
            span = _untitled(s, span)
        cells = set(range(span[0], span[1] + 1))
        if cells & taken:
            continue
        taken |= cells
        found.append((*span, kind))
    tags = bilou(len(s.forms), found)
    return [t if i in taken else _outside(s, i, nationality, time_words(s)) for i, t in enumerate(tags)]


def time_words(s):
    """Words inside GUM's time entities: dates are no names in Wikigold."""
    return {i for first, last, kind in s.entities if kind == "time" for i in range(first, last + 1)}


def _outside(s, i, nationality, times=frozenset()):
    """Tag of a word that is in no known name: O, MISC for a nationality, or None where it cannot be told."""
    form, lemma = s.forms[i], s.lemmas[i]
    if i in times:
        return "O"
    if form in nationality and s.upos[i] in ("ADJ", "NOUN", "PROPN"):
        alone = s.heads[i] == 0 or s.upos[s.heads[i] - 1] != "PROPN"
        return "U-MISC" if alone else None
    if s.upos[i] == "PROPN" or (form[:1].isupper() and lemma[:1].isupper() and s.upos[i] in ("ADJ", "NOUN", "VERB", "NUM", "X", "ADP", "DET")):
        return None
    return "O"


def from_ewt(s, nationality):
    """EWT has no names: only what is certainly outside a name (and nationalities) is told."""
    return [_outside(s, i, nationality) for i in range(len(s.forms))]


def swapped(s, lists, rng, rate=0.4):
    """A copy of a sentence with only the names layer in which names are exchanged for others of their type."""
    forms, found, at = [], [], 0
    for first, last, kind in spans(s.names):
        forms += s.forms[at:first]
        name = s.forms[first : last + 1]
        if lists.get(kind) and rng.random() < rate:
            name = rng.choice(lists[kind])
        found.append((len(forms), len(forms) + len(name) - 1, kind))
        forms += name
        at = last + 1
    forms += s.forms[at:]
    return Sentence(s.id, forms, names=bilou(len(forms), found))
