//! Claims that follow from events: a demand made is open, sanctions imposed are in force.

use verbale_record::{
    Claim, ClaimSays, Event, EventType, MentionIndex, Mode, RelationKind, RelationState, Status,
};

use super::patterns::{fitting, is_pronoun};
use super::scene::{Scene, listed, phrase_words};
use super::slots::{is_infinitive, lemma_of};
use crate::frames::Frame;

/// Claims of events that happened, except those the patterns have read from the same words.
pub(super) fn event_claims(scene: &Scene, events: &[Event], known: &[Claim]) -> Vec<Claim> {
    let actual = events.iter().filter(|e| e.status == Status::Actual);
    let claims = actual.flat_map(|e| event_claim(scene, e));
    let is_new = |c: &Claim| {
        !known.iter().any(|k| {
            let related = k.kind == c.kind || matches!(k.kind, RelationKind::Offer | RelationKind::Demand);
            k.sentence == c.sentence && related && k.span.overlaps(c.span)
        })
    };
    claims.filter(is_new).collect()
}

fn event_claim(scene: &Scene, event: &Event) -> Option<Claim> {
    use EventType::*;
    let words = |list: &str| names(scene, event, list);
    let (kind, state, says) = match (event.event_type, event.mode) {
        (Request, _) if !words("mild_requests") && !is_question(scene, event) => {
            (RelationKind::Demand, RelationState::Open, ClaimSays::Begins)
        }
        (Sanction, Some(Mode::Discontinue)) if words("sanctions") => {
            (RelationKind::Sanctions, RelationState::InForce, ClaimSays::Begins)
        }
        (Support, _) if words("recognise") => {
            (RelationKind::Recognition, RelationState::Recognised, ClaimSays::Begins)
        }
        (Consult, _) if words("negotiate") => {
            (RelationKind::Negotiation, RelationState::Open, ClaimSays::Continues)
        }
        _ => return None,
    };
    let sentence = event.trigger_token.sentence;
    let side = |mentions: &[MentionIndex], subject: bool| -> Vec<MentionIndex> {
        mentions.iter().filter_map(|&m| fitting(scene, m, sentence, kind, subject)).collect()
    };
    let (mut subject, mut object) = (side(&event.actor, true), side(&event.recipient, false));
    if kind.has_parties() {
        subject.append(&mut object);
    }
    let complete = !subject.is_empty() && (!object.is_empty() || kind.has_parties() && subject.len() > 1);
    let named = subject.iter().chain(&object).any(|&m| !is_pronoun(scene, m));
    (complete && named).then(|| build(scene, event, (kind, state, says), subject, object))
}

/// "asked why it failed": a question, not a request.
fn is_question(scene: &Scene, event: &Event) -> bool {
    let at = event.trigger_token;
    let s = scene.sentence(at.sentence);
    let frame = Frame::of(s, at.token);
    let asked = frame.slot("content");
    let requested = asked.iter().any(|&c| is_infinitive(s, c)) || !frame.slot("for").is_empty();
    lemma_of(s, at.token) == "ask" && !asked.is_empty() && !requested
}

/// Whether the trigger's words, or what its head governs, hold a word of a list.
fn names(scene: &Scene, event: &Event, list: &str) -> bool {
    let s = scene.sentence(event.trigger_token.sentence);
    let in_trigger = (0..s.tokens.len()).filter(|&t| event.trigger.contains(s.tokens[t].span));
    let objects = Frame::of(s, event.trigger_token.token).slot("object");
    in_trigger.chain(objects).any(|t| listed(scene.book, s, t, list))
}

fn build(
    scene: &Scene,
    event: &Event,
    (kind, state, says): (RelationKind, RelationState, ClaimSays),
    subject: Vec<MentionIndex>,
    object: Vec<MentionIndex>,
) -> Claim {
    let at = event.trigger_token;
    let arguments: Vec<MentionIndex> = subject.iter().chain(&object).copied().collect();
    let s = scene.sentence(at.sentence);
    let content = ["content", "for", "object"].iter().find_map(|slot| {
        let heads = Frame::of(s, at.token).slot(slot);
        heads.into_iter().find(|&t| !arguments.iter().any(|&m| scene.mention_at(at.sentence, t) == Some(m)))
    });
    let words = [at.token];
    Claim {
        kind,
        about: content.map(|t| phrase_words(scene, s, t)).filter(|_| kind != RelationKind::Sanctions),
        place: None,
        says,
        state,
        date: event.date,
        attribution: event.attribution.clone(),
        sentence: at.sentence,
        span: scene.span(at.sentence, &words, &arguments).join(event.trigger),
        subject,
        object,
    }
}
