//! Who answers to whom: the best one-to-one matching of what was annotated with what was found.

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;

/// Weight of one more pair against any gain in likeness: likenesses stay far below it.
const PAIR: i64 = 1 << 32;

/// A pair: index of the gold fact, index of the found one.
pub(super) type Pair = (usize, usize);

/// As many pairs as there can be, each fact in one at most; of such matchings the one whose pairs are most alike.
/// `likeness` gives `None` where two facts may not be paired.
pub(super) fn most_pairs(
    gold: usize,
    found: usize,
    likeness: impl Fn(usize, usize) -> Option<u32>,
) -> Vec<Pair> {
    best(gold, found, |g, f| likeness(g, f).map_or(0, |l| PAIR + i64::from(l)))
}

/// The pairs that are together most alike, fewer if need be.
pub(super) fn most_alike(gold: usize, found: usize, likeness: impl Fn(usize, usize) -> u32) -> Vec<Pair> {
    best(gold, found, |g, f| i64::from(likeness(g, f)))
}

/// The matching of greatest weight; pairs of weight 0 are none. In order of the gold.
fn best(gold: usize, found: usize, weight: impl Fn(usize, usize) -> i64) -> Vec<Pair> {
    if gold == 0 || found == 0 {
        return Vec::new();
    }
    // The algorithm wants no more rows than columns.
    let turned = gold > found;
    let (rows, columns) = if turned { (found, gold) } else { (gold, found) };
    let at = |(row, column)| if turned { weight(column, row) } else { weight(row, column) };
    let weights = Matrix::from_fn(rows, columns, at);
    if weights.values().all(|&w| w == 0) {
        return Vec::new();
    }
    let (_, assigned) = kuhn_munkres(&weights);
    let kept = assigned.into_iter().enumerate().filter(|&(row, column)| weights[(row, column)] > 0);
    let mut pairs: Vec<Pair> =
        kept.map(|(row, column)| if turned { (column, row) } else { (row, column) }).collect();
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_pair_is_worth_more_than_a_likely_one() {
        // The first gold fact fits both, the second only found 0: greed would leave the second alone.
        let likeness = |g: usize, f: usize| match (g, f) {
            (0, 0) => Some(9),
            (0, 1) | (1, 0) => Some(0),
            _ => None,
        };
        assert_eq!(most_pairs(2, 2, likeness), [(0, 1), (1, 0)]);
        assert_eq!(most_alike(2, 2, |g, f| likeness(g, f).unwrap_or(0)), [(0, 0)]);
    }

    #[test]
    fn nothing_is_in_two_pairs_when_one_list_is_longer() {
        assert_eq!(most_pairs(3, 1, |g, _| Some(u32::try_from(g).unwrap())), [(2, 0)]);
        assert_eq!(most_pairs(1, 3, |_, f| (f == 1).then_some(0)), [(0, 1)]);
        assert_eq!(most_pairs(0, 3, |_, _| Some(1)), []);
        assert_eq!(most_pairs(2, 2, |_, _| None), []);
    }
}
