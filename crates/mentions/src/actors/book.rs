//! The book of actors: who there is, under what names, with what offices and dates.

use std::borrow::Cow;
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::OnceLock;

use verbale_record::{ActorKind, Sector};

use super::lexicon::{Agent, Lexicon};
use super::text::fold;

mod own;

pub use own::BookNotice;

/// Why a table of actors was refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {reason}")]
pub struct BookError {
    /// The file.
    pub file: String,
    /// Line in it, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// How a name stands for its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameUse {
    /// The actor's own name.
    Name,
    /// Something that stands for it: "the Kremlin".
    Metonym,
    /// Its capital: stands for it where it acts, else it is a place.
    Capital,
    /// The adjective of a country: "Peruvian".
    Adjective,
    /// Its people: "Peruvians".
    People,
    /// Nobody: words that only look like a name, by the user's own file.
    Nobody,
}

/// Index of an entry of the book.
pub type EntryIndex = usize;

/// One actor of the book.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Id as in the record: `person:…`, `state:PER`, `igo:un`.
    pub id: Cow<'static, str>,
    /// Name to show.
    pub name: &'static str,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3, empty for none. A person's country stands in the terms.
    pub country: &'static str,
    /// Sector; a person's stands in the terms.
    pub sector: Sector,
    /// Family name, of persons.
    pub family: &'static str,
    /// Wikidata id or empty.
    pub wikidata: &'static str,
    /// Whether a row made by hand tells of it: such actors are well known.
    pub by_hand: bool,
    /// First and last day the actor was there, ISO dates or empty (countries).
    pub lifetime: (&'static str, &'static str),
    terms: Vec<&'static str>,
    /// Terms of the user's own files: these decide where any holds.
    own_terms: Vec<&'static str>,
}

/// One term of office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term<'a> {
    /// First day, `2013`, `2013-03` or `2013-03-05`; empty where unknown.
    pub start: &'a str,
    /// Last day; empty where the term was not over or its end is unknown.
    pub end: &'a str,
    /// Only known that the office was held about `start`.
    pub seen: bool,
    /// Country (ISO 3166-1 alpha-3), or id of an organisation (`igo:un`).
    pub of: &'a str,
    /// Key of the office, see `data/actors/hand/offices.tsv`; `-` for others.
    pub key: &'a str,
    /// Sector of the holder.
    pub sector: Sector,
    /// The office in words.
    pub title: &'a str,
}

impl<'a> Term<'a> {
    fn parse(text: &'a str) -> Option<Term<'a>> {
        let mut parts = text.trim().splitn(5, ' ');
        let (span, of, key, sector) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let seen = span.starts_with('~');
        let (start, end) =
            span.trim_start_matches('~').split_once('/').unwrap_or((span.trim_start_matches('~'), ""));
        let sector = Sector::from_str(sector).ok()?;
        Some(Term { start, end, seen, of, key, sector, title: parts.next().unwrap_or_default() })
    }

    /// Whether the office was held on `date` (ISO).
    pub fn holds(&self, date: &str) -> bool {
        if self.seen {
            return years_apart(self.start, date).is_some_and(|y| y <= 1);
        }
        let ended = !self.end.is_empty() && date.get(..self.end.len()).unwrap_or(date) > self.end;
        self.start <= date && !ended
    }

    /// Whether it begins after `date`.
    pub fn is_future(&self, date: &str) -> bool {
        self.start.get(..date.len().min(self.start.len())).unwrap_or("") > date
    }

    /// The country, where it is one.
    pub fn country(&self) -> Option<&'a str> {
        (self.of.len() == 3).then_some(self.of)
    }
}

fn years_apart(a: &str, b: &str) -> Option<i32> {
    let year = |s: &str| s.get(..4).and_then(|y| y.parse::<i32>().ok());
    Some((year(a)? - year(b)?).abs())
}

impl Entry {
    /// Terms of office, the user's own first, in the order of the tables.
    pub fn terms(&self) -> impl Iterator<Item = Term<'static>> + '_ {
        self.own_terms().chain(self.terms.iter().flat_map(|t| t.split("; ")).filter_map(Term::parse))
    }

