//! The readable cases of `cases/` and the examples of the pattern files, through the whole pipeline.
//!
//! A case that is known to come out wrong stands in `cases/known_failures.txt`, so that the list can only be changed
//! knowingly: a case that newly fails, and one listed that now comes out right, both fail the test.
//! `UPDATE_CASES=1 cargo test -p verbale --test cases` rewrites the list; the diff is for review.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use verbale::{Article, CodedArticle, Coder};
use verbale_events::coding::{PatternBook, expectation};
use verbale_events::relations::{ClaimBook, claim_lines, relation_lines};
use verbale_events::statements::statement_lines;

/// A text with the lines expected of it.
struct Case {
    /// Where it stands: `cases/events/request.txt` or `pattern REQUEST/urge`.
    origin: String,
    text: String,
    date: Option<jiff::civil::Date>,
    expected: Vec<String>,
    kind: Kind,
}

/// What the lines of a case are about.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Events,
    Statements,
    Claims,
    Relations,
}

impl Case {
    /// The case as one line of the list of known failures.
    fn key(&self) -> String {
        format!("{}: {}", self.origin, self.text.replace('\n', " ¶ "))
    }

    fn article(&self) -> Article {
        Article {
            id: self.origin.clone(),
            date: self.date,
            lang: "en".into(),
            text: self.text.clone(),
            ..Article::default()
        }
    }

    fn lines(&self, coded: &CodedArticle) -> Vec<String> {
        let (doc, mentions) = (&coded.document, &coded.mentions);
        let lines = match self.kind {
            Kind::Events => expectation(doc, mentions, &coded.events),
            Kind::Statements => statement_lines(doc, mentions, &coded.statements),
            Kind::Claims => claim_lines(doc, mentions, &coded.statements, &coded.claims),
            Kind::Relations => relation_lines(doc, mentions, &coded.relations),
        };
        if lines.is_empty() { vec!["(none)".into()] } else { lines }
    }

    /// Events of one text may be listed in any order; all else in the order of the text.
    fn holds(&self, found: &[String]) -> bool {
        let (mut expected, mut found) = (self.expected.clone(), found.to_vec());
        if self.kind == Kind::Events {
            expected.sort();
            found.sort();
        }
        expected == found || (found == ["(none)"] && expected == ["none"])
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The cases of a folder: blocks divided by blank lines; `marker` begins expected lines, or, where it is empty, the first
/// line of a block is the text and the rest is expected. `# date 2024-05-14` sets the articles' date. In the cases of relations
/// lines are claims, those after `* ` relations.
fn read_cases(folder: &str, marker: &str, kind: Kind) -> Vec<Case> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().flat_map(|path| read_file(folder, path, marker, kind)).collect()
}

fn read_file(folder: &str, path: &Path, marker: &str, kind: Kind) -> Vec<Case> {
    let content = std::fs::read_to_string(path).unwrap();
    let origin = format!("{folder}/{}", path.file_name().unwrap().to_string_lossy());
    let date = content.lines().find_map(|l| l.strip_prefix("# date ")).map(|d| d.trim().parse().unwrap());
    let mut cases = Vec::new();
    for block in content.split("\n\n") {
        let lines: Vec<&str> =
            block.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).collect();
        let texts = match marker {
            "" => 1.min(lines.len()),
            marker => lines.iter().take_while(|l| !l.starts_with(marker)).count(),
        };
        if texts == 0 {
            continue;
        }
        let text = lines[..texts].join("\n");
        let mut expected: Vec<String> =
            lines[texts..].iter().map(|l| l.trim_start_matches(marker).trim().to_string()).collect();
        let relations: Vec<String> =
            expected.iter().filter_map(|l| l.strip_prefix("* ")).map(str::to_string).collect();
        let kind = if kind == Kind::Claims && !relations.is_empty() { Kind::Relations } else { kind };
        if kind == Kind::Relations {
            expected = relations;
        }
        cases.push(Case { origin: origin.clone(), text, date, expected, kind });
    }
    cases
}

fn event_examples() -> Vec<Case> {
    let book = PatternBook::embedded();
    let case = |p: &verbale_events::coding::Pattern| Case {
        origin: format!("pattern {}", p.because()),
        text: p.example.clone(),
        date: None,
        expected: vec![p.expect.clone()],
        kind: Kind::Events,
    };
    book.patterns().iter().map(case).collect()
}

fn claim_examples() -> Vec<Case> {
    let book = ClaimBook::embedded().unwrap();
    let case = |e: &verbale_events::relations::PatternExample| Case {
        origin: format!("claim pattern {}", e.pattern),
        text: e.sentence.clone(),
        date: None,
        expected: e
            .expect
            .split("; ")
            .map(|l| if l == "-" { "(none)".into() } else { l.to_string() })
            .collect(),
        kind: Kind::Claims,
    };
    book.examples().iter().map(case).collect()
}

#[test]
fn cases_come_out_as_written_but_for_the_known_failures() {
    let mut cases = read_cases("cases/events", "", Kind::Events);
    cases.extend(read_cases("cases/statements", "> ", Kind::Statements));
    cases.extend(read_cases("cases/relations", "", Kind::Claims));
    let examples: Vec<Case> = event_examples().into_iter().chain(claim_examples()).collect();
    let coder = Coder::new().unwrap();
    let (mut coded, _) = coder.code(cases.iter().map(Case::article).collect());
    // Examples say what a pattern makes of a sentence by itself.
    let patterns = coder.patterns_only();
    coded.extend(patterns.code(examples.iter().map(Case::article).collect()).0);
    cases.extend(examples);

    let list = root().join("cases/known_failures.txt");
    let known: BTreeSet<String> =
        std::fs::read_to_string(&list).unwrap_or_default().lines().map(str::to_string).collect();
    let mut failing = BTreeSet::new();
    let mut report = String::new();
    for (case, coded) in cases.iter().zip(&coded) {
        let found = case.lines(coded);
        if !case.holds(&found) {
            let key = case.key();
            let _ = writeln!(report, "{key}\n  expected {:?}\n  found    {found:?}", case.expected);
            failing.insert(key);
        }
    }
    println!("{report}\n{} of {} cases come out right", cases.len() - failing.len(), cases.len());
    if std::env::var_os("UPDATE_CASES").is_some() {
        let lines: String = failing.iter().map(|key| format!("{key}\n")).collect();
        std::fs::write(&list, lines).unwrap();
        return;
    }
    let newly: Vec<_> = failing.difference(&known).collect();
    let mended: Vec<_> = known.difference(&failing).collect();
    assert!(newly.is_empty(), "cases that came out right before: {newly:#?}");
    assert!(mended.is_empty(), "listed in cases/known_failures.txt, but right or gone: {mended:#?}");
}
