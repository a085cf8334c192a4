//! The rules of standing relations, read from `data/relations/rules.toml`.

use serde::Deserialize;
use verbale_record::{ClaimSays, EventType, Mode, RelationKind, RelationState};

use crate::StoreError;

/// The rules, as declared.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// What decides between reports that disagree, in this order.
    pub belief: Vec<Criterion>,
    /// Reports of a change at most so many days apart tell of the same change.
    pub same_change_days: i64,
    #[serde(rename = "kind")]
    kinds: Vec<KindRule>,
    successor: Successor,
    /// What follows from claims and events.
    #[serde(default)]
    pub implied: Vec<Implied>,
}

/// What tells better from worse reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Criterion {
    /// A person has confirmed it.
    #[serde(rename = "reviewed")]
    Reviewed,
    /// Told by the article itself or by the side whose act it is.
    #[serde(rename = "own voice")]
    OwnVoice,
    /// Dated by a day.
    #[serde(rename = "exact day")]
    ExactDay,
    /// Told by more articles.
    #[serde(rename = "more reports")]
    MoreReports,
    /// Published last.
    #[serde(rename = "newest")]
    Newest,
}

impl Criterion {
    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Criterion::Reviewed => "reviewed",
            Criterion::OwnVoice => "own voice",
            Criterion::ExactDay => "exact day",
            Criterion::MoreReports => "more reports",
            Criterion::Newest => "newest",
        }
    }
}

/// Who counts as one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sides {
    /// A state with its government, officials and forces; a country's opposition.
    States,
    /// Everyone for himself.
    Actors,
}

/// What makes another relation of the same pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Separate {
    /// Nothing.
    Pair,
    /// Another matter.
    About,
    /// Another title.
    Title,
}

/// The rule of one kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindRule {
    /// The kind.
    pub kind: RelationKind,
    /// Who counts as one side.
    pub sides: Sides,
    /// Whether the subject's word makes it so.
    pub own_word: bool,
    /// What makes another relation.
    pub separate: Separate,
    holds: Vec<RelationState>,
    /// Whether a beginning after the end is a new relation.
    #[serde(default)]
    pub renewed: bool,
    /// Days after which an open one lapses.
    pub lapses_after_days: Option<i64>,
}

impl KindRule {
    /// Whether it holds in a state.
    pub fn holds(&self, state: RelationState) -> bool {
        self.holds.contains(&state)
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Successor {
    titles: Vec<String>,
}

/// What follows from a claim or an event.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Implied {
    /// Name, shown as the reason.
    pub name: String,
    /// Kind of the claim it follows from.
    pub claim: Option<RelationKind>,
    /// What the claim must say.
    pub when: Option<When>,
    /// Type of the event it follows from.
    pub event: Option<EventType>,
    /// Modes the event may have; any where none is given.
    #[serde(default)]
    mode: OneOrMany,
    /// Beginnings of words one of which the passage must hold.
    #[serde(default)]
    words: Vec<String>,
    /// Whether both sides must be states.
    #[serde(default)]
    pub states: bool,
    /// Whether it closes what is open the other way round.
    #[serde(default)]
    pub answers: bool,
    /// States in which it says nothing new: what was severed is not downgraded by an expulsion.
    #[serde(default)]
    pub unless: Vec<RelationState>,
    /// How old what it closes may be, in days.
    #[serde(default)]
    pub within_days: i64,
    /// What follows.
    pub gives: Gives,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    #[default]
    Any,
    One(Mode),
    Many(Vec<Mode>),
}

/// What a claim must say for a rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Beginning, holding, end.
    pub says: Option<ClaimSays>,
    /// State.
    pub state: Option<RelationState>,
}

/// The claim that follows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gives {
    /// Its kind.
    pub kind: RelationKind,
    /// What it says.
    pub says: ClaimSays,
    /// The state.
    pub state: RelationState,
    /// Of when.
    #[serde(default)]
    pub date: GivenDate,
}

/// Of when an implied claim is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GivenDate {
    /// Of the same days.
    #[default]
    Same,
    /// Of the time until the day before.
    Before,
}

impl Implied {
    /// Whether a passage has the words asked for.
    pub fn has_words(&self, folded: &str) -> bool {
        self.words.is_empty()
            || self.words.iter().any(|w| folded.starts_with(w.as_str()) || folded.contains(&format!(" {w}")))
    }

    /// Whether an event may have this mode.
    pub fn has_mode(&self, mode: Option<Mode>) -> bool {
        match &self.mode {
            OneOrMany::Any => true,
            OneOrMany::One(one) => mode == Some(*one),
            OneOrMany::Many(many) => mode.is_some_and(|m| many.contains(&m)),
        }
    }
}

impl Rules {
    /// The rules inside the program.
    pub fn embedded() -> Result<Rules, StoreError> {
        Rules::parse(include_str!("../../../../data/relations/rules.toml"))
    }

    /// Reads rules; every kind must have one, and every state must be of its kind.
    pub fn parse(toml: &str) -> Result<Rules, StoreError> {
        let rules: Rules = toml::from_str(toml).map_err(|e| StoreError::Rules(e.to_string()))?;
        let wrong = |message: String| Err(StoreError::Rules(message));
        for kind in <RelationKind as crate::numbers::Numbered>::LIST {
            let count = rules.kinds.iter().filter(|k| k.kind == *kind).count();
            if count != 1 {
                return wrong(format!("{count} rules for {kind}; one is needed"));
            }
        }
        for rule in &rules.kinds {
            if let Some(state) = rule.holds.iter().find(|s| !rule.kind.states().contains(s)) {
                return wrong(format!("{} has no state \"{state}\"", rule.kind));
            }
        }
        for implied in &rules.implied {
            if !implied.gives.kind.states().contains(&implied.gives.state) {
                return wrong(format!(
                    "{}: {} has no state \"{}\"",
                    implied.name, implied.gives.kind, implied.gives.state
                ));
            }
            if implied.claim.is_some() == implied.event.is_some() {
                return wrong(format!("{}: give either claim or event", implied.name));
            }
        }
        Ok(rules)
    }

    /// The rule of a kind.
    pub fn kind(&self, kind: RelationKind) -> Option<&KindRule> {
        self.kinds.iter().find(|k| k.kind == kind)
    }

    /// Whether an office has one holder at a time.
    pub fn has_successor(&self, title: &str) -> bool {
        self.successor.titles.iter().any(|t| t == title)
    }

    /// The rule of a name.
    pub fn implied(&self, name: &str) -> Option<&Implied> {
        self.implied.iter().find(|i| i.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_the_program_are_whole() {
        let rules = Rules::embedded().unwrap();
        assert!(rules.kind(RelationKind::Sanctions).unwrap().holds(RelationState::InForce));
        assert!(rules.has_successor("president"));
        let resumed = rules.implied("resumed-talks-were-suspended").unwrap();
        assert!(resumed.has_words("the talks resumed on friday") && resumed.has_words("resuming talks"));
        assert!(!resumed.has_words("the talks began"));
    }

    #[test]
    fn a_wrong_state_is_named() {
        let wrong =
            include_str!("../../../../data/relations/rules.toml").replace("[\"recognised\"]", "[\"lifted\"]");
        let error = Rules::parse(&wrong).unwrap_err().to_string();
        assert!(error.contains("recognition has no state \"lifted\""), "{error}");
    }
}
