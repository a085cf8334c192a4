//! What patterns and the trained coder say together: which words name events, of what type, and who stands on each side.
//!
//! The coder's probability decides; a pattern that says the same raises it. A word that only a pattern names is an event where
//! the coder was not asked, or the pattern is the user's own. `training/README.md` tells how the numbers were found.

use std::collections::BTreeSet;

use verbale_record::{EventSign, EventType, MentionIndex, Mode, Sentence};

use super::arguments::Arguments;
use super::book::Pattern;
use super::matching::Match;
use crate::frames::is_nominal;

/// Least probability of an event that is told.
const TOLD: f32 = 0.5;
/// What a pattern of the same type adds to the logit of the coder's probability.
const AGREEMENT: f32 = 1.0;
/// Least probability with which a word near a pattern's trigger counts as its sign.
const NEAR: f32 = 0.1;
/// Least probability of a word to stand on a side.
const SIDE: f32 = 0.5;
/// The same for a word that the pattern puts there too.
const SIDE_AGREED: f32 = 0.15;

/// An event to be told.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'a> {
    /// The word that names it.
    pub trigger: usize,
    pub event_type: EventType,
    pub mode: Option<Mode>,
    pub actor: Vec<MentionIndex>,
    pub recipient: Vec<MentionIndex>,
    /// Words that a pattern's requirements name.
    pub consumed: Vec<usize>,
    /// Heads of what is asked, offered, accused…
    pub content: Vec<usize>,
    pub pattern: Option<&'a Pattern>,
    pub sign: Option<&'a EventSign>,
    /// That it is an event of this type, by the coder; `None` where it was not asked.
    pub probability: Option<f32>,
}

/// The events of a sentence, in order of the text, at most one a word.
pub(super) fn candidates<'a>(arguments: &Arguments<'a>, matches: Vec<Match<'a>>) -> Vec<Candidate<'a>> {
    let s = arguments.sentence();
    let Some(signs) = &s.signs else { return matches.into_iter().map(of_pattern).collect() };
    let mut taken = BTreeSet::new();
    let mut found = Vec::new();
    for m in matches {
        let sign = sign_of(s, &m, signs);
        if let Some(candidate) = together(arguments, m, sign)
            && candidate.sign.is_none_or(|sign| taken.insert(sign.token))
        {
            found.push(candidate);
        }
    }
    let spoken: BTreeSet<usize> = found.iter().map(|c| c.trigger).collect();
    let own = signs.iter().filter(|sign| !taken.contains(&sign.token) && !spoken.contains(&sign.token));
    found.extend(own.filter_map(|sign| of_sign(arguments, sign)));
    found.sort_by_key(|c| c.trigger);
    found
}

fn of_pattern(m: Match<'_>) -> Candidate<'_> {
    Candidate {
        trigger: m.trigger,
        event_type: m.pattern.event_type,
        mode: m.pattern.mode,
        actor: m.actor,
        recipient: m.recipient,
        consumed: m.consumed,
        content: m.content,
        pattern: Some(m.pattern),
        sign: None,
        probability: None,
    }
}

/// The sign a match stands for: at its trigger or a word it consumes, else at a word next to it in the tree.
fn sign_of<'a>(s: &Sentence, m: &Match, signs: &'a [EventSign]) -> Option<&'a EventSign> {
    let at = |t: usize| signs.iter().find(|sign| sign.token == t);
    let own = std::iter::once(m.trigger).chain(m.consumed.iter().copied()).filter_map(at);
    let head = s.tokens.get(m.trigger).and_then(|t| t.head);
    let near = head.into_iter().chain(s.children(m.trigger).iter().copied()).filter_map(at);
    let near = near.filter(|sign| sign.of(m.pattern.event_type) >= NEAR);
    own.chain(near).max_by(|a, b| {
        let p = |sign: &EventSign| sign.of(m.pattern.event_type);
        p(a).total_cmp(&p(b)).then(a.probability().total_cmp(&b.probability()))
    })
}

