//! The facts of a record as rows.

use std::collections::BTreeSet;

use verbale_record::output::*;
use verbale_record::{EventType, Status};

use super::dictionary::{Dictionaries, Role, Wanted, role};
use crate::database::Value;
use crate::days;
use crate::numbers::{Numbered, context_bits, mode_number};

/// Sides of one event that are linked with each other; a list longer than this names a crowd, not parties.
const MAX_SIDES: usize = 12;

/// Facts replaced by a newer version, in `flags`.
pub const REPLACED: i64 = 1;
/// Facts rejected by a reviewer.
pub const REJECTED: i64 = 2;

/// Rows of a batch, by table.
#[derive(Default)]
pub struct Rows {
    pub articles: Vec<Vec<Value>>,
    pub texts: Vec<Vec<Value>>,
    pub sentences: Vec<Vec<Value>>,
    pub search: Vec<Vec<Value>>,
    pub bands: Vec<Vec<Value>>,
    pub article_actors: Vec<Vec<Value>>,
    pub events: Vec<Vec<Value>>,
    pub event_actors: Vec<Vec<Value>>,
    pub country_links: Vec<Vec<Value>>,
    pub actor_links: Vec<Vec<Value>>,
    pub happenings: Vec<Vec<Value>>,
    pub statements: Vec<Vec<Value>>,
    pub statement_actors: Vec<Vec<Value>>,
    pub facts: Vec<Vec<Value>>,
    pub fact_actors: Vec<Vec<Value>>,
    pub claims: Vec<Vec<Value>>,
}

/// Gathers the strings, actors and places of a record.
pub fn gather(record: &ArticleRecord, wanted: &mut Wanted) {
    wanted.word(&coder(record));
    wanted.word(&record.article.lang);
    record.article.source.iter().for_each(|s| wanted.word(s));
    for actor in &record.actors {
        wanted.actor(actor);
        wanted.word(&actor.name);
        actor.office.iter().chain(&actor.wikidata).for_each(|w| wanted.word(w));
    }
    for e in &record.events {
        [&e.cameo, &e.because, &e.trigger.text].into_iter().chain(&e.date.text).for_each(|w| wanted.word(w));
        e.place.iter().for_each(|p| wanted.place(p));
    }
    for s in &record.statements {
        [&s.cue.text].into_iter().chain(&s.date.text).for_each(|w| wanted.word(w));
        s.place.iter().for_each(|p| wanted.place(p));
    }
    for r in &record.relations {
        r.about.iter().for_each(|w| wanted.word(w));
        r.place.iter().for_each(|p| wanted.place(p));
        r.claims.iter().filter_map(|c| c.date.text.as_ref()).for_each(|w| wanted.word(w));
    }
}

/// Name, version and model of what coded a record.
pub fn coder(record: &ArticleRecord) -> String {
    let CoderRecord { name, version, model } = &record.coder;
    format!("{name} {version} {model}")
}

/// The roles of a record's actors, to find those that facts refer to.
pub struct Cast<'a> {
    record: &'a ArticleRecord,
}

impl<'a> Cast<'a> {
    /// Of a record.
    pub fn new(record: &'a ArticleRecord) -> Self {
        Cast { record }
    }

    fn role(&self, reference: &ActorRef) -> Option<Role> {
        self.record.actors.iter().find(|a| a.id == reference.id).map(role)
    }
}

/// Days of a date: first, last, and the one it is sorted and counted by.
pub fn day_of(date: &DateRecord, article: Option<i64>) -> (Option<i64>, Option<i64>, i64) {
    let first = date.start.as_deref().and_then(days::parse);
    let last = date.end.as_deref().and_then(days::parse);
    (first, last, first.or(last).or(article).unwrap_or(days::UNKNOWN_DAY))
}

/// Statements an event is attributed to: "3,1", innermost first.
fn said_in(attribution: &[AttributionRecord]) -> Option<String> {
    let numbers: Vec<&str> = attribution.iter().map(|a| a.statement.trim_start_matches('s')).collect();
    (!numbers.is_empty()).then(|| numbers.join(","))
}

