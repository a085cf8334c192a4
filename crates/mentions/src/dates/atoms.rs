//! A sentence cut into words, numbers and marks, independent of how the analyser cuts tokens: "mid-May",
//! "1990s" and "third-quarter" come apart, so that one grammar reads them all.

use verbale_record::Span;

/// What an atom is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AtomKind {
    Word,
    Number,
    Mark,
}

/// A word, number or mark.
#[derive(Clone, Debug)]
pub(super) struct Atom {
    /// Lower-case form.
    pub low: String,
    /// Whether it begins with a capital.
    pub capital: bool,
    pub kind: AtomKind,
    pub span: Span,
}

impl Atom {
    /// The value of a number without point or comma.
    pub fn number(&self) -> Option<i32> {
        if self.kind != AtomKind::Number || self.low.len() > 4 { None } else { self.low.parse().ok() }
    }
}

/// Cuts `text[within]` into atoms; spans count bytes of `text`.
pub(super) fn atoms(text: &str, within: Span) -> Vec<Atom> {
    let end = within.end().min(text.len());
    let mut found = Vec::new();
    let mut at = within.start();
    while let Some(c) = text.get(at..end).and_then(|rest| rest.chars().next()) {
        let rest = &text[at..end];
        let (len, kind) = if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        } else if c.is_alphabetic() {
            (run(rest, char::is_alphabetic), AtomKind::Word)
        } else if c.is_ascii_digit() {
            (number_length(rest), AtomKind::Number)
        } else {
            (c.len_utf8(), AtomKind::Mark)
        };
        found.push(Atom {
            low: rest[..len].to_lowercase(),
            capital: c.is_uppercase(),
            kind,
            span: Span::new(at, at + len),
        });
        at += len;
    }
    found
}

fn run(text: &str, keep: impl Fn(char) -> bool) -> usize {
    text.find(|c| !keep(c)).unwrap_or(text.len())
}

/// Digits with inner points and thousands commas: `1,999`, `2.5`.
fn number_length(text: &str) -> usize {
    let digits = |t: &str| run(t, |c| c.is_ascii_digit());
    let mut len = digits(text);
    while let Some(rest) = text.get(len..).filter(|r| r.starts_with([',', '.'])) {
        let more = digits(&rest[1..]);
        if more == 0 || (rest.starts_with(',') && more != 3) {
            break;
        }
        len += 1 + more;
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_and_suffixes_come_apart() {
        let text = "mid-May 1990s 1,999 2.5";
        let forms: Vec<String> = atoms(text, Span::new(0, text.len())).into_iter().map(|a| a.low).collect();
        assert_eq!(forms, ["mid", "-", "may", "1990", "s", "1,999", "2.5"]);
    }
}