    /// Terms of the user's own files.
    pub fn own_terms(&self) -> impl Iterator<Item = Term<'static>> + '_ {
        self.own_terms.iter().flat_map(|t| t.split("; ")).filter_map(Term::parse)
    }
}

/// The book: entries and the index of their names. Made once, shared by reference.
#[derive(Debug, Default)]
pub struct ActorBook {
    entries: Vec<Entry>,
    by_id: HashMap<Cow<'static, str>, EntryIndex>,
    names: HashMap<Cow<'static, str>, usize>,
    /// Names of the user's dictionaries, in small letters: they are compared without case.
    uncased: HashMap<String, usize>,
    links: Vec<Link>,
    own_agents: Vec<(String, Agent)>,
    holders: OnceLock<Holders>,
    families: OnceLock<HashMap<String, Vec<EntryIndex>>>,
    lexicon: OnceLock<Lexicon>,
}

/// That a name stands for an actor.
#[derive(Clone, Copy, Debug)]
struct Link {
    entry: EntryIndex,
    how: NameUse,
    /// Given by the user, who knows better.
    own: bool,
    /// The link before of the same name, or [`END`].
    next: usize,
}

type Holders = HashMap<(&'static str, &'static str), Vec<EntryIndex>>;

const END: usize = usize::MAX;

const TABLES: [(&str, &str); 6] = [
    ("hand/countries.tsv", include_str!("../../../../data/actors/hand/countries.tsv")),
    ("hand/bodies.tsv", include_str!("../../../../data/actors/hand/bodies.tsv")),
    ("hand/people.tsv", include_str!("../../../../data/actors/hand/people.tsv")),
    ("facts/countries.tsv", include_str!("../../../../data/actors/facts/countries.tsv")),
    ("facts/bodies.tsv", include_str!("../../../../data/actors/facts/bodies.tsv")),
    ("facts/people.tsv", include_str!("../../../../data/actors/facts/people.tsv")),
];

impl ActorBook {
    /// The book that comes with verbale: `data/actors/hand` and `data/actors/facts`.
    ///
    /// # Errors
    ///
    /// A malformed row; the project's tests keep the tables free of them.
    pub fn embedded() -> Result<ActorBook, BookError> {
        let mut book = ActorBook::default();
        book.names.reserve(70_000);
        book.entries.reserve(28_000);
        book.by_id.reserve(28_000);
        for (file, table) in TABLES {
            book.add(file, table)?;
        }
        Ok(book)
    }

    /// Adds a table of countries, bodies or people, told apart by their header line. Rows with a known id add to it.
    ///
    /// # Errors
    ///
    /// A header that is none of the three, or a row with the wrong number of fields or an unknown kind or sector.
    pub fn add(&mut self, file: &str, table: &'static str) -> Result<(), BookError> {
        let from = if file.starts_with("facts/") { From::Facts } else { From::Hand };
        self.add_table(file, table, from)
    }

    fn add_table(&mut self, file: &str, table: &'static str, from: From) -> Result<(), BookError> {
        let mut header = None;
        for (number, line) in table.lines().enumerate() {
            let line = line.trim_end_matches('\r');
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fail = |reason: String| BookError { file: file.to_owned(), line: number + 1, reason };
            match header {
                None => {
                    header = Some(
                        Table::of(line).ok_or_else(|| fail("not the header of a table of actors".into()))?,
                    )
                }
                Some(kind) => self.add_row(kind, line, from).map_err(fail)?,
            }
        }
        Ok(())
    }

