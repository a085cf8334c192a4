//! Small word lists of places, from `data/places`.

use std::collections::{HashMap, HashSet};

/// Countries with their adjectives and peoples, shared with the book of actors.
const COUNTRIES: [&str; 2] = [
    include_str!("../../../../data/actors/hand/countries.tsv"),
    include_str!("../../../../data/actors/facts/countries.tsv"),
];
const TABLE: &str = include_str!("../../../../data/places/words.tsv");

/// Words by use.
#[derive(Debug)]
pub(super) struct Words {
    sets: HashMap<&'static str, HashSet<&'static str>>,
    states: HashMap<&'static str, (&'static str, &'static str)>,
    adjectives: HashMap<&'static str, &'static str>,
}

impl Words {
    /// Reads the embedded table: kind, word, and for `state` a country and a first-level code.
    pub fn new() -> Words {
        let mut words = Words { sets: HashMap::new(), states: HashMap::new(), adjectives: adjectives() };
        for line in TABLE.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["state", word, country, admin] => {
                    words.states.insert(word, (country, admin));
                }
                [kind, word] => {
                    words.sets.entry(kind).or_default().insert(word);
                }
                _ => {}
            }
        }
        words
    }

    fn has(&self, kind: &str, word: &str) -> bool {
        self.sets.get(kind).is_some_and(|set| set.contains(word.to_lowercase().trim_end_matches('.')))
    }

    /// A name that mostly is no place.
    pub fn stop(&self, name: &str) -> bool {
        self.has("stop", name)
    }

    /// A title before a person.
    pub fn title(&self, word: &str) -> bool {
        self.has("title", word)
    }

    /// A preposition before a place.
    pub fn locative(&self, word: &str) -> bool {
        self.has("locative", word)
    }

    /// "northern", "downtown".
    pub fn compass(&self, word: &str) -> bool {
        self.has("compass", word)
    }

    /// A noun of a region after or before its name: "province".
    pub fn unit(&self, word: &str) -> bool {
        self.has("unit", word)
    }

    /// The country (alpha-3) of an adjective or a people: "Indonesian".
    pub fn adjective(&self, word: &str) -> Option<&'static str> {
        self.adjectives.get(word).copied()
    }

    /// Country (alpha-3) and first-level code of an abbreviated state: "Calif.", "ON".
    pub fn state(&self, word: &str) -> Option<(&'static str, &'static str)> {
        self.states.get(word.trim_end_matches('.')).copied()
    }
}

/// Adjectives and peoples of one word that belong to one country only.
fn adjectives() -> HashMap<&'static str, &'static str> {
    let mut owners: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in COUNTRIES.iter().flat_map(|table| table.lines().skip(1)) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (Some(country), Some(adjectives), Some(people)) =
            (columns.first(), columns.get(3), columns.get(4))
        else {
            continue;
        };
        for word in adjectives.split(';').chain(people.split(';')).filter(|w| w.len() > 3 && !w.contains(' '))
        {
            let known = owners.entry(word).or_default();
            if !known.contains(country) {
                known.push(country);
            }
        }
    }
    owners.retain(|_, countries| countries.len() == 1);
    owners.into_iter().filter_map(|(word, countries)| Some((word, *countries.first()?))).collect()
}
