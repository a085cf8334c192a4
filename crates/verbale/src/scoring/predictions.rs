//! What was found: records made before by `verbale code`, or the annotation of a second person.

use std::collections::BTreeMap;

use serde::Deserialize;
use verbale_record::output::ArticleRecord;

use super::facts::Facts;
use super::gold::{Annotation, GoldError, GoldUnit, check_spans, parse};
use super::hash;

/// One line of a file of predictions.
#[derive(Clone, Debug)]
pub enum Prediction {
    /// A record of the program.
    Record(Box<ArticleRecord>),
    /// A second person's annotation.
    Annotation {
        /// Identifier of the unit.
        id: String,
        /// Its hash, where told.
        sha256: Option<String>,
        /// What this person found.
        facts: Facts,
    },
}

/// Why a prediction does not answer to a unit.
#[derive(Debug, thiserror::Error)]
pub enum PredictionError {
    /// It was made of another text.
    #[error("unit {0}: it was made of another text than the gold has (sha256 differs)")]
    OtherText(String),
    /// A span does not fit.
    #[error(transparent)]
    Spans(#[from] GoldError),
}

/// Only enough of a line to see what it is.
#[derive(Deserialize)]
struct Peek {
    article: Option<serde::de::IgnoredAny>,
}

impl Prediction {
    /// Reads a line: a record where it has an `article`, else a gold unit (its text may be missing).
    pub fn from_json(line: &str) -> Result<Prediction, GoldError> {
        if parse::<Peek>(line)?.article.is_some() {
            return Ok(Prediction::Record(Box::new(parse(line)?)));
        }
        let unit = Annotation::from_json(line)?;
        let sha256 = unit.sha256.or_else(|| unit.text.as_deref().map(hash));
        Ok(Prediction::Annotation { id: unit.id, sha256, facts: unit.facts })
    }

    /// Identifier of the unit it answers to.
    pub fn id(&self) -> &str {
        match self {
            Prediction::Record(record) => &record.article.id,
            Prediction::Annotation { id, .. } => id,
        }
    }

    /// What it found in a unit; checks that it was made of that unit's text.
    pub fn facts(&self, unit: &GoldUnit) -> Result<Facts, PredictionError> {
        let own = match self {
            Prediction::Record(record) => Some(&record.article.sha256),
            Prediction::Annotation { sha256, .. } => sha256.as_ref(),
        };
        if own.is_some_and(|h| *h != hash(&unit.text)) {
            return Err(PredictionError::OtherText(unit.id.clone()));
        }
        let facts = match self {
            Prediction::Record(record) => Facts::of_record(record, &unit.text),
            Prediction::Annotation { facts, .. } => facts.clone(),
        };
        check_spans(&facts, unit.text.chars().count(), &unit.id)?;
        Ok(facts)
    }
}

/// Predictions by the unit they answer to.
#[derive(Clone, Debug, Default)]
pub struct Predictions(BTreeMap<String, Prediction>);

impl Predictions {
    /// Takes a prediction; the one it had for that unit, if any, stays and the new one is given back.
    pub fn insert(&mut self, prediction: Prediction) -> Result<(), Prediction> {
        match self.0.entry(prediction.id().to_string()) {
            std::collections::btree_map::Entry::Occupied(_) => Err(prediction),
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(prediction);
                Ok(())
            }
        }
    }

    /// The prediction for a unit.
    pub fn get(&self, id: &str) -> Option<&Prediction> {
        self.0.get(id)
    }

    /// Identifiers, in alphabetical order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether a person made them: all are annotations, and there is at least one.
    pub fn are_annotations(&self) -> bool {
        !self.0.is_empty() && self.0.values().all(|p| matches!(p, Prediction::Annotation { .. }))
    }
}
