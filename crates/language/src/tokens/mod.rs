//! Sentences into words, as the Universal Dependencies treebanks of English split them: `do n't`, `Peru 's`,
//! `long - term`, `$ 5`, `U.S.`.

mod abbreviations;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

pub use abbreviations::{Abbreviation, abbreviation};

use crate::words;

static PATTERNS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let list = words::lines(include_str!("../../../../data/language/en/token_patterns.tsv"));
    let patterns: Vec<&str> = list.filter_map(|line| line.split_once('\t')).map(|(_, p)| p).collect();
    Regex::new(&format!("(?:{})", patterns.join("|"))).ok()
});

static PREFIXES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words::set(include_str!("../../../../data/language/en/prefixes.txt")));

static UNITS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words::set(include_str!("../../../../data/language/en/units.txt")));

/// Contractions without apostrophe: joined form → byte lengths of the parts.
static CONTRACTIONS: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| {
    let list = words::lines(include_str!("../../../../data/language/en/contractions.tsv"));
    list.map(|line| (line.replace(' ', ""), line.split(' ').map(str::len).collect())).collect()
});

/// Endings that are words of their own, without the apostrophe.
const CLITICS: [&str; 6] = ["s", "m", "d", "re", "ve", "ll"];

/// The words of one sentence as ranges of its bytes: in order, not overlapping, never empty; together they hold
/// every character that is not white space.
pub fn tokenize(sentence: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(start) = sentence[at..].find(|c: char| !c.is_whitespace()).map(|i| at + i) {
        at = next_token(sentence, start, &mut tokens);
    }
    tokens
}

/// Adds the word that starts at `start` (one or more tokens) and returns where it ends.
fn next_token(sentence: &str, start: usize, tokens: &mut Vec<Range<usize>>) -> usize {
    let end = extend(sentence, start, pattern_end(sentence, start));
    for part in parts(&sentence[start..end]) {
        tokens.push(start + part.start..start + part.end);
    }
    end
}

/// Bytes in which a token ends; a bound on the work for text without spaces.
const LONGEST: usize = 400;

/// End of the first pattern that matches at `start`; at least one character, at most up to the next white space.
fn pattern_end(sentence: &str, start: usize) -> usize {
    let most = &sentence[..sentence.floor_char_boundary(start.saturating_add(LONGEST))];
    let limit = most[start..].find(char::is_whitespace).map_or(most.len(), |at| start + at);
    let one = sentence[start..].chars().next().map_or(start, |c| start + c.len_utf8());
    let found = PATTERNS.as_ref().and_then(|p| p.find_at(&sentence[..limit], start));
    found.filter(|m| m.start() == start && !m.is_empty()).map_or(one, |m| m.end())
}

/// Takes in what belongs to a word but stands after a mark: the stop of an abbreviation, the word after a prefix.
fn extend(sentence: &str, start: usize, end: usize) -> usize {
    let (word, rest) = (&sentence[start..end], &sentence[end..]);
    if rest.starts_with('-') && PREFIXES.contains(word.to_lowercase().as_str()) {
        let after = end + 1;
        if sentence[after..].starts_with(char::is_alphanumeric) {
            return extend(sentence, after, pattern_end(sentence, after));
        }
    }
    if rest.starts_with('.') && keeps_stop(word, &rest[1..]) {
        return end + 1;
    }
    end
}

/// Whether the stop after `word` is part of it; `rest` is what follows the stop.
fn keeps_stop(word: &str, rest: &str) -> bool {
    let ends_sentence = !rest.contains(char::is_alphanumeric);
    if rest.starts_with('.') || ends_sentence {
        return false;
    }
    let mut letters = word.chars();
    if letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() {
        return true;
    }
    match abbreviation(word) {
        Some(Abbreviation::Number) => rest.trim_start().starts_with(|c: char| c.is_numeric()),
        Some(Abbreviation::Title | Abbreviation::Other) => true,
        None => false,
    }
}

/// The tokens a word consists of, as ranges of its bytes.
fn parts(word: &str) -> Vec<Range<usize>> {
    let cuts = contraction(word).or_else(|| unit(word)).or_else(|| clitic(word)).unwrap_or_default();
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([word.len()]);
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

fn contraction(word: &str) -> Option<Vec<usize>> {
    if !word.is_ascii() {
        return None;
    }
    let lengths = CONTRACTIONS.get(&word.to_ascii_lowercase())?;
    let mut at = 0;
    let ends = lengths.iter().map(|l| {
        at += l;
        at
    });
    Some(ends.take(lengths.len() - 1).collect())
}

/// `50km` → `50 km`.
fn unit(word: &str) -> Option<Vec<usize>> {
    let at = word.find(|c: char| !(c.is_ascii_digit() || ".,:".contains(c))).filter(|&at| at > 0)?;
    UNITS.contains(&word[at..]).then(|| vec![at])
}

/// `don't` → `do n't`, `Peru's` → `Peru 's`; also with typographic apostrophes.
fn clitic(word: &str) -> Option<Vec<usize>> {
    let (at, mark) = word.char_indices().rev().find(|(_, c)| "'’´`".contains(*c))?;
    let ending = word[at + mark.len_utf8()..].to_lowercase();
    if ending == "t" && word[..at].ends_with(['n', 'N']) && at > 1 {
        return Some(vec![at - 1]);
    }
    (at > 0 && CLITICS.contains(&ending.as_str())).then(|| {
        let mut cuts = clitic(&word[..at]).unwrap_or_default();
        cuts.push(at);
        cuts
    })
}
