//! The report of a run: every figure and table, ready to print or to write as JSON.

use std::collections::BTreeMap;

use serde::Serialize;
use strum::IntoEnumIterator;
use verbale_record::{EventType, Status};

use super::bootstrap::{Confidence, Difference};
use super::errors::{MissedEvent, WrongEvent};
use super::events::{Rightness, TypeTally};
use super::figure::{Figure, Measure, Tally};

/// Everything scored. Shares lie between 0 and 1; `null` where there was no case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// What was scored.
    pub counts: Counts,
    /// Every figure.
    pub figures: Vec<FigureRow>,
    /// Events by type, for the types that occur.
    pub types: Vec<TypeRow>,
    /// Mean over the types the gold has of F1, by type alone and with sides.
    pub macro_f1: MacroF1,
    /// Gold type against found type.
    pub confusion: Vec<ConfusionRow>,
    /// Gold status against found status, of events whose type and sides are right.
    pub statuses: Vec<StatusRow>,
    /// How often events of a confidence are right; empty where a person is scored.
    pub reliability: Vec<ReliabilityRow>,
    /// Agreement beyond chance on events whose triggers touch.
    pub agreement: Agreement,
    /// Against another run over the same units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
    /// Found events that are wrong, the surest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub worst: Vec<WrongEvent>,
    /// Gold events that were missed, spread over the gold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<MissedEvent>,
}

/// What was scored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Units.
    pub units: usize,
    /// Of them without any gold event.
    pub units_without_events: usize,
    /// Gold events.
    pub gold_events: usize,
    /// Events found.
    pub found_events: usize,
    /// Gold statements.
    pub gold_statements: usize,
    /// Statements found.
    pub found_statements: usize,
    /// Gold claims.
    pub gold_claims: usize,
    /// Claims found.
    pub found_claims: usize,
}

/// A figure with what it is made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureRow {
    /// Which.
    pub figure: Figure,
    /// How it is read.
    pub measure: Measure,
    /// The figure itself.
    pub value: Option<f64>,
    /// Precision.
    pub precision: Option<f64>,
    /// Recall; of no meaning where the measure is precision.
    pub recall: Option<f64>,
    /// Its counts.
    #[serde(flatten)]
    pub tally: Tally,
    /// 95 % interval of the value by the bootstrap, for the main figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Confidence>,
}

/// Precision, recall and F1 with their counts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Share of what was found that is right.
    pub precision: Option<f64>,
    /// Share of the gold that was found.
    pub recall: Option<f64>,
    /// Harmonic mean.
    pub f1: Option<f64>,
    /// The counts.
    #[serde(flatten)]
    pub tally: Tally,
}

impl From<Tally> for Scores {
    fn from(tally: Tally) -> Scores {
        Scores { precision: tally.precision(), recall: tally.recall(), f1: tally.f1(), tally }
    }
}

/// One type.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TypeRow {
    /// Which.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// By type alone.
    pub alone: Scores,
    /// With both sides.
    pub with_sides: Scores,
}

/// Means over types.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MacroF1 {
    /// By type alone.
    pub alone: Option<f64>,
    /// With both sides.
    pub with_sides: Option<f64>,
}

/// How often one type was found for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ConfusionRow {
    /// In the gold; `None`: the gold has nothing there.
    pub gold: Option<EventType>,
    /// As found; `None`: missed.
    pub found: Option<EventType>,
    /// How often.
    pub count: usize,
}

/// How often one status was found for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StatusRow {
    /// In the gold.
    pub gold: Status,
    /// As found.
    pub found: Status,
    /// How often.
    pub count: usize,
}

/// Events of about one confidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ReliabilityRow {
    /// Lower limit of the bin, inside it.
    pub from: f64,
    /// Upper limit, inside it only for the last.
    pub to: f64,
    /// Events in it.
    pub events: usize,
    /// Mean of their confidence.
    pub confidence: Option<f64>,
    /// Share whose type is right.
    pub type_right: Option<f64>,
    /// Share whose type and sides are right.
    pub sides_right: Option<f64>,
    /// Share whose type, sides and status are right.
    pub all_right: Option<f64>,
}

/// Agreement on events whose triggers touch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Pairs of events.
    pub triggers: usize,
    /// Share with the same type.
    pub observed: Option<f64>,
    /// Cohen's κ of the type; `None` where chance alone would agree always.
    pub kappa: Option<f64>,
}

/// Two runs over the same units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Units both have.
    pub units: usize,
    /// The main figures.
    pub figures: Vec<Difference>,
}

/// Rows of the types that occur, in order of the ontology, and the macro means.
pub(super) fn types(tallies: &BTreeMap<EventType, TypeTally>) -> (Vec<TypeRow>, MacroF1) {
    let row = |(&event_type, tally): (&EventType, &TypeTally)| TypeRow {
        event_type,
        alone: tally.alone.into(),
        with_sides: tally.with_sides.into(),
    };
    let rows: Vec<TypeRow> = tallies.iter().map(row).collect();
    let mean = |scores: fn(&TypeRow) -> Scores| {
        let of_gold: Vec<f64> =
            rows.iter().map(scores).filter(|s| s.tally.gold > 0).filter_map(|s| s.f1).collect();
        (!of_gold.is_empty()).then(|| of_gold.iter().sum::<f64>() / of_gold.len() as f64)
    };
    let macro_f1 = MacroF1 { alone: mean(|r| r.alone), with_sides: mean(|r| r.with_sides) };
    (rows, macro_f1)
}

