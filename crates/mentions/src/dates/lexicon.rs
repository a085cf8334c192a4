//! The words of time expressions, from `data/dates/en`.

use std::collections::HashMap;

const WORDS: &str = include_str!("../../../../data/dates/en/words.tsv");
const FESTIVALS: &str = include_str!("../../../../data/dates/en/festivals.tsv");

/// How the day of a festival is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FestivalRule {
    /// Month and day.
    Fixed(i8, i8),
    /// Days after Gregorian Easter.
    Easter(i32),
    /// The n-th weekday (Monday = 1) of a month; -1 for the last.
    Nth(i8, i8, i8),
    /// Month and day of the tabular Islamic calendar, and how many days it lasts.
    Islamic(i32, i32, i32),
}

/// Words by kind.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: HashMap<&'static str, HashMap<&'static str, &'static str>>,
    /// Festivals: their names as atoms, longest first.
    pub festivals: Vec<(Vec<String>, FestivalRule)>,
}

impl Lexicon {
    /// Reads the embedded tables; lines that do not fit are passed over (a test sees that there are none).
    pub fn new() -> Lexicon {
        let mut words: HashMap<&str, HashMap<&str, &str>> = HashMap::new();
        for line in lines(WORDS) {
            if let [kind, word, value] = line.split('\t').collect::<Vec<_>>()[..] {
                words.entry(kind).or_default().insert(word, value);
            }
        }
        let mut festivals: Vec<(Vec<String>, FestivalRule)> = lines(FESTIVALS).filter_map(festival).collect();
        festivals.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Lexicon { words, festivals }
    }

    /// The value of a word of a kind.
    pub fn get(&self, kind: &str, word: &str) -> Option<&'static str> {
        self.words.get(kind)?.get(word).copied()
    }

    /// Whether a word is of a kind.
    pub fn is(&self, kind: &str, word: &str) -> bool {
        self.get(kind, word).is_some()
    }

    /// The numeric value of a word of a kind.
    pub fn number(&self, kind: &str, word: &str) -> Option<i32> {
        self.get(kind, word)?.parse().ok()
    }
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
}

fn festival(line: &str) -> Option<(Vec<String>, FestivalRule)> {
    let (name, rule) = line.split_once('\t')?;
    let span = verbale_record::Span::new(0, name.len());
    let name = super::atoms::atoms(name, span).into_iter().map(|a| a.low).collect();
    let parts: Vec<&str> = rule.split(' ').collect();
    let month_day = |s: &str| {
        let (m, d) = s.split_once('-')?;
        Some((m.parse::<i8>().ok()?, d.parse::<i8>().ok()?))
    };
    let rule = match parts[..] {
        ["fixed", day] => month_day(day).map(|(m, d)| FestivalRule::Fixed(m, d)),
        ["easter", days] => days.parse().ok().map(FestivalRule::Easter),
        ["nth", n, w, m] => Some(FestivalRule::Nth(n.parse().ok()?, w.parse().ok()?, m.parse().ok()?)),
        ["islamic", day, length] => {
            let (m, d) = month_day(day)?;
            Some(FestivalRule::Islamic(m.into(), d.into(), length.parse().ok()?))
        }
        _ => None,
    }?;
    Some((name, rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lexicon = Lexicon::new();
        let words: usize = lines(WORDS).map(|l| l.split('\t').count()).filter(|&n| n != 3).count();
        assert_eq!(words, 0);
        assert_eq!(lexicon.festivals.len(), lines(FESTIVALS).count());
    }
}
