//! Names from BILOU tags: the best well-formed sequence (Viterbi 1967 under hard transitions).

use verbale_record::{NameKind, NameSpan};

/// Where a word stands in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameTag {
    /// In no name.
    Outside,
    /// First word of a longer name.
    Begin(NameKind),
    /// Between first and last.
    Inside(NameKind),
    /// Last word of a longer name.
    Last(NameKind),
    /// A name of one word.
    Unit(NameKind),
}

impl NameTag {
    /// Reads `O`, `B-PER`, …; `None` where it is no such tag.
    pub fn parse(tag: &str) -> Option<NameTag> {
        if tag == "O" {
            return Some(NameTag::Outside);
        }
        let (part, kind) = tag.split_once('-')?;
        let kind: NameKind = kind.parse().ok()?;
        match part {
            "B" => Some(NameTag::Begin(kind)),
            "I" => Some(NameTag::Inside(kind)),
            "L" => Some(NameTag::Last(kind)),
            "U" => Some(NameTag::Unit(kind)),
            _ => None,
        }
    }

    /// The kind of a name that goes on after this tag.
    fn open(self) -> Option<NameKind> {
        match self {
            NameTag::Begin(kind) | NameTag::Inside(kind) => Some(kind),
            _ => None,
        }
    }

    /// The kind of a name that this tag continues.
    fn continues(self) -> Option<NameKind> {
        match self {
            NameTag::Inside(kind) | NameTag::Last(kind) => Some(kind),
            _ => None,
        }
    }
}

/// Score of what is not allowed; low enough to lose against any real sequence.
const FORBIDDEN: f32 = -1e9;

/// The best well-formed sequence of tags; `scores` has one row of `tags.len()` for each word.
pub fn best_tags(scores: &[&[f32]], tags: &[NameTag]) -> Vec<NameTag> {
    let penalty = |allowed: bool| if allowed { 0.0 } else { FORBIDDEN };
    let Some((first, others)) = scores.split_first() else { return Vec::new() };
    let starts = |b: usize| penalty(tags[b].continues().is_none());
    let mut best: Vec<f32> = first.iter().take(tags.len()).enumerate().map(|(b, s)| s + starts(b)).collect();
    let mut back: Vec<Vec<usize>> = Vec::new();
    for row in others {
        let step = |b: usize, a: usize| best[a] + penalty(tags[a].open() == tags[b].continues());
        let from: Vec<usize> = (0..best.len()).map(|b| argmax(best.len(), |a| step(b, a))).collect();
        best = from.iter().enumerate().map(|(b, &a)| step(b, a) + row[b]).collect();
        back.push(from);
    }
    let mut at = argmax(best.len(), |a| best[a] + penalty(tags[a].open().is_none()));
    let mut path = vec![at];
    for from in back.iter().rev() {
        at = from.get(at).copied().unwrap_or(0);
        path.push(at);
    }
    path.iter().rev().filter_map(|&i| tags.get(i).copied()).collect()
}

fn argmax(n: usize, score: impl Fn(usize) -> f32) -> usize {
    (0..n).reduce(|a, b| if score(b) > score(a) { b } else { a }).unwrap_or(0)
}

/// The names that well-formed tags spell.
pub fn spans(tags: &[NameTag]) -> Vec<NameSpan> {
    let mut found = Vec::new();
    let mut first = 0;
    for (i, tag) in tags.iter().enumerate() {
        match *tag {
            NameTag::Unit(kind) => found.push(NameSpan { first: i, last: i, kind }),
            NameTag::Begin(_) => first = i,
            NameTag::Last(kind) => found.push(NameSpan { first, last: i, kind }),
            NameTag::Outside | NameTag::Inside(_) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_well_formed_whatever_the_scores() {
        let names = ["O", "B-PER", "I-PER", "L-PER", "U-PER", "B-LOC", "I-LOC", "L-LOC", "U-LOC"];
        let tags: Vec<NameTag> = names.iter().filter_map(|t| NameTag::parse(t)).collect();
        let row = |best: usize, next: usize| -> Vec<f32> {
            (0..tags.len())
                .map(|i| {
                    if i == best {
                        5.0
                    } else if i == next {
                        4.0
                    } else {
                        0.0
                    }
                })
                .collect()
        };
        let rows = [row(1, 4), row(7, 3), row(5, 8)];
        let scores: Vec<&[f32]> = rows.iter().map(Vec::as_slice).collect();
        let found = spans(&best_tags(&scores, &tags));
        let person = NameSpan { first: 0, last: 1, kind: NameKind::Person };
        assert_eq!(found, [person, NameSpan { first: 2, last: 2, kind: NameKind::Location }]);
        assert!(best_tags(&[], &tags).is_empty());
    }
}
