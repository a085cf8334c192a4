//! Words of texts, folded for search and comparison, and fingerprints of them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents; everything but letters and digits separates words.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkd().filter(|&c| !is_combining_mark(c)) {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.extend(c.to_lowercase());
        } else {
            // An apostrophe inside a word joins: "Côte d'Ivoire" and "dont" alike.
            gap = gap || !matches!(c, '\'' | '’');
        }
    }
    out
}

/// FNV-1a, 64 bits: the same on every machine and in every version, unlike the standard library's hasher.
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// A hash as the databases keep it.
pub fn stored_hash(bytes: &[u8]) -> i64 {
    i64::from_ne_bytes(hash(bytes).to_ne_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_leaves_plain_words() {
        assert_eq!(folded("Müller's Côte d’Ivoire — 2,5%!"), "mullers cote divoire 2 5");
        assert_eq!(folded("  "), "");
    }
}
