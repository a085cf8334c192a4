//! Claims as the folding takes them.

use verbale_record::{ActorKind, ClaimSays, DateBasis, RelationKind, RelationState, Sector};

use super::rules::Sides;

/// Who stands on a side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Country code, if any.
    pub country: Option<String>,
    /// Sector.
    pub sector: Sector,
    /// Kind.
    pub kind: ActorKind,
}

impl Party {
    /// What it counts as: with [`Sides::States`] officials and forces are their state, and a country's opposition is
    /// one side; else a state and its government are one.
    pub fn side(&self, sides: Sides) -> String {
        let Some(country) = &self.country else { return self.id.clone() };
        let is_state = matches!(self.kind, ActorKind::State | ActorKind::Government);
        let is_official = matches!(self.sector, Sector::Gov | Sector::Mil | Sector::Spy | Sector::Cop);
        match sides {
            _ if is_state => format!("state:{country}"),
            Sides::States if is_official => format!("state:{country}"),
            Sides::States if self.sector == Sector::Opp => format!("opposition:{country}"),
            _ => self.id.clone(),
        }
    }
}

/// What an article asserts of a standing fact.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredClaim {
    /// Its number in the store.
    pub number: i64,
    /// Kind of fact.
    pub kind: RelationKind,
    /// Whose.
    pub subject: Vec<Party>,
    /// Towards whom.
    pub object: Vec<Party>,
    /// What about.
    pub about: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// What is said of it.
    pub says: ClaimSays,
    /// The state.
    pub state: RelationState,
    /// First day told.
    pub first: Option<i64>,
    /// Last day told.
    pub last: Option<i64>,
    /// How the days are known.
    pub basis: DateBasis,
    /// Who says so; empty for the article's own voice.
    pub speakers: Vec<Party>,
    /// Number of the article.
    pub article: i64,
    /// Number of the first article with the same text: copies count once.
    pub report: i64,
    /// Day of publication.
    pub published: i64,
    /// Publisher.
    pub source: Option<String>,
    /// The rule it follows from another claim or an event by.
    pub rule: Option<String>,
    /// Whether a person has confirmed it.
    pub accepted: bool,
    /// Sentence and span of the words.
    pub words: (usize, usize, usize),
}

impl StoredClaim {
    /// The days it tells of, where it tells any: the article's own day is none.
    pub fn told(&self) -> Option<(Option<i64>, Option<i64>)> {
        let dated = matches!(self.basis, DateBasis::Stated | DateBasis::Inferred);
        (dated && (self.first.is_some() || self.last.is_some())).then_some((self.first, self.last))
    }

    /// The day it is ranked by: the last it tells of; for what goes on, or is not dated, the day of publication.
    pub fn day(&self) -> i64 {
        match self.told() {
            Some((_, Some(last))) => last.min(self.published.max(self.first.unwrap_or(last))),
            _ => self.published,
        }
    }

    /// Days between the first and last told; many where it is not told.
    pub fn vagueness(&self) -> i64 {
        match self.told() {
            Some((Some(first), Some(last))) => last - first,
            Some(_) => 3650,
            None => 7,
        }
    }
}
