//! Reader of the dictionaries of actors and agents of the TABARI and PETRARCH event coders.
//!
//! ```text
//! # a comment; so is what follows a semicolon
//! LIMA_  [PER]
//! +PERUVIAN_
//! ANA_REYES_
//!     [PERELI <20100101]
//!     [PERGOV 20100101-20150630]
//! !WHO! = MAN, WOMAN
//! POLICE!WHO! {POLICEFOLK} [~COP]
//! ```
//!
//! A record is a phrase, its synonyms after `+`, and its codes, some limited to dates. A code with a tilde makes the
//! record an agent, a common noun. What cannot be read is noted with its line, and the rest is read.

mod codes;
mod dates;
mod phrases;

pub use codes::{Codes, Meaning};
pub use phrases::usual_case;

use phrases::{Sets, spellings};

/// A code with the days it holds, ISO dates, both inside; empty sides are open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatedCode {
    /// Line it stands in, from 1.
    pub line: usize,
    /// The code as written, without brackets.
    pub code: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
}

/// One actor or agent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Line of its first phrase, from 1.
    pub line: usize,
    /// All spellings of its phrases, as written, words divided by spaces.
    pub names: Vec<String>,
    /// Spellings that end without underscore: stems, which an `S` may follow.
    pub stems: Vec<String>,
    /// Irregular plurals (agents).
    pub plurals: Vec<String>,
    /// Its codes, as ordered in the file.
    pub codes: Vec<DatedCode>,
    /// A code of it could not be read and was noted.
    faulty: bool,
}

impl Record {
    /// Whether it is a common noun: a code has a tilde.
    pub fn is_agent(&self) -> bool {
        self.codes.iter().any(|c| c.code.contains('~'))
    }
}

/// What a dictionary holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    /// Actors and agents in order.
    pub records: Vec<Record>,
    /// Lines not read, from 1, and why.
    pub notices: Vec<(usize, String)>,
}

/// Reads a dictionary.
pub fn read(text: &str) -> Dictionary {
    let mut reader = Reader::default();
    for (number, line) in text.lines().enumerate() {
        reader.line = number + 1;
        let line = reader.without_comment(line.trim_start_matches('\u{feff}'));
        if let Err(reason) = reader.read(line.trim()) {
            reader.note(reason);
        }
    }
    reader.close();
    reader.found
}

#[derive(Default)]
struct Reader {
    line: usize,
    found: Dictionary,
    open: Option<Record>,
    sets: Sets,
    /// Inside `<!-- … -->`.
    commented: bool,
    /// The phrase before could not be read: its synonyms and codes belong to nobody.
    lost: bool,
}

impl Reader {
    fn note(&mut self, reason: String) {
        self.found.notices.push((self.line, reason));
    }

