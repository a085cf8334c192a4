//! Small word lists of places, from `data/places`.

use std::collections::{HashMap, HashSet};

const TABLE: &str = include_str!("../../../../data/places/words.tsv");

/// Words by use.
#[derive(Debug)]
pub(super) struct Words {
    sets: HashMap<&'static str, HashSet<&'static str>>,
    states: HashMap<&'static str, (&'static str, &'static str)>,
}

impl Words {
    /// Reads the embedded table: kind, word, and for `state` a country and a first-level code.
    pub fn new() -> Words {
        let mut words = Words { sets: HashMap::new(), states: HashMap::new() };
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

    /// Country (alpha-3) and first-level code of an abbreviated state: "Calif.", "ON".
    pub fn state(&self, word: &str) -> Option<(&'static str, &'static str)> {
        self.states.get(word.trim_end_matches('.')).copied()
    }
}
