"""The table of countries: names, adjectives, peoples, capitals."""
import csv
import json
import re

from actors_common import clean, fold, read_table, unique

HEADER = ["id", "name", "names", "adjectives", "people", "capitals", "from", "until", "source"]
# Territories that act in the news under their own code; other dependent ones are left out.
KEPT = {"HKG", "MAC", "TWN", "PSE", "XKX", "ESH", "GRL", "PRI", "GIB", "NCL", "BMU", "FRO", "GUM", "FLK", "PYF", "CYM",
        "ABW", "CUW", "VGB", "VIR", "JEY", "GGY", "IMN", "TCA", "AIA", "MSR", "COK", "ATA", "REU", "MTQ", "GLP", "GUF",
        "MYT", "ASM", "SHN"}
BAD_NAMES = {"jordan", "us", "no", "in", "is", "it"}


class Countries:
    """Rows, and what helps to find a country by any of its names or codes."""

    def __init__(self):
        self.rows = []
        self.by_name = {}
        self.by_gec = {}
        self.name_of = {}

    def find(self, name):
        return self.by_name.get(fold(name))


def nationality(text, plural_of=None):
    """'American(s)' → ['American', 'Americans']; notes in brackets and after ';' are dropped."""
    text = re.split(r";|\bnote\b", text or "")[0]
    found = []
    for part in re.split(r",|\bor\b|\(or", text):
        part = part.strip()
        match = re.match(r"^([A-Z][\w'’ -]*?)\s*\((s|es)\)", part)
        if match:
            found += [match.group(1), match.group(1) + match.group(2)]
            continue
        part = re.sub(r"\(.*?\)?$", "", part).strip(" )")
        if re.fullmatch(r"[A-ZÀ-Ý][\w'’ -]+", part) and part not in {"none"}:
            found.append(part)
    return unique(found)


def factbook(folder):
    for line in open(folder / "cia_factbook" / "latest_2026-05.jsonl", encoding="utf-8"):
        yield json.loads(line)


def newsmap(path):
    """ISO-2 → words of the seed dictionary; a stem with * is kept only as it stands."""
    found = {}
    for line in open(path, encoding="utf-8"):
        match = re.match(r"^\s+'?([A-Z]{2})'?: \[(.*)\]", line)
        if match:
            found[match.group(1)] = [w.strip().strip("'\"") for w in match.group(2).split(",")]
    return found


def build(folder, hand):
    countries = Countries()
    codes = list(csv.DictReader(open(folder / "countries" / "country-codes.csv", encoding="utf-8-sig")))
    cldr = json.load(open(folder / "countries" / "cldr_territories_en.json", encoding="utf-8"))
    cldr = cldr["main"]["en"]["localeDisplayNames"]["territories"]
    seeds = newsmap(folder / "countries" / "newsmap" / "english.yml")
    by_gec = {}
    for entry in factbook(folder):
        by_gec[entry["file"].split("/")[1][:2].upper()] = entry
    hand_rows = {r["id"]: r for r in read_table(hand / "countries.tsv")}
    iso = {}
    for code in codes:
        iso3, iso2, gec = code["ISO3166-1-Alpha-3"], code["ISO3166-1-Alpha-2"], code["FIPS"].split(",")[0]
        if iso3:
            iso[iso3] = (iso2, gec, code["is_independent"] == "Yes", code["Capital"])
    iso["XKX"] = ("XK", "KV", True, "Pristina")
    iso["TWN"] = (iso.get("TWN", ("TW",))[0], "TW", True, "Taipei")
    for iso3, (iso2, gec, independent, capital) in sorted(iso.items()):
        entry = by_gec.get(gec, {})
        name = entry.get("Country name", {}) if isinstance(entry.get("Country name"), dict) else {}
        long, short = name.get("conventional long form", ""), name.get("conventional short form", "")
        shown = clean(cldr.get(iso2, short))
        countries.by_gec[gec] = iso3
        known = [shown, cldr.get(f"{iso2}-alt-short"), cldr.get(f"{iso2}-alt-variant"), short, long]
        known = [clean(re.sub(r"\(.*?\)", "", n)) for n in known if n and n not in ("none", "US", "UK") and "{" not in n]
        if iso3 in ("BES", "CUW"):
            known = known[:1]
        if iso3 in hand_rows:
            shown = hand_rows[iso3]["name"]
        for n in known + hand_rows.get(iso3, {}).get("names", "").split(";") + [shown]:
            countries.by_name.setdefault(fold(n), iso3)
        countries.name_of[iso3] = shown
        if not independent and iso3 not in KEPT:
            continue
        nation = entry.get("Nationality", {}) if isinstance(entry.get("Nationality"), dict) else {}
        adjectives = nationality(nation.get("adjective"))
        people = nationality(nation.get("noun"))
        cap = entry.get("Capital", {}).get("name", "") if isinstance(entry.get("Capital"), dict) else ""
        capitals = [re.sub(r"\(.*", "", cap).split(";")[0].split(",")[0].strip(), capital]
        seeded = seeds.get(iso2, [])
        stems = [w[:-1] for w in seeded if w.endswith("*") and len(w) > 5 and w[-2] in "nieh" and w[0].isupper()]
        if iso3 in hand_rows and hand_rows[iso3]["adjectives"]:
            adjectives, people, capitals, stems = [], [], [], []
        if independent or iso3 in ("HKG", "PSE", "TWN"):
            capitals = [c for c in capitals if c and c not in ("none", shown) and fold(c) not in BAD_NAMES]
        else:
            capitals = []
        row = [iso3, shown, ";".join(unique(n for n in known if n != shown and "," not in n)),
               ";".join(unique(a for a in adjectives + stems if a != shown or a.endswith(("an", "ese")))),
               ";".join(unique(people)), ";".join(unique(capitals)), "", "",
               "cldr; factbook; country-codes; newsmap"]
        countries.rows.append(row)
    for iso3, row in hand_rows.items():
        countries.name_of.setdefault(iso3, row["name"])
        for n in [row["name"]] + row["names"].split(";"):
            countries.by_name.setdefault(fold(n), iso3)
    countries.by_gec["NL"] = "NLD"
    for other, iso3 in {"Burma": "MMR", "Congo, Democratic Republic of the": "COD", "Congo, Republic of the": "COG",
                        "Korea, North": "PRK", "Korea, South": "KOR", "Gaza Strip": "PSE", "West Bank": "PSE",
                        "Cote d'Ivoire": "CIV", "Holy See (Vatican City)": "VAT", "Macedonia": "MKD",
                        "Bahamas, The": "BHS", "Gambia, The": "GMB", "Micronesia, Federated States of": "FSM",
                        "Swaziland": "SWZ", "Turkey (Turkiye)": "TUR", "Cabo Verde": "CPV", "Germany, West": "DEU",
                        "Yemen (North Yemen)": "YEM", "UKG": "GBR", "United States of America": "USA",
                        "Yugoslavia": "SRB", "Serbia": "SRB", "Zaire": "COD", "Vietnam": "VNM", "UAE": "ARE",
                        "Russia": "RUS", "Netherlands": "NLD", "Kingdom of the Netherlands": "NLD", "Netherlands Antilles": "CUW", "Soviet Union": "SUN", "Congo-Kinshasa": "COD", "DR Congo": "COD",
                        "Congo": "COG", "East Timor": "TLS", "Guinea Bissau": "GNB", "Cambodia (Kampuchea)": "KHM",
                        "Democratic Republic of Congo": "COD", "Congo Brazzaville": "COG"}.items():
        countries.by_name[fold(other)] = iso3
    return countries
