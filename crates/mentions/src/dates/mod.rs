//! When: finds time expressions and reckons the days they mean, in the manner of TIMEX3 (ISO-TimeML).
//!
//! Each sentence is cut into atoms (`atoms`), a grammar reads expressions (`parse`, `relative`), and each is reckoned against
//! the article's date, its clause's tense (`tense`) and the date told before it (`resolve`). Prepositions and
//! pairs then bound the days (`bounds`). Trees sharpen the tense but are not needed.

mod atoms;
mod bounds;
mod calendar;
mod expr;
mod lexicon;
mod parse;
mod parts;
mod relative;
mod resolve;
mod tense;

use std::collections::BTreeSet;

use jiff::civil::Date;
use verbale_record::{DateKind, DateMention, Document, NameKind, Sentence, Span};

use atoms::Atom;
use expr::{Expr, YearRef};
use lexicon::Lexicon;
use parse::Parser;
use resolve::{Anchors, Resolver};
use tense::Tense;

/// Finds time expressions in English articles.
#[derive(Debug)]
pub struct DateFinder {
    lexicon: Lexicon,
}

impl Default for DateFinder {
    fn default() -> Self {
        DateFinder::new()
    }
}

/// An expression where it stands, as atoms `first..end` of its sentence.
pub(crate) struct Raw {
    first: usize,
    end: usize,
    expr: Expr,
}

/// The expressions of a sentence.
struct Read {
    atoms: Vec<Atom>,
    raws: Vec<Raw>,
}

impl DateFinder {
    /// A finder with the embedded tables.
    pub fn new() -> DateFinder {
        DateFinder { lexicon: Lexicon::new() }
    }

    /// The time expressions of a document in order of the text. Relative ones need the article's date; without it a
    /// full date in the first two sentences (a dateline) stands in, and a day or month takes the one year that the
    /// article names; else they stay unknown.
    pub fn find(&self, document: &Document) -> Vec<DateMention> {
        let read: Vec<Read> = document.sentences.iter().map(|s| self.read(document, s)).collect();
        let article = document.article.date.or_else(|| dateline(&read));
        let mut anchors = Anchors { article, year: only_year(&read), before: None };
        let mut found = Vec::new();
        for (number, (sentence, read)) in document.sentences.iter().zip(&read).enumerate() {
            let mut here: Vec<DateMention> =
                read.raws.iter().map(|raw| self.mention(number, sentence, read, raw, &mut anchors)).collect();
            bounds::bound(&read.atoms, &read.raws, &mut here);
            found.append(&mut here);
        }
        found
    }

    fn read(&self, document: &Document, sentence: &Sentence) -> Read {
        let atoms = atoms::atoms(document.text(), sentence.span);
        let parser = Parser { atoms: &atoms, lexicon: &self.lexicon };
        let mut raws: Vec<Raw> = Vec::new();
        let mut at = 0;
        while at < atoms.len() {
            match parser.parse(at).filter(|(end, _)| !named(sentence, span(&atoms, at, *end))) {
                Some((end, expr)) => {
                    raws.push(Raw { first: at, end, expr });
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        bounds::share_years(&atoms, &mut raws);
        Read { atoms, raws }
    }

    fn mention(
        &self,
        number: usize,
        sentence: &Sentence,
        read: &Read,
        raw: &Raw,
        anchors: &mut Anchors,
    ) -> DateMention {
        let span = span(&read.atoms, raw.first, raw.end);
        let tense = match tense::tense_at(sentence, span, &self.lexicon) {
            // "stays shut until Friday"
            Tense::Present if bounds::looks_ahead(&read.atoms, raw.first) => Tense::Future,
            tense => tense,
        };
        let resolved = Resolver { anchors, tense }.resolve(&raw.expr);
        let known = resolved.interval.start.is_some() && resolved.interval.end.is_some();
        if known && matches!(resolved.kind, DateKind::Date | DateKind::Time) {
            let value = resolved.value.split('T').next().unwrap_or_default().to_string();
            anchors.before = Some((resolved.interval, value));
        }
        DateMention {
            span,
            sentence: number,
            kind: resolved.kind,
            value: resolved.value,
            interval: resolved.interval,
            basis: resolved.basis,
        }
    }
}

/// From the first to the last atom.
fn span(atoms: &[Atom], first: usize, end: usize) -> Span {
    let at = |i: usize| atoms.get(i).map_or(Span::new(0, 0), |a| a.span);
    at(first).join(at(end.saturating_sub(1).max(first)))
}

/// Whether the words are part of a person's or an organisation's longer name: "April Jones", "the March 14 Alliance".
fn named(sentence: &Sentence, span: Span) -> bool {
    sentence.names.iter().any(|name| {
        let (Some(first), Some(last)) = (sentence.tokens.get(name.first), sentence.tokens.get(name.last))
        else {
            return false;
        };
        let whole = first.span.join(last.span);
        let inside = whole.start() <= span.start() && span.end() <= whole.end();
        let longer = whole.end() - whole.start() > span.end() - span.start() + 2;
        inside
            && match name.kind {
                NameKind::Person => true,
                NameKind::Organization => longer,
                _ => false,
            }
    })
}

/// A whole date in the first two sentences.
fn dateline(read: &[Read]) -> Option<Date> {
    read.iter().take(2).flat_map(|r| &r.raws).find_map(|raw| match raw.expr {
        Expr::Calendar { year: YearRef::Given(y), month: Some(m), day: Some(d) } => Date::new(y, m, d).ok(),
        _ => None,
    })
}

/// The year named, if there is but one.
fn only_year(read: &[Read]) -> Option<i16> {
    let years: BTreeSet<i16> =
        read.iter()
            .flat_map(|r| &r.raws)
            .filter_map(|raw| match raw.expr {
                Expr::Calendar { year: YearRef::Given(y), .. }
                | Expr::Days { year: YearRef::Given(y), .. } => Some(y),
                _ => None,
            })
            .collect();
    years.first().copied().filter(|_| years.len() == 1)
}
