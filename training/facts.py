"""Lists of names from the facts folder, used to exchange names in training sentences."""

import csv
import json
import re
from pathlib import Path


def _words(name):
    return re.findall(r"[\w.’'-]*\w[\w.’'-]*|[&(),]", name)


def _people(folder):
    path = folder / "everypolitician_holders" / "cabinet_holders_since_2001.csv"
    with open(path, encoding="utf8") as rows:
        names = {r["person"] for r in csv.DictReader(rows)}
    return [n for n in names if 1 < len(n.split()) < 5 and n[0].isupper()]


def _column(path, column, rows=None):
    with open(path, encoding="utf8") as lines:
        return {r[column].strip() for r in csv.DictReader(lines) if r.get(column)}


def countries(folder):
    """The parsed country file: names, capitals, demonyms."""
    with open(Path(folder) / "countries" / "mledoze_countries_en_es.json", encoding="utf8") as f:
        return json.load(f)


def nationalities(folder):
    """English demonyms and adjectives of countries, singular and plural."""
    words = set()
    for c in countries(folder):
        for d in c.get("demonyms", {}).get("eng", {}).values():
            if d and " " not in d:
                words |= {d, d + "s"}
    return words | {"European", "Europeans", "African", "Africans", "Asian", "Asians", "Arab", "Arabs", "Arabic",
                    "Jewish", "Islamic", "Muslim", "Muslims", "Christian", "Christians", "Palestinian", "Palestinians",
                    "Kurdish", "Kurds", "Soviet", "Western", "Democrats", "Republicans", "British", "Latin"}


def name_lists(folder):
    """{type: [[word, …]]} for PER, ORG and LOC, sorted so that runs repeat."""
    folder = Path(folder)
    places = set()
    for c in countries(folder):
        places |= {c["name"]["common"], *c.get("capital", [])}
    orgs = {n for n in _column(folder / "parties" / "wikipedia_parties.csv", "name") if 1 < len(n.split()) < 7}
    orgs |= {n for n in _column(folder / "igo" / "cow_igo_v3_names.csv", "ioname") if len(n) < 10}
    people = set(_people(folder))
    split = lambda names: [w for w in (_words(n) for n in sorted(names) if n) if w]
    lists = {"PER": split(people), "ORG": split(orgs), "LOC": split(places)}
    lists["PER"] += [n[-1:] for n in lists["PER"][::3]]  # surnames alone
    return lists
