//! Scores what was found against what people annotated.
//!
//! ```no_run
//! use verbale::scoring::{GoldUnit, Options, Prediction, Scorer};
//!
//! let coder = verbale::Coder::new()?;
//! let unit = GoldUnit::from_json(r#"{"id": "a", "text": "Peru urged Chile to talk.", "date": "2024-05-14",
//!     "events": [], "statements": [], "claims": []}"#)?;
//! let (coded, _) = coder.code(vec![unit.article()]);
//! let found = Prediction::Record(Box::new(coder.record(&coded[0]))).facts(&unit)?;
//! let mut scorer = Scorer::new(Options::default());
//! scorer.add(&unit, &found);
//! println!("{}", serde_json::to_string_pretty(&scorer.report(None))?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
#![doc = include_str!("../../../../docs/eval.md")]

mod bootstrap;
mod claims;
mod errors;
mod events;
mod facts;
mod figure;
mod gold;
mod matching;
mod predictions;
mod report;
mod scorer;
mod spans;
mod statements;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_gold;

use sha2::{Digest, Sha256};

pub use bootstrap::{Confidence, Difference, RESAMPLES};
pub use errors::{ErrorKind, MissedEvent, ShownEvent, WrongEvent};
pub use facts::{ClaimFact, EventFact, Facts, SideFact, StatementFact};
pub use figure::{Figure, Measure, Tallies, Tally};
pub use gold::{GoldError, GoldUnit};
pub use predictions::{Prediction, PredictionError, Predictions};
pub use report::{
    Agreement, Comparison, ConfusionRow, Counts, FigureRow, MacroF1, ReliabilityRow, Report, Scores,
    StatusRow, TypeRow,
};
pub use scorer::{Options, Scorer, Within};

/// SHA-256 of a text, lower-case hexadecimal.
fn hash(text: &str) -> String {
    format!("{:x}", Sha256::digest(text.as_bytes()))
}
