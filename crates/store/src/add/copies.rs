//! Near-duplicate texts: wire copies and lightly edited reprints.
//!
//! Texts are compared by MinHash over runs of three words (Broder 1997): the signature is cut into bands, and texts
//! that share a band are compared word for word. The hashes are our own few lines and not a crate's, because
//! bands are kept in databases and must never change.

use std::collections::BTreeSet;

use crate::words::{folded, hash};

/// Bands of a signature, of [`ROWS`] values each: texts with 0.8 of their runs in common share one with 96 %
/// probability, with 0.5 with 32 %.
const BANDS: usize = 6;
const ROWS: usize = 4;

/// Words in a run.
const RUN: usize = 3;

/// Texts with fewer words are never called copies: too little to tell.
const MIN_WORDS: usize = 12;

/// Share of runs in common (Jaccard) from which two texts are copies.
const SAME: f64 = 0.6;

/// The runs of words of a text, hashed, sorted; empty where the text is too short to tell.
pub fn runs(text: &str) -> Vec<u64> {
    let words = folded(text);
    let words: Vec<&str> = words.split(' ').collect();
    if words.len() < MIN_WORDS {
        return Vec::new();
    }
    let runs: BTreeSet<u64> = words.windows(RUN).map(|w| hash(w.join(" ").as_bytes())).collect();
    runs.into_iter().collect()
}

/// The bands of a text's signature, as stored.
pub fn bands(runs: &[u64]) -> Vec<i64> {
    if runs.is_empty() {
        return Vec::new();
    }
    let least = |seed: u64| runs.iter().map(|&r| mixed(r ^ mixed(seed))).min().unwrap_or(0);
    (0..BANDS)
        .map(|band| {
            let values = (0..ROWS).map(|row| least((band * ROWS + row) as u64 + 1));
            let bytes: Vec<u8> = values.chain([band as u64]).flat_map(u64::to_le_bytes).collect();
            i64::from_ne_bytes(hash(&bytes).to_ne_bytes())
        })
        .collect()
}

/// Whether two texts are copies of each other.
pub fn are_copies(a: &[u64], b: &[u64]) -> bool {
    let (mut i, mut j, mut both) = (0, 0, 0usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    let all = a.len() + b.len() - both;
    all > 0 && both as f64 / all as f64 >= SAME
}

/// SplitMix64 (Steele, Lea, Flood 2014): one hash made into many.
fn mixed(value: u64) -> u64 {
    let z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIRE: &str = "The foreign ministers of Peru and Chile met in Arica on Friday and agreed to reopen the border \
                        before the end of the month, officials of both countries said after the talks.";

    #[test]
    fn an_edited_copy_is_found_and_another_text_is_not() {
        let edited = WIRE.replace("officials of both countries", "officials");
        let (a, b) = (runs(WIRE), runs(&edited));
        assert!(are_copies(&a, &b));
        assert!(bands(&a).iter().any(|band| bands(&b).contains(band)), "no band in common");
        let other = runs(
            "The central bank of Bolivia left its main interest rate unchanged for the third time this year, \
                          as economists had expected.",
        );
        assert!(!are_copies(&a, &other));
        assert!(!bands(&a).iter().any(|band| bands(&other).contains(band)));
    }

    #[test]
    fn short_texts_are_no_copies() {
        assert!(runs("Peru urged Chile to talk.").is_empty());
        assert!(!are_copies(&[], &[]));
        assert!(bands(&[]).is_empty());
    }
}
