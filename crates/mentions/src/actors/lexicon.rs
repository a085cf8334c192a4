//! What common nouns and titles tell of the people they name (`data/actors/hand`).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use verbale_record::{ActorKind, Sector};

/// A noun that names people or bodies by role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agent {
    /// What it names.
    pub kind: ActorKind,
    /// Sector; `None` leaves it to modifiers and affiliation.
    pub sector: Option<Sector>,
    /// Tail of the id of a body of state; `government` is the government itself, empty none.
    pub part: &'static str,
}

/// What a title of office means in one or all countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Office {
    /// Key under which holders are looked up.
    pub key: &'static str,
    /// Countries it is limited to, `;` between; empty for all.
    pub countries: &'static str,
    /// Sector of the holder.
    pub sector: Sector,
}

/// How a modifier changes the sector of its noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Wins over the noun's own.
    Over,
    /// Counts where the noun leaves the sector open.
    Fill,
    /// Tells that the office is past or future.
    Past,
}

/// The word lists of the actor finder.
#[derive(Debug, Default)]
pub struct Lexicon {
    agents: HashMap<Cow<'static, str>, Agent>,
    offices: HashMap<&'static str, Vec<Office>>,
    modifiers: HashMap<&'static str, (Sector, Strength)>,
    classes: HashMap<&'static str, HashSet<&'static str>>,
    parliamentary: HashSet<&'static str>,
}

impl Lexicon {
    /// The lists that come with verbale. A row that cannot be read is passed over (a test reads them all).
    pub fn embedded() -> Lexicon {
        let mut lexicon = Lexicon::default();
        for row in rows(include_str!("../../../../data/actors/hand/agents.tsv")) {
            lexicon.add_agents(row);
        }
        for row in rows(include_str!("../../../../data/actors/hand/offices.tsv")) {
            if let [title, key, countries, sector] = row.split('\t').collect::<Vec<_>>()[..]
                && let Ok(sector) = Sector::from_str(sector)
            {
                lexicon.offices.entry(title).or_default().push(Office { key, countries, sector });
            }
        }
        for row in rows(include_str!("../../../../data/actors/hand/modifiers.tsv")) {
            lexicon.add_modifiers(row);
        }
        for row in rows(include_str!("../../../../data/actors/hand/pronouns.tsv")) {
            if let Some((class, nouns)) = row.split_once('\t') {
                lexicon.classes.entry(class).or_default().extend(nouns.split(';'));
            }
        }
        lexicon.parliamentary = include_str!("../../../../data/actors/hand/parliamentary.txt")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .collect();
        lexicon
    }

    fn add_agents(&mut self, row: &'static str) {
        let [nouns, kind, sector, part] = row.split('\t').collect::<Vec<_>>()[..] else { return };
        let Ok(kind) = ActorKind::from_str(kind) else { return };
        let agent = Agent { kind, sector: Sector::from_str(sector).ok(), part };
        for noun in nouns.split(';') {
            self.agents.entry(noun.into()).or_insert(agent);
        }
    }

    /// Gives a noun its role, or another sector where it has one.
    pub(super) fn set_agent(&mut self, noun: &str, agent: Agent) {
        let known = self.agents.get(noun).copied();
        let agent = known.map_or(agent, |known| Agent { sector: agent.sector, ..known });
        self.agents.insert(noun.to_owned().into(), agent);
    }

    fn add_modifiers(&mut self, row: &'static str) {
        let [words, sector, strength] = row.split('\t').collect::<Vec<_>>()[..] else { return };
        let strength = match strength {
            "over" => Strength::Over,
            "fill" => Strength::Fill,
            _ => Strength::Past,
        };
        let Ok(sector) = Sector::from_str(sector) else { return };
        for word in words.split(';') {
            self.modifiers.insert(word, (sector, strength));
        }
    }

    /// The role a noun (lemma, or several with spaces) names.
    pub fn agent(&self, noun: &str) -> Option<Agent> {
        self.agents.get(noun).copied()
    }

    /// The office a title means in a country (`None`: not known which).
    pub fn office(&self, title: &str, country: Option<&str>) -> Option<Office> {
        let offices = self.offices.get(title)?;
        let fits = |o: &&Office| {
            o.countries.is_empty() || country.is_some_and(|c| o.countries.split(';').any(|x| x == c))
        };
        offices.iter().find(fits).or_else(|| country.is_none().then(|| offices.first()).flatten()).copied()
    }

    /// The sector a modifier tells.
    pub fn modifier(&self, word: &str) -> Option<(Sector, Strength)> {
        self.modifiers.get(word).copied()
    }

    /// Whether a noun belongs to a class of `pronouns.tsv`.
    pub fn is(&self, class: &str, noun: &str) -> bool {
        self.classes.get(class).is_some_and(|c| c.contains(noun))
    }

    /// Whether the head of government leads the state in the eyes of the news.
    pub fn is_parliamentary(&self, country: &str) -> bool {
        self.parliamentary.contains(country)
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).skip(1)
}
