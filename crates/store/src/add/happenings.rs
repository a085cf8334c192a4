//! The same happening told again: events of one type between the same sides on the same day, in like words.

use std::collections::HashMap;

use verbale_record::Status;
use verbale_record::output::EventRecord;

use crate::StoreError;
use crate::database::{Database, Row, Value};
use crate::days;
use crate::numbers::Numbered;
use crate::words::{folded, hash, stored_hash};

/// Words kept of an event's sentence.
const MAX_WORDS: usize = 28;

/// Shortest word that tells something; shorter ones are mostly articles, prepositions and auxiliaries.
const MIN_LETTERS: usize = 4;

/// Share of the shorter sentence's words found in the other, from which two events of one block are one happening.
const SAME_DAY: f64 = 0.3;
/// The same for events a day apart: reports date by their own day.
const NEXT_DAY: f64 = 0.5;
/// Added where a side is not told: little else ties the two together.
const SIDE_UNKNOWN: f64 = 0.2;
/// Added where both tell a place, and not the same.
const OTHER_PLACE: f64 = 0.25;
/// Added for actors within one country, where many things of one type happen a day.
const DOMESTIC: f64 = 0.1;

/// What is compared of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// Number of the event.
    pub event: i64,
    /// Hashes of type, sides and day; the event's own day first, then its neighbours. Empty where the day is unknown.
    pub blocks: Vec<i64>,
    /// Number of the place.
    pub place: Option<i64>,
    /// Hashed words of the sentence, sorted.
    pub words: Vec<u16>,
    /// Added to the share of words needed.
    pub care: f64,
}

/// Compares an event; `sides` names the two sides, empty where not told, `sentence` is the words that tell it.
pub fn telling(
    event: &EventRecord,
    number: i64,
    day: i64,
    sides: [&str; 2],
    place: Option<i64>,
    sentence: &str,
) -> Telling {
    let kind = format!(
        "{}|{}|{}",
        event.event_type.number(),
        i64::from(event.status == Status::Negated),
        sides.join("|")
    );
    let days = [day, day - 1, day + 1];
    let known = day != days::UNKNOWN_DAY && sides.iter().any(|s| !s.is_empty());
    let blocks =
        days.iter().filter(|_| known).map(|d| stored_hash(format!("{kind}|{d}").as_bytes())).collect();
    let unknown = if sides.iter().any(|s| s.is_empty()) { SIDE_UNKNOWN } else { 0.0 };
    let domestic = if sides[0] == sides[1] { DOMESTIC } else { 0.0 };
    Telling { event: number, blocks, place, words: words(sentence), care: unknown + domestic }
}

fn words(sentence: &str) -> Vec<u16> {
    let folded = folded(sentence);
    let long = folded
        .split(' ')
        .filter(|w| w.chars().count() >= MIN_LETTERS || w.chars().all(|c| c.is_ascii_digit()));
    // Endings of inflection are left off by keeping a word's first six letters.
    let stems = long.map(|w| w.chars().take(6).collect::<String>()).filter(|w| !w.is_empty());
    let mut hashes: Vec<u16> = stems.map(|w| (hash(w.as_bytes()) >> 32) as u16).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(MAX_WORDS);
    hashes
}

/// A happening that events are compared with.
struct Known {
    happening: i64,
    place: Option<i64>,
    words: Vec<u16>,
}

/// Finds for each event the happening it tells: an earlier event's number, or its own. Gives the numbers in order and
/// the rows of new happenings.
pub fn link(
    database: &mut Database,
    tellings: &[Telling],
) -> Result<(Vec<i64>, Vec<Vec<Value>>), StoreError> {
    let mut known = candidates(database, tellings)?;
    let (mut linked, mut rows) = (Vec::with_capacity(tellings.len()), Vec::new());
    for telling in tellings {
        if let Some(happening) = best(&known, telling) {
            linked.push(happening);
            continue;
        }
        linked.push(telling.event);
        let Some(&block) = telling.blocks.first() else { continue };
        let known_now =
            Known { happening: telling.event, place: telling.place, words: telling.words.clone() };
        known.entry(block).or_default().push(known_now);
        let bytes: Vec<u8> = telling.words.iter().flat_map(|w| w.to_le_bytes()).collect();
        rows.push(vec![telling.event.into(), block.into(), telling.place.into(), bytes.into()]);
    }
    Ok((linked, rows))
}

/// The likest happening that is like enough; the earliest of equals.
fn best(known: &HashMap<i64, Vec<Known>>, telling: &Telling) -> Option<i64> {
    let mut best: Option<(f64, i64)> = None;
    for (n, block) in telling.blocks.iter().enumerate() {
        let needed = if n == 0 { SAME_DAY } else { NEXT_DAY } + telling.care;
        for candidate in known.get(block).into_iter().flatten() {
            let elsewhere =
                candidate.place.is_some() && telling.place.is_some() && candidate.place != telling.place;
            let surplus =
                alike(&candidate.words, &telling.words) - needed - if elsewhere { OTHER_PLACE } else { 0.0 };
            if surplus >= 0.0
                && best.is_none_or(|(s, h)| surplus > s || surplus == s && candidate.happening < h)
            {
                best = Some((surplus, candidate.happening));
            }
        }
    }
    best.map(|(_, happening)| happening)
}

/// Share of the shorter list found in the other.
fn alike(a: &[u16], b: &[u16]) -> f64 {
    let shorter = a.len().min(b.len());
    if shorter == 0 {
        return 0.0;
    }
    let both = a.iter().filter(|w| b.binary_search(w).is_ok()).count();
    both as f64 / shorter as f64
}

fn candidates(database: &mut Database, tellings: &[Telling]) -> Result<HashMap<i64, Vec<Known>>, StoreError> {
    let mut blocks: Vec<i64> = tellings.iter().flat_map(|t| t.blocks.iter().copied()).collect();
    blocks.sort_unstable();
    blocks.dedup();
    let mut known: HashMap<i64, Vec<Known>> = HashMap::new();
    for row in
        super::numbers_in(database, "number, block, place, words FROM happenings WHERE block", &blocks)?
    {
        let candidate = Known { happening: row.number(0), place: row.int(2), words: stored_words(&row) };
        known.entry(row.number(1)).or_default().push(candidate);
    }
    known.values_mut().for_each(|block| block.sort_by_key(|k| k.happening));
    Ok(known)
}

fn stored_words(row: &Row) -> Vec<u16> {
    row.bytes(3).as_chunks::<2>().0.iter().map(|&pair| u16::from_le_bytes(pair)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_words_are_alike() {
        let a = words("Protesters demanded elections in the capital on Friday.");
        let b = words("A protester demands an election in the capital.");
        assert!(alike(&a, &b) > 0.7, "{}", alike(&a, &b));
        assert!(alike(&a, &words("The navy seized a fishing boat.")) < 0.1);
        assert_eq!(alike(&a, &[]), 0.0);
    }
}
