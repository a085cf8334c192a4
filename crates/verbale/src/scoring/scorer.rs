//! Adds up the scores of units into a report.

use std::collections::BTreeMap;

use strum::IntoEnumIterator;
use verbale_record::{EventType, Status};

use super::bootstrap;
use super::errors::{self, MissedEvent, WrongEvent};
use super::events::{EventScore, Events, Rightness, TypeTally, sentence_ends};
use super::facts::Facts;
use super::figure::{Figure, Tallies};
use super::gold::GoldUnit;
use super::report::{self, Comparison, Counts, FigureRow, Report};
use super::{claims, statements};

/// Inside what a found event may answer to a gold one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Within {
    /// The sentence their triggers stand in.
    #[default]
    Sentence,
    /// The unit: what is told twice may be found in either place.
    Unit,
}

/// How to score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Inside what events may answer to each other.
    pub within: Within,
    /// How many wrong, and how many missed, events to list.
    pub worst: usize,
}

/// Scores units one by one.
#[derive(Debug, Default)]
pub struct Scorer {
    options: Options,
    counts: Counts,
    /// Counts of each unit, for the bootstrap.
    units: BTreeMap<String, Tallies>,
    types: BTreeMap<EventType, TypeTally>,
    confusion: BTreeMap<(Option<EventType>, Option<EventType>), usize>,
    statuses: Vec<(Status, Status)>,
    trigger_types: Vec<(EventType, EventType)>,
    confidences: Vec<(f64, Rightness)>,
    wrong: Vec<WrongEvent>,
    missed: Vec<MissedEvent>,
}

impl Scorer {
    /// Nothing scored yet.
    pub fn new(options: Options) -> Scorer {
        Scorer { options, ..Scorer::default() }
    }

    /// Scores what was found in a unit. A unit that was scored before is not scored again.
    pub fn add(&mut self, unit: &GoldUnit, found: &Facts) {
        if self.units.contains_key(&unit.id) {
            return;
        }
        let mut tallies = Tallies::default();
        let sentences = sentence_ends(&unit.text);
        let ends = match self.options.within {
            Within::Sentence => &sentences[..],
            Within::Unit => &[],
        };
        let events = Events { gold: &unit.facts.events, found: &found.events, sentence_ends: ends };
        let score = events.score(&mut tallies);
        statements::score(&unit.facts.statements, &found.statements, &mut tallies);
        claims::score(&unit.facts.claims, &found.claims, &mut tallies);
        self.count(&unit.facts, found);
        if self.options.worst > 0 {
            let shown = Events { sentence_ends: &sentences, ..events };
            let (wrong, missed) = errors::of_unit(unit, &shown, &score);
            self.wrong.extend(wrong);
            self.missed.extend(missed);
        }
        self.add_events(&unit.facts, found, score);
        self.units.insert(unit.id.clone(), tallies);
    }

    fn count(&mut self, gold: &Facts, found: &Facts) {
        self.counts.units += 1;
        self.counts.units_without_events += usize::from(gold.events.is_empty());
        self.counts.gold_events += gold.events.len();
        self.counts.found_events += found.events.len();
        self.counts.gold_statements += gold.statements.len();
        self.counts.found_statements += found.statements.len();
        self.counts.gold_claims += gold.claims.len();
        self.counts.found_claims += found.claims.len();
    }

    fn add_events(&mut self, gold: &Facts, found: &Facts, score: EventScore) {
        for (event_type, tally) in score.types {
            let total = self.types.entry(event_type).or_default();
            total.alone += tally.alone;
            total.with_sides += tally.with_sides;
        }
        for (g, event) in gold.events.iter().enumerate() {
            let partner =
                score.aligned.iter().find(|pair| pair.0 == g).map(|pair| found.events[pair.1].event_type);
            *self.confusion.entry((Some(event.event_type), partner)).or_default() += 1;
        }
        for (f, event) in found.events.iter().enumerate() {
            if !score.aligned.iter().any(|pair| pair.1 == f) {
                *self.confusion.entry((None, Some(event.event_type))).or_default() += 1;
            }
            self.confidences.extend(event.confidence.map(|c| (c, score.rightness[f])));
        }
        self.statuses.extend(score.statuses);
        self.trigger_types.extend(score.trigger_types);
    }

    /// How many units were scored.
    pub fn units(&self) -> usize {
        self.units.len()
    }

    /// The counts of all figures over all units.
    pub fn total(&self) -> Tallies {
        let mut total = Tallies::default();
        self.units.values().for_each(|t| total.add_all(t));
        total
    }

    /// The report; with another scorer, the two are compared over the units both have.
    pub fn report(&self, other: Option<&Scorer>) -> Report {
        let (types, macro_f1) = report::types(&self.types);
        Report {
            counts: self.counts,
            figures: self.figures(),
            types,
            macro_f1,
            confusion: report::confusion(&self.confusion),
            statuses: report::statuses(&self.statuses),
            reliability: report::reliability(&self.confidences),
            agreement: report::agreement(&self.trigger_types),
            comparison: other.map(|o| self.compare(o)),
            worst: errors::worst(self.wrong.clone(), self.options.worst),
            missed: errors::spread(self.missed.clone(), self.options.worst),
        }
    }

    fn figures(&self) -> Vec<FigureRow> {
        let total = self.total();
        let units: Vec<Tallies> = self.units.values().copied().collect();
        let intervals = bootstrap::intervals(&units, &Figure::MAIN);
        let interval = |figure| Figure::MAIN.iter().position(|&f| f == figure).and_then(|n| intervals[n]);
        let row = |figure: Figure| {
            let tally = total.of(figure);
            FigureRow {
                figure,
                measure: figure.measure(),
                value: figure.value(tally),
                precision: tally.precision(),
                recall: tally.recall(),
                tally,
                interval: interval(figure),
            }
        };
        Figure::iter().map(row).collect()
    }

    fn compare(&self, other: &Scorer) -> Comparison {
        let both = self.units.iter().filter_map(|(id, mine)| Some((*mine, *other.units.get(id)?)));
        let (mine, theirs): (Vec<Tallies>, Vec<Tallies>) = both.unzip();
        Comparison { units: mine.len(), figures: bootstrap::differences(&mine, &theirs) }
    }
}