    fn add_row(&mut self, table: Table, line: &'static str, from: From) -> Result<(), String> {
        let mut fields = [""; 9];
        let count = line.split('\t').count();
        if count != table.fields() {
            return Err(format!("{count} fields where {} are needed", table.fields()));
        }
        for (slot, field) in fields.iter_mut().zip(line.split('\t')) {
            *slot = field;
        }
        let own = from == From::Own;
        match table {
            Table::Countries => {
                let [id, name, names, adjectives, people, capitals, first, last, _] = fields;
                let entry =
                    self.entry(format!("state:{id}").into(), name, ActorKind::State, from != From::Facts);
                self.entries[entry].country = id;
                self.entries[entry].sector = Sector::Gov;
                if !first.is_empty() || !last.is_empty() {
                    self.entries[entry].lifetime = (first, last);
                }
                self.name(name, entry, NameUse::Name, own);
                self.name_all(names, entry, NameUse::Name, own);
                self.name_all(adjectives, entry, NameUse::Adjective, own);
                self.name_all(people, entry, NameUse::People, own);
                self.name_all(capitals, entry, NameUse::Capital, own);
            }
            Table::Bodies => {
                let [id, name, kind, country, sector, names, ..] = fields;
                let kind = ActorKind::from_str(kind).map_err(|_| format!("unknown kind {kind:?}"))?;
                let sector = Sector::from_str(sector).map_err(|_| format!("unknown sector {sector:?}"))?;
                let entry = self.entry(id.into(), name, kind, from != From::Facts);
                self.entries[entry].country = country;
                self.entries[entry].sector = sector;
                self.name(name, entry, NameUse::Name, own);
                self.name_all(names, entry, NameUse::Name, own);
            }
            Table::People => {
                let [id, name, family, names, terms, wikidata, ..] = fields;
                let entry = self.entry(id.into(), name, ActorKind::Person, from != From::Facts);
                self.entries[entry].family = family;
                self.entries[entry].wikidata = wikidata;
                if !terms.is_empty() && from == From::Own {
                    own::check_terms(terms)?;
                    self.entries[entry].own_terms.push(terms);
                } else if !terms.is_empty() {
                    self.entries[entry].terms.push(terms);
                }
                if name.contains(' ') || from != From::Facts {
                    self.name(name, entry, NameUse::Name, own);
                }
                self.name_all(names, entry, NameUse::Name, own);
            }
        }
        Ok(())
    }

    fn entry(
        &mut self,
        id: Cow<'static, str>,
        name: &'static str,
        kind: ActorKind,
        by_hand: bool,
    ) -> EntryIndex {
        if let Some(&known) = self.by_id.get(&id) {
            return known;
        }
        let index = self.entries.len();
        self.by_id.insert(id.clone(), index);
        self.entries.push(Entry {
            id,
            name,
            kind,
            country: "",
            sector: Sector::Unk,
            family: "",
            wikidata: "",
            by_hand,
            lifetime: ("", ""),
            terms: Vec::new(),
            own_terms: Vec::new(),
        });
        index
    }

    fn name_all(&mut self, names: &'static str, entry: EntryIndex, how: NameUse, own: bool) {
        for name in names.split(';').filter(|n| !n.is_empty()) {
            match name.strip_prefix('~') {
                Some(metonym) => self.name(metonym, entry, NameUse::Metonym, own),
                None => self.name(name, entry, how, own),
            }
        }
    }

    fn name(&mut self, name: &'static str, entry: EntryIndex, how: NameUse, own: bool) {
        let key = fold(name);
        let key = match key.strip_prefix("the ") {
            Some(rest) => Cow::Owned(rest.to_owned()),
            None => key,
        };
        let first = self.names.get(&key).copied();
        if let Some(newest) = self.link(first, entry, how, own) {
            self.names.insert(key, newest);
        }
    }

    /// Puts a link before those of a name; `None` where it is there already.
    fn link(&mut self, first: Option<usize>, entry: EntryIndex, how: NameUse, own: bool) -> Option<usize> {
        let next = first.unwrap_or(END);
        let mut at = next;
        while let Some(link) = self.links.get_mut(at) {
            if (link.entry, link.how) == (entry, how) {
                link.own |= own;
                return None;
            }
            at = link.next;
        }
        self.links.push(Link { entry, how, own, next });
        Some(self.links.len() - 1)
    }

