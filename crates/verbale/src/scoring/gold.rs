//! The project's own gold: one unit a line, as `corpus/join.py` writes it.

use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use verbale_record::output::SpanRecord;
use verbale_record::{
    Article, ClaimSays, Context, EventType, Mode, RelationKind, RelationState, Sector, Status,
};

use super::facts::{ClaimFact, EventFact, Facts, SideFact, StatementFact};
use super::hash;

/// Most facts of one sort a unit may have: a paragraph has a dozen, and matching grows with the cube.
const MAX_FACTS: usize = 500;

/// A unit with what a person found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldUnit {
    /// Identifier.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Date of the article.
    pub date: Option<Date>,
    /// What a person found.
    pub facts: Facts,
}

/// Why a line of gold is refused.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// No unit.
    #[error("{path}{reason}{column}", path = at(path), column = in_column(*column))]
    Shape {
        /// Where in the object: `events[2].type`; empty for the whole.
        path: String,
        /// What is wrong there.
        reason: String,
        /// Column of the line, from 1; 0 where unknown.
        column: usize,
    },
    /// Only the annotation is here.
    #[error("unit {0} has no text: join the annotation to its text first (corpus/join.py)")]
    NoText(String),
    /// The text is another one.
    #[error("unit {0}: its text is another than was annotated (sha256 differs)")]
    OtherText(String),
    /// A span does not fit.
    #[error("unit {id}: {path} is {start}–{end}, but the text has {length} code points")]
    Outside {
        /// Which unit.
        id: String,
        /// Which span: `events[2].trigger`.
        path: String,
        /// First code point.
        start: usize,
        /// One past the last.
        end: usize,
        /// Code points of the text.
        length: usize,
    },
    /// The type has no such mode.
    #[error("unit {id}: events[{event}]: {event_type} has no mode {mode}")]
    Mode {
        /// Which unit.
        id: String,
        /// Which event.
        event: usize,
        /// Its type.
        event_type: EventType,
        /// The mode given.
        mode: Mode,
    },
    /// The kind has no such state.
    #[error("unit {id}: claims[{claim}]: {kind} has no state {state}")]
    State {
        /// Which unit.
        id: String,
        /// Which claim.
        claim: usize,
        /// Its kind.
        kind: RelationKind,
        /// The state given.
        state: RelationState,
    },
    /// Too many facts for one unit.
    #[error("unit {id}: {count} {what} in one unit; at most {MAX_FACTS}")]
    TooMany {
        /// Which unit.
        id: String,
        /// Events, statements or claims.
        what: &'static str,
        /// How many.
        count: usize,
    },
}

fn at(path: &str) -> String {
    // "." is the whole object and "?" a place the parser did not reach: neither helps.
    if matches!(path, "" | "." | "?") { String::new() } else { format!("{path}: ") }
}

fn in_column(column: usize) -> String {
    if column == 0 { String::new() } else { format!(" (column {column})") }
}

/// A unit as annotated; the text may be missing.
#[derive(Debug)]
pub(super) struct Annotation {
    pub(super) id: String,
    pub(super) text: Option<String>,
    pub(super) sha256: Option<String>,
    pub(super) date: Option<Date>,
    pub(super) facts: Facts,
}

impl GoldUnit {
    /// Reads a line and checks every span against the text.
    pub fn from_json(line: &str) -> Result<GoldUnit, GoldError> {
        let unit = Annotation::from_json(line)?;
        let id = unit.id.clone();
        let Some(text) = unit.text else { return Err(GoldError::NoText(id)) };
        if unit.sha256.is_some_and(|h| h != hash(&text)) {
            return Err(GoldError::OtherText(id));
        }
        check_spans(&unit.facts, text.chars().count(), &id)?;
        Ok(GoldUnit { id, text, date: unit.date, facts: unit.facts })
    }

    /// The unit as an article to code. The corpus is English.
    pub fn article(&self) -> Article {
        Article {
            id: self.id.clone(),
            date: self.date,
            lang: "en".into(),
            sha256: hash(&self.text),
            text: self.text.clone(),
            ..Article::default()
        }
    }
}

impl Annotation {
    pub(super) fn from_json(line: &str) -> Result<Annotation, GoldError> {
        let unit: UnitLine = parse(line)?;
        let id = unit.id.clone();
        let lengths = [
            ("events", unit.events.len()),
            ("statements", unit.statements.len()),
            ("claims", unit.claims.len()),
        ];
        if let Some(&(what, count)) = lengths.iter().find(|(_, count)| *count > MAX_FACTS) {
            return Err(GoldError::TooMany { id, what, count });
        }
        for (event, e) in unit.events.iter().enumerate() {
            if let Some(mode) = e.mode.filter(|m| !e.event_type.modes().contains(m)) {
                return Err(GoldError::Mode { id, event, event_type: e.event_type, mode });
            }
        }
        for (claim, c) in unit.claims.iter().enumerate() {
            if !c.kind.states().contains(&c.state) {
                return Err(GoldError::State { id, claim, kind: c.kind, state: c.state });
            }
        }
        let facts = Facts {
            events: unit.events.into_iter().map(EventFact::from).collect(),
            statements: unit.statements.into_iter().map(StatementFact::from).collect(),
            claims: unit.claims.into_iter().map(ClaimFact::from).collect(),
        };
        Ok(Annotation { id, text: unit.text, sha256: unit.sha256, date: unit.date, facts })
    }
}

