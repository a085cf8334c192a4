//! What people said of the record, and how it is kept when articles are coded again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use verbale_record::output::{ArticleRecord, ClaimRecord, EventRecord, RelationRecord, StatementRecord};
use verbale_record::{EventType, Mode, Status};

use crate::add::{address, next_number};
use crate::database::{Database, Row, Value};
use crate::numbers::{Numbered, mode_number};
use crate::store::in_transaction;
use crate::words::{folded, hash};
use crate::{Store, StoreError, days, rebuild};

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
    /// What was rejected, with what it was coded as.
    rejected: BTreeMap<String, Option<String>>,
    corrected: BTreeMap<String, Correction>,
}

impl Reviews {
    /// Of the articles at these addresses. The newest review of a fact counts.
    pub fn of(database: &mut Database, addresses: &[String]) -> Result<Reviews, StoreError> {
        let mut reviews =
            Reviews { accepted: BTreeSet::new(), rejected: BTreeMap::new(), corrected: BTreeMap::new() };
        if database.fetch_one("SELECT number FROM reviews LIMIT 1", &[])?.is_none() {
            return Ok(reviews);
        }
        let wanted: BTreeSet<String> = addresses.iter().map(|a| address_hash(a)).collect();
        let rows = database
            .fetch("SELECT fingerprint, verdict, correction, was FROM reviews ORDER BY number", &[])?;
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
                    reviews.rejected.insert(fingerprint, row.string(3));
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

    /// Whether an event was rejected. Coded as another type it is another assertion, of which nothing was said.
    pub fn rejects_event(&self, record: &ArticleRecord, event: &EventRecord) -> bool {
        let was = if self.rejected.is_empty() {
            None
        } else {
            self.rejected.get(&event_fingerprint(record, event))
        };
        was.is_some_and(|was| was.as_deref().is_none_or(|w| w == event.event_type.as_str()))
    }

    /// Whether a statement was rejected.
    pub fn rejects_statement(&self, record: &ArticleRecord, statement: &StatementRecord) -> bool {
        !self.rejected.is_empty() && self.rejected.contains_key(&statement_fingerprint(record, statement))
    }

    /// What was said of a claim: 0 nothing, 1 accepted, 2 rejected.
    pub fn of_claim(&self, record: &ArticleRecord, relation: &RelationRecord, claim: &ClaimRecord) -> i64 {
        if self.is_empty() {
            return 0;
        }
        let fingerprint = claim_fingerprint(record, relation, claim);
        if self.rejected.contains_key(&fingerprint) {
            2
        } else {
            i64::from(self.accepted.contains(&fingerprint))
        }
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

/// Of an event: by its trigger, and its place among the events of one trigger; not by its type, which a review may correct.
pub fn event_fingerprint(record: &ArticleRecord, event: &EventRecord) -> String {
    let same = |e: &&EventRecord| e.sentence == event.sentence && e.trigger.start == event.trigger.start;
    let before = record.events.iter().filter(same).take_while(|e| e.id != event.id).count();
    fingerprint(record, event.sentence, &format!("event {before}"), event.trigger.start)
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
    let what = format!(
        "claim {} {} {} {}",
        relation.kind,
        claim.says,
        sides(&relation.subject),
        sides(&relation.object)
    );
    fingerprint(record, claim.sentence, &what, claim.start)
}

/// What is reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// An event.
    Event,
    /// A statement.
    Statement,
    /// A claim of a standing fact.
    Claim,
}

/// What a person says of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is right.
    Accept,
    /// It is wrong and leaves the record; it stays readable by its article.
    Reject,
    /// It is right so; events only.
    Correct(Correction),
}

/// A review of a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// What.
    pub target: Target,
    /// Its number.
    pub number: i64,
    /// What is said.
    pub verdict: Verdict,
    /// By whom.
    pub reviewer: String,
    /// Why.
    pub reason: Option<String>,
}

