//! Claims folded into standing facts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use verbale_record::{
    ActorIndex, Claim, ClaimSays, DateBasis, Document, Interval, MentionIndex, Mentions, Relation,
    RelationKind, RelationState,
};

use super::scene::{Scene, how_rank};

/// Who stands on the two sides, by what identifies them.
type Key = (RelationKind, Vec<String>, Vec<String>, String);

/// Folds the claims of an article into relations: one per subject–object pair (one per set of parties for
/// negotiations and agreements, one per title for offices), in the order of their first claims. The state is
/// that of the newest claim, by date and then by place in the text. A state and its government are one side.
pub fn fold(doc: &Document, mentions: &Mentions, claims: &[Claim]) -> Vec<Relation> {
    let mut order: Vec<Key> = Vec::new();
    let mut groups: BTreeMap<Key, Vec<(usize, Pair)>> = BTreeMap::new();
    let folding = Folding { doc, mentions, claims };
    for (index, claim) in claims.iter().enumerate() {
        for pair in folding.pairs(claim) {
            let key = folding.key(claim, &pair, &order);
            if !order.contains(&key) {
                order.push(key.clone());
            }
            groups.entry(key).or_default().push((index, pair));
        }
    }
    order.iter().filter_map(|key| groups.get(key).and_then(|group| folding.relation(group))).collect()
}

/// Actors on the two sides of one relation.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pair {
    subject: Vec<ActorIndex>,
    object: Vec<ActorIndex>,
}

struct Folding<'a> {
    doc: &'a Document,
    mentions: &'a Mentions,
    claims: &'a [Claim],
}

impl Folding<'_> {
    fn actors(&self, side: &[MentionIndex]) -> Vec<ActorIndex> {
        let mut seen = BTreeSet::new();
        let all = side
            .iter()
            .filter_map(|&m| self.mentions.actor_mentions.get(m))
            .flat_map(|m| m.actors.iter().copied());
        all.filter(|a| seen.insert(*a)).collect()
    }

    /// Identifier of a side: a state and its government count as one.
    fn id(&self, actor: ActorIndex) -> String {
        self.mentions.actors.get(actor).map(Scene::side_id).unwrap_or_default()
    }

    /// The pairs a claim speaks of.
    fn pairs(&self, claim: &Claim) -> Vec<Pair> {
        let (subjects, objects) = (self.actors(&claim.subject), self.actors(&claim.object));
        if claim.kind.has_parties() {
            return vec![Pair { subject: subjects, object: Vec::new() }];
        }
        if objects.is_empty() {
            return subjects.into_iter().map(|s| Pair { subject: vec![s], object: Vec::new() }).collect();
        }
        let mut pairs: Vec<Pair> = Vec::new();
        for &s in &subjects {
            for &o in objects.iter().filter(|&&o| self.id(o) != self.id(s)) {
                let swap = claim.kind.is_symmetric() && self.id(o) < self.id(s);
                let (subject, object) = if swap { (vec![o], vec![s]) } else { (vec![s], vec![o]) };
                let pair = Pair { subject, object };
                if !pairs.contains(&pair) {
                    pairs.push(pair);
                }
            }
        }
        pairs
    }

    fn key(&self, claim: &Claim, pair: &Pair, known: &[Key]) -> Key {
        let ids = |side: &[ActorIndex]| {
            let mut ids: Vec<String> = side.iter().map(|&a| self.id(a)).collect();
            ids.sort();
            ids.dedup();
            ids
        };
        let title = match claim.kind {
            RelationKind::Office => claim.about.as_deref().unwrap_or("").to_lowercase(),
            _ => String::new(),
        };
        let key = (claim.kind, ids(&pair.subject), ids(&pair.object), title);
        let joins = |k: &&Key| {
            k.0 == key.0
                && k.1 == key.1
                && (k.2 == key.2 || may_be_open(claim.kind) && (k.2.is_empty() || key.2.is_empty()))
                && (k.3 == key.3 || k.3.is_empty() || key.3.is_empty())
        };
        known.iter().rev().find(joins).cloned().unwrap_or(key)
    }

    fn relation(&self, group: &[(usize, Pair)]) -> Option<Relation> {
        let indices: Vec<usize> = group.iter().map(|(i, _)| *i).collect();
        let claims: Vec<&Claim> = indices.iter().filter_map(|&i| self.claims.get(i)).collect();
        let newest =
            claims.iter().enumerate().max_by_key(|(n, c)| (self.when(c), answers(c), *n)).map(|(_, c)| *c)?;
        let fullest = group
            .iter()
            .map(|(_, p)| p)
            .rev()
            .find(|p| !p.object.is_empty())
            .or(group.first().map(|(_, p)| p))?;
        let clearest =
            |side: &[ActorIndex]| side.iter().filter_map(|&a| self.clearest(a)).collect::<Vec<_>>();
        let (since, until) = bounds(&claims, newest.state);
        Some(Relation {
            kind: newest.kind,
            subject: clearest(&fullest.subject),
            object: clearest(&fullest.object),
            about: claims.iter().find_map(|c| c.about.clone()),
            place: claims.iter().find_map(|c| c.place),
            state: newest.state,
            since,
            until,
            claims: indices,
        })
    }

    /// Day by which a claim is ranked; undated ones count as told at the article's date, the article being later than
    /// all it tells; but an undated offer or demand was made before its answer.
    fn when(&self, claim: &Claim) -> Date {
        let known = match claim.date.basis {
            DateBasis::Stated | DateBasis::Inferred => match (claim.date.interval.end, claim.says) {
                (None, _) => self.doc.article.date,
                (end, _) => end,
            },
            _ => None,
        };
        let is_open = may_be_open(claim.kind) && !answers(claim);
        known.or_else(|| is_open.then_some(Date::MIN)).or(self.doc.article.date).unwrap_or(Date::MAX)
    }

    /// The first mention of an actor alone, best by name.
    fn clearest(&self, actor: ActorIndex) -> Option<MentionIndex> {
        let all = self.mentions.actor_mentions.iter().enumerate().filter(|(_, m)| m.actors.contains(&actor));
        all.min_by_key(|(i, m)| (m.actors.len() > 1, how_rank(m.how), *i)).map(|(i, _)| i)
    }
}

