//! What went wrong, event by event, for people to read.

use serde::Serialize;
use verbale_record::Status;
use verbale_record::output::{SpanRecord, TextSpan};

use super::events::{EventScore, Events, right_side, same_sides, same_type, swapped_sides};
use super::facts::{EventFact, SideFact};
use super::gold::GoldUnit;

/// What is wrong with a found event, the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The gold has nothing there.
    Spurious,
    /// Another type.
    Type,
    /// Actor and recipient swapped.
    Direction,
    /// The actor is wrong.
    Actor,
    /// The recipient is wrong.
    Recipient,
    /// Both are.
    Sides,
    /// Another status.
    Status,
    /// The same as another found event, which has the gold one.
    Repeated,
}

impl ErrorKind {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::Spurious => "nothing there",
            ErrorKind::Type => "type",
            ErrorKind::Direction => "direction",
            ErrorKind::Actor => "actor",
            ErrorKind::Recipient => "recipient",
            ErrorKind::Sides => "actor and recipient",
            ErrorKind::Status => "status",
            ErrorKind::Repeated => "told twice",
        }
    }
}

/// An event with its words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownEvent {
    /// Type, with mode: `REQUEST/meet`.
    pub kind: String,
    /// Its trigger.
    pub trigger: TextSpan,
    /// Who acts.
    pub actor: Vec<String>,
    /// Whom it is directed at.
    pub recipient: Vec<String>,
    /// Whether it happened.
    pub status: Status,
    /// Told as background.
    pub historical: bool,
    /// What decided; empty for a person.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub because: String,
}

/// A found event that is wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WrongEvent {
    /// Which unit.
    pub unit: String,
    /// What is wrong.
    pub error: ErrorKind,
    /// How sure the program was.
    pub confidence: Option<f64>,
    /// Its sentence.
    pub sentence: TextSpan,
    /// What was found.
    pub found: ShownEvent,
    /// What the gold has in its place.
    pub gold: Option<ShownEvent>,
}

/// A gold event that nothing found answers to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MissedEvent {
    /// Which unit.
    pub unit: String,
    /// Its sentence.
    pub sentence: TextSpan,
    /// What the gold has.
    pub gold: ShownEvent,
}

/// The wrong and the missed events of a unit.
pub(super) fn of_unit(
    unit: &GoldUnit,
    events: &Events,
    score: &EventScore,
) -> (Vec<WrongEvent>, Vec<MissedEvent>) {
    let text = Text::new(unit, events.sentence_ends);
    let aligned =
        |found: usize| score.aligned.iter().find(|&&(_, f)| f == found).map(|&(g, _)| &events.gold[g]);
    let wrong = events.found.iter().enumerate().filter(|&(f, _)| !score.rightness[f].status);
    let wrong = wrong.map(|(f, event)| {
        let twin = aligned(f).is_none().then(|| events.twin(f)).flatten();
        let gold = aligned(f).or(twin);
        WrongEvent {
            unit: unit.id.clone(),
            error: if twin.is_some() { ErrorKind::Repeated } else { kind(gold, event) },
            confidence: event.confidence,
            sentence: text.sentence(event),
            found: text.show(event),
            gold: gold.map(|g| text.show(g)),
        }
    });
    let missed = events.gold.iter().enumerate().filter(|(g, _)| !score.aligned.iter().any(|(a, _)| a == g));
    let missed = missed.map(|(_, event)| MissedEvent {
        unit: unit.id.clone(),
        sentence: text.sentence(event),
        gold: text.show(event),
    });
    (wrong.collect(), missed.collect())
}

fn kind(gold: Option<&EventFact>, found: &EventFact) -> ErrorKind {
    let Some(gold) = gold else { return ErrorKind::Spurious };
    let actor = right_side(&gold.actor, &found.actor);
    let recipient = right_side(&gold.recipient, &found.recipient);
    match (actor, recipient) {
        _ if !same_type(gold, found) => ErrorKind::Type,
        _ if !same_sides(gold, found) && swapped_sides(gold, found) => ErrorKind::Direction,
        (false, false) => ErrorKind::Sides,
        (false, true) => ErrorKind::Actor,
        (true, false) => ErrorKind::Recipient,
        _ if gold.status != found.status => ErrorKind::Status,
        _ => ErrorKind::Repeated,
    }
}

/// The surest mistakes first: what a reader would have trusted most. Equal ones in order of the gold.
pub(super) fn worst(mut wrong: Vec<WrongEvent>, count: usize) -> Vec<WrongEvent> {
    wrong.sort_by(|a, b| b.confidence.unwrap_or(0.0).total_cmp(&a.confidence.unwrap_or(0.0)));
    wrong.truncate(count);
    wrong
}

/// Some of the missed, evenly spread over the gold: none is worse than another, and neighbours are alike.
pub(super) fn spread(missed: Vec<MissedEvent>, count: usize) -> Vec<MissedEvent> {
    let all = missed.len();
    if all <= count {
        return missed;
    }
    missed
        .into_iter()
        .enumerate()
        .filter(|(n, _)| (n + 1) * count / all > n * count / all)
        .map(|(_, m)| m)
        .collect()
}

/// A unit's text by code points.
struct Text<'a> {
    points: Vec<char>,
    sentence_ends: &'a [usize],
}

impl<'a> Text<'a> {
    fn new(unit: &GoldUnit, sentence_ends: &'a [usize]) -> Text<'a> {
        Text { points: unit.text.chars().collect(), sentence_ends }
    }

    /// The words of a span on one line.
    fn words(&self, span: SpanRecord) -> String {
        let words: String = self.points.get(span.start..span.end).unwrap_or_default().iter().collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn text_span(&self, span: SpanRecord) -> TextSpan {
        let text = self.points.get(span.start..span.end).unwrap_or_default().iter().collect();
        TextSpan { start: span.start, end: span.end, text }
    }

    /// The sentence of an event, without the space around it.
    fn sentence(&self, event: &EventFact) -> TextSpan {
        let number = self.sentence_ends.partition_point(|&end| end <= event.trigger.start);
        let start = number.checked_sub(1).map_or(0, |before| self.sentence_ends[before]);
        let end = self.sentence_ends.get(number).copied().unwrap_or(self.points.len());
        let inside = self.points.get(start..end).unwrap_or_default();
        let first = inside.iter().position(|c| !c.is_whitespace()).unwrap_or(0);
        let last = inside.iter().rposition(|c| !c.is_whitespace()).map_or(first, |at| at + 1);
        self.text_span(SpanRecord { start: start + first, end: start + last })
    }

    fn side(&self, side: &[SideFact]) -> Vec<String> {
        let codes = |s: &SideFact| format!("{}.{}", s.country.as_deref().unwrap_or("-"), s.sector);
        side.iter().map(|s| format!("{} ({})", self.words(s.span), codes(s))).collect()
    }

    fn show(&self, event: &EventFact) -> ShownEvent {
        let kind = match event.mode {
            Some(mode) => format!("{}/{mode}", event.event_type),
            None => event.event_type.to_string(),
        };
        ShownEvent {
            kind,
            trigger: self.text_span(event.trigger),
            actor: self.side(&event.actor),
            recipient: self.side(&event.recipient),
            status: event.status,
            historical: event.historical,
            because: event.because.clone(),
        }
    }
}