/// A review as it was kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeptReview {
    /// `event`, `statement` or `claim`.
    pub target: String,
    /// `accept`, `reject` or `correct`.
    pub verdict: String,
    /// What was put right.
    pub correction: Option<serde_json::Value>,
    /// What it was coded as.
    pub was: Option<String>,
    /// The sentence.
    pub sentence: Option<String>,
    /// The words that made it: trigger, cue or claim.
    pub words: Option<String>,
    /// By whom.
    pub reviewer: String,
    /// Why.
    pub reason: Option<String>,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub reviewed_at: i64,
}

/// A fact found for review.
struct Reviewed {
    fingerprint: String,
    was: String,
    sentence: String,
    words: String,
}

impl Store {
    /// Keeps a review and puts the record right by it.
    pub fn review(&mut self, review: &Review, now: i64) -> Result<(), StoreError> {
        if matches!(review.verdict, Verdict::Correct(_)) && review.target != Target::Event {
            return Err(StoreError::Question(
                "only events can be corrected; reject the other and say why".into(),
            ));
        }
        let fact = self.reviewed(review)?;
        let (verdict, correction) = match &review.verdict {
            Verdict::Accept => ("accept", None),
            Verdict::Reject => ("reject", None),
            Verdict::Correct(c) => {
                let json = serde_json::to_string(c).map_err(|e| StoreError::Question(e.to_string()))?;
                ("correct", Some(json))
            }
        };
        let target = match review.target {
            Target::Event => "event",
            Target::Statement => "statement",
            Target::Claim => "claim",
        };
        in_transaction(&mut self.database, |database| {
            let row = vec![
                next_number(database, "reviews")?.into(),
                target.into(),
                fact.fingerprint.into(),
                verdict.into(),
                correction.into(),
                fact.was.into(),
                fact.sentence.into(),
                fact.words.into(),
                review.reviewer.clone().into(),
                review.reason.clone().into(),
                now.into(),
            ];
            database.insert("reviews", &[row])?;
            apply(database, review)
        })
    }

    /// All reviews, oldest first: training data, with the sentences.
    pub fn reviews(&mut self) -> Result<Vec<KeptReview>, StoreError> {
        let sql = "SELECT target, verdict, correction, was, sentence, words, reviewer, reason, reviewed_at FROM reviews \
                   ORDER BY number";
        let kept = |r: Row| KeptReview {
            target: r.string(0).unwrap_or_default(),
            verdict: r.string(1).unwrap_or_default(),
            correction: r.text(2).and_then(|c| serde_json::from_str(c).ok()),
            was: r.string(3),
            sentence: r.string(4),
            words: r.string(5),
            reviewer: r.string(6).unwrap_or_default(),
            reason: r.string(7),
            reviewed_at: r.number(8),
        };
        Ok(self.database.fetch(sql, &[])?.into_iter().map(kept).collect())
    }

