//! Events as flat rows, one an event: the columns of CSV and of flat Parquet, fixed by the contract.

use serde::Serialize;
use verbale_record::output::{ActorRef, ArticleRecord, EventRecord};

/// Names of the columns, in order.
pub const EVENT_COLUMNS: [&str; 19] = [
    "article_id",
    "article_date",
    "event_id",
    "type",
    "mode",
    "quad",
    "score",
    "cameo",
    "status",
    "historical",
    "actor_ids",
    "actor_countries",
    "recipient_ids",
    "recipient_countries",
    "date_start",
    "date_end",
    "place",
    "sentence_text",
    "confidence",
];

/// One event as a row. Lists are joined by `;`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventRow {
    /// Identifier of the article.
    pub article_id: String,
    /// Date of publication, ISO 8601.
    pub article_date: Option<String>,
    /// Identifier of the event in its article.
    pub event_id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: &'static str,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// Quad class.
    pub quad: String,
    /// PLOVER intensity.
    pub score: f64,
    /// CAMEO code.
    pub cameo: String,
    /// Whether it happened.
    pub status: &'static str,
    /// Told as background.
    pub historical: bool,
    /// Identifiers of who acts.
    pub actor_ids: String,
    /// Their countries, in the same order; empty between separators where there is none.
    pub actor_countries: String,
    /// Identifiers of whom it is directed at.
    pub recipient_ids: String,
    /// Their countries.
    pub recipient_countries: String,
    /// First day.
    pub date_start: Option<String>,
    /// Last day.
    pub date_end: Option<String>,
    /// Name of the place.
    pub place: Option<String>,
    /// The sentence that tells it.
    pub sentence_text: String,
    /// 0 to 1.
    pub confidence: f64,
}

/// The rows of an article. `text` is the article's text; without it the sentences are empty.
pub fn event_rows(record: &ArticleRecord, text: &str) -> Vec<EventRow> {
    let starts: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    let sentence = |event: &EventRecord| -> String {
        let Some(span) = record.sentences.get(event.sentence) else { return String::new() };
        let bytes = starts.get(span.start).zip(starts.get(span.end));
        bytes
            .and_then(|(&b, &e)| text.get(b..e))
            .unwrap_or("")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    record.events.iter().map(|event| event_row(record, event, sentence(event))).collect()
}

fn event_row(record: &ArticleRecord, event: &EventRecord, sentence_text: String) -> EventRow {
    EventRow {
        article_id: record.article.id.clone(),
        article_date: record.article.date.clone(),
        event_id: event.id.clone(),
        event_type: event.event_type.as_str(),
        mode: event.mode.map(|m| m.as_str()),
        quad: event.quad.to_string(),
        score: event.score,
        cameo: event.cameo.clone(),
        status: event.status.as_str(),
        historical: event.historical,
        actor_ids: join(&event.actor, |a| Some(&a.id)),
        actor_countries: join(&event.actor, |a| a.country.as_deref()),
        recipient_ids: join(&event.recipient, |a| Some(&a.id)),
        recipient_countries: join(&event.recipient, |a| a.country.as_deref()),
        date_start: event.date.start.clone(),
        date_end: event.date.end.clone(),
        place: event.place.as_ref().map(|p| p.name.clone()),
        sentence_text,
        confidence: event.confidence,
    }
}

fn join<'a>(refs: &'a [ActorRef], field: impl Fn(&'a ActorRef) -> Option<&'a str>) -> String {
    refs.iter().map(|r| field(r).unwrap_or("")).collect::<Vec<_>>().join(";")
}
