//! The figures, and the counts they are made of.

use std::ops::{Add, AddAssign};

use serde::Serialize;
use strum::{Display, EnumIter, IntoStaticStr};

/// Counts behind a figure. They add up over units, so that a figure of many units is no mean of means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// What is right.
    pub right: u64,
    /// What was found, right or wrong.
    pub found: u64,
    /// What there was to find.
    pub gold: u64,
}

impl Tally {
    /// Counts from lengths.
    pub fn new(right: usize, found: usize, gold: usize) -> Tally {
        Tally { right: right as u64, found: found as u64, gold: gold as u64 }
    }

    /// Of `of` cases, `right` are right: both precision and recall are then the accuracy.
    pub fn of_cases(right: usize, of: usize) -> Tally {
        Tally::new(right, of, of)
    }

    /// Share of what was found that is right; `None` where nothing was found.
    pub fn precision(self) -> Option<f64> {
        share(self.right, self.found)
    }

    /// Share of what there was to find that was found; `None` where there was nothing.
    pub fn recall(self) -> Option<f64> {
        share(self.right, self.gold)
    }

    /// Harmonic mean of the two: 2 · right / (found + gold); `None` where both are 0.
    pub fn f1(self) -> Option<f64> {
        share(2 * self.right, self.found + self.gold)
    }
}

fn share(part: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}

impl Add for Tally {
    type Output = Tally;

    fn add(self, other: Tally) -> Tally {
        Tally {
            right: self.right + other.right,
            found: self.found + other.found,
            gold: self.gold + other.gold,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        *self = *self + other;
    }
}

/// What is scored. [`super`] defines each.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, IntoStaticStr, EnumIter, Serialize,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Figure {
    /// Events by their trigger, whatever the type.
    Trigger,
    /// Events by type alone.
    Type,
    /// Type, actor and recipient.
    TypeSides,
    /// The same with the countries of the sides.
    TypeSidesCountries,
    /// The same with countries and sectors.
    TypeSidesCodes,
    /// Type, and both sides letter for letter.
    TypeSidesExact,
    /// Of events shown as actual and not historical: type, sides and status right.
    ShownActual,
    /// Status of events whose type and sides are right.
    Status,
    /// Whether they are background.
    Background,
    /// Actor and recipient not swapped.
    Direction,
    /// Mode of events whose type and sides are right.
    Mode,
    /// Their contexts.
    Contexts,
    /// The words that date them.
    DateSpan,
    /// The words that place them.
    PlaceSpan,
    /// Statements: cue or content touches.
    Statement,
    /// Cue, letter for letter.
    CueExact,
    /// Cue touches.
    CueOverlap,
    /// Speaker, letter for letter.
    SourceExact,
    /// Speaker touches.
    SourceOverlap,
    /// Content, letter for letter.
    ContentExact,
    /// Content touches.
    ContentOverlap,
    /// Content by characters.
    ContentCharacters,
    /// Claims of relations: the kind.
    ClaimKind,
    /// Kind, subject and object.
    ClaimSides,
    /// The same with the state.
    ClaimState,
    /// The same with what is said of it.
    ClaimSays,
}

/// How a figure is read from its counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Precision, recall and F1; F1 is the figure.
    F1,
    /// Precision alone.
    Precision,
    /// Share of cases that are right.
    Accuracy,
}

impl Figure {
    /// How many there are.
    pub const COUNT: usize = Figure::ClaimSays as usize + 1;

    /// The figures compared between two runs, and given with an interval.
    pub const MAIN: [Figure; 11] = [
        Figure::Type,
        Figure::TypeSides,
        Figure::TypeSidesCodes,
        Figure::ShownActual,
        Figure::Status,
        Figure::Direction,
        Figure::CueOverlap,
        Figure::SourceOverlap,
        Figure::ContentOverlap,
        Figure::ContentCharacters,
        Figure::ClaimSides,
    ];

    /// Name in JSON and messages: `type_sides`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// What to read from its counts.
    pub fn measure(self) -> Measure {
        match self {
            Figure::ShownActual => Measure::Precision,
            Figure::Status | Figure::Background | Figure::Direction => Measure::Accuracy,
            _ => Measure::F1,
        }
    }

    /// The figure itself, 0 to 1; `None` where there was no case.
    pub fn value(self, tally: Tally) -> Option<f64> {
        match self.measure() {
            Measure::F1 => tally.f1(),
            Measure::Precision | Measure::Accuracy => tally.precision(),
        }
    }
}

/// The counts of all figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tallies([Tally; Figure::COUNT]);

impl Default for Tallies {
    fn default() -> Tallies {
        Tallies([Tally::default(); Figure::COUNT])
    }
}

impl Tallies {
    /// The counts of a figure.
    pub fn of(&self, figure: Figure) -> Tally {
        self.0[figure as usize]
    }

    /// Adds to the counts of a figure.
    pub fn add(&mut self, figure: Figure, tally: Tally) {
        self.0[figure as usize] += tally;
    }

    /// Adds all counts of another.
    pub fn add_all(&mut self, other: &Tallies) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator;

    #[test]
    fn counts_become_shares() {
        let tally = Tally::new(3, 4, 6);
        assert_eq!(tally.precision(), Some(0.75));
        assert_eq!(tally.recall(), Some(0.5));
        assert_eq!(tally.f1(), Some(0.6));
        assert_eq!(Tally::new(0, 0, 2).precision(), None);
        assert_eq!(Tally::new(0, 0, 2).f1(), Some(0.0));
        assert_eq!(Tally::default().f1(), None);
    }

    #[test]
    fn every_figure_has_a_place_of_its_own() {
        let mut tallies = Tallies::default();
        for (number, figure) in Figure::iter().enumerate() {
            tallies.add(figure, Tally::new(number, 0, 0));
        }
        assert_eq!(Figure::iter().count(), Figure::COUNT);
        assert!(Figure::iter().enumerate().all(|(n, f)| tallies.of(f).right == n as u64));
    }
}
