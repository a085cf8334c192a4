//! Lines about facts of the store, where no article is at hand.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::UnicodeWidthStr;
use verbale::output::{ActorRef, BoundsRecord, DateRecord};

use super::{DIM, phrases};

/// "the Kosovo government (XKX GOV), …"; "?" for nobody. The words are those of the article.
pub fn refs(side: &[ActorRef], style: Style) -> String {
    let one = |a: &ActorRef| {
        let code = format!("{} {}", a.country.as_deref().unwrap_or(""), a.sector.as_str());
        format!("{style}{}{style:#} {DIM}({}){DIM:#}", a.text, code.trim())
    };
    if side.is_empty() { "?".into() } else { side.iter().map(one).collect::<Vec<_>>().join(", ") }
}

/// A date in a few columns, with a star where only the article's own tells.
pub fn short_date(date: &DateRecord) -> String {
    phrases::date(date)
}

/// "since 2019", "until 2021-10-16 or before"; nothing where nothing is told.
pub fn change(word: &str, earliest: Option<&str>, latest: Option<&str>) -> Option<String> {
    let bounds = BoundsRecord { earliest: earliest.map(Into::into), latest: latest.map(Into::into) };
    phrases::bounds(word, Some(&bounds))
}

/// Words wrapped to the width, indented, at most so many lines; what is left over is "…".
pub fn wrapped(out: &mut dyn Write, text: &str, indent: usize, width: usize, lines: usize) -> io::Result<()> {
    let room = width.saturating_sub(indent).max(20);
    let mut rows: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let last = rows.last().map_or(0, |r| r.width());
        if last > 0 && last + 1 + word.width() > room {
            if rows.len() == lines {
                if let Some(row) = rows.last_mut() {
                    row.push('…');
                }
                break;
            }
            rows.push(String::new());
        }
        if let Some(row) = rows.last_mut() {
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(word);
        }
    }
    for row in rows.iter().filter(|r| !r.is_empty()) {
        writeln!(out, "{:indent$}{row}", "")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_wrapped_and_cut() {
        let mut out = Vec::new();
        wrapped(&mut out, "one two three four five six seven", 2, 22, 2).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "  one two three four\n  five six seven\n");
        let mut out = Vec::new();
        wrapped(&mut out, "one two three four five six seven", 2, 22, 1).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "  one two three four…\n");
    }
}
