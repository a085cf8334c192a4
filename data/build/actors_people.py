"""The table of office-holders with the dates of their terms."""
import collections
import csv
import json
import re

from actors_common import clean, fold, plain, read_table, slug, unique

HEADER = ["id", "name", "family", "names", "terms", "wikidata", "source"]
MONTHS = {m: i + 1 for i, m in enumerate("january february march april may june july august september october "
                                         "november december".split())}
TITLE_WORDS = set("president prime minister vice deputy first second third acting interim transitional chancellor king "
                  "queen emir amir sultan emperor premier governor general governor-general grand duke prince pope "
                  "chairman chairperson chairwoman captain colonel lieutenant lt gen col maj major brig brigadier "
                  "dr dr. sir dame ambassador monarch sheikh co-prince head of government state the council "
                  "and ministers presidency executive chief commander field marshal chargé d’affaires charge d'affaires "
                  "taoiseach marshal supreme leader secretary appointed counselor taliban so-called dame hon "
                  "administrator high commissioner prefect caretaker co-president paramount ruler state councilor "
                  "affaires d’ yang di-pertuan agong al-haj president-elect designate counsellor paternal archbishop "
                  "mayor commission affairs commissioner bailiff ulu o le malo head, army ret (ret.) self-declared national assembly "
                  "presidential crown minister, president, chairman, speaker".split())
FAMILY_FIRST = {"CHN", "TWN", "PRK", "KOR", "VNM", "KHM", "HKG"}
PARTICLES = {"de", "da", "do", "dos", "del", "della", "di", "van", "von", "der", "den", "la", "le", "el", "al", "bin",
             "ibn", "ben", "abu", "dal", "ter", "ten", "st", "san", "mac", "du", "des", "af", "zu", "bint"}
COUNTRY_OF_REPO = {"argentina": "ARG", "armenia": "ARM", "australia": "AUS", "belarus": "BLR", "brazil": "BRA",
                   "canada": "CAN", "chile": "CHL", "china": "CHN", "congo": "COD", "egypt": "EGY", "france": "FRA",
                   "greece": "GRC", "hungary": "HUN", "india": "IND", "indonesia": "IDN", "iran": "IRN", "iraq": "IRQ",
                   "israel": "ISR", "japan": "JPN", "kazakhstan": "KAZ", "kenya": "KEN", "kosovo": "XKX",
                   "malaysia": "MYS", "mexico": "MEX", "nigeria": "NGA", "pakistan": "PAK", "philippines": "PHL",
                   "poland": "POL", "russia": "RUS", "somalia": "SOM", "south": "ZAF", "sri": "LKA", "sudan": "SDN",
                   "sweden": "SWE", "taiwan": "TWN", "turkey": "TUR", "uae": "ARE", "ukraine": "UKR", "united": "GBR",
                   "us": "USA", "vietnam": "VNM", "yemen": "YEM", "zimbabwe": "ZWE"}


class Person:
    def __init__(self, country, name, family):
        self.country, self.name, self.family = country, name, family
        self.names, self.terms, self.sources, self.wikidata = [], [], [], ""


def family_of(name, country):
    words = name.split()
    if len(words) < 2:
        return name
    if country in FAMILY_FIRST and len(words) <= 3:
        return words[0]
    if words[-1].rstrip(".") in {"Jr", "Sr", "II", "III", "IV", "V", "VI", "XVI"} and len(words) > 1:
        words = words[:-1]
    start = len(words) - 1
    while start > 1 and (words[start - 1].lower() in PARTICLES):
        start -= 1
    return " ".join(words[start:])


