//! One happening, one event: takes out what a sentence tells twice.

use std::collections::BTreeSet;

use verbale_record::{Deprel, Document, Event, EventType, MentionIndex, Mentions, Sentence};

/// Drops events of a sentence that tell the same as another: same type, the same sides or fewer, and one
/// trigger under the other or coordinated with it ("killed and wounded", "an attack … killing"). What is
/// dropped leaves its mode where the other has none.
pub(super) fn merged(doc: &Document, mentions: &Mentions, events: Vec<Event>) -> Vec<Event> {
    let mut kept: Vec<Event> = Vec::new();
    for event in events {
        if let Some(cause) = kept.iter_mut().find(|k| is_result(doc, mentions, k, &event)) {
            if cause.recipient.is_empty() {
                cause.mode = cause.mode.or(event.mode);
            }
            cause.recipient.extend(event.recipient.iter().filter(|m| !cause.actor.contains(m)));
            cause.recipient.sort_unstable();
            cause.recipient.dedup();
            cause.place = cause.place.or(event.place);
            continue;
        }
        match kept.iter().position(|k| are_one(doc, mentions, k, &event)) {
            Some(at) => {
                let other = kept.remove(at);
                kept.insert(at, joined(other, event));
            }
            None => kept.push(event),
        }
    }
    kept
}

/// What tells of the same deed what came of it: participles ("attacked the town, **killing** ten and **wounding** five"),
/// whose doer is that of the main clause, and deeds of harm told together ("killed ten and **wounded** five").
fn is_result(doc: &Document, mentions: &Mentions, cause: &Event, result: &Event) -> bool {
    let Some(s) = doc.sentences.get(result.trigger_token.sentence) else { return false };
    let (above, below) = (cause.trigger_token.token, result.trigger_token.token);
    let Some(token) = s.tokens.get(below) else { return false };
    if cause.event_type != result.event_type || cause.status != result.status {
        return false;
    }
    let together = cause.event_type == EventType::Assault
        && token.deprel == Deprel::Conj
        && token.head == Some(above)
        && sides_agree(mentions, &cause.actor, &result.actor);
    together || is_participle(s, below) && main_clause(s, below).is_some_and(|h| s.is_under(above, h))
}

/// A participle clause after its main clause without conjunction, or one coordinated with such.
fn is_participle(s: &Sentence, token: usize) -> bool {
    let t = &s.tokens[token];
    let ing = t.form.ends_with("ing") && !t.feats.has("VerbForm", "Fin");
    match (t.deprel.base(), t.head) {
        (Deprel::Advcl, Some(head)) => ing && head < token && s.child_by(token, Deprel::Mark).is_none(),
        (Deprel::Conj, Some(head)) => ing && is_participle(s, head),
        _ => false,
    }
}

/// What a participle clause follows; for the second of two ("…, killing ten and **wounding** five") what the first does.
fn main_clause(s: &Sentence, token: usize) -> Option<usize> {
    let head = s.tokens[token].head?;
    match s.tokens[token].deprel.base() {
        Deprel::Conj => main_clause(s, head),
        _ => Some(head),
    }
}

fn joined(first: Event, second: Event) -> Event {
    let sides = |e: &Event| (!e.actor.is_empty()) as usize + (!e.recipient.is_empty()) as usize;
    let second_wins = sides(&second) > sides(&first)
        || sides(&second) == sides(&first) && first.mode.is_none() && second.mode.is_some();
    let (mut winner, loser) = if second_wins { (second, first) } else { (first, second) };
    winner.mode = winner.mode.or(loser.mode);
    winner.place = winner.place.or(loser.place);
    winner
}

fn are_one(doc: &Document, mentions: &Mentions, a: &Event, b: &Event) -> bool {
    a.event_type == b.event_type
        && a.trigger_token.sentence == b.trigger_token.sentence
        && a.status == b.status
        && sides_agree(mentions, &a.actor, &b.actor)
        && sides_agree(mentions, &a.recipient, &b.recipient)
        && are_linked(doc, a, b)
}

/// Whether two sides name the same, or one is empty.
fn sides_agree(mentions: &Mentions, a: &[MentionIndex], b: &[MentionIndex]) -> bool {
    let ids = |side: &[MentionIndex]| -> BTreeSet<String> {
        side.iter().flat_map(|&m| mentions.actors_of(m)).map(|actor| actor.id.clone()).collect()
    };
    a.is_empty() || b.is_empty() || ids(a) == ids(b)
}

fn are_linked(doc: &Document, a: &Event, b: &Event) -> bool {
    let Some(s) = doc.sentences.get(a.trigger_token.sentence) else { return false };
    let (a, b) = (a.trigger_token.token, b.trigger_token.token);
    let top = |t: usize| s.tokens.get(t).and_then(|token| token.head);
    s.is_under(a, b) || s.is_under(b, a) || top(a).is_some() && top(a) == top(b)
}