    /// Finds the fact of a review in the record of its article.
    fn reviewed(&mut self, review: &Review) -> Result<Reviewed, StoreError> {
        let (name, sql) = match review.target {
            Target::Event => ("event", "SELECT article, position, 0 FROM events WHERE number = $1"),
            Target::Statement => {
                ("statement", "SELECT article, position, 0 FROM statements WHERE number = $1")
            }
            Target::Claim => (
                "claim",
                "SELECT f.article, f.position, c.position FROM claims c JOIN facts f ON f.number = c.fact WHERE c.number = $1",
            ),
        };
        let missing = || StoreError::Question(format!("there is no {name} {}", review.number));
        let row = self.database.fetch_one(sql, &[review.number.into()])?.ok_or_else(missing)?;
        let records = rebuild::records(&mut self.database, &[row.number(0)])?;
        let record = records.first().ok_or_else(missing)?;
        if row.number(1) == 0 {
            let message = format!("claim {} follows from another by a rule; review that one", review.number);
            return Err(StoreError::Question(message));
        }
        let at = row.index(1) - 1;
        let sentence = |n: usize| {
            let span = record.sentences.get(n).zip(record.article.text.as_deref());
            let words =
                span.map(|(s, text)| text.chars().skip(s.start).take(s.end - s.start).collect::<String>());
            words.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        match review.target {
            Target::Event => record.events.get(at).map(|e| Reviewed {
                fingerprint: event_fingerprint(record, e),
                was: e.event_type.to_string(),
                sentence: sentence(e.sentence),
                words: e.trigger.text.clone(),
            }),
            Target::Statement => record.statements.get(at).map(|s| Reviewed {
                fingerprint: statement_fingerprint(record, s),
                was: s.speaker.iter().map(|a| a.id.clone()).collect::<Vec<_>>().join("+"),
                sentence: sentence(s.sentence),
                words: s.cue.text.clone(),
            }),
            Target::Claim => record.relations.get(at).and_then(|r| {
                let claim = r.claims.get(row.index(2).checked_sub(1)?)?;
                Some(Reviewed {
                    fingerprint: claim_fingerprint(record, r, claim),
                    was: format!("{} {} {}", r.kind, claim.says, claim.state),
                    sentence: sentence(claim.sentence),
                    words: claim.text.clone(),
                })
            }),
        }
        .ok_or_else(missing)
    }
}

/// Puts the rows of a fact right.
fn apply(database: &mut Database, review: &Review) -> Result<(), StoreError> {
    let number: Value = review.number.into();
    let rejected = review.verdict == Verdict::Reject;
    match review.target {
        Target::Claim => {
            let state: i64 = if rejected { 2 } else { 1 };
            database.execute("UPDATE claims SET review = $2 WHERE number = $1", &[number, state.into()])?;
            Ok(())
        }
        Target::Statement => {
            let state: i64 = if rejected { 2 } else { 0 };
            let sql = "UPDATE statements SET state = $2 WHERE number = $1 AND state <> 1";
            database.execute(sql, &[number, state.into()])?;
            Ok(())
        }
        Target::Event => {
            let state: i64 = if rejected { 2 } else { 0 };
            let sql = "UPDATE events SET state = $2 WHERE number = $1 AND state <> 1";
            database.execute(sql, &[number.clone(), state.into()])?;
            if let Verdict::Correct(correction) = &review.verdict {
                correct(database, review.number, correction)?;
            }
            relink(database, review.number)
        }
    }
}

fn correct(database: &mut Database, number: i64, correction: &Correction) -> Result<(), StoreError> {
    let told = rebuild::events(database, &[number])?;
    let Some(mut event) = told.into_iter().next().map(|t| t.fact) else { return Ok(()) };
    correction.apply(&mut event);
    let cameo = match database
        .fetch_one("SELECT number FROM words WHERE word = $1", &[event.cameo.clone().into()])?
    {
        Some(row) => row.number(0),
        None => {
            let next = next_number(database, "words")?;
            database.insert("words (number, word)", &[vec![next.into(), event.cameo.clone().into()]])?;
            next
        }
    };
    let sql = "UPDATE events SET type = $2, mode = $3, status = $4, cameo = $5 WHERE number = $1";
    let values = [
        number.into(),
        event.event_type.number().into(),
        mode_number(event.mode).into(),
        event.status.number().into(),
        cameo.into(),
    ];
    database.execute(sql, &values)?;
    if let Some(day) = correction.date.as_deref().and_then(days::parse) {
        let sql = "UPDATE events SET day = $2, first_day = $2, last_day = $2 WHERE number = $1";
        database.execute(sql, &[number.into(), day.into()])?;
    }
    Ok(())
}

/// Makes the links of an event say what the event says.
fn relink(database: &mut Database, number: i64) -> Result<(), StoreError> {
    let sql = "SELECT type, mode, status + 4 * historical + 8 * state, day FROM events WHERE number = $1";
    let Some(row) = database.fetch_one(sql, &[number.into()])? else { return Ok(()) };
    let sides = "SELECT actor FROM event_actors WHERE event = $1 UNION SELECT 0";
    let values: Vec<Value> = vec![
        number.into(),
        row.number(0).into(),
        row.number(1).into(),
        row.number(2).into(),
        row.number(3).into(),
    ];
    for (table, of_sides) in [
        ("country_links", String::new()),
        ("actor_links", format!(" AND from_actor IN ({sides}) AND to_actor IN ({sides})")),
    ] {
        let sql = format!(
            "UPDATE {table} SET type = $2, mode = $3, flags = $4, day = $5 WHERE event = $1{of_sides}"
        );
        database.execute(&sql, &values)?;
    }
    Ok(())
}
