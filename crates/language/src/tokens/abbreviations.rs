//! Abbreviations that are written with a stop.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::words;

/// What an abbreviation says of the stop after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// Never ends a sentence: `Gen.`
    Title,
    /// An abbreviation only before a number: `No. 5`.
    Number,
    /// May end a sentence: `Inc.`
    Other,
}

static LIST: LazyLock<HashMap<&str, Abbreviation>> = LazyLock::new(|| {
    let lines = words::lines(include_str!("../../../../data/language/en/abbreviations.tsv"));
    let entry = |line: &'static str| {
        let (class, words) = line.split_once('\t')?;
        let class = match class {
            "title" => Abbreviation::Title,
            "number" => Abbreviation::Number,
            _ => Abbreviation::Other,
        };
        Some(words.split(' ').map(move |word| (word, class)))
    };
    lines.filter_map(entry).flatten().collect()
});

/// The kind of abbreviation that `word` (without its stop) is; as listed or all in capitals.
pub fn abbreviation(word: &str) -> Option<Abbreviation> {
    LIST.get(word).copied().or_else(|| {
        let (first, rest) = word.split_at_checked(1)?;
        let capitals = word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
        capitals.then(|| LIST.get(format!("{first}{}", rest.to_ascii_lowercase()).as_str()).copied())?
    })
}