    fn chain(&self, first: usize) -> impl Iterator<Item = Link> + '_ {
        let mut next = first;
        std::iter::from_fn(move || {
            let &link = self.links.get(next)?;
            next = link.next;
            Some(link)
        })
    }

    /// All actors a folded name may stand for, in the order of the tables; where the user's own files have the name,
    /// theirs alone.
    pub fn lookup(&self, folded: &str) -> Vec<(EntryIndex, NameUse)> {
        let cased = self.names.get(folded).copied().unwrap_or(END);
        let mut found: Vec<Link> =
            self.chain(cased).chain(self.chain(self.uncased_first(folded).unwrap_or(END))).collect();
        if found.iter().any(|link| link.own) {
            found.retain(|link| link.own);
        }
        found.reverse();
        let mut found: Vec<_> = found.iter().map(|link| (link.entry, link.how)).collect();
        if !self.uncased.is_empty() {
            let mut seen = Vec::new();
            found.retain(|link| {
                !seen.contains(link) && {
                    seen.push(*link);
                    true
                }
            });
        }
        found
    }

    /// Whether any actor bears the folded name.
    pub fn knows(&self, folded: &str) -> bool {
        self.names.contains_key(folded) || self.uncased_first(folded).is_some()
    }

    /// The entry.
    pub fn get(&self, index: EntryIndex) -> &Entry {
        &self.entries[index]
    }

    /// The entry with an id.
    pub fn by_id(&self, id: &str) -> Option<EntryIndex> {
        self.by_id.get(id).copied()
    }

    /// The word lists of roles and titles, with the user's own agents.
    pub(super) fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| {
            let mut lexicon = Lexicon::embedded();
            for (noun, agent) in &self.own_agents {
                lexicon.set_agent(noun, *agent);
            }
            lexicon
        })
    }

    /// Number of actors.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Number of names.
    pub fn name_count(&self) -> usize {
        self.names.len()
    }

    /// Persons with a family name (folded), in the order of the tables.
    pub fn family(&self, folded: &str) -> &[EntryIndex] {
        let families = self.families.get_or_init(|| {
            let mut families: HashMap<String, Vec<EntryIndex>> = HashMap::new();
            for (i, entry) in self.entries.iter().enumerate().filter(|(_, e)| !e.family.is_empty()) {
                let family = fold(entry.family).into_owned();
                if let Some(short) = family.strip_prefix("al ").or(family.strip_prefix("el ")) {
                    families.entry(short.to_owned()).or_default().push(i);
                }
                families.entry(family).or_default().push(i);
            }
            families
        });
        families.get(folded).map_or(&[], Vec::as_slice)
    }

    /// Who held an office of a country (or `igo:…`) on a date; without date the latest holder. Of several the one who
    /// took office last; those known by hand first.
    pub fn holder(&self, of: &str, key: &str, date: Option<&str>) -> Option<EntryIndex> {
        let holders = self.holders.get_or_init(|| {
            let mut holders: Holders = HashMap::new();
            for (i, entry) in self.entries.iter().enumerate() {
                for term in entry.terms() {
                    let list = holders.entry((term.of, term.key)).or_default();
                    if list.last() != Some(&i) {
                        list.push(i);
                    }
                }
            }
            holders
        });
        let list = holders.get(&(of, key)).map_or(&[][..], Vec::as_slice);
        let best = list.iter().filter_map(|&i| {
            let terms = self.entries[i].terms().filter(|t| t.of == of && t.key == key);
            let held = terms.filter(|t| date.is_none_or(|d| t.holds(d)));
            let own = !self.entries[i].own_terms.is_empty();
            held.map(|t| (own, !t.seen, t.start, self.entries[i].by_hand, i)).max()
        });
        best.max_by_key(|&(own, known, start, hand, i)| (own, known, hand, start, std::cmp::Reverse(i)))
            .map(|(.., i)| i)
    }
}

/// Where rows come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Facts,
    Hand,
    Own,
}

#[derive(Clone, Copy)]
enum Table {
    Countries,
    Bodies,
    People,
}

impl Table {
    fn of(header: &str) -> Option<Table> {
        match header.split('\t').nth(2)? {
            "names" => Some(Table::Countries),
            "kind" => Some(Table::Bodies),
            "family" => Some(Table::People),
            _ => None,
        }
    }

    fn fields(self) -> usize {
        match self {
            Table::Countries => 9,
            Table::Bodies | Table::People => 7,
        }
    }
}