def office_key(title):
    """The key of an office by its title, as data/actors/hand/offices.tsv names the keys."""
    t = fold(title)
    t = re.sub(r"^(the|acting|interim|transitional|caretaker|federal|union|cabinet) ", "", t)
    rules = [(r"^(vice president|deputy president|first vice president)", "vice-president"),
             (r"^(deputy|vice|first deputy).*(prime minister|premier|chancellor)|^tanaiste", "deputy-prime-minister"),
             (r"^(prime minister|premier|chancellor of germany|chancellor$|federal chancellor|chancellor of austria|taoiseach|chief adviser)", "prime-minister"),
             (r"^president(?! of (the )?(senate|national assembly|council of|parliament|court|supreme|constit|bundes|chamber|central|bank|royal|commission|european|world|fed|international))", "president"),
             (r"^(king|queen|emir|amir|sultan|emperor|monarch|grand duke)", "monarch"),
             (r"^supreme leader", "leader"), (r"ambassador to the (us|united states)", "ambassador-us"),
             (r"permanent representative to the un|ambassador to the un|united nations", "ambassador-un"),
             (r"^(deputy|junior|vice|parliamentary|assistant|under|shadow|state minister|minister of state)", "minister"),
             (r"foreign|external (affairs|relations)|secretary of state$|european and international", "foreign-minister"),
             (r"(minister|secretary).*defen[cs]e|defen[cs]e (minister|secretary)", "defence-minister"), (r"financ|treasury|exchequer", "finance-minister"),
             (r"interior|home affairs|home secretary|home minister|homeland security", "interior-minister"),
             (r"attorney general|justice", "justice-minister"), (r"health", "health-minister"),
             (r"energy|oil|petroleum", "energy-minister"), (r"trade|commerce", "trade-minister"),
             (r"econom", "economy-minister"), (r"information|communication", "information-minister"),
             (r"speaker|president of the (national assembly|senate|parliament)", "speaker"),
             (r"ambassador|high commissioner", "ambassador"), (r"governor", "governor"), (r"mayor", "mayor"),
             (r"minister|secretary", "minister")]
    for pattern, key in rules:
        if re.search(pattern, t):
            return key
    return "-"


def sector_of(title, key):
    t = fold(title)
    if key == "speaker" or re.search(r"^(senator|member of|leader of the house)", t):
        return "LEG"
    if re.search(r"court|justice of|judge|prosecutor", t) and "minist" not in t:
        return "JUD"
    if re.search(r"leader of the opposition|shadow|opposition", t):
        return "OPP"
    if re.search(r"army|chief of (the )?(defence|general staff|joint)|commander|air force|navy chief", t):
        return "MIL"
    return "GOV"


def day(text):
    """'12 December 2019' → '2019-12-12'; month or year alone stay shorter."""
    match = re.search(r"(?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?((?:19|20)\d\d)", text or "")
    if not match:
        return ""
    d, m, y = match.groups()
    month = MONTHS.get((m or "").lower())
    if not month:
        return y
    return f"{y}-{month:02}-{int(d):02}" if d else f"{y}-{month:02}"


def factbook_name(text):
    """'Prime Minister Ayman BENABDERRAHMANE' → (title, name, family); None where no name is told."""
    text = text.replace('A mbassador', 'Ambassador')
    text = re.split(r"\(|;|\bnote\b|,? represented", text)[0].strip(" ,")
    words = text.split()
    start = 0
    while start < len(words) and words[start].lower().strip(".,") in TITLE_WORDS and not words[start].isupper():
        start += 1
    title, rest = " ".join(words[:start]), words[start:]
    if not rest or re.search(r"Commission|Affairs|Lord of", " ".join(rest)) or len(rest) > 8 or any(ch.isdigit() for ch in "".join(rest)) or "vacant" in text.lower():
        return None
    upper = [i for i, w in enumerate(rest) if sum(c.isupper() for c in w) > 1 and len(w.strip(".")) > 1 and
             w.strip(".") not in {"II", "III", "IV", "VI", "XVI", "XIV"}
             and plain(w).replace("’", "'").split("'")[-1].split("-")[-1].strip(".,").isupper()]
    if not upper:
        return None
    rest = [w if i not in upper else proper(w) for i, w in enumerate(rest)]
    family = " ".join(rest[i] for i in upper)
    if upper[0] == 0:
        name = rest  # family name first, or a name of one word
    else:
        name = rest[:upper[-1] + 1]
    return title, clean(" ".join(name)), clean(family), clean(" ".join(rest))


