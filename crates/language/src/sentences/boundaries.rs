//! Where sentences end inside a paragraph.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::tokens::{Abbreviation, abbreviation};
use crate::words;

static STARTERS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words::set(include_str!("../../../../data/language/en/starters.txt")));

/// Bytes looked back or ahead at a stop: more than any word, and a bound on the work for text without spaces.
const REACH: usize = 256;

/// Bytes of a sentence in which the opening of a quotation is looked for.
const QUOTATION: usize = 4096;

/// What closes a quotation or bracket and goes with the sentence before it.
const CLOSERS: [char; 9] = ['"', '\'', '”', '’', '»', ')', ']', '}', '›'];

/// What opens one and goes with the sentence after it.
const OPENERS: [char; 11] = ['"', '\'', '“', '‘', '«', '(', '[', '{', '‹', '„', '¿'];

/// The sentences of a paragraph as ranges of its bytes, trimmed, in order, none empty.
pub fn sentences(paragraph: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut scan = 0;
    while let Some(stop) = paragraph[scan..].find(is_stop).map(|at| scan + at) {
        let run = run_end(paragraph, stop, is_stop);
        let end = closers_end(paragraph, start, run);
        let place =
            Place { before: &paragraph[start..stop], marks: &paragraph[stop..run], after: &paragraph[end..] };
        if place.ends_sentence(end > run) {
            push_trimmed(paragraph, start..end, &mut found);
            start = end;
        }
        scan = end;
    }
    push_trimmed(paragraph, start..paragraph.len(), &mut found);
    found
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。')
}

fn run_end(text: &str, from: usize, belongs: impl Fn(char) -> bool) -> usize {
    text[from..].find(|c| !belongs(c)).map_or(text.len(), |at| from + at)
}

/// End of the quotation marks and brackets that close right after a stop. A straight quotation mark with no space
/// after it closes only if the sentence holds its opening.
fn closers_end(text: &str, start: usize, from: usize) -> usize {
    let end = run_end(text, from, |c| CLOSERS.contains(&c));
    let closers = &text[from..end];
    let glued = text[end..].starts_with(char::is_alphanumeric) && closers.ends_with(['"', '\'']);
    if !glued {
        return end;
    }
    let near = text.floor_char_boundary(from.saturating_sub(QUOTATION)).max(start);
    let marks = |part: &str| part.matches('"').count();
    let closes = closers.ends_with('"') && marks(&text[near..from]) % 2 == marks(closers) % 2;
    if closes { end } else { end - 1 }
}

fn push_trimmed(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let end = start + part.trim().len();
    if start < end {
        found.push(start..end);
    }
}

/// A stop with what stands around it.
struct Place<'a> {
    /// The sentence so far.
    before: &'a str,
    /// The stop or run of stops.
    marks: &'a str,
    /// What follows the stop and its closing marks.
    after: &'a str,
}

impl Place<'_> {
    fn ends_sentence(&self, closed: bool) -> bool {
        let next = self.after.trim_start();
        if next.is_empty() {
            return true;
        }
        if !self.after.starts_with(char::is_whitespace) {
            return self.space_is_missing(closed);
        }
        if !starts_like_a_sentence(next) {
            return false;
        }
        if self.marks != "." {
            return true;
        }
        !self.is_list_number() && !(self.is_abbreviation(next))
    }

    /// `agency.This`: a word in lower case or a number, a stop, a capitalised word.
    fn space_is_missing(&self, closed: bool) -> bool {
        let next: String = self
            .after
            .chars()
            .take(REACH)
            .take_while(|c| c.is_alphanumeric() || *c == '.' || *c == '@')
            .collect();
        let mut letters = self.after.trim_start_matches(OPENERS).chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let second = letters.next();
        let word_follows =
            capital && second.is_some_and(|c| c.is_lowercase() || c.is_whitespace() || c == '\'' || c == '’');
        let word = last_word(self.before);
        let plain_end = word.chars().count() > 1
            && word
                .chars()
                .last()
                .is_some_and(|c| c.is_lowercase() || c.is_numeric() || CLOSERS.contains(&c))
            && !word.contains(['/', '@', '.']);
        let domain = ["com", "org", "net"].contains(&next.to_lowercase().as_str());
        let name_like = domain || next.contains(['.', '@']) && !next.ends_with('.');
        word_follows && !name_like && (closed || plain_end) && abbreviation(word).is_none()
    }

    /// `1. Talks`, `a. Talks`: the number of a list's item.
    fn is_list_number(&self) -> bool {
        let item = self.before.trim().trim_start_matches('(');
        if item.len() > REACH {
            return false;
        }
        item.chars().count() <= 3 && !item.is_empty() && item.chars().all(|c| c.is_ascii_digit())
            || item.chars().count() == 1 && item.chars().all(char::is_alphabetic)
    }

    fn is_abbreviation(&self, next: &str) -> bool {
        let word = last_word(self.before).trim_start_matches(OPENERS);
        let starter = is_starter(next);
        if word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2) || is_initial(word) {
            return !starter;
        }
        match abbreviation(word) {
            Some(Abbreviation::Title) => true,
            Some(Abbreviation::Number) => next.starts_with(|c: char| c.is_numeric()),
            Some(Abbreviation::Other) => !starter && !next.starts_with(['"', '“']),
            None => false,
        }
    }
}

/// The characters after the last white space.
fn last_word(text: &str) -> &str {
    let near = &text[text.floor_char_boundary(text.len().saturating_sub(REACH))..];
    near.rsplit(|c: char| c.is_whitespace() || "-–—/".contains(c)).next().unwrap_or("")
}

/// One capital letter: `J.` in a name.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// Whether a sentence may begin so: with a capital, a number, a script without case; marks that open are looked through.
fn starts_like_a_sentence(next: &str) -> bool {
    let bare =
        next.trim_start_matches(|c: char| OPENERS.contains(&c) || "—–-•*#@".contains(c) || c.is_whitespace());
    bare.chars().next().is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase() || "$€£".contains(c))
}

/// Whether the next word is one that begins sentences.
fn is_starter(next: &str) -> bool {
    let word: &str =
        next.trim_start_matches(OPENERS).split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    STARTERS.contains(word)
}
