"""Which data train, tune and test the model. Test parts are never trained or tuned on."""

from pathlib import Path

import conllu
import dataset
import distant
import facts
import names


def _parsing(data, name):
    sentences = conllu.read(Path(data) / "parsing" / f"{name}.conllu.gz")
    if name.startswith("gum"):
        for s in sentences:
            s.kinds = dataset.kinds(s)
    return sentences


def _wikigold(data):
    return names.split_wikigold(names.wikigold(Path(data) / "labelled" / "wikigold" / "wikigold.conll.txt.gz"))


def training(data):
    """(fully analysed sentences, Wikigold's, distantly labelled news lines, name lists to exchange names with)."""
    nationality = facts.nationalities(Path(data) / "facts")
    countries = {c["name"]["common"] for c in facts.countries(Path(data) / "facts")} | {"US", "U.S.", "USA", "UK", "U.K."}
    ewt, gum = _parsing(data, "ewt_train"), _parsing(data, "gum_train")
    for s in ewt:
        s.names = names.from_ewt(s, nationality)
    for s in gum:
        s.names = names.from_gum(s, nationality, countries)
    lists = facts.name_lists(Path(data) / "facts")
    return ewt + gum, _wikigold(data)[0], distant.sentences(Path(data), lists, nationality), lists


def held_out(data, part):
    """{name: sentences} of part "dev" or "test"; GUM's news genre also apart."""
    gum = _parsing(data, f"gum_{part}")
    return {f"ewt_{part}": _parsing(data, f"ewt_{part}"), f"gum_{part}": gum,
            f"gum_{part}_news": [s for s in gum if s.genre == "news"],
            f"wikigold_{part}": _wikigold(data)[1 if part == "dev" else 2]}