/// "12-40,50-61".
fn spans(spans: &[SpanRecord]) -> String {
    spans.iter().map(|s| format!("{}-{}", s.start, s.end)).collect::<Vec<_>>().join(",")
}

/// Confidence in hundredths.
fn hundredths(confidence: f64) -> Value {
    ((confidence * 100.0).round().clamp(0.0, 100.0) as i64).into()
}

fn small(n: usize) -> Value {
    n.into()
}

/// Status and standing of an event in one number.
pub fn flags(status: Status, historical: bool, state: i64) -> i64 {
    status.number() + 4 * i64::from(historical) + 8 * state
}

impl Rows {
    /// The actors of an article with their mentions.
    pub fn add_actors(&mut self, record: &ArticleRecord, article: i64, dictionaries: &Dictionaries) {
        for (position, actor) in record.actors.iter().enumerate() {
            self.article_actors.push(vec![
                article.into(),
                small(position),
                dictionaries.actor(&role(actor)).into(),
                dictionaries.word(&actor.name).into(),
                dictionaries.maybe_word(actor.office.as_deref()).into(),
                dictionaries.maybe_word(actor.wikidata.as_deref()).into(),
                mention_bytes(&actor.mentions).into(),
            ]);
        }
    }

    /// An event; its links are added by [`Rows::add_links`] once its happening is known.
    #[allow(clippy::too_many_arguments, reason = "the numbers given out by the writer")]
    pub fn add_event(
        &mut self,
        event: &EventRecord,
        cast: &Cast,
        dictionaries: &Dictionaries,
        article: (i64, Option<i64>),
        (number, position): (i64, usize),
        state: i64,
        happening: i64,
    ) {
        let (first, last, day) = day_of(&event.date, article.1);
        self.events.push(vec![
            number.into(),
            article.0.into(),
            small(position),
            event.event_type.number().into(),
            mode_number(event.mode).into(),
            event.status.number().into(),
            event.historical.into(),
            context_bits(&event.contexts).into(),
            dictionaries.word(&event.cameo).into(),
            day.into(),
            first.into(),
            last.into(),
            event.date.basis.number().into(),
            dictionaries.maybe_word(event.date.text.as_deref()).into(),
            dictionaries.place(event.place.as_ref()).into(),
            dictionaries.maybe_word(event.place.as_ref().map(|p| p.text.as_str())).into(),
            small(event.sentence),
            small(event.trigger.start),
            small(event.trigger.end),
            dictionaries.word(&event.trigger.text).into(),
            hundredths(event.confidence),
            dictionaries.word(&event.because).into(),
            said_in(&event.attribution).into(),
            happening.into(),
            state.into(),
        ]);
        let sides = [(0, &event.actor), (1, &event.recipient)];
        sides.into_iter().for_each(|(role, side)| {
            add_sides(&mut self.event_actors, number, role, side, cast, dictionaries)
        });
        let facts = Link {
            event: number,
            day,
            event_type: event.event_type,
            mode: mode_number(event.mode),
            flags: flags(event.status, event.historical, state),
            happening,
        };
        let numbers = |side: &[ActorRef]| -> Vec<(i64, i64)> {
            let roles = side.iter().filter_map(|a| cast.role(a));
            roles.map(|r| (dictionaries.actor(&r), dictionaries.country(&r.country))).collect()
        };
        self.add_links(&facts, &numbers(&event.actor), &numbers(&event.recipient));
    }

    /// Links of an event: `actor` and `recipient` are (actor, country) numbers.
    pub fn add_links(&mut self, link: &Link, actor: &[(i64, i64)], recipient: &[(i64, i64)]) {
        let pairs = linked_pairs(actor, recipient);
        let actors: BTreeSet<(i64, i64)> = pairs.iter().map(|(a, b)| (a.0, b.0)).collect();
        let countries: BTreeSet<(i64, i64)> = pairs.iter().map(|(a, b)| (a.1, b.1)).collect();
        self.actor_links.extend(actors.into_iter().map(|pair| link.row(pair)));
        self.country_links.extend(countries.into_iter().map(|pair| link.row(pair)));
    }

