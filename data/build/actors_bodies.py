"""The table of bodies: international organisations, parties, armed groups of the fact tables."""
import collections
import csv
import gzip
import re

from actors_common import clean, fold, plain, read_table, slug, unique

HEADER = ["id", "name", "kind", "country", "sector", "names", "source"]
SUPRAVERDEN, COW = "supraverden", "cow-igo"
# Acronyms that are words or too common to name one body.
BAD_ACRONYMS = {"IT", "AID", "ACT", "ART", "CARE", "STAR", "ICE", "AIM", "CAN", "WHO", "US", "UK", "EU", "AM", "PM",
                "TV", "ID", "II", "III", "IV", "VI", "NO", "SO", "IN", "ON", "AN", "AS", "AT", "OR", "GO", "DO", "WE",
                "ALL", "NEW", "ONE", "MAP", "CIA", "FBI", "CEO", "PR", "MP", "AP", "AFP", "BBC", "CNN", "CBC", "ABC",
                "NBC", "CBS", "USA", "UN", "GDP", "DNA", "HIV", "ISO", "PDF", "ATM", "ANC", "DC", "LA", "AI", "GPS",
                "COP", "PAN", "PLAN", "FREE", "VETO", "HOPE", "MEP", "NGO", "IS", "IA", "PA", "IP", "FIFA", "UAE"}
# What COW's abbreviations in names stand for.
COW_WORDS = {"Auth.": "Authority", "Ag.": "Agricultural", "Invest.": "Investment", "Assoc.": "Association",
             "Org": "Organization", "Org.": "Organization", "Orgs.": "Organizations", "Dev.": "Development",
             "Econ.": "Economic", "Afr.": "African", "Cmte": "Committee", "Intl": "International",
             "Int'l": "International", "Coop.": "Cooperation", "Comm.": "Commission", "Cncl": "Council",
             "Af.": "African", "Am.": "American", "Eur.": "European", "Conf.": "Conference", "Inst.": "Institute",
             "Cent.": "Central", "Lit.": "Literature", "Prom.": "Promotion", "w/": "with", "B/t": "between",
             "&": "and", "Amer.": "American", "Res.": "Research", "Mgmt.": "Management", "Cust.": "Customs"}


def acronym_ok(word, least=3):
    return bool(re.fullmatch(r"[A-Z][A-Za-z0-9+-]*", word or "")) and sum(c.isupper() for c in word) >= 2 \
        and len(word) >= least and word.upper() not in BAD_ACRONYMS


def entries(path):
    """The general list as dictionaries: a plain two-level YAML, read without a library."""
    entry = None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line and not line.startswith((" ", "-", "#")) and line.endswith(":"):
            if entry:
                yield entry
            entry = {"title": line[:-1].strip("'\"")}
        elif entry is not None and re.match(r"^  [A-Za-z]", line):
            key, _, value = line.strip().partition(": ")
            entry[key] = value.strip().strip("'\"")
    if entry:
        yield entry


def organisations(folder, taken):
    rows = []
    for entry in entries(folder / "igo" / "supraverden_general_list.yaml"):
        name = clean(entry.get("Name_en", entry["title"]))
        family, kind = entry.get("Org_family", ""), fold(name)
        sector = "EUR" if family.startswith("EU inst") else "UNO" if family.startswith("UN ") else "IGO"
        names = [clean(v) for k, v in sorted(entry.items()) if re.fullmatch(r"Name_other(_\d)?_en|Name_former(_\d)?_en", k)]
        acronym = clean(entry.get("Abbreviation_en", ""))
        if acronym_ok(acronym):
            names.append(acronym)
        names = [n for n in names if n != "null"]
        if kind in taken.names or (acronym_ok(acronym) and fold(acronym) in taken.names):
            continue
        identifier = f"igo:{slug(acronym) if acronym_ok(acronym) and slug(acronym) not in taken.igo else slug(name)}"
        taken.igo.add(identifier[4:])
        taken.names.add(kind)
        taken.names.update(fold(n) for n in names)
        rows.append([identifier, name, "organisation", "", sector, ";".join(unique(names)), SUPRAVERDEN])
    for row in csv.DictReader(open(folder / "igo" / "cow_igo_v3_names.csv", encoding="utf-8")):
        if float(row["max"] or 0) < 1990:
            continue
        name = " ".join(COW_WORDS.get(w, w) for w in clean(row["orgname"]).split())
        short = row["ioname"]
        if fold(name) in taken.names or fold(short) in taken.names or "." in name:
            continue
        taken.names.add(fold(name))
        identifier = f"igo:{slug(short) if slug(short) not in taken.igo else slug(name)}"
        taken.igo.add(identifier[4:])
        rows.append([identifier, name, "organisation", "", "IGO", short if acronym_ok(short, 4) else "", COW])
    return rows


def party_names(row):
    """English and native names of a party; alternatives are divided by slashes."""
    names = []
    for column in ("name_english", "name"):
        for part in re.split(r"\s+/\s+|\s+--?\s+", row.get(column) or ""):
            part = clean(re.sub(r"[\[(].*?[\])]", "", part))
            if len(part) > 5 and (" " in part or "-" in part) and part[0].isupper() and len(part) < 70:
                names.append(part)
    return unique(names)