/// A match and its sign.
fn together<'a>(
    arguments: &Arguments<'a>,
    m: Match<'a>,
    sign: Option<&'a EventSign>,
) -> Option<Candidate<'a>> {
    let pattern = m.pattern;
    let Some(sign) = sign else { return pattern.own.then(|| of_pattern(m)) };
    if pattern.own {
        return Some(Candidate { sign: Some(sign), ..of_pattern(m) });
    }
    let agreed = raised(sign.of(pattern.event_type), AGREEMENT);
    let (best, other) = sign.types.first().copied()?;
    if best != pattern.event_type && other > agreed {
        return of_sign(arguments, sign);
    }
    if agreed < TOLD {
        return None;
    }
    let sides = [(&sign.actor, &m.actor), (&sign.recipient, &m.recipient)];
    let [actor, recipient] = sides.map(|(words, side)| side_of(arguments, words, side));
    let (actor, recipient) = apart(actor, recipient);
    let mode = sign.mode(pattern.event_type).or(pattern.mode);
    Some(Candidate { actor, recipient, mode, sign: Some(sign), probability: Some(agreed), ..of_pattern(m) })
}

/// What the coder sees alone.
fn of_sign<'a>(arguments: &Arguments<'a>, sign: &'a EventSign) -> Option<Candidate<'a>> {
    let (event_type, probability) = sign.types.first().copied()?;
    if probability < TOLD {
        return None;
    }
    let [actor, recipient] = [&sign.actor, &sign.recipient].map(|words| side_of(arguments, words, &[]));
    let (actor, recipient) = apart(actor, recipient);
    if actor.is_empty() && recipient.is_empty() {
        return None;
    }
    Some(Candidate {
        trigger: sign.token,
        event_type,
        mode: sign.mode(event_type),
        actor,
        recipient,
        consumed: Vec::new(),
        content: Vec::new(),
        pattern: None,
        sign: Some(sign),
        probability: Some(probability),
    })
}

fn raised(p: f32, by: f32) -> f32 {
    let p = p.clamp(1e-4, 1.0 - 1e-4);
    let logit = (p / (1.0 - p)).ln() + by;
    1.0 / (1.0 + (-logit).exp())
}

/// The mentions on a side: of the words the coder puts there, and of those the pattern puts there that it does not rule out.
fn side_of(arguments: &Arguments<'_>, words: &[(usize, f32)], pattern: &[MentionIndex]) -> Vec<MentionIndex> {
    let all = &arguments.mentions().actor_mentions;
    let mut side: Vec<MentionIndex> = Vec::new();
    for &(word, p) in words {
        let found = mentions_of(arguments, word);
        let agreed = found.iter().any(|m| pattern.contains(m));
        if p >= SIDE || agreed && p >= SIDE_AGREED {
            side.extend(found);
        }
    }
    // A pattern's mention that holds or lies in a word of the side is that word's; one more of a list is kept with it.
    if !side.is_empty() {
        let listed = pattern.iter().filter(|m| {
            let head = all[**m].head.token;
            words.iter().any(|&(w, p)| w == head && p >= SIDE_AGREED)
        });
        side.extend(listed);
    }
    side.sort_unstable();
    side.dedup();
    side
}

fn mentions_of(arguments: &Arguments<'_>, word: usize) -> Vec<MentionIndex> {
    let s = arguments.sentence();
    match arguments.at(word) {
        Some(mention) => vec![mention],
        None if s.tokens.get(word).is_some_and(|_| is_nominal(s, word)) => arguments.behind(word),
        None => Vec::new(),
    }
}

/// No mention stands on both sides: it stays where it acts.
fn apart(actor: Vec<MentionIndex>, recipient: Vec<MentionIndex>) -> (Vec<MentionIndex>, Vec<MentionIndex>) {
    let recipient = recipient.into_iter().filter(|m| !actor.contains(m)).collect();
    (actor, recipient)
}
