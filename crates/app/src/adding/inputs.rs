//! What `add` reads: text and web pages whole, JSON lines row by row; articles to code and records coded already.

use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::civil::Date;
use verbale::output::ArticleRecord;
use verbale::{Article, ReadHints};

use crate::batch::items::{self, Content};
use crate::batch::work::{self, WorkOptions};
use crate::batch::{Meter, Source, has_ending};
use crate::inputs::{Input, has_text_extension, is_hidden};

/// One thing named by the user, or found in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A text or web page: one article.
    Whole(PathBuf),
    /// JSON lines: an article a line.
    Rows(PathBuf),
    /// Standard input: JSON lines where the first character is `{`, else one article.
    Stdin,
    /// Nothing to read, and why.
    Problem(String, String),
}

/// An article as it came.
#[derive(Debug)]
pub enum Arrived {
    /// To be coded.
    Article(Box<Article>),
    /// Coded already.
    Record(Box<ArticleRecord>),
}

/// What is known of inputs that do not say it themselves.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    /// Date of publication.
    pub date: Option<Date>,
    /// Language.
    pub lang: Option<String>,
    /// Publisher.
    pub source: Option<String>,
}

/// The arguments as a list; the files of folders by name.
pub fn named(arguments: &[PathBuf]) -> Vec<Named> {
    let mut list = Vec::new();
    for argument in arguments {
        if argument.as_os_str() == "-" {
            list.push(Named::Stdin);
        } else if argument.is_dir() {
            add_folder(argument, &mut list);
        } else if has_ending(argument) {
            list.push(Named::Rows(argument.clone()));
        } else {
            list.push(Named::Whole(argument.clone()));
        }
    }
    list
}

fn add_folder(folder: &Path, list: &mut Vec<Named>) {
    let before = list.len();
    let name = || folder.display().to_string();
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|e| e.depth() == 0 || !is_hidden(e.path())) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if has_text_extension(entry.path()) => list.push(Named::Whole(entry.into_path())),
            Ok(entry) if has_ending(entry.path()) => list.push(Named::Rows(entry.into_path())),
            Ok(_) => {}
            Err(error) => list.push(Named::Problem(name(), error.to_string())),
        }
    }
    if list.len() == before {
        let reason = "no file to read here (looked for texts, web pages and JSON lines)";
        list.push(Named::Problem(name(), reason.into()));
    }
}

/// Takes what arrives, under the name it is known by in messages; false when no more is wanted.
pub type Take<'a> = dyn FnMut(String, Result<Arrived, String>) -> bool + 'a;

/// Reads one named thing to its end; false when no more is wanted.
pub fn read(named: &Named, defaults: &Defaults, meter: &Meter, take: &mut Take) -> bool {
    match named {
        Named::Problem(name, reason) => take(name.clone(), Err(reason.clone())),
        Named::Whole(path) => whole(&Input::File(path.clone()), defaults, take),
        Named::Rows(path) => rows(&Source::File(path.clone()), defaults, meter, take),
        Named::Stdin => {
            if stdin_has_rows() {
                rows(&Source::Stdin, defaults, meter, take)
            } else {
                whole(&Input::Stdin, defaults, take)
            }
        }
    }
}

/// Whether standard input begins as JSON lines do; what was looked at stays to be read.
fn stdin_has_rows() -> bool {
    use std::io::BufRead;
    let mut stdin = std::io::stdin().lock();
    stdin.fill_buf().is_ok_and(|start| start.trim_ascii_start().starts_with(b"{"))
}

fn whole(input: &Input, defaults: &Defaults, take: &mut Take) -> bool {
    let name = input.name();
    let hints = ReadHints {
        name: Some(name.clone()),
        date: defaults.date,
        lang: defaults.lang.clone(),
        source: defaults.source.clone(),
        ..ReadHints::default()
    };
    let article = input.bytes().context(name.clone()).and_then(|bytes| Ok(verbale::read(&bytes, &hints)?));
    let reason = |error: anyhow::Error| {
        let message = format!("{error:#}");
        message.strip_prefix(&format!("{name}: ")).unwrap_or(&message).to_owned()
    };
    let arrived = article.map(|a| Arrived::Article(Box::new(a))).map_err(reason);
    take(name.clone(), arrived)
}

fn rows(source: &Source, defaults: &Defaults, meter: &Meter, take: &mut Take) -> bool {
    let options = WorkOptions { lang: defaults.lang.clone(), text: true };
    let mut emit =
        |place: items::Place, content: Content| take(place.to_string(), row(content, &options, defaults));
    items::read(source, meter, &mut emit)
}

fn row(content: Content, options: &WorkOptions, defaults: &Defaults) -> Result<Arrived, String> {
    if let Content::Row(json) = &content
        && is_record(json)
    {
        let record: ArticleRecord =
            serde_json::from_slice(json).map_err(|e| format!("no record of verbale: {e}"))?;
        return Ok(Arrived::Record(Box::new(record)));
    }
    let (mut article, _pairs) = work::article(content, options).map_err(|f| f.reason)?;
    article.date = article.date.or(defaults.date);
    article.source = article.source.or_else(|| defaults.source.clone());
    Ok(Arrived::Article(Box::new(article)))
}

/// Whether a row is what `verbale code` prints: it begins with what coded it.
fn is_record(json: &[u8]) -> bool {
    let start = json.trim_ascii_start();
    start.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\"coder\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_texts_pages_and_rows() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.jsonl.gz", "a.txt", "c.png", ".d.txt"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let at = |name: &str| folder.path().join(name);
        assert_eq!(
            named(&[folder.path().into()]),
            [Named::Whole(at("a.txt")), Named::Rows(at("b.jsonl.gz"))]
        );
        assert_eq!(named(&["-".into()]), [Named::Stdin]);
    }

    #[test]
    fn coded_rows_are_told_from_articles() {
        assert!(is_record(b" { \"coder\": {}}"));
        assert!(!is_record(b"{\"text\": \"coder\"}"));
    }
}
