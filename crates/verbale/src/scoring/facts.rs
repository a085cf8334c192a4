//! What is compared: the facts of one unit, whether a person annotated them or the program found them.

use std::ops::Range;

use verbale_record::output::{ActorRecord, ActorRef, ArticleRecord, EventRecord, RelationRecord, SpanRecord};
use verbale_record::{ClaimSays, Context, EventType, Mode, RelationKind, RelationState, Sector, Status};

/// The facts of one unit. Spans are code points of its text, end exclusive.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Who did what to whom.
    pub events: Vec<EventFact>,
    /// Who said what.
    pub statements: Vec<StatementFact>,
    /// Assertions of standing relations.
    pub claims: Vec<ClaimFact>,
}

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct EventFact {
    /// PLOVER type.
    pub event_type: EventType,
    /// PLOVER mode.
    pub mode: Option<Mode>,
    /// The word that carries it.
    pub trigger: SpanRecord,
    /// Who acts.
    pub actor: Vec<SideFact>,
    /// Whom it is directed at.
    pub recipient: Vec<SideFact>,
    /// Whether it happened.
    pub status: Status,
    /// Told as background.
    pub historical: bool,
    /// The words that date it.
    pub date: Option<SpanRecord>,
    /// The words that place it.
    pub place: Option<SpanRecord>,
    /// Fields of life it belongs to.
    pub contexts: Vec<Context>,
    /// How sure the program was, 0 to 1; none for a person.
    pub confidence: Option<f64>,
    /// What decided, as the program names it; empty for a person.
    pub because: String,
}

/// One phrase on a side of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideFact {
    /// The phrase.
    pub span: SpanRecord,
    /// ISO 3166-1 alpha-3, where it has one.
    pub country: Option<String>,
    /// PLOVER sector; what a person left open counts as `UNK`.
    pub sector: Sector,
}

/// One statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementFact {
    /// Who speaks.
    pub speaker: Vec<SpanRecord>,
    /// The attributing words; none where quotation marks alone attribute.
    pub cue: Option<SpanRecord>,
    /// What is said.
    pub content: Vec<SpanRecord>,
}

/// One assertion of a standing relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimFact {
    /// Kind of relation.
    pub kind: RelationKind,
    /// What the passage says of it.
    pub says: ClaimSays,
    /// The state it asserts.
    pub state: RelationState,
    /// Whose; every mention of them that may stand for them.
    pub subject: Vec<SpanRecord>,
    /// Towards whom.
    pub object: Vec<SpanRecord>,
    /// The words that assert it.
    pub words: Option<SpanRecord>,
}

impl Facts {
    /// The facts of a record. `text` is the text it was made from: the record gives the words of dates and places without
    /// their position, which is looked up (the occurrence nearest to the trigger).
    pub fn of_record(record: &ArticleRecord, text: &str) -> Facts {
        let words = Words::new(text);
        Facts {
            events: record.events.iter().map(|e| event(e, &words)).collect(),
            statements: record
                .statements
                .iter()
                .map(|s| StatementFact {
                    speaker: s.speaker.iter().map(span_of_ref).collect(),
                    cue: Some(SpanRecord { start: s.cue.start, end: s.cue.end }),
                    content: s.content.clone(),
                })
                .collect(),
            claims: record.relations.iter().flat_map(|r| claims(r, &record.actors)).collect(),
        }
    }
}

fn event(event: &EventRecord, words: &Words) -> EventFact {
    let trigger = SpanRecord { start: event.trigger.start, end: event.trigger.end };
    EventFact {
        event_type: event.event_type,
        mode: event.mode,
        trigger,
        actor: event.actor.iter().map(side).collect(),
        recipient: event.recipient.iter().map(side).collect(),
        status: event.status,
        historical: event.historical,
        date: event.date.text.as_deref().and_then(|t| words.nearest(t, trigger)),
        place: event.place.as_ref().and_then(|p| words.nearest(&p.text, trigger)),
        contexts: event.contexts.clone(),
        confidence: Some(event.confidence),
        because: event.because.clone(),
    }
}

fn side(actor: &ActorRef) -> SideFact {
    SideFact { span: span_of_ref(actor), country: actor.country.clone(), sector: actor.sector }
}

fn span_of_ref(actor: &ActorRef) -> SpanRecord {
    SpanRecord { start: actor.start, end: actor.end }
}

/// The claims of a relation. A relation names each party by its first and clearest mention, which may stand outside the
/// passage; so a party answers by any of its mentions.
fn claims<'a>(
    relation: &'a RelationRecord,
    actors: &'a [ActorRecord],
) -> impl Iterator<Item = ClaimFact> + 'a {
    let mentions = |refs: &[ActorRef]| -> Vec<SpanRecord> {
        let mut spans: Vec<SpanRecord> = refs.iter().map(span_of_ref).collect();
        let named = actors.iter().filter(|a| refs.iter().any(|r| r.id == a.id));
        spans.extend(named.flat_map(|a| &a.mentions).map(|m| SpanRecord { start: m.start, end: m.end }));
        spans.sort_unstable_by_key(|s| (s.start, s.end));
        spans.dedup();
        spans
    };
    let (subject, object) = (mentions(&relation.subject), mentions(&relation.object));
    relation.claims.iter().map(move |claim| ClaimFact {
        kind: relation.kind,
        says: claim.says,
        state: claim.state,
        subject: subject.clone(),
        object: object.clone(),
        words: Some(SpanRecord { start: claim.start, end: claim.end }),
    })
}

/// A text in which words are looked up by code points.
struct Words<'a> {
    text: &'a str,
    /// Byte at which each code point starts, and the length at the end.
    starts: Vec<usize>,
}

impl<'a> Words<'a> {
    fn new(text: &'a str) -> Words<'a> {
        Words { text, starts: text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect() }
    }

    /// The occurrence of `words` nearest to a span; the earlier of two as near.
    fn nearest(&self, words: &str, to: SpanRecord) -> Option<SpanRecord> {
        if words.is_empty() {
            return None;
        }
        let point = |byte: usize| self.starts.partition_point(|&s| s < byte);
        let found = self.text.match_indices(words).map(|(byte, m)| point(byte)..point(byte + m.len()));
        let nearest = found.min_by_key(|r| (distance(r, to), r.start))?;
        Some(SpanRecord { start: nearest.start, end: nearest.end })
    }
}

fn distance(range: &Range<usize>, to: SpanRecord) -> usize {
    range.start.saturating_sub(to.end).max(to.start.saturating_sub(range.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_stand_nearest_to_the_trigger() {
        let text = "Čad: on Monday Ada met Bo; on Monday Bo left Čad.";
        let words = Words::new(text);
        let near = |start, end| words.nearest("Monday", SpanRecord { start, end });
        assert_eq!(near(19, 22), Some(SpanRecord { start: 8, end: 14 }));
        assert_eq!(near(40, 44), Some(SpanRecord { start: 30, end: 36 }));
        assert_eq!(words.nearest("Friday", SpanRecord { start: 0, end: 3 }), None);
    }
}