/// Kinds whose object a passage may leave out.
fn may_be_open(kind: RelationKind) -> bool {
    matches!(kind, RelationKind::Offer | RelationKind::Demand)
}

/// Whether a claim answers an offer or demand.
fn answers(claim: &Claim) -> bool {
    may_be_open(claim.kind) && claim.state != RelationState::Open
}

/// States in which a fact no longer holds.
fn is_over(kind: RelationKind, state: RelationState) -> bool {
    use RelationState::*;
    match kind {
        RelationKind::Offer | RelationKind::Demand => state != Open,
        RelationKind::DiplomaticTies => false,
        _ => matches!(state, Withdrawn | Withheld | Lifted | Concluded | BrokenOff | Ended),
    }
}

/// Bounds of the beginning and of the end. A beginning tells when; what holds on a day began by then. A claim dated
/// only by the article's own date tells that something had begun, or ended, by then.
fn bounds(claims: &[&Claim], state: RelationState) -> (Option<Interval>, Option<Interval>) {
    let mut since: Option<Interval> = None;
    let mut until: Option<Interval> = None;
    for claim in claims {
        let Some(told) = told(claim) else { continue };
        match claim.says {
            ClaimSays::Begins => since = Some(narrow(since, told)),
            ClaimSays::Continues => since = Some(narrow(since, held_by(claim))),
            ClaimSays::Ends => until = Some(narrow(until, told)),
            ClaimSays::Absent => {}
        }
    }
    let last = until.and_then(|u| u.end);
    if let (Some(began), Some(last)) = (since.as_mut(), last) {
        began.end = began.end.map(|e| e.min(last)).filter(|&e| began.start.is_none_or(|s| s <= e));
    }
    let kind = claims.first().map(|c| c.kind);
    let over = kind.is_some_and(|k| is_over(k, state));
    (since.filter(|i| *i != Interval::default()), until.filter(|i| over && *i != Interval::default()))
}

/// The days a claim's date tells; with the article's date alone, "by then".
fn told(claim: &Claim) -> Option<Interval> {
    let days = claim.date.interval;
    match claim.date.basis {
        DateBasis::Unknown => None,
        DateBasis::Publication => Some(Interval { start: None, end: days.end }),
        DateBasis::Stated | DateBasis::Inferred => Some(days),
    }
}

/// What a claim of holding tells of the beginning: it was before the first day; "since 2019" tells its start.
fn held_by(claim: &Claim) -> Interval {
    let days = claim.date.interval;
    match (days.start, days.end) {
        (Some(start), None) => Interval { start: Some(start), end: None },
        (_, end) => Interval { start: None, end },
    }
}

/// Days that fit both; where nothing fits both, what was known first stays.
fn narrow(known: Option<Interval>, new: Interval) -> Interval {
    let Some(known) = known else { return new };
    let start = known.start.max(new.start);
    let end = match (known.end, new.end) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    match (start, end) {
        (Some(s), Some(e)) if e < s => known,
        _ => Interval { start, end },
    }
}
