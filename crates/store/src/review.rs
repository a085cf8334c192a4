//! What people said of the record, and how it is kept when articles are coded again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use verbale_record::output::{ArticleRecord, ClaimRecord, EventRecord, RelationRecord, StatementRecord};
use verbale_record::{EventType, Mode, Status};

use crate::StoreError;
use crate::add::address;
use crate::database::Database;
use crate::words::{folded, hash};

/// What a correction puts right. What is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// The right type.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub event_type: Option<EventType>,
    /// The right mode; a type corrected without a mode has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// The right status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The right day, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

impl Correction {
    /// Whether it corrects nothing.
    pub fn is_empty(&self) -> bool {
        *self == Correction::default()
    }

    /// Puts an event right.
    pub fn apply(&self, event: &mut EventRecord) {
        if let Some(event_type) = self.event_type {
            event.event_type = event_type;
            event.mode = None;
            event.cameo = event_type.cameo_root().into();
        }
        if self.mode.is_some() {
            event.mode = self.mode;
        }
        if !event.event_type.modes().iter().any(|m| Some(*m) == event.mode) {
            event.mode = None;
        }
        if let Some(status) = self.status {
            event.status = status;
        }
        if let Some(date) = &self.date {
            event.date.start = Some(date.clone());
            event.date.end = Some(date.clone());
        }
        event.quad = event.event_type.quad();
        event.score = event.event_type.score(event.mode);
    }
}

/// The reviews of the articles of a batch.
pub struct Reviews {
    accepted: BTreeSet<String>,
    rejected: BTreeSet<String>,
    corrected: BTreeMap<String, Correction>,
}

impl Reviews {
    /// Of the articles at these addresses. The newest review of a fact counts.
    pub fn of(database: &mut Database, addresses: &[String]) -> Result<Reviews, StoreError> {
        let mut reviews = Reviews { accepted: BTreeSet::new(), rejected: BTreeSet::new(), corrected: BTreeMap::new() };
        if database.fetch_one("SELECT number FROM reviews LIMIT 1", &[])?.is_none() {
            return Ok(reviews);
        }
        let wanted: BTreeSet<String> = addresses.iter().map(|a| address_hash(a)).collect();
        let rows = database.fetch("SELECT fingerprint, verdict, correction FROM reviews ORDER BY number", &[])?;
        for row in rows {
            let fingerprint = row.string(0).unwrap_or_default();
            if !wanted.contains(fingerprint.split(':').next().unwrap_or("")) {
                continue;
            }
            reviews.accepted.remove(&fingerprint);
            reviews.rejected.remove(&fingerprint);
            reviews.corrected.remove(&fingerprint);
            match row.text(1) {
                Some("accept") => {
                    reviews.accepted.insert(fingerprint);
                }
                Some("reject") => {
                    reviews.rejected.insert(fingerprint);
                }
                Some("correct") => {
                    let correction = serde_json::from_str(row.text(2).unwrap_or("{}"))
                        .map_err(|e| StoreError::Damaged(format!("correction of {fingerprint}: {e}")))?;
                    reviews.corrected.insert(fingerprint, correction);
                }
                _ => {}
            }
        }
        Ok(reviews)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.accepted.is_empty() && self.rejected.is_empty() && self.corrected.is_empty()
    }

    /// A record with its events put right.
    pub fn corrected(&self, record: &ArticleRecord) -> ArticleRecord {
        let mut right = record.clone();
        for (event, coded) in right.events.iter_mut().zip(&record.events) {
            if let Some(correction) = self.corrected.get(&event_fingerprint(record, coded)) {
                correction.apply(event);
            }
        }
        right
    }

    /// Whether an event was rejected.
    pub fn rejects_event(&self, record: &ArticleRecord, event: &EventRecord) -> bool {
        !self.rejected.is_empty() && self.rejected.contains(&event_fingerprint(record, event))
    }

    /// Whether a statement was rejected.
    pub fn rejects_statement(&self, record: &ArticleRecord, statement: &StatementRecord) -> bool {
        !self.rejected.is_empty() && self.rejected.contains(&statement_fingerprint(record, statement))
    }

    /// What was said of a claim: 0 nothing, 1 accepted, 2 rejected.
    pub fn of_claim(&self, record: &ArticleRecord, relation: &RelationRecord, claim: &ClaimRecord) -> i64 {
        if self.is_empty() {
            return 0;
        }
        let fingerprint = claim_fingerprint(record, relation, claim);
        if self.rejected.contains(&fingerprint) { 2 } else { i64::from(self.accepted.contains(&fingerprint)) }
    }
}

fn address_hash(address: &str) -> String {
    format!("{:016x}", hash(address.as_bytes()))
}

/// A fact by its article's address, the words of its sentence, and what it was coded as there.
fn fingerprint(record: &ArticleRecord, sentence: usize, what: &str, start: usize) -> String {
    let article = &record.article;
    let span = record.sentences.get(sentence);
    let words: String = span.zip(article.text.as_deref()).map_or(String::new(), |(s, text)| {
        folded(&text.chars().skip(s.start).take(s.end - s.start).collect::<String>())
    });
    let offset = start.saturating_sub(span.map_or(0, |s| s.start));
    let address = address_hash(address(article.url.as_deref(), &article.id));
    format!("{address}:{:016x}", hash(format!("{what}|{offset}|{words}").as_bytes()))
}

/// Of an event. Its type is part: two events may have one trigger.
pub fn event_fingerprint(record: &ArticleRecord, event: &EventRecord) -> String {
    fingerprint(record, event.sentence, &format!("event {}", event.event_type), event.trigger.start)
}

/// Of a statement.
pub fn statement_fingerprint(record: &ArticleRecord, statement: &StatementRecord) -> String {
    fingerprint(record, statement.sentence, "statement", statement.cue.start)
}

/// Of a claim.
pub fn claim_fingerprint(record: &ArticleRecord, relation: &RelationRecord, claim: &ClaimRecord) -> String {
    let sides = |side: &[verbale_record::output::ActorRef]| {
        side.iter().map(|a| a.id.clone()).collect::<Vec<_>>().join("+")
    };
    let what = format!("claim {} {} {} {}", relation.kind, claim.says, sides(&relation.subject), sides(&relation.object));
    fingerprint(record, claim.sentence, &what, claim.start)
}