def parties(folder, taken):
    rows, seen = [], {}
    for row in csv.DictReader(open(folder / "parties" / "partyfacts_core_parties.csv", encoding="utf-8")):
        last, share = row["year_last"], float(row["share"] or 0)
        if (last and int(last) < 1990) or share < 3 or len(row["country"]) != 3:
            continue
        names = party_names(row)
        if not names or any((fold(n), row["country"]) in taken.parties for n in names):
            continue
        short = clean(row["name_short"])
        if acronym_ok(short) and short.upper() == short and share >= 5:
            names.append(short)
        identifier = f"party:{row['country']}/{slug(names[0])}"
        if identifier in seen or not slug(names[0]):
            continue
        seen[identifier] = True
        rows.append([identifier, names[0], "organisation", row["country"], "PTY", ";".join(names[1:]),
                     "party-facts"])
    return rows


def factbook_groups(folder, countries, taken):
    """Terrorist groups as the Factbook listed them by country: only those named with one country in the end."""
    where = collections.defaultdict(set)
    names = collections.defaultdict(set)
    with gzip.open(folder / "cia_factbook" / "parties_armed_groups_2014_2026.tsv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["kind"] != "terrorist groups":
                continue
            iso3 = countries.find(row["country"])
            for group in re.split(r"[;+]+", re.split(r"note", row["text"])[0]):
                match = re.fullmatch(r"\s*([A-Z][\w’'\- ]{5,60}?)\s*(?:\(([A-Z][\w’'\- /]{2,30})\))?\s*", group)
                if not match or not iso3:
                    continue
                name = clean(match.group(1).replace("’", "'"))
                where[name].add(iso3)
                if match.group(2):
                    names[name].add(clean(match.group(2).replace("’", "'")))
    rows = []
    for name in sorted(where):
        if fold(name) in taken.names or len(where[name]) > 3 or "islamic state" in fold(name) or "qa ida" in fold(name):
            continue
        taken.names.add(fold(name))
        country = min(where[name]) if len(where[name]) == 1 else ""
        others = [n for n in sorted(names[name]) if acronym_ok(n, 3) or " " in n]
        rows.append([f"group:{slug(name)}", name, "organisation", country, "REB" if country else "IMG",
                     ";".join(unique(others)), "factbook"])
    return rows


# Bodies every state has, under names made from its adjective or name.
STATE_BODIES = [("foreign-ministry", "Ministry of Foreign Affairs of {c}", "GOV",
                 ["{a} Foreign Ministry", "{a} Ministry of Foreign Affairs", "Foreign Ministry of {c}"]),
                ("defence-ministry", "Ministry of Defence of {c}", "MIL",
                 ["{a} Defence Ministry", "{a} Defense Ministry", "{a} Ministry of Defence", "{a} Ministry of Defense",
                  "Ministry of Defense of {c}"]),
                ("interior-ministry", "Ministry of the Interior of {c}", "GOV", ["{a} Interior Ministry"]),
                ("parliament", "Parliament of {c}", "LEG", ["{a} Parliament", "{a} National Assembly"]),
                ("supreme-court", "Supreme Court of {c}", "JUD", ["{a} Supreme Court"]),
                ("army", "Army of {c}", "MIL", ["{a} Army", "{a} Armed Forces", "Armed Forces of {c}"]),
                ("navy", "Navy of {c}", "MIL", ["{a} Navy"]), ("air-force", "Air Force of {c}", "MIL", ["{a} Air Force"]),
                ("police", "Police of {c}", "COP", ["{a} National Police", "{a} Police"])]


def state_bodies(countries, hand):
    rows = []
    adjectives = {r[0]: r[3].split(";")[0] for r in countries.rows}
    adjectives.update({r["id"]: r["adjectives"].split(";")[0] for r in read_table(hand / "countries.tsv") if r["adjectives"]})
    for row in countries.rows:
        iso3, name = row[0], countries.name_of[row[0]]
        adjective = adjectives.get(iso3)
        if not adjective:
            continue
        rows.append([f"government:{iso3}", f"Government of {name}", "government", iso3, "GOV",
                     f"{adjective} Government", "made"])
        for tail, full, sector, names in STATE_BODIES:
            rows.append([f"government:{iso3}/{tail}", full.format(c=name), "government", iso3, sector,
                         ";".join(n.format(c=name, a=adjective) for n in names), "made"])
    return rows


class Taken:
    """Names and ids the hand-made table has already."""

    def __init__(self, hand):
        self.names, self.parties, self.igo = set(), set(), set()
        for row in read_table(hand / "bodies.tsv"):
            names = [row["name"]] + [n.lstrip("~") for n in row["names"].split(";")]
            if row["id"].startswith("igo:"):
                self.igo.add(row["id"][4:])
                self.names.update(fold(n) for n in names)
            elif row["id"].startswith("group:"):
                self.names.update(fold(n) for n in names)
            self.parties.update((fold(n), row["country"]) for n in names)
        self.names.discard("")


def build(folder, hand, countries):
    taken = Taken(hand)
    return organisations(folder, taken) + parties(folder, taken) + factbook_groups(folder, countries, taken) \
        + state_bodies(countries, hand)
