//! The user's own actors: tables like the project's, and dictionaries of the TABARI and PETRARCH coders.

use std::fmt;

use verbale_record::{ActorKind, Sector};

use super::{ActorBook, BookError, EntryIndex, From, NameUse, Table, Term};
use crate::actors::dictionary::{self, Codes, DatedCode, Meaning, Record, usual_case};
use crate::actors::lexicon::Agent;
use crate::actors::text::{fold, slug};

/// A line of a user's file that was passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookNotice {
    /// The file.
    pub file: String,
    /// Line in it, from 1.
    pub line: usize,
    /// Why.
    pub reason: String,
}

impl fmt::Display for BookNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: {}", self.file, self.line, self.reason)
    }
}

/// Words up to this length are acronyms where a dictionary has them alone: "US" is not "us" or "Us".
const ACRONYM: usize = 3;

impl ActorBook {
    /// Adds a user's file: a table as in `data/actors`, known by its header line, else a TABARI or PETRARCH
    /// dictionary. Its names win over the book's. Gives the lines of a dictionary that could not be read; the rest
    /// is added. The text is kept until the program ends.
    ///
    /// # Errors
    ///
    /// A malformed row of a table, or a dictionary without any actor or agent.
    pub fn add_own(&mut self, file: &str, text: String) -> Result<Vec<BookNotice>, BookError> {
        let first = text.lines().find(|l| !l.trim().is_empty() && !l.starts_with('#')).unwrap_or_default();
        let is_table = Table::of(first.trim_start_matches('\u{feff}')).is_some();
        self.forget_indices();
        if is_table || file.ends_with(".tsv") {
            let text = kept(text.trim_start_matches('\u{feff}'));
            return self.add_table(file, text, From::Own).map(|()| Vec::new());
        }
        let read = dictionary::read(&text);
        let mut notices = read.notices;
        let mut added = 0;
        for record in &read.records {
            let done =
                if record.is_agent() { self.add_agent(record) } else { self.add_actor(record, &mut notices) };
            match done {
                Ok(()) => added += 1,
                Err((line, reason)) => notices.push((line, reason)),
            }
        }
        notices.sort();
        let notice = |(line, reason)| BookNotice { file: file.to_owned(), line, reason };
        if added == 0 {
            let why = notices.into_iter().next().unwrap_or((1, "the file is empty".into()));
            let reason = format!("no actor or agent was found in the file; first fault: {}", why.1);
            return Err(BookError { file: file.to_owned(), line: why.0, reason });
        }
        Ok(notices.into_iter().map(notice).collect())
    }

    /// What was reckoned from the entries so far is reckoned anew when asked for.
    fn forget_indices(&mut self) {
        self.holders.take();
        self.families.take();
        self.lexicon.take();
    }

    /// The newest link of a dictionary's name.
    pub(super) fn uncased_first(&self, folded: &str) -> Option<usize> {
        let acronym = folded.len() <= ACRONYM && folded.chars().any(char::is_lowercase);
        if self.uncased.is_empty() || acronym {
            return None;
        }
        self.uncased.get(&folded.to_lowercase()).copied()
    }