/// The table of pairs of types, in order of the ontology; what has no partner comes last.
pub(super) fn confusion(
    pairs: &BTreeMap<(Option<EventType>, Option<EventType>), usize>,
) -> Vec<ConfusionRow> {
    let all = || EventType::iter().map(Some).chain([None]);
    let rows = all().flat_map(|gold| all().map(move |found| (gold, found)));
    rows.filter_map(|(gold, found)| Some(ConfusionRow { gold, found, count: *pairs.get(&(gold, found))? }))
        .collect()
}

/// The table of pairs of status.
pub(super) fn statuses(pairs: &[(Status, Status)]) -> Vec<StatusRow> {
    let mut counts: BTreeMap<(Status, Status), usize> = BTreeMap::new();
    pairs.iter().for_each(|&pair| *counts.entry(pair).or_default() += 1);
    counts.into_iter().map(|((gold, found), count)| StatusRow { gold, found, count }).collect()
}

/// Bins of confidence.
const BINS: usize = 10;

/// Ten bins of confidence, from 0 to 1; empty where nothing has a confidence.
pub(super) fn reliability(events: &[(f64, Rightness)]) -> Vec<ReliabilityRow> {
    if events.is_empty() {
        return Vec::new();
    }
    // Confidence has two decimals: 0.7 may stand a hair below 7/10 in binary.
    let bin_of = |confidence: f64| ((confidence * BINS as f64 + 1e-9) as usize).min(BINS - 1);
    let row = |bin: usize| {
        let inside: Vec<&(f64, Rightness)> = events.iter().filter(|(c, _)| bin_of(*c) == bin).collect();
        let mean = |value: &dyn Fn(&(f64, Rightness)) -> f64| {
            (!inside.is_empty()).then(|| inside.iter().map(|e| value(e)).sum::<f64>() / inside.len() as f64)
        };
        let share = |right: fn(Rightness) -> bool| mean(&|e| f64::from(u8::from(right(e.1))));
        ReliabilityRow {
            from: bin as f64 / BINS as f64,
            to: (bin + 1) as f64 / BINS as f64,
            events: inside.len(),
            confidence: mean(&|e| e.0),
            type_right: share(|r| r.event_type),
            sides_right: share(|r| r.sides),
            all_right: share(|r| r.status),
        }
    };
    (0..BINS).map(row).collect()
}

/// Cohen's κ of the types of matched events (Cohen 1960): agreement beyond what the two distributions give by chance.
pub(super) fn agreement(pairs: &[(EventType, EventType)]) -> Agreement {
    if pairs.is_empty() {
        return Agreement { triggers: 0, observed: None, kappa: None };
    }
    let count = pairs.len() as f64;
    let observed = pairs.iter().filter(|(a, b)| a == b).count() as f64 / count;
    let by_chance: f64 = EventType::iter()
        .map(|t| {
            let of = |side: fn(&(EventType, EventType)) -> EventType| {
                pairs.iter().filter(|p| side(p) == t).count() as f64 / count
            };
            of(|p| p.0) * of(|p| p.1)
        })
        .sum();
    let kappa = (by_chance < 1.0).then(|| (observed - by_chance) / (1.0 - by_chance));
    Agreement { triggers: pairs.len(), observed: Some(observed), kappa }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_takes_chance_away() {
        use EventType::{Accuse, Request};
        // Cohen's own example in small: 0.7 observed, 0.5 by chance.
        let pairs = [
            vec![(Accuse, Accuse); 35],
            vec![(Request, Request); 35],
            vec![(Accuse, Request); 15],
            vec![(Request, Accuse); 15],
        ]
        .concat();
        let agreement = agreement(&pairs);
        assert_eq!(agreement.observed, Some(0.7));
        assert!((agreement.kappa.unwrap() - 0.4).abs() < 1e-9);
    }

    #[test]
    fn without_choice_there_is_no_kappa() {
        assert_eq!(agreement(&[(EventType::Aid, EventType::Aid)]).kappa, None);
        assert_eq!(agreement(&[]).observed, None);
    }

    #[test]
    fn a_bin_begins_at_its_lower_limit() {
        let right = Rightness { event_type: true, sides: true, status: false };
        let rows = reliability(&[(0.7, right), (0.79, Rightness::default()), (1.0, right), (0.9, right)]);
        assert_eq!(rows.len(), 10);
        assert_eq!((rows[7].events, rows[7].sides_right, rows[7].all_right), (2, Some(0.5), Some(0.0)));
        assert_eq!((rows[9].events, rows[9].type_right), (2, Some(1.0)));
        assert_eq!((rows[0].events, rows[0].type_right), (0, None));
    }
}