def proper(word):
    """TEBBOUNE → Tebboune, AL-ASSAD → al-Assad stays as cased by parts; McCARTHY is kept."""
    if not plain(word).isupper():
        if re.match(r"^(Mc|Mac|De|Di|Le|La|O’|O')", word):
            return re.sub(r"(?<=[A-Z])[A-Z]+", lambda m: m.group().lower(), word)
        return re.sub(r"(?<=[^\W\d_])[A-ZÀ-Ý]+", lambda m: m.group().lower(), word)
    return "".join(p.capitalize() if p.isalpha() or p else p for p in re.split(r"([-'’])", word))


def overlap(a, b):
    """Whether two spans of term strings meet, open sides counting as far away."""
    (a0, a1), (b0, b1) = a.lstrip("~").partition("/")[::2], b.lstrip("~").partition("/")[::2]
    return (a0 or "0") <= (b1 or "9") and (b0 or "0") <= (a1 or "9")


class Book:
    def __init__(self, hand, countries):
        self.countries, self.people, self.index = countries, [], collections.defaultdict(list)
        self.known = []
        self.holding = {r[0] for r in countries.rows} - {"ASM", "GUM", "VIR", "NCL", "PYF", "REU", "MTQ", "GLP", "GUF", "MYT",
                                                         "PRI", "BES", "GGY", "JEY", "IMN", "GIB", "ATA", "SHN", "BMU", "FLK", "CYM"}
        for row in read_table(hand / "people.tsv"):
            for country in {t.split()[1] for t in row["terms"].split(";") if t.strip()} or {""}:
                person = Person(country, row["name"], row["family"])
                person.hand = row["id"]
                person.names = row["names"].split(";")
                person.hand_terms = [t.strip() for t in row["terms"].split(";")]
                self.register(person)
        self.by_wikidata = {}

    def register(self, person):
        for name in [person.name] + person.names:
            self.index[(person.country, self.key(name))].append(person)
        self.index[(person.country, fold(person.family))].append(person)
        self.known.append(person)

    @staticmethod
    def key(name):
        """First and last word of the name: joins 'Nicolas Maduro Moros' only where cut; order kept."""
        words = fold(name).split()
        words = [w for w in words if len(w) > 1] or words
        return f"{words[0]} {words[-1]}" if len(words) > 1 else (words[0] if words else "")

    def person(self, country, name, family, wikidata=""):
        if wikidata and wikidata in self.by_wikidata:
            return self.by_wikidata[wikidata]
        name = clean(name)
        for key in unique([self.key(name), self.key(f"{name.split()[0]} {family}") if " " in name else ""]):
            named = self.index.get((country, key), [])
            for person in sorted(named, key=lambda p: fold(p.name) != fold(name)):
                if country in FAMILY_FIRST and fold(person.name) != fold(name) and fold(name) not in map(fold, person.names):
                    continue  # first and last syllable are shared by many
                if " " in key or person.name == name:
                    if wikidata and not person.wikidata:
                        person.wikidata = wikidata
                        self.by_wikidata[wikidata] = person
                    if fold(person.name) != fold(name):
                        person.names.append(name)
                    return person
        for person in self.index.get((country, fold(family)), []):
            given = fold(person.name).split()
            if len(given) > 1 and given[0] in fold(name).split()[1:-1] and given[-1] == fold(family).split()[-1]:
                return person  # a second given name is the one in use: Jose Daniel Ortega
        person = Person(country, name, family)
        person.wikidata = wikidata
        if wikidata:
            self.by_wikidata[wikidata] = person
        self.register(person)
        return person

    def term(self, person, span, country, key, sector, title, source):
        """Adds a term unless the same office at the same time is known."""
        start, _, end = span.lstrip("~").partition("/")
        if re.search(r"co-?prince", title, re.I) or (start and end and end[:len(start)] < start[:len(end)]):
            return  # Andorra's princes act for other states; some dates are the wrong way round
        title = clean(title)
        name = self.countries.name_of.get(country, country)
        shown = title if re.search(r"\bof\b.*" + re.escape(name), title) or name in title else f"{title} of {article(name)}"
        for term in person.terms + getattr(person, "hand_terms", []):
            parts = term.split(" ", 4)
            if len(parts) > 3 and parts[1] == country and parts[2] == key and overlap(parts[0], span):
                return
        person.terms.append(f"{span} {country} {key} {sector} {shown}")
        if source not in person.sources:
            person.sources.append(source)


