//! Which claims speak of one relation.

use std::collections::BTreeSet;

use verbale_record::{RelationKind, RelationState};

use super::claims::{Party, StoredClaim};
use super::rules::{KindRule, Rules, Separate};
use crate::words::folded;

/// Claims of one relation, in order of the days they tell of.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    /// The claims.
    pub claims: Vec<&'a StoredClaim>,
    /// What identifies the subject side.
    pub subject: Vec<String>,
    /// What identifies the object side.
    pub object: Vec<String>,
    /// Title of an office, folded.
    pub title: String,
    words: BTreeSet<String>,
    over: bool,
}

/// Words of a matter that two claims must share, of the shorter one's, to speak of the same.
const SAME_MATTER: f64 = 0.5;

/// Days after which an offer or demand without a word on its matter is not taken for the one before.
const SAME_OFFER_DAYS: i64 = 60;

/// Groups claims of one kind. `claims` are sorted by day.
pub fn groups<'a>(rules: &Rules, rule: &KindRule, claims: &[&'a StoredClaim]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group> = Vec::new();
    for &claim in claims {
        let (subject, object) = sides(rule, claim);
        let title = if rule.separate == Separate::Title { title(claim) } else { String::new() };
        let words = matter(claim);
        let fits = |g: &Group| fits(rules, rule, g, claim, (&subject, &object, &title, &words));
        match groups.iter().rposition(fits) {
            Some(at) => {
                let group = &mut groups[at];
                group.claims.push(claim);
                group.over = !rule.holds(claim.state);
                group.words.extend(words);
                if group.object.is_empty() {
                    group.object = object;
                }
                if group.title.is_empty() {
                    group.title = title;
                }
                if rule.kind.has_parties() {
                    widen(&mut group.subject, subject);
                }
            }
            // An answer by rule means nothing where nothing is open.
            None if is_answer(rules, claim) => {}
            None => {
                let over = !rule.holds(claim.state);
                groups.push(Group { claims: vec![claim], subject, object, title, words, over });
            }
        }
    }
    groups
}

fn is_answer(rules: &Rules, claim: &StoredClaim) -> bool {
    claim.rule.as_deref().and_then(|r| rules.implied(r)).is_some_and(|r| r.answers)
}

type Key<'k> = (&'k [String], &'k [String], &'k str, &'k BTreeSet<String>);

fn fits(rules: &Rules, rule: &KindRule, group: &Group, claim: &StoredClaim, key: Key) -> bool {
    let (subject, object, title, words) = key;
    if !same_sides(rule.kind, group, subject, object) {
        return false;
    }
    let last = group.claims.last().map_or(claim.day(), |c| c.day());
    let begins = claim.says == verbale_record::ClaimSays::Begins && rule.holds(claim.state);
    if is_answer(rules, claim) {
        let within = claim.rule.as_deref().and_then(|r| rules.implied(r)).map_or(0, |r| r.within_days);
        return !group.over && claim.day() - last <= within;
    }
    if rule.renewed && group.over && begins && claim.day() > last {
        return false;
    }
    match rule.separate {
        Separate::Pair => true,
        Separate::Title => same_title(&group.title, title),
        Separate::About => same_matter(&group.words, words).unwrap_or(claim.day() - last <= SAME_OFFER_DAYS),
    }
}

/// Parties of talks are the same where one list holds the other; sides of an offer may be left out once.
fn same_sides(kind: RelationKind, group: &Group, subject: &[String], object: &[String]) -> bool {
    if kind.has_parties() {
        let holds = |a: &[String], b: &[String]| b.len() > 1 && b.iter().all(|s| a.contains(s));
        return group.subject == subject || holds(&group.subject, subject) || holds(subject, &group.subject);
    }
    let open_object = matches!(kind, RelationKind::Offer | RelationKind::Demand | RelationKind::Office)
        && (group.object.is_empty() || object.is_empty());
    group.subject == subject && (group.object == object || open_object)
}

/// "President of Peru" is "president".
fn same_title(a: &str, b: &str) -> bool {
    a == b || a.is_empty() || b.is_empty()
}

/// Whether two matters are the same; not known where one is not told.
fn same_matter(a: &BTreeSet<String>, b: &BTreeSet<String>) -> Option<bool> {
    let shorter = a.len().min(b.len());
    (shorter > 0).then(|| a.intersection(b).count() as f64 / shorter as f64 >= SAME_MATTER)
}

/// Words of the matter, inflection off, without the smallest.
fn matter(claim: &StoredClaim) -> BTreeSet<String> {
    let folded = folded(claim.about.as_deref().unwrap_or(""));
    folded.split(' ').filter(|w| w.len() > 3).map(|w| w.chars().take(6).collect()).collect()
}

/// Title of an office without the country and "of …".
pub fn title(claim: &StoredClaim) -> String {
    let folded = folded(claim.about.as_deref().unwrap_or(""));
    let bare =
        folded.split(" of ").next().unwrap_or("").trim_start_matches("the ").trim_start_matches("former ");
    let dotless = bare.trim_start_matches("ex ");
    if folded.starts_with("minister of ") || folded.starts_with("secretary of ") {
        folded
    } else {
        dotless.to_owned()
    }
}

fn sides(rule: &KindRule, claim: &StoredClaim) -> (Vec<String>, Vec<String>) {
    let side = |parties: &[Party]| {
        let mut ids: Vec<String> = parties.iter().map(|p| p.side(rule.sides)).collect();
        ids.sort();
        ids.dedup();
        ids
    };
    let (mut subject, mut object) = (side(&claim.subject), side(&claim.object));
    if rule.kind.is_symmetric() && object < subject {
        std::mem::swap(&mut subject, &mut object);
    }
    (subject, object)
}

fn widen(known: &mut Vec<String>, more: Vec<String>) {
    known.extend(more);
    known.sort();
    known.dedup();
}

/// Whether a state closes an offer or a demand.
pub fn answers(kind: RelationKind, state: RelationState) -> bool {
    matches!(kind, RelationKind::Offer | RelationKind::Demand) && state != RelationState::Open
}
