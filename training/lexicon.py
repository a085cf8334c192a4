"""The lemma lexicon: (form, UPOS) → lemma as seen in training; it goes before the lemma scripts.

File: `form⇥UPOS⇥lemma`, sorted. Look up the form as it stands, then in lower case; else use the scripts.
"""

import argparse
import re
from collections import Counter, defaultdict
from pathlib import Path

WORD = re.compile(r"[^\W\d_][\w.'’-]*|['’]\w+")
SELF = {"PROPN", "X", "NUM", "SYM", "PUNCT", "INTJ"}  # their lemma is nearly always the form: the scripts do


def build(sentences, share=0.9):
    """Entries whose commonest lemma has at least `share` of the occurrences; none that the lower-cased entry gives."""
    exact, lower = defaultdict(Counter), defaultdict(Counter)
    for s in sentences:
        for form, upos, lemma in zip(s.forms, s.upos, s.lemmas):
            if WORD.fullmatch(form) and lemma != "_":
                exact[form, upos][lemma] += 1
                lower[form.lower(), upos][lemma] += 1
    clear = lambda counts: {k: c.most_common(1)[0][0] for k, c in counts.items() if c.most_common(1)[0][1] >= share * c.total()}
    merged, found = clear(lower), {}
    for (form, upos), lemma in clear(exact).items():
        if (form == form.lower() or merged.get((form.lower(), upos)) != lemma) and not (upos in SELF and lemma == form):
            found[form, upos] = lemma
    for (form, upos), lemma in merged.items():
        if not (upos in SELF and lemma == form):
            found.setdefault((form, upos), lemma)
    return found


def look_up(lexicon, form, upos):
    """The lemma, or None where the lexicon does not tell."""
    return lexicon.get((form, upos)) or lexicon.get((form.lower(), upos))


def read(path):
    lines = Path(path).read_text(encoding="utf8").splitlines()
    return {(f, u): lemma for f, u, lemma in (line.split("\t") for line in lines)}


def write(lexicon, path):
    Path(path).write_text("".join(f"{f}\t{u}\t{lemma}\n" for (f, u), lemma in sorted(lexicon.items())), encoding="utf8")


def main():
    import corpora

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="folder with parsing/, labelled/, facts/, news/")
    parser.add_argument("--out", required=True, help="e.g. ../models/en-1/lemmas.tsv")
    options = parser.parse_args()
    lexicon = build(corpora.training(options.data)[0])
    # Forms of verbs that the treebanks happen not to hold: English grammar, nobody's data.
    for key, lemma in read(Path(__file__).parent / "irregular_verbs.tsv").items():
        lexicon.setdefault(key, lemma)
    write(lexicon, options.out)
    print(len(lexicon), "entries,", Path(options.out).stat().st_size // 1000, "kB")


if __name__ == "__main__":
    main()