    /// The line up to `;`, or `#` outside brackets (`[###]` is a code), without `<!-- … -->`.
    fn without_comment<'l>(&mut self, line: &'l str) -> &'l str {
        if self.commented || line.trim_start().starts_with("<!") {
            self.commented = !line.contains('>') || self.commented && !line.contains("-->");
            return "";
        }
        let mut inside = false;
        let end = line.char_indices().find(|&(_, c)| {
            inside = c == '[' || inside && c != ']';
            c == ';' || c == '#' && !inside
        });
        end.map_or(line, |(at, _)| &line[..at])
    }

    fn read(&mut self, line: &str) -> Result<(), String> {
        match line.chars().next() {
            None => Ok(()),
            Some('+') => self.synonym(&line[1..]),
            Some('[') => self.codes(line),
            Some('!') if line.contains('=') => self.set(line),
            Some('-') if line.starts_with("---") => self.heading(line),
            Some('-' | '~' | '*' | '&' | '.' | '=' | '@') => {
                self.close();
                self.lost = true;
                Err(format!("\"{}\" is no actor, agent, code or set", excerpt(line)))
            }
            Some(_) => self.phrase(line),
        }
    }

    /// `!WHO! = MAN, WOMAN`.
    fn set(&mut self, line: &str) -> Result<(), String> {
        self.close();
        let (name, words) = line.split_once('=').unwrap_or((line, ""));
        let name = name.trim().trim_matches('!').to_owned();
        let mut list = Vec::new();
        for word in words.split(',').map(str::trim).filter(|w| !w.is_empty()) {
            list.extend(spellings(word, &self.sets)?);
        }
        if name.is_empty() || list.is_empty() {
            return Err(format!("a set without name or words: \"{}\"", excerpt(line)));
        }
        self.sets.insert(name, list);
        Ok(())
    }

    /// `--- NAME [CODE] ---`: an entry between dashes; with a number it is a verb's.
    fn heading(&mut self, line: &str) -> Result<(), String> {
        self.close();
        self.lost = true;
        let inner = line.trim_matches(['-', ' ', '\t']);
        let code = inner.split_once('[').map(|(_, c)| c.trim_start());
        if code.is_some_and(|c| c.starts_with(|c: char| c.is_ascii_alphabetic() || c == '~')) {
            return self.phrase(inner);
        }
        if inner.is_empty() {
            return Ok(()); // a ruled line
        }
        Err(format!("\"{}\" is a verb or a heading: event patterns are given with --patterns", excerpt(line)))
    }

    fn phrase(&mut self, line: &str) -> Result<(), String> {
        self.close();
        self.lost = true;
        let (phrase, codes) = line.split_at(line.find('[').unwrap_or(line.len()));
        let (phrase, plurals) = with_plurals(phrase.trim());
        let mut record = Record { line: self.line, plurals, ..Record::default() };
        add_phrase(&mut record, phrase, &self.sets)?;
        self.open = Some(record);
        self.lost = false;
        if codes.is_empty() { Ok(()) } else { self.codes(codes) }
    }

    fn synonym(&mut self, line: &str) -> Result<(), String> {
        let Some(mut record) = self.open.take() else {
            return if self.lost { Ok(()) } else { Err("a synonym without an actor before it".into()) };
        };
        let (phrase, codes) = line.split_at(line.find('[').unwrap_or(line.len()));
        let (phrase, plurals) = with_plurals(phrase.trim());
        record.plurals.extend(plurals);
        let read = add_phrase(&mut record, phrase, &self.sets);
        self.open = Some(record);
        read?;
        if codes.is_empty() {
            Ok(())
        } else {
            Err("a synonym with a code of its own: the code is not read".into())
        }
    }

    /// One or more `[CODE dates]`.
    fn codes(&mut self, line: &str) -> Result<(), String> {
        if self.open.is_none() {
            return if self.lost { Ok(()) } else { Err("a code without an actor before it".into()) };
        }
        let mut rest = line.trim();
        while !rest.is_empty() {
            let Some((inside, after)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) else {
                let fault = Err(format!("\"{}\" is no code in brackets", excerpt(rest)));
                self.open.iter_mut().for_each(|open| open.faulty = true);
                return fault;
            };
            rest = after.trim();
            let code = self.code(inside.trim());
            if let Some(open) = &mut self.open {
                open.faulty |= code.is_err();
                open.codes.push(code?);
            }
        }
        Ok(())
    }

    fn code(&mut self, inside: &str) -> Result<DatedCode, String> {
        let (code, dates) = inside.split_at(inside.find([' ', '\t', '<', '>']).unwrap_or(inside.len()));
        if code.contains('#') {
            return Err(
                "[###] asks to pass over whole stories, which is not done: the phrase is left out".into()
            );
        }
        let (from, until) = dates::interval(dates.trim())?;
        let (code, others) = code.split_once('/').unwrap_or((code, ""));
        if !others.is_empty() {
            self.note(format!("of \"{code}/{others}\" only the first code is read"));
        }
        Ok(DatedCode { line: self.line, code: code.to_owned(), from, until })
    }

    fn close(&mut self) {
        let Some(record) = self.open.take() else { return };
        if record.codes.is_empty() && record.faulty {
            return;
        }
        if record.codes.is_empty() {
            let name = record.names.first().map_or("", String::as_str);
            self.found.notices.push((record.line, format!("no code for \"{name}\"")));
        } else {
            self.found.records.push(record);
        }
    }
}

fn add_phrase(record: &mut Record, phrase: &str, sets: &Sets) -> Result<(), String> {
    let names = spellings(phrase, sets)?;
    if !phrase.ends_with('_') {
        record.stems.extend(names.iter().cloned());
    }
    record.names.extend(names);
    Ok(())
}

/// An agent's irregular plurals stand in braces after it: `POLICEMAN {POLICEMEN}`; `{}` says that it has none.
fn with_plurals(phrase: &str) -> (&str, Vec<String>) {
    let Some((noun, braces)) = phrase.strip_suffix('}').and_then(|p| p.rsplit_once('{')) else {
        return (phrase, Vec::new());
    };
    if braces.contains('|') || !noun.ends_with([' ', '\t', ',']) {
        return (phrase, Vec::new());
    }
    let plurals = braces.split(',').map(|p| p.trim().trim_matches('_').replace('_', " "));
    (noun.trim_end_matches([' ', '\t', ',']), plurals.filter(|p| !p.is_empty()).collect())
}

fn excerpt(line: &str) -> String {
    const LONGEST: usize = 40;
    let short: String = line.chars().take(LONGEST).collect();
    if short.len() < line.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests;