def article(name):
    the = {"United States", "United Kingdom", "Netherlands", "Philippines", "United Arab Emirates", "Maldives", "Bahamas",
           "Gambia", "Czech Republic", "Dominican Republic", "Central African Republic", "Soviet Union", "Comoros",
           "Democratic Republic of the Congo", "Republic of the Congo", "Solomon Islands", "Marshall Islands", "Seychelles"}
    return f"the {name}" if name in the else name


def from_factbook(folder, book):
    rows = list(csv.DictReader(open(folder / "cia_factbook" / "officeholders_2014_2026.tsv", encoding="utf-8"),
                               delimiter="\t", quoting=csv.QUOTE_NONE))
    spells = collections.defaultdict(list)
    for row in rows:
        iso3 = book.countries.by_gec.get(row["factbook_file"].split("/")[1][:2].upper()) or book.countries.find(row["country"])
        if row["role"] == "US ambassador to":
            role, office_country = "ambassador", "USA"
        else:
            role, office_country = row["role"], iso3
        found = factbook_name(re.sub(r"^.*?Chargé d.Affaires", "Chargé d'Affaires", row["text"]))
        since = re.search(r"\((?:since|since about|from)?\s*([\w ]*?(?:19|20)\d\d)\)?", row["text"])
        if not found or not iso3 or iso3 not in book.holding:
            continue
        if iso3 != "GBR" and re.match(r"(Queen |King )?(Charles III|Charles|Elizabeth II|Elizabeth)$", found[1]):
            continue  # the other realms' monarch acts as the United Kingdom's in the news
        spells[(office_country, role, row["country"])].append((found, day(since.group(1)) if since else "", row))
    for (iso3, role, country), entries in sorted(spells.items()):
        merged = []
        for found, since, row in entries:
            if merged and fold(merged[-1][0][2]) == fold(found[2]):
                merged[-1][2] = row["last_change_seen"]
                continue
            merged.append([found, since or row["first_seen_commit"][:7], row["last_change_seen"]])
        for i, (found, since, last) in enumerate(merged):
            title, name, family, full = found
            if role == "chief of state" and not title:
                title = "Head of State"
            if role == "head of government" and not title:
                title = "Prime Minister"
            key = {"ambassador": "ambassador", "ambassador to US": "ambassador-us"}.get(role) or office_key(title)
            if role == "ambassador":
                title = f"Ambassador of the United States to {article(country)}"
            elif role == "ambassador to US":
                title = f"Ambassador of {article(book.countries.name_of.get(iso3, country))} to the United States"
            elif key in ("-", "governor", "minister"):
                key = "head" if "governor" not in fold(title) else "governor-general"
            end = merged[i + 1][1] if i + 1 < len(merged) else ("" if last >= "2025-10" else last[:7])
            if end and since and end < since:
                end = ""
            person = book.person(iso3, name, family)
            if full != name:
                person.names.append(full)
            book.term(person, f"{since}/{end}", iso3, key, "GOV", title, "factbook")


