//! The word lists of `data/language`, read once.

use std::collections::HashSet;

/// Lines of a list, without comments and blank ones.
pub fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(|l| l.trim_end_matches('\r')).filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// A list of one word a line, to ask whether a word is in it.
pub fn set(list: &'static str) -> HashSet<&'static str> {
    lines(list).collect()
}
