//! The type of a given directed pair, decided from the events that were coded. A trained model will take its place;
//! until then the scores order the types and are no calibrated probabilities.

use std::collections::BTreeSet;

use strum::IntoEnumIterator;
use verbale_record::output::PairRecord;
use verbale_record::{ActorIndex, CodedArticle, Event, EventType, MentionIndex, Span, Status};

/// How well a side fits that the event tells and the pair names by the same words.
const SAME_WORDS: f64 = 1.0;
/// The same actor, named by other words.
const SAME_ACTOR: f64 = 0.6;
/// The pair leaves the side open: any event fits a little, one that leaves it open too fits well.
const OPEN_SIDE: f64 = 0.4;
/// Both on one side of an event that has no other, as in meetings, which have no recipient.
const SAME_SIDE: f64 = 0.8;
/// Who does it is who should suffer it: a sign of the topic, no more.
const REVERSED: f64 = 0.3;
/// What an event weighs that has both sides, beside one that only stands near.
const BOTH_SIDES: f64 = 4.0;
/// Bytes over which the nearness of the trigger falls to a half: about ten words.
const NEAR: f64 = 60.0;
/// Share of the scores that no event decides, spread over all types.
const DOUBT: f64 = 0.6;
/// Scores are given in so many parts, which keeps their sum 1 and the JSON the same on every machine.
const PARTS: f64 = 10_000.0;

/// The answer for one pair. Events whose actor and recipient are the pair decide; else those that stand nearest.
/// Without any event the type is CONSULT, the most frequent of news, with the scores of a guess.
pub fn decide(coded: &CodedArticle, source: &[Span], target: &[Span]) -> PairRecord {
    let pair = Pair::new(coded, source, target);
    let weighed: Vec<(f64, &Event)> = coded.events.iter().map(|e| (pair.weight(e), e)).collect();
    let scores = scores(&weighed);
    // The earlier type wins between equals.
    let best = scores.iter().rev().max_by_key(|(_, parts)| *parts).map_or(EventType::Consult, |(t, _)| *t);
    let of_type = weighed.iter().filter(|(_, e)| e.event_type == best);
    let event = of_type.rev().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, e)| *e);
    PairRecord {
        event_type: best,
        mode: event.and_then(|e| e.mode),
        status: event.map_or(Status::Actual, |e| e.status),
        scores: scores.into_iter().map(|(t, parts)| (t, f64::from(parts) / PARTS)).collect(),
    }
}

/// Parts of each type in the order of the types; they sum to [`PARTS`].
fn scores(weighed: &[(f64, &Event)]) -> Vec<(EventType, u32)> {
    let types: Vec<EventType> = EventType::iter().collect();
    let share = DOUBT / (types.len() as f64 + 1.0);
    let mass = |t: EventType| -> f64 {
        let told: f64 = weighed.iter().filter(|(_, e)| e.event_type == t).map(|(w, _)| w * w).sum();
        // A double share of the doubt makes CONSULT the answer where nothing is told.
        told + if t == EventType::Consult { 2.0 * share } else { share }
    };
    let masses: Vec<f64> = types.iter().map(|&t| mass(t)).collect();
    let whole: f64 = masses.iter().sum();
    let mut parts: Vec<u32> = masses.iter().map(|m| (m / whole * PARTS).floor() as u32).collect();
    let missing = PARTS as u32 - parts.iter().sum::<u32>().min(PARTS as u32);
    if let Some(most) = (0..parts.len()).rev().max_by_key(|&i| parts[i]) {
        parts[most] += missing;
    }
    types.into_iter().zip(parts).collect()
}

/// One side of the pair and what is known of it.
struct Side<'a> {
    spans: &'a [Span],
    actors: BTreeSet<ActorIndex>,
    sentences: BTreeSet<usize>,
}

struct Pair<'a> {
    coded: &'a CodedArticle,
    source: Side<'a>,
    target: Side<'a>,
}

impl<'a> Pair<'a> {
    fn new(coded: &'a CodedArticle, source: &'a [Span], target: &'a [Span]) -> Pair<'a> {
        Pair { coded, source: Side::new(coded, source), target: Side::new(coded, target) }
    }

    fn weight(&self, event: &Event) -> f64 {
        let acts = self.source.fit(self.coded, &event.actor);
        let suffers = self.target.fit(self.coded, &event.recipient);
        let together = match event.recipient.is_empty() {
            true => SAME_SIDE * self.target.fit(self.coded, &event.actor),
            false => 0.0,
        };
        let forward = sides(acts, suffers.max(together));
        let back =
            sides(self.source.fit(self.coded, &event.recipient), self.target.fit(self.coded, &event.actor));
        forward.max(REVERSED * back) + self.nearness(event)
    }

    /// 0 to 1: in the pair's own sentences by the distance of the trigger, else less the farther the sentence.
    fn nearness(&self, event: &Event) -> f64 {
        let sentence = event.trigger_token.sentence;
        let homes = || self.source.sentences.iter().chain(&self.target.sentences);
        let Some(away) = homes().map(|s| s.abs_diff(sentence)).min() else { return OPEN_SIDE };
        if away > 0 {
            return 0.2 / (1.0 + away as f64);
        }
        let spans = self.source.spans.iter().chain(self.target.spans);
        let distance = spans.map(|s| gap(*s, event.trigger)).min().unwrap_or(0);
        0.5 + 0.5 / (1.0 + distance as f64 / NEAR)
    }
}

impl<'a> Side<'a> {
    fn new(coded: &CodedArticle, spans: &'a [Span]) -> Side<'a> {
        let mentions = coded.mentions.actor_mentions.iter();
        let named = mentions.filter(|m| spans.iter().any(|s| s.overlaps(m.span)));
        let sentences = coded.document.sentences.iter().enumerate();
        let holds = sentences.filter(|(_, sentence)| spans.iter().any(|s| s.overlaps(sentence.span)));
        Side {
            spans,
            actors: named.flat_map(|m| m.actors.iter().copied()).collect(),
            sentences: holds.map(|(number, _)| number).collect(),
        }
    }

    /// How well the mentions of an event's side are this side, 0 to 1.
    fn fit(&self, coded: &CodedArticle, mentions: &[MentionIndex]) -> f64 {
        if self.spans.is_empty() {
            return if mentions.is_empty() { SAME_WORDS } else { OPEN_SIDE };
        }
        let fit = |&index: &MentionIndex| -> f64 {
            let Some(mention) = coded.mentions.actor_mentions.get(index) else { return 0.0 };
            if self.spans.iter().any(|s| s.overlaps(mention.span)) {
                SAME_WORDS
            } else if mention.actors.iter().any(|a| self.actors.contains(a)) {
                SAME_ACTOR
            } else {
                0.0
            }
        };
        mentions.iter().map(fit).fold(0.0, f64::max)
    }
}

fn sides(one: f64, other: f64) -> f64 {
    if one > 0.0 && other > 0.0 { BOTH_SIDES * one * other } else { (one + other) / 2.0 }
}

/// Bytes between two spans, 0 where they touch.
fn gap(a: Span, b: Span) -> usize {
    let (first, second) = if a.start() <= b.start() { (a, b) } else { (b, a) };
    second.start().saturating_sub(first.end())
}