    /// A statement.
    pub fn add_statement(
        &mut self,
        statement: &StatementRecord,
        cast: &Cast,
        dictionaries: &Dictionaries,
        article: (i64, Option<i64>),
        (number, position): (i64, usize),
        state: i64,
    ) {
        let (first, last, day) = day_of(&statement.date, article.1);
        self.statements.push(vec![
            number.into(),
            article.0.into(),
            small(position),
            small(statement.sentence),
            small(statement.cue.start),
            small(statement.cue.end),
            dictionaries.word(&statement.cue.text).into(),
            spans(&statement.content).into(),
            spans(&statement.quotes).into(),
            day.into(),
            first.into(),
            last.into(),
            statement.date.basis.number().into(),
            dictionaries.maybe_word(statement.date.text.as_deref()).into(),
            dictionaries.place(statement.place.as_ref()).into(),
            dictionaries.maybe_word(statement.place.as_ref().map(|p| p.text.as_str())).into(),
            hundredths(statement.confidence),
            said_in(&statement.attribution).into(),
            state.into(),
        ]);
        for (role, side) in [(0, &statement.speaker), (1, &statement.addressee), (2, &statement.via)] {
            add_sides(&mut self.statement_actors, number, role, side, cast, dictionaries);
        }
    }

    /// A standing fact of one article.
    pub fn add_fact(
        &mut self,
        relation: &RelationRecord,
        cast: &Cast,
        dictionaries: &Dictionaries,
        article: i64,
        (number, position): (i64, usize),
    ) {
        let bounds = |bounds: &Option<BoundsRecord>| -> [Value; 3] {
            let day = |side: Option<&String>| side.and_then(|d| days::parse(d));
            let (first, last) = (
                day(bounds.as_ref().and_then(|b| b.earliest.as_ref())),
                day(bounds.as_ref().and_then(|b| b.latest.as_ref())),
            );
            [bounds.is_some().into(), first.into(), last.into()]
        };
        let mut row = vec![
            number.into(),
            article.into(),
            small(position),
            relation.kind.number().into(),
            dictionaries.maybe_word(relation.about.as_deref()).into(),
            dictionaries.place(relation.place.as_ref()).into(),
            dictionaries.maybe_word(relation.place.as_ref().map(|p| p.text.as_str())).into(),
            relation.state.number().into(),
        ];
        row.extend(bounds(&relation.since));
        row.extend(bounds(&relation.until));
        self.facts.push(row);
        for (role, side) in [(0, &relation.subject), (1, &relation.object)] {
            add_sides(&mut self.fact_actors, number, role, side, cast, dictionaries);
        }
    }

    /// A claim of a standing fact.
    pub fn add_claim(
        &mut self,
        claim: &ClaimRecord,
        dictionaries: &Dictionaries,
        fact: i64,
        (number, position): (i64, usize),
        review: i64,
        (rule, event): (Option<i64>, Option<i64>),
    ) {
        let (first, last, _) = day_of(&claim.date, None);
        self.claims.push(vec![
            number.into(),
            fact.into(),
            small(position),
            claim.says.number().into(),
            claim.state.number().into(),
            first.into(),
            last.into(),
            claim.date.basis.number().into(),
            dictionaries.maybe_word(claim.date.text.as_deref()).into(),
            said_in(&claim.attribution).into(),
            small(claim.sentence),
            small(claim.start),
            small(claim.end),
            review.into(),
            rule.into(),
            event.into(),
        ]);
    }
}

/// What a link says of its event.
pub struct Link {
    /// Number of the event.
    pub event: i64,
    /// Its day.
    pub day: i64,
    /// Its type.
    pub event_type: EventType,
    /// Number of its mode.
    pub mode: i64,
    /// See [`flags`].
    pub flags: i64,
    /// Number of its happening.
    pub happening: i64,
}

impl Link {
    fn row(&self, (from, to): (i64, i64)) -> Vec<Value> {
        let numbers =
            [from, to, self.day, self.event, self.event_type.number(), self.mode, self.flags, self.happening];
        numbers.into_iter().map(Value::from).collect()
    }
}

