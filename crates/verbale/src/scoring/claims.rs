//! Scoring the claims of standing relations of a unit.

use super::facts::ClaimFact;
use super::figure::{Figure, Tallies, Tally};
use super::matching::most_pairs;
use super::spans;

/// Scores claims: by kind; with subject and object; with the state; with what the passage says. Each with a matching of its
/// own, so that a later figure is never above an earlier one.
pub(super) fn score(gold: &[ClaimFact], found: &[ClaimFact], tallies: &mut Tallies) {
    let mut count = |figure, condition: &dyn Fn(&ClaimFact, &ClaimFact) -> bool| {
        let pairs = most_pairs(gold.len(), found.len(), |g, f| {
            condition(&gold[g], &found[f]).then(|| likeness(&gold[g], &found[f]))
        });
        tallies.add(figure, Tally::new(pairs.len(), found.len(), gold.len()));
    };
    let kind = |g: &ClaimFact, f: &ClaimFact| g.kind == f.kind;
    let state = |g: &ClaimFact, f: &ClaimFact| kind(g, f) && same_parties(g, f) && g.state == f.state;
    count(Figure::ClaimKind, &kind);
    count(Figure::ClaimSides, &|g, f| kind(g, f) && same_parties(g, f));
    count(Figure::ClaimState, &state);
    count(Figure::ClaimSays, &|g, f| state(g, f) && g.says == f.says);
}

/// Subject and object right; in kinds without direction they may be swapped.
fn same_parties(gold: &ClaimFact, found: &ClaimFact) -> bool {
    let fits = spans::both_empty_or_touch;
    let straight = fits(&gold.subject, &found.subject) && fits(&gold.object, &found.object);
    let swapped = || fits(&gold.subject, &found.object) && fits(&gold.object, &found.subject);
    straight || (gold.kind.is_symmetric() && swapped())
}

/// How much of the passage is the same.
fn likeness(gold: &ClaimFact, found: &ClaimFact) -> u32 {
    let shared = gold.words.zip(found.words).map_or(0, |(g, f)| spans::shared(g, f));
    u32::try_from(shared).unwrap_or(u32::MAX)
}