def from_everypolitician(folder, book):
    base = folder / "everypolitician_holders"
    for row in csv.DictReader(open(base / "cabinet_holders_since_2001.csv", encoding="utf-8")):
        repo = row["country_repo"].split("-")[0]
        iso3 = COUNTRY_OF_REPO.get(repo) if row["country_repo"] != "world" else None
        iso3 = {"south-sudan": "SSD", "south-korea-ministers": "KOR"}.get(row["country_repo"], iso3)
        if not iso3 or re.match(r"Q\d+$", row["person"]) or not row["person"].strip() or not row["position"].strip():
            continue
        position = clean(row["position"])
        key = office_key(position)
        if key in ("president", "prime-minister", "vice-president", "monarch") and " of " in position \
                and fold(book.countries.name_of[iso3]).split()[-1] not in fold(position):
            key = "-"  # of a part of the country or of a body
        person = book.person(iso3, row["person"], family_of(clean(row["person"]), iso3), row["personID"])
        book.term(person, f"{row['start']}/{row['end']}", iso3, key, sector_of(position, key), position,
                  "everypolitician")
    for row in csv.DictReader(open(base / "heads_of_state_government_2022_wikidata.csv", encoding="utf-8")):
        iso3 = book.countries.find(row["country"])
        if iso3 != "GBR" and row["officeholderLabel"] in ("Charles III", "Elizabeth II"):
            continue
        if iso3 and row["officeholderLabel"]:
            name, title = row["officeholderLabel"], clean(row["positionLabel"])
            key = office_key(title)
            person = book.person(iso3, name, family_of(name, iso3), row["officeholder"])
            book.term(person, f"{row['start_year']}/{row['end_year']}", iso3, "head" if key in ("-", "minister") else key,
                      "GOV", title[:1].upper() + title[1:], "everypolitician")
    for row in csv.DictReader(open(base / "foreign_ministers_2022_wikidata.csv", encoding="utf-8")):
        iso3 = book.countries.find(row["countryLabel"])
        if iso3 and row["name"]:
            person = book.person(iso3, row["name"], family_of(row["name"], iso3), row["person"])
            book.term(person, f"{row['start'] or '~2022-06'}/" if row["start"] else "~2022-06", iso3, "foreign-minister",
                      "GOV", "Minister of Foreign Affairs", "everypolitician")


def from_current(folder, book):
    codes = {r["ISO3166-1-Alpha-2"]: r["ISO3166-1-Alpha-3"] for r in
             csv.DictReader(open(folder / "countries" / "country-codes.csv", encoding="utf-8-sig"))}
    for row in csv.DictReader(open(folder / "world_leaders_current" / "holders_seen.csv", encoding="utf-8")):
        iso3 = codes.get(row["iso2"])
        if iso3 and row["name"] and (iso3 == "GBR" or "Charles III" not in row["name"]):
            key = office_key(row["title"])
            person = book.person(iso3, row["name"], family_of(row["name"], iso3), row["wikidata_id"])
            book.term(person, f"{row['since']}/", iso3, "head" if key == "-" else key, "GOV", row["title"],
                      "world-leaders-current")