/// Parses one line, telling where in the object it goes wrong.
pub(super) fn parse<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T, GoldError> {
    let mut json = serde_json::Deserializer::from_str(line);
    let shape = |path: String, error: &serde_json::Error| {
        let place = format!(" at line {} column {}", error.line(), error.column());
        let reason = error.to_string();
        let reason = reason.strip_suffix(&place).unwrap_or(&reason).to_string();
        GoldError::Shape { path, reason, column: error.column() }
    };
    let value =
        serde_path_to_error::deserialize(&mut json).map_err(|e| shape(e.path().to_string(), e.inner()))?;
    json.end().map_err(|e| shape(String::new(), &e))?;
    Ok(value)
}

/// Checks that every span holds at least one code point of the text.
pub(super) fn check_spans(facts: &Facts, length: usize, id: &str) -> Result<(), GoldError> {
    let check = |path: String, span: SpanRecord| {
        if span.start < span.end && span.end <= length {
            return Ok(());
        }
        Err(GoldError::Outside { id: id.into(), path, start: span.start, end: span.end, length })
    };
    let list = |path: String, spans: &[SpanRecord]| {
        spans.iter().enumerate().try_for_each(|(n, &span)| check(format!("{path}[{n}]"), span))
    };
    for (n, e) in facts.events.iter().enumerate() {
        let path = format!("events[{n}]");
        check(format!("{path}.trigger"), e.trigger)?;
        list(format!("{path}.actor"), &super::spans::of_side(&e.actor))?;
        list(format!("{path}.recipient"), &super::spans::of_side(&e.recipient))?;
        e.date.map_or(Ok(()), |s| check(format!("{path}.date"), s))?;
        e.place.map_or(Ok(()), |s| check(format!("{path}.place"), s))?;
    }
    for (n, s) in facts.statements.iter().enumerate() {
        let path = format!("statements[{n}]");
        list(format!("{path}.speaker"), &s.speaker)?;
        s.cue.map_or(Ok(()), |c| check(format!("{path}.cue"), c))?;
        list(format!("{path}.content"), &s.content)?;
    }
    for (n, c) in facts.claims.iter().enumerate() {
        let path = format!("claims[{n}]");
        list(format!("{path}.subject"), &c.subject)?;
        list(format!("{path}.object"), &c.object)?;
        c.words.map_or(Ok(()), |w| check(format!("{path}.words"), w))?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct UnitLine {
    id: String,
    text: Option<String>,
    sha256: Option<String>,
    #[serde(default, deserialize_with = "date")]
    date: Option<Date>,
    events: Vec<EventLine>,
    statements: Vec<StatementLine>,
    claims: Vec<ClaimLine>,
}

#[derive(Deserialize)]
struct EventLine {
    #[serde(rename = "type")]
    event_type: EventType,
    mode: Option<Mode>,
    trigger: (usize, usize),
    actor: Vec<SideLine>,
    recipient: Vec<SideLine>,
    status: Status,
    historical: bool,
    date: Option<(usize, usize)>,
    place: Option<(usize, usize)>,
    contexts: Vec<Context>,
}

#[derive(Deserialize)]
struct SideLine {
    start: usize,
    end: usize,
    country: Option<String>,
    sector: Option<Sector>,
}

#[derive(Deserialize)]
struct StatementLine {
    speaker: Vec<(usize, usize)>,
    cue: Option<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

#[derive(Deserialize)]
struct ClaimLine {
    kind: RelationKind,
    says: ClaimSays,
    #[serde(deserialize_with = "state")]
    state: RelationState,
    subject: Vec<SideLine>,
    object: Vec<SideLine>,
    words: Option<(usize, usize)>,
}

fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    text.map(|t| {
        Date::from_str(&t).map_err(|_| serde::de::Error::custom(format!("{t:?} is no date: YYYY-MM-DD")))
    })
    .transpose()
}

/// States are written with `_` for the space in the annotation, as the guidelines have them.
fn state<'de, D: Deserializer<'de>>(from: D) -> Result<RelationState, D::Error> {
    let text = String::deserialize(from)?;
    RelationState::from_str(&text.replace('_', " "))
        .map_err(|_| serde::de::Error::custom(format!("unknown state {text:?}")))
}

fn span((start, end): (usize, usize)) -> SpanRecord {
    SpanRecord { start, end }
}

impl From<SideLine> for SideFact {
    fn from(side: SideLine) -> SideFact {
        let span = SpanRecord { start: side.start, end: side.end };
        SideFact { span, country: side.country, sector: side.sector.unwrap_or(Sector::Unk) }
    }
}

impl From<EventLine> for EventFact {
    fn from(event: EventLine) -> EventFact {
        EventFact {
            event_type: event.event_type,
            mode: event.mode,
            trigger: span(event.trigger),
            actor: event.actor.into_iter().map(SideFact::from).collect(),
            recipient: event.recipient.into_iter().map(SideFact::from).collect(),
            status: event.status,
            historical: event.historical,
            date: event.date.map(span),
            place: event.place.map(span),
            contexts: event.contexts,
            confidence: None,
            because: String::new(),
        }
    }
}

impl From<StatementLine> for StatementFact {
    fn from(statement: StatementLine) -> StatementFact {
        StatementFact {
            speaker: statement.speaker.into_iter().map(span).collect(),
            cue: statement.cue.map(span),
            content: statement.content.into_iter().map(span).collect(),
        }
    }
}

impl From<ClaimLine> for ClaimFact {
    fn from(claim: ClaimLine) -> ClaimFact {
        let spans = |sides: Vec<SideLine>| sides.into_iter().map(|s| SideFact::from(s).span).collect();
        ClaimFact {
            kind: claim.kind,
            says: claim.says,
            state: claim.state,
            subject: spans(claim.subject),
            object: spans(claim.object),
            words: claim.words.map(span),
        }
    }
}
