#!/usr/bin/env python3
"""Makes data/actors/facts/*.tsv from the collected facts.

    python3 data/build/build_actors.py --facts FOLDER [--out data/actors]

FOLDER holds: cia_factbook/ (CC0), cia_world_leaders_2019/ (US government), everypolitician_holders/ (Wikidata,
CC0), reign/ (MIT), igo/ (supraverden, CC BY-SA 4.0; Correlates of War IGO v3), parties/ (Party Facts, MIT),
countries/ (Unicode CLDR; country-codes, PDDL; newsmap, MIT; rigour, MIT). Their README files name origin and
commit. Only facts are taken: names, dates, codes. The hand-made tables in data/actors/hand win: rows that tell of
the same actor get the same id and are joined when the book is loaded. Same input, same bytes.
"""
import argparse
import pathlib

import actors_bodies
import actors_countries
import actors_people
from actors_common import write_table


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", required=True, type=pathlib.Path, help="folder of facts")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent.parent / "actors")
    args = parser.parse_args()
    (args.out / "facts").mkdir(parents=True, exist_ok=True)
    countries = actors_countries.build(args.facts, args.out / "hand")
    write_table(args.out / "facts" / "countries.tsv", actors_countries.HEADER, countries.rows)
    bodies = actors_bodies.build(args.facts, args.out / "hand", countries)
    write_table(args.out / "facts" / "bodies.tsv", actors_bodies.HEADER, bodies)
    people = actors_people.build(args.facts, args.out / "hand", countries)
    write_table(args.out / "facts" / "people.tsv", actors_people.HEADER, people)


if __name__ == "__main__":
    main()