def from_cabinets(folder, book):
    rows = csv.DictReader(open(folder / "cia_world_leaders_2019" / "cabinets_2019-06.tsv", encoding="utf-8"),
                          delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        iso3, found = book.countries.find(row["country"]), factbook_name(row["name"])
        if not iso3 or not found:
            continue
        _, name, family, full = found
        office = clean(row["office"].replace("Min.", "Minister").replace("Dep.", "Deputy").replace("Pres.", "President")
                       .replace("Governor, Central Bank", "Governor of the Central Bank"))
        if " " not in name:
            name = full
        person = book.person(iso3, name, family)
        if full != name:
            person.names.append(full)
        key = office_key(office)
        book.term(person, "~2019-06", iso3, key, sector_of(office, key), office, "cia-2019-06")


def from_reign(folder, book, here):
    country_of = {}
    for row in csv.DictReader(open(folder / "reign" / "electionlist_3_21.csv", encoding="utf-8", errors="replace")):
        country_of[row["ccode"]] = book.countries.find(row["country"])
    country_of.update({"260": "DEU", "255": "DEU", "265": "DDR", "345": "YUG", "365": "RUS", "678": "YEM", "679": "YEM",
                       "680": "YMD", "315": "CSK", "490": "COD", "484": "COG", "316": "CZE", "317": "SVK", "347": "XKX",
                       "713": "TWN", "710": "CHN", "731": "PRK", "732": "KOR", "200": "GBR", "2": "USA", "670": "SAU"})
    full_names = collections.defaultdict(list)
    for row in open(here / "leader_names.tsv", encoding="utf-8"):
        if not row.startswith("#") and "\t" in row:
            iso3, names = row.rstrip("\n").split("\t")
            full_names[iso3] += names.split("|")
    raw = (folder / "reign" / "leaderlist_3_21.csv").read_bytes()
    text = "".join(line.decode("utf-8") if is_utf8(line) else line.decode("cp1252") for line in raw.splitlines(True))
    for row in csv.DictReader(text.splitlines()):
        iso3 = country_of.get(row["ccode"])
        if row["ccode"] == "345" and int(row["syear"]) >= 2006:
            iso3 = "SRB"
        if not iso3 or (row["eyear"] and int(row["eyear"]) < 1990) or (iso3 == "RUS" and row["leader"] == "Gorbachev"):
            continue
        leader = clean(row["leader"])
        start = f"{row['syear']}-{int(row['smonth']):02}-{int(row['sdate'] or 1):02}"
        end = f"{row['eyear']}-{int(row['emonth']):02}" if row["eyear"] else ""
        person = reign_person(book, iso3, leader, f"{start}/{end}", full_names[iso3])
        if person is None:
            continue
        heads = ("president", "prime-minister", "monarch", "leader", "head")
        known = person.terms + getattr(person, "hand_terms", [])
        if any(t.split()[1] in (iso3, "SUN") and t.split()[2] in heads and overlap(t.split()[0], f"{start}/{end or '2021-03'}")
               for t in known):
            continue
        book.term(person, f"{start}/{end}", iso3, "head", "GOV", "Leader", "reign")


def is_utf8(line):
    try:
        line.decode("utf-8")
        return True
    except UnicodeDecodeError:
        return False


def reign_person(book, iso3, leader, span, full_names):
    """The person REIGN means by a family name, by a name known to hold office then, or by the table of full names."""
    words = fold(leader.replace(",", " ")).split()
    candidates = [p for p in book.known if p.country == iso3 and
                  (fold(p.family) == fold(leader) or set(fold(p.family).split()) & {words[-1]} or fold(p.name) == fold(leader))]
    holding = [p for p in candidates
               if any(t.split()[2] in ("president", "prime-minister", "monarch", "leader", "head") and
                      overlap(t.split()[0], span) for t in p.terms + getattr(p, "hand_terms", []))]
    if holding:
        return holding[0]
    for name in full_names:
        folded = fold(name).split()
        if all(w in folded for w in words) or (words[-1] in folded[-2:] and (len(words) == 1 or words[0] == folded[0])):
            return book.person(iso3, name, family_of(name, iso3))
    if len(words) > 1 and "," not in leader and not re.search(r"\b[A-Z]\.", leader):
        return book.person(iso3, leader, family_of(leader, iso3))
    if candidates:
        return candidates[0]
    return book.person(iso3, leader, leader)


def drop_unlikely(person):
    """Names too short or too common to stand for one person."""
    names = []
    for name in person.names:
        if name and fold(name) != fold(person.name) and (" " in name or "-" in name):
            names.append(name)
    return unique(names)


def build(folder, hand, countries):
    import pathlib
    book = Book(hand, countries)
    from_everypolitician(folder, book)
    from_factbook(folder, book)
    from_current(folder, book)
    from_reign(folder, book, pathlib.Path(__file__).parent)
    from_cabinets(folder, book)
    rows, ids = [], set()
    for person in sorted(book.known, key=lambda p: (p.name, p.country)):
        if not person.terms and not person.wikidata:
            continue
        if hasattr(person, "hand"):
            rows.append([person.hand, person.name, person.family, "", "; ".join(sorted(person.terms)), person.wikidata,
                         "; ".join(person.sources) or "everypolitician"])
            continue
        identifier = f"person:{slug(person.name)}"
        if identifier in ids or " " not in person.name:
            identifier = f"person:{slug(person.name)}-{person.country.lower()}"
        if identifier in ids or not slug(person.name):
            continue
        ids.add(identifier)
        rows.append([identifier, person.name, person.family, ";".join(drop_unlikely(person)),
                     "; ".join(sorted(person.terms)), person.wikidata, "; ".join(person.sources)])
    merged = {}
    for row in rows:
        if row[0] in merged:
            old = merged[row[0]]
            old[4] = "; ".join(unique(old[4].split("; ") + row[4].split("; ")))
            old[5] = old[5] or row[5]
        else:
            merged[row[0]] = row
    return list(merged.values())