    fn iso(&self, code: &str) -> Option<&'static str> {
        let entry = self.by_id(&format!("state:{code}"))?;
        Some(self.entries[entry].country).filter(|c| !c.is_empty())
    }

    fn add_agent(&mut self, record: &Record) -> Result<(), (usize, String)> {
        let Some(code) = record.codes.first() else { return Ok(()) };
        let iso = |code: &str| self.iso(code);
        let sector =
            Codes::new(&iso).agent(code.code.trim_matches('~')).map_err(|reason| (code.line, reason))?;
        let agent = Agent { kind: ActorKind::Person, sector: Some(sector), part: "" };
        let nouns = record.names.iter().chain(&record.plurals).map(|noun| noun.to_lowercase());
        self.own_agents.extend(nouns.map(|noun| (noun, agent)));
        Ok(())
    }

    fn add_actor(
        &mut self,
        record: &Record,
        notices: &mut Vec<(usize, String)>,
    ) -> Result<(), (usize, String)> {
        if record.codes.iter().all(|c| c.code.trim_matches('-').is_empty()) {
            let nobody = self.entry("nobody".into(), "", ActorKind::Unknown, true);
            record.names.iter().for_each(|name| self.name_uncased(name, nobody, &[NameUse::Nobody]));
            return Ok(());
        }
        let codes = self.meanings(record, notices);
        let Some(&(_, first)) = codes.first() else {
            return Err((record.line, format!("no code of \"{}\" could be read", record.names[0])));
        };
        let entry = self.entry_for(record, &codes);
        let kind = self.entries[entry].kind;
        self.entries[entry].by_hand = true;
        if kind != ActorKind::State {
            let undated = codes.iter().find(|(c, _)| c.from.is_empty() && c.until.is_empty());
            let meaning = undated.map_or(first, |&(_, m)| m);
            let e = &mut self.entries[entry];
            e.country = meaning.country.unwrap_or("");
            e.sector = sector(meaning);
            if kind == ActorKind::Person || codes.len() > 1 || undated.is_none() {
                e.own_terms = vec![kept(&terms(&codes))];
            }
        }
        let stem = first.is_state();
        for name in &record.names {
            let uses = self.uses(name, entry);
            self.name_uncased(name, entry, &uses);
            if stem && record.stems.contains(name) {
                self.name_uncased(&format!("{name}S"), entry, &uses);
            }
        }
        Ok(())
    }

    fn meanings<'r>(
        &self,
        record: &'r Record,
        notices: &mut Vec<(usize, String)>,
    ) -> Vec<(&'r DatedCode, Meaning)> {
        let iso = |code: &str| self.iso(code);
        let codes = Codes::new(&iso);
        let mut found = Vec::new();
        for dated in &record.codes {
            match codes.actor(&dated.code) {
                Ok(meaning) => found.push((dated, meaning)),
                Err(reason) => notices.push((dated.line, reason)),
            }
        }
        found
    }

    /// The entry of the book that a record means, or a new one.
    fn entry_for(&mut self, record: &Record, codes: &[(&DatedCode, Meaning)]) -> EntryIndex {
        let meaning = codes[0].1;
        if let ([(_, only)], Some(country)) = (codes, meaning.country)
            && only.is_state()
            && let Some(state) = self.by_id(&format!("state:{country}"))
        {
            return state;
        }
        let countries: Vec<&str> = codes.iter().filter_map(|(_, m)| m.country).collect();
        let known = record.names.iter().find_map(|name| self.same_actor(name, &countries, sector(meaning)));
        if let Some(known) = known {
            return known;
        }
        let name = usual_case(&record.names[0]);
        let kind = self.kind_of(&name, codes);
        let prefix = match kind {
            ActorKind::Person => "person".to_owned(),
            ActorKind::Government => format!("government:{}", meaning.country.unwrap_or("")),
            ActorKind::Group => "group".to_owned(),
            _ => "org".to_owned(),
        };
        let divider = if kind == ActorKind::Government { '/' } else { ':' };
        let id = format!("{prefix}{divider}{}", slug(&name));
        let name = kept(&name);
        let entry = self.entry(id.into(), name, kind, true);
        if kind == ActorKind::Person && self.entries[entry].family.is_empty() {
            self.entries[entry].family = name.rsplit(' ').next().unwrap_or(name);
        }
        entry
    }

    /// The one actor of the book with this very name that the code may mean: of the same country, and bodies of state of the same sector.
    fn same_actor(&self, name: &str, countries: &[&str], sector: Sector) -> Option<EntryIndex> {
        let fits = |&(entry, how): &(EntryIndex, NameUse)| {
            let e = &self.entries[entry];
            let here = match e.kind {
                ActorKind::Person => {
                    e.terms().filter_map(|t| t.country()).any(|c| countries.contains(&c))
                        || countries.is_empty() && e.terms().any(|t| t.country().is_none())
                }
                ActorKind::Government => e.sector == sector && countries.contains(&e.country),
                ActorKind::Organisation | ActorKind::Group => {
                    how == NameUse::Name
                        && (countries.is_empty() || e.country.is_empty() || countries.contains(&e.country))
                }
                _ => false,
            };
            here && how != NameUse::Nobody
        };
        let mut found: Vec<EntryIndex> =
            self.cased(name).into_iter().filter(|l| fits(l)).map(|l| l.0).collect();
        found.dedup();
        match found[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Everyone the book knows under a dictionary's name, which tells nothing of its case.
    fn cased(&self, name: &str) -> Vec<(EntryIndex, NameUse)> {
        let usual = usual_case(name);
        let title = usual_case(&format!("{name} X"));
        let mut found = Vec::new();
        for spelling in [name, &usual, title.trim_end_matches(" X")] {
            let folded = fold(spelling);
            let folded = folded.strip_prefix("The ").unwrap_or(&folded);
            found.extend(
                self.lookup(folded).into_iter().filter(|link| !found.contains(link)).collect::<Vec<_>>(),
            );
        }
        found
    }

    /// How a name stands for an actor: as the book has it, else as a name of its own.
    fn uses(&self, name: &str, entry: EntryIndex) -> Vec<NameUse> {
        let known: Vec<NameUse> =
            self.cased(name).into_iter().filter(|l| l.0 == entry).map(|l| l.1).collect();
        if known.is_empty() { vec![NameUse::Name] } else { known }
    }

    fn name_uncased(&mut self, name: &str, entry: EntryIndex, uses: &[NameUse]) {
        let folded = fold(name).to_lowercase();
        let key = folded.strip_prefix("the ").unwrap_or(&folded).to_owned();
        for &how in uses {
            let first = self.uncased.get(&key).copied();
            if let Some(newest) = self.link(first, entry, how, true) {
                self.uncased.insert(key.clone(), newest);
            }
        }
    }

    /// A dictionary does not say what is a person: codes with dates are people's, unless a word names a body.
    fn kind_of(&self, name: &str, codes: &[(&DatedCode, Meaning)]) -> ActorKind {
        let meaning = codes[0].1;
        let lower = name.to_lowercase();
        let words: Vec<&str> = lower.split([' ', '-']).collect();
        let lexicon = self.lexicon();
        let role = |word: &&str| {
            let singular = word.strip_suffix('s').unwrap_or(word);
            lexicon.agent(word).or(lexicon.agent(singular)).is_some_and(|a| a.kind != ActorKind::Person)
        };
        let body = words.iter().any(role) || words.iter().any(|w| matches!(*w, "of" | "for" | "and"));
        let first_name =
            words.len() > 1 && ["male-name", "female-name"].iter().any(|class| lexicon.is(class, words[0]));
        let dated = codes.iter().any(|(c, _)| !c.from.is_empty() || !c.until.is_empty());
        let state_side = matches!(
            sector(meaning),
            Sector::Gov | Sector::Mil | Sector::Cop | Sector::Jud | Sector::Leg | Sector::Spy
        );
        match () {
            () if !body && (first_name || dated && words.len() > 1) => ActorKind::Person,
            () if meaning.country.is_some() && state_side => ActorKind::Government,
            () => ActorKind::Organisation,
        }
    }
}

fn sector(meaning: Meaning) -> Sector {
    let alone = if meaning.country.is_some() { Sector::Gov } else { Sector::Unk };
    meaning.sector.unwrap_or(alone)
}

/// Codes as terms of office; one without dates counts where no other holds, and so comes first.
fn terms(codes: &[(&DatedCode, Meaning)]) -> String {
    let mut ordered: Vec<&(&DatedCode, Meaning)> = codes.iter().collect();
    ordered.sort_by_key(|(code, _)| !(code.from.is_empty() && code.until.is_empty()));
    let term = |(code, meaning): &(&DatedCode, Meaning)| {
        let of = meaning.country.unwrap_or("-");
        format!("{}/{} {of} - {}", code.from, code.until, sector(*meaning).as_str())
    };
    ordered.into_iter().map(term).collect::<Vec<_>>().join("; ")
}

/// Whether every term of a row can be read.
pub(super) fn check_terms(terms: &str) -> Result<(), String> {
    match terms.split("; ").find(|term| Term::parse(term).is_none()) {
        Some(term) => Err(format!("\"{term}\" is no term: START/END OF KEY SECTOR TITLE is meant")),
        None => Ok(()),
    }
}

/// The book's names live as long as the program: they are borrowed from its tables, the embedded ones and these.
fn kept(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}