type Side = (i64, i64);

/// Who stands towards whom: every actor towards every recipient; without recipients every actor towards every other.
fn linked_pairs(actor: &[Side], recipient: &[Side]) -> Vec<(Side, Side)> {
    const NOBODY: Side = (0, 0);
    let actor = &actor[..actor.len().min(MAX_SIDES)];
    let recipient = &recipient[..recipient.len().min(MAX_SIDES)];
    match (actor, recipient) {
        ([], []) => Vec::new(),
        ([], to) => to.iter().map(|&t| (NOBODY, t)).collect(),
        ([one], []) => vec![(*one, NOBODY)],
        (many, []) => {
            let pairs = many.iter().flat_map(|&a| many.iter().map(move |&b| (a, b)));
            pairs.filter(|(a, b)| a != b).collect()
        }
        (from, to) => from.iter().flat_map(|&a| to.iter().map(move |&b| (a, b))).collect(),
    }
}

fn add_sides(
    rows: &mut Vec<Vec<Value>>,
    fact: i64,
    role: i64,
    side: &[ActorRef],
    cast: &Cast,
    dictionaries: &Dictionaries,
) {
    for (position, reference) in side.iter().enumerate() {
        let Some(role_of) = cast.role(reference) else { continue };
        rows.push(vec![
            fact.into(),
            role.into(),
            small(position),
            dictionaries.actor(&role_of).into(),
            small(reference.start),
            small(reference.end),
        ]);
    }
}

/// Mentions packed: for each the distance from the last start, the length and the kind, as variable-length numbers.
pub fn mention_bytes(mentions: &[MentionRecord]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut last = 0;
    for mention in mentions {
        push_varint(&mut bytes, mention.start.saturating_sub(last));
        push_varint(&mut bytes, mention.end.saturating_sub(mention.start));
        push_varint(&mut bytes, usize::try_from(mention.how.number()).unwrap_or(0));
        last = mention.start;
    }
    bytes
}

fn push_varint(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The numbers of [`mention_bytes`]: (start, end, how).
pub fn mention_spans(bytes: &[u8]) -> Vec<(usize, usize, i64)> {
    let mut numbers = Vec::new();
    let (mut number, mut shift) = (0usize, 0u32);
    for &byte in bytes {
        number |= usize::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
        shift += 7;
        if byte & 0x80 == 0 {
            numbers.push(number);
            (number, shift) = (0, 0);
        }
    }
    let mut start = 0;
    let (triples, _) = numbers.as_chunks::<3>();
    let spans = triples.iter().map(|&[distance, length, how]| {
        start += distance;
        (start, start + length, how as i64)
    });
    spans.collect()
}

#[cfg(test)]
mod tests {
    use verbale_record::MentionHow;

    use super::*;

    #[test]
    fn mentions_come_back() {
        let mention = |start, end, how| MentionRecord { start, end, text: String::new(), how };
        let some = [
            mention(3, 200, MentionHow::Name),
            mention(3, 9, MentionHow::Pronoun),
            mention(90_000, 90_001, MentionHow::Metonym),
        ];
        assert_eq!(mention_spans(&mention_bytes(&some)), [(3, 200, 0), (3, 9, 2), (90_000, 90_001, 3)]);
        assert_eq!(mention_spans(&[0xFF; 40]), []);
    }

    #[test]
    fn everyone_at_a_meeting_stands_towards_everyone_else() {
        let (a, b, c) = ((1, 10), (2, 20), (3, 20));
        assert_eq!(linked_pairs(&[a, b], &[]), [(a, b), (b, a)]);
        assert_eq!(linked_pairs(&[a], &[b, c]), [(a, b), (a, c)]);
        assert_eq!(linked_pairs(&[a], &[]), [(a, (0, 0))]);
        assert_eq!(linked_pairs(&[], &[a]), [((0, 0), a)]);
        assert_eq!(linked_pairs(&[a; 40], &[b; 40]).len(), MAX_SIDES * MAX_SIDES);
    }
}
