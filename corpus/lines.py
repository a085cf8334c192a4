"""Reads annotation lines (GUIDELINES.md) over a unit's text: every piece becomes offsets (code points, end exclusive)."""

import re

TYPES = """AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE
ASSAULT""".split()
MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": """abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone
        heavy-weapons crowd-control unconventional""",
}
MODES = {k: v.split() for k, v in MODES.items()}
CONTEXTS = """military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic
legal reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity inequality diplomatic
territory peacekeeping health asylum migration disasters natural_resource environment technology terrorism cbrn cyber
misinformation crime corruption illegal_drugs trafficking""".split()
STATUS = "actual future hypothetical negated".split()
SECTORS = """COP GOV JUD LEG MIL PRM PTY REB SPY UAF OPP AGR BUS CRM CVL EDU ELI JRN LAB MED REF REL SOC PRE UNK IGO UNO EUR
NGO ISM IMG MNC -""".split()
STATES = {
    "diplomatic_ties": "normal downgraded severed restored",
    "recognition": "recognised withheld withdrawn",
    "sanctions": "in_force eased suspended lifted",
    "negotiation": "announced open suspended concluded broken_off",
    "offer": "open accepted declined evaded withdrawn lapsed",
    "demand": "open met refused withdrawn",
    "agreement": "agreed signed ratified in_force breached ended",
    "conflict": "hostilities ceasefire ended",
    "office": "held ended claimed",
    "membership": "held ended",
}
STATES = {k: v.split() for k, v in STATES.items()}
SAYS = "begins continues ends absent".split()


class Bad(ValueError):
    """A line that does not fit its unit."""


def places(text, piece):
    """All spans of a piece in the text: as words first, then anywhere."""
    if " … " in piece or "…" in piece.strip("…") and "…" not in text:
        first, _, last = piece.partition("…")
        first, last = first.strip(), last.strip()
        found = []
        for b, _ in places(text, first):
            ends = [e for s, e in places(text, last) if s >= b + len(first)]
            if ends:
                found.append((b, min(ends)))
        return found
    exact = [(m.start(), m.end()) for m in re.finditer(re.escape(piece), text)]
    whole = [(b, e) for b, e in exact
             if not (b and text[b - 1].isalnum() and text[b].isalnum())
             and not (e < len(text) and text[e].isalnum() and text[e - 1].isalnum())]
    return whole or exact


def span(text, piece, near=None):
    """The span meant by a piece: `piece@2` is the second; else the one nearest to `near`, else the first."""
    piece, number = piece.strip(), None
    m = re.fullmatch(r"(.*)@(\d)", piece)
    if m and not places(text, piece):
        piece, number = m.group(1), int(m.group(2))
    found = places(text, piece)
    if not found:
        raise Bad(f"not in the text: {piece!r}")
    if number:
        if number > len(found):
            raise Bad(f"stands only {len(found)} times: {piece!r}")
        return list(found[number - 1])
    if near is None or len(found) == 1:
        return list(found[0])
    return list(min(found, key=lambda s: (abs((s[0] + s[1]) - (near[0] + near[1])), s[0])))


def pieces(cell):
    return [] if cell.strip() in ("-", "") else [p.strip() for p in cell.split(" ; ")]


def sides(text, cell, near):
    """Actors with codes: `phrase=COUNTRY.SECTOR`."""
    result = []
    for p in pieces(cell):
        m = re.fullmatch(r"(.*\S)\s*=\s*([A-Z]{3}|-)\.([A-Z]{3}|-)", p)
        if not m:
            raise Bad(f"no =COUNTRY.SECTOR: {p!r}")
        country, sector = m.group(2), m.group(3)
        if sector not in SECTORS:
            raise Bad(f"unknown sector {sector} in {p!r}")
        b, e = span(text, m.group(1), near)
        result.append(dict(start=b, end=e, country=None if country == "-" else country, sector=None if sector == "-" else sector))
    return result


def maybe(text, cell, near):
    found = [span(text, p, near) for p in pieces(cell)]
    return found[0] if found else None


def event(text, cells):
    head, trigger, actors, recipients, status, date, place, contexts = (cells + ["-"] * 8)[:8]
    kind, _, mode = head.split()[1].partition("/") if len(head.split()) > 1 else ("", "", "")
    if kind not in TYPES:
        raise Bad(f"unknown type {kind!r}")
    mode = None if mode in ("", "-") else mode
    if mode and mode not in MODES.get(kind, []):
        raise Bad(f"{kind} has no mode {mode!r}")
    t = span(text, trigger)
    words = status.split()
    if not words or words[0] not in STATUS or words[1:] not in ([], ["hist"]):
        raise Bad(f"unknown status {status!r}")
    ctx = [c.strip() for c in contexts.split(",") if c.strip() not in ("", "-")]
    for c in ctx:
        if c not in CONTEXTS:
            raise Bad(f"unknown context {c!r}")
    return dict(type=kind, mode=mode, trigger=t, actor=sides(text, actors, t), recipient=sides(text, recipients, t), status=words[0],
                historical=len(words) > 1, date=maybe(text, date, t), place=maybe(text, place, t), contexts=ctx)


def statement(text, cells):
    speaker, cue, content, addressee, via = (cells + ["-"] * 5)[:5]
    speaker = re.sub(r"^S\s*", "", speaker)
    c = maybe(text, cue, None)
    body = [span(text, p, c) for p in pieces(content)]
    if c is None and not body:
        raise Bad("neither cue nor content")
    near = c or body[0]
    strip = lambda cell: " ; ".join(re.sub(r"\s*=\s*([A-Z]{3}|-)\.([A-Z]{3}|-)$", "", p) for p in pieces(cell)) or "-"
    many = lambda cell: [span(text, p, near) for p in pieces(strip(cell))]
    return dict(speaker=many(speaker), cue=c, content=body, addressee=many(addressee), via=many(via))


def claim(text, cells):
    head, subjects, objects, about, words = (cells + ["-"] * 5)[:5]
    parts = head.split()
    if len(parts) != 4:
        raise Bad("a claim begins: C kind says state")
    _, kind, says, state = parts
    if kind not in STATES or says not in SAYS or state not in STATES[kind]:
        raise Bad(f"unknown kind, says or state: {head!r}")
    w = span(text, words) if words.strip() != "-" else None
    near = w

    def some(cell):
        result = []
        for p in pieces(cell):
            result += sides(text, p, near) if "=" in p else [dict(zip(("start", "end"), span(text, p, near)), country=None, sector=None)]
        return result

    return dict(kind=kind, says=says, state=state, subject=some(subjects), object=some(objects),
                about=maybe(text, about, near), words=w)


def read(path, texts):
    """Annotations of a file by unit id, and the errors as (line number, message)."""
    units, errors, current = {}, [], None
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.strip()
        if not line or line.startswith("```"):
            continue
        m = re.match(r"\[([\w-]+)\]", line)
        if m:
            current = m.group(1)
            if current not in texts:
                errors.append((number, f"unknown unit {current}"))
                current = None
            else:
                units[current] = dict(events=[], statements=[], claims=[])
            continue
        if current is None:
            errors.append((number, "a line before any unit"))
            continue
        cells = [c.strip() for c in line.split(" | ")]
        try:
            if line.startswith("E "):
                units[current]["events"].append(event(texts[current], cells))
            elif line.startswith("S "):
                units[current]["statements"].append(statement(texts[current], cells))
            elif line.startswith("C "):
                units[current]["claims"].append(claim(texts[current], cells))
            else:
                raise Bad("a line begins with E, S or C")
        except Bad as error:
            errors.append((number, f"{error} — {line[:120]}"))
    return units, errors
