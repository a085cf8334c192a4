//! How sure a figure and a difference of figures are: the bootstrap over units.
//!
//! Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), chapters 13 and 16. Units, not events, are drawn, because the
//! errors inside a unit hang together; both runs are drawn with the same units (paired).

use serde::Serialize;

use super::figure::{Figure, Tallies};

/// Resamples drawn.
pub const RESAMPLES: usize = 1000;

/// Start of the generator: the same units give the same interval every time.
const SEED: u64 = 20_210_818;

/// Limits between which a figure lies in 95 of 100 resamples.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Confidence {
    /// 2.5th percentile.
    pub low: f64,
    /// 97.5th percentile.
    pub high: f64,
}

/// A figure of two runs over the same units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Which.
    pub figure: Figure,
    /// Of the first run.
    pub first: f64,
    /// Of the other.
    pub other: f64,
    /// First minus other.
    pub difference: f64,
    /// 95 % interval of the difference.
    pub interval: Confidence,
    /// Two-sided p: twice the share of resamples in which the difference is not on the side it is on, counting the
    /// observed one.
    pub p: f64,
}

/// Draws units with replacement, [`RESAMPLES`] times, and gives what `of` makes of each draw.
fn resample<T>(units: usize, mut of: impl FnMut(&[usize]) -> T) -> Vec<T> {
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut drawn = vec![0; units];
    (0..RESAMPLES)
        .map(|_| {
            drawn.fill_with(|| random.usize(..units));
            of(&drawn)
        })
        .collect()
}

fn sum(units: &[Tallies], drawn: &[usize]) -> Tallies {
    let mut total = Tallies::default();
    drawn.iter().for_each(|&unit| total.add_all(&units[unit]));
    total
}

/// The 95 % intervals of figures; `None` where a figure has no case in a resample.
pub(super) fn intervals(units: &[Tallies], figures: &[Figure]) -> Vec<Option<Confidence>> {
    if units.is_empty() {
        return vec![None; figures.len()];
    }
    let draws = resample(units.len(), |drawn| sum(units, drawn));
    let values =
        |figure: Figure| draws.iter().map(|t| figure.value(t.of(figure))).collect::<Option<Vec<f64>>>();
    figures.iter().map(|&figure| values(figure).map(percentiles)).collect()
}

/// The differences of the main figures of two runs over the same units, in the same order. Figures that have no case in
/// one of them, or in a resample, are left out.
pub(super) fn differences(first: &[Tallies], other: &[Tallies]) -> Vec<Difference> {
    let units = first.len().min(other.len());
    if units == 0 {
        return Vec::new();
    }
    let all: Vec<usize> = (0..units).collect();
    let observed = (sum(first, &all), sum(other, &all));
    let draws = resample(units, |drawn| (sum(first, drawn), sum(other, drawn)));
    let pair = |figure: Figure, (a, b): &(Tallies, Tallies)| {
        figure.value(a.of(figure)).zip(figure.value(b.of(figure)))
    };
    let difference = |figure: Figure| {
        let (first, other) = pair(figure, &observed)?;
        let drawn: Vec<f64> =
            draws.iter().map(|d| pair(figure, d).map(|(a, b)| a - b)).collect::<Option<_>>()?;
        let p = two_sided(&drawn);
        Some(Difference { figure, first, other, difference: first - other, interval: percentiles(drawn), p })
    };
    Figure::MAIN.into_iter().filter_map(difference).collect()
}

fn two_sided(differences: &[f64]) -> f64 {
    let below = differences.iter().filter(|d| **d <= 0.0).count();
    let above = differences.iter().filter(|d| **d >= 0.0).count();
    let tail = (below.min(above) + 1) as f64 / (differences.len() + 1) as f64;
    (2.0 * tail).min(1.0)
}

fn percentiles(mut values: Vec<f64>) -> Confidence {
    values.sort_by(f64::total_cmp);
    let at =
        |share: f64| values.get((share * (values.len() - 1) as f64).round() as usize).copied().unwrap_or(0.0);
    Confidence { low: at(0.025), high: at(0.975) }
}

#[cfg(test)]
mod tests {
    use super::super::figure::Tally;
    use super::*;

    fn run(right: impl Fn(usize) -> usize) -> Vec<Tallies> {
        (0..40)
            .map(|unit| {
                let mut tallies = Tallies::default();
                tallies.add(Figure::Type, Tally::new(right(unit), 2, 2));
                tallies
            })
            .collect()
    }

    #[test]
    fn a_clear_difference_is_significant_and_a_null_one_is_not() {
        let (good, bad) = (run(|_| 2), run(|u| u % 2));
        let found = differences(&good, &bad);
        assert_eq!(found.len(), 1, "figures without a case are left out");
        assert_eq!(found[0].figure, Figure::Type);
        assert!((found[0].difference - 0.75).abs() < 1e-9);
        assert!(found[0].interval.low > 0.6 && found[0].interval.high < 0.9, "{:?}", found[0]);
        assert!(found[0].p < 0.01);
        let none = differences(&good, &good);
        assert_eq!((none[0].difference, none[0].p), (0.0, 1.0));
    }

    #[test]
    fn differences_that_change_sign_are_not_significant() {
        let found = differences(&run(|u| u % 2), &run(|u| (u + 1) % 2));
        assert!(found[0].p > 0.5, "{:?}", found[0]);
        assert!(found[0].interval.low < 0.0 && found[0].interval.high > 0.0);
    }

    #[test]
    fn an_interval_holds_its_figure_and_is_the_same_every_time() {
        let units = run(|u| u % 3);
        let once = intervals(&units, &[Figure::Type, Figure::Status]);
        assert_eq!(once, intervals(&units, &[Figure::Type, Figure::Status]));
        let interval = once[0].unwrap();
        assert!(interval.low < 0.4875 && 0.4875 < interval.high, "{interval:?}");
        assert_eq!(once[1], None);
        assert_eq!(intervals(&[], &[Figure::Type]), [None]);
    }
}
