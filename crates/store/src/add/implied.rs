//! Claims that follow from claims and events by the declared rules.

use verbale_record::output::{ActorRef, ArticleRecord, ClaimRecord, DateRecord, EventRecord, RelationRecord};
use verbale_record::{DateBasis, Sector, Status};

use super::{char_starts, slice};
use crate::days;
use crate::relations::{GivenDate, Implied, Rules};
use crate::words::folded;

/// A claim that follows, as a fact of its own.
pub struct Following {
    /// The fact with its one claim.
    pub relation: RelationRecord,
    /// Name of the rule.
    pub rule: String,
    /// Position of the event it follows from, if any.
    pub event: Option<usize>,
}

/// What follows from the facts of a record.
pub fn following(rules: &Rules, record: &ArticleRecord) -> Vec<Following> {
    let text = record.article.text.as_deref().unwrap_or("");
    let starts = char_starts(text);
    let words = |start: usize, end: usize| folded(slice(text, &starts, start, end));
    let mut found = Vec::new();
    for relation in &record.relations {
        for claim in &relation.claims {
            let rules = rules.implied.iter().filter(|r| r.claim == Some(relation.kind) && says(r, claim));
            let fitting = rules.filter(|r| r.has_words(&words(claim.start, claim.end)));
            found.extend(fitting.filter_map(|r| from_claim(r, relation, claim)));
        }
    }
    for (position, event) in record.events.iter().enumerate().filter(|(_, e)| e.status == Status::Actual) {
        let sentence = record.sentences.get(event.sentence).map_or(String::new(), |s| words(s.start, s.end));
        let rules =
            rules.implied.iter().filter(|r| r.event == Some(event.event_type) && r.has_mode(event.mode));
        let fitting = rules.filter(|r| r.has_words(&sentence));
        found.extend(fitting.flat_map(|r| from_event(r, event, position)));
    }
    found
}

fn says(rule: &Implied, claim: &ClaimRecord) -> bool {
    let Some(when) = &rule.when else { return true };
    when.says.is_none_or(|s| s == claim.says) && when.state.is_none_or(|s| s == claim.state)
}

fn from_claim(rule: &Implied, relation: &RelationRecord, claim: &ClaimRecord) -> Option<Following> {
    let date = given_date(rule.gives.date, &claim.date)?;
    let object = if rule.gives.kind.has_parties() { Vec::new() } else { relation.object.clone() };
    let claim = ClaimRecord { says: rule.gives.says, state: rule.gives.state, date, ..claim.clone() };
    Some(Following {
        relation: fact(rule, relation.subject.clone(), object, relation.about.clone(), claim),
        rule: rule.name.clone(),
        event: None,
    })
}

fn from_event(rule: &Implied, event: &EventRecord, position: usize) -> Vec<Following> {
    let fits = |a: &&ActorRef| !rule.states || acts_for_state(a);
    let mut found = Vec::new();
    for actor in event.actor.iter().filter(fits) {
        for recipient in event.recipient.iter().filter(fits) {
            let same = actor.id == recipient.id || rule.states && actor.country == recipient.country;
            let Some(date) = given_date(rule.gives.date, &event.date).filter(|_| !same) else { continue };
            // An answer closes what the recipient has opened.
            let (subject, object) = if rule.answers { (recipient, actor) } else { (actor, recipient) };
            let (mut subject, mut object) = (vec![subject.clone()], vec![object.clone()]);
            if rule.gives.kind.has_parties() {
                subject.append(&mut object);
            }
            let claim = ClaimRecord {
                says: rule.gives.says,
                state: rule.gives.state,
                date,
                attribution: event.attribution.clone(),
                sentence: event.sentence,
                start: event.trigger.start,
                end: event.trigger.end,
                text: event.trigger.text.clone(),
            };
            let relation = fact(rule, subject, object, None, claim);
            found.push(Following { relation, rule: rule.name.clone(), event: Some(position) });
        }
    }
    found
}

fn fact(
    rule: &Implied,
    mut subject: Vec<ActorRef>,
    mut object: Vec<ActorRef>,
    about: Option<String>,
    claim: ClaimRecord,
) -> RelationRecord {
    if rule.gives.kind.is_symmetric()
        && let (Some(a), Some(b)) = (subject.first(), object.first())
        && b.id < a.id
    {
        std::mem::swap(&mut subject, &mut object);
    }
    RelationRecord {
        id: String::new(),
        kind: rule.gives.kind,
        subject,
        object,
        about,
        place: None,
        state: claim.state,
        since: None,
        until: None,
        claims: vec![claim],
    }
}

/// The date of what follows; none where it would be of the time before an unknown day.
fn given_date(given: GivenDate, date: &DateRecord) -> Option<DateRecord> {
    if given == GivenDate::Same {
        return Some(date.clone());
    }
    let first = date.start.as_deref().or(date.end.as_deref()).and_then(days::parse)?;
    let before = days::iso(first - 1);
    Some(DateRecord { start: before.clone(), end: before, text: None, basis: DateBasis::Inferred })
}

/// Whether someone acts for his state.
fn acts_for_state(actor: &ActorRef) -> bool {
    actor.country.is_some() && matches!(actor.sector, Sector::Gov | Sector::Mil | Sector::Spy | Sector::Cop)
}
