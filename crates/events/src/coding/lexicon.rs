//! The words of `data/lexicon/en`: what they say about happening, and fields of life.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use verbale_record::{Context, Status};

use crate::frames::spelling;

/// What a word makes of the happening that stands under it. Later ones win over earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    /// It stands as it is.
    Actual,
    /// It is planned or promised.
    Future,
    /// It is said not to have happened.
    Negated,
    /// It is only possible.
    Hypothetical,
    /// It is wished, demanded, threatened or alleged: no event.
    Uncoded,
}

impl Effect {
    /// The event's status; none where there is no event.
    pub fn status(self) -> Option<Status> {
        match self {
            Effect::Actual => Some(Status::Actual),
            Effect::Future => Some(Status::Future),
            Effect::Negated => Some(Status::Negated),
            Effect::Hypothetical => Some(Status::Hypothetical),
            Effect::Uncoded => None,
        }
    }
}

/// Why a word list was refused.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// Not TOML of the right shape.
    #[error("{file}: {source}")]
    Syntax {
        /// Name of the file.
        file: &'static str,
        /// What the TOML reader says, with line and column.
        source: Box<toml::de::Error>,
    },
}

/// Words sorted by what they make of what stands under them.
#[derive(Clone, Debug)]
pub(super) struct Effects(BTreeMap<String, Effect>);

impl Effects {
    /// The effect of the first of several spellings that is known.
    pub fn of<T: AsRef<str>>(&self, words: &[T]) -> Option<Effect> {
        words.iter().find_map(|w| self.0.get(w.as_ref()).copied())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEffects {
    future: Vec<String>,
    hypothetical: Vec<String>,
    negated: Vec<String>,
    uncoded: Vec<String>,
}

impl From<RawEffects> for Effects {
    fn from(raw: RawEffects) -> Effects {
        let classes = [
            (raw.future, Effect::Future),
            (raw.hypothetical, Effect::Hypothetical),
            (raw.negated, Effect::Negated),
            (raw.uncoded, Effect::Uncoded),
        ];
        let pairs =
            classes.into_iter().flat_map(|(words, e)| words.into_iter().map(move |w| (spelling(&w), e)));
        Effects(pairs.collect())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWords {
    support: Vec<String>,
    occurrence: Vec<String>,
    report: Vec<String>,
    background: Vec<String>,
    motion: Vec<String>,
    terms: Vec<String>,
    demands: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStatus {
    clause: RawEffects,
    object: RawEffects,
    noun: RawEffects,
    modifier: RawEffects,
    leader: RawEffects,
    auxiliary: RawEffects,
    words: RawWords,
}

/// Words that tell whether something happened.
#[derive(Clone, Debug)]
pub(super) struct StatusWords {
    pub clause: Effects,
    pub object: Effects,
    pub noun: Effects,
    pub modifier: Effects,
    pub leader: Effects,
    pub auxiliary: Effects,
    pub support: BTreeSet<String>,
    pub occurrence: BTreeSet<String>,
    pub report: BTreeSet<String>,
    pub background: BTreeSet<String>,
    pub motion: BTreeSet<String>,
    pub terms: BTreeSet<String>,
    /// Nouns of what is asked or planned, see `[words] demands`.
    pub demands: BTreeSet<String>,
}

impl StatusWords {
    fn from_toml(file: &'static str, text: &str) -> Result<StatusWords, LexiconError> {
        let raw: RawStatus = parsed(file, text)?;
        let set = |words: Vec<String>| words.iter().map(|w| spelling(w)).collect();
        Ok(StatusWords {
            clause: raw.clause.into(),
            object: raw.object.into(),
            noun: raw.noun.into(),
            modifier: raw.modifier.into(),
            leader: raw.leader.into(),
            auxiliary: raw.auxiliary.into(),
            support: set(raw.words.support),
            occurrence: set(raw.words.occurrence),
            report: set(raw.words.report),
            background: set(raw.words.background),
            motion: set(raw.words.motion),
            terms: set(raw.words.terms),
            demands: set(raw.words.demands),
        })
    }
}

/// Words that tell a field of life.
#[derive(Clone, Debug)]
pub(super) struct ContextWords(BTreeMap<String, Vec<Context>>);

impl ContextWords {
    fn from_toml(file: &'static str, text: &str) -> Result<ContextWords, LexiconError> {
        let raw: BTreeMap<Context, Vec<String>> = parsed(file, text)?;
        let mut words: BTreeMap<String, Vec<Context>> = BTreeMap::new();
        for (context, list) in raw {
            for word in list {
                words.entry(spelling(&word)).or_default().push(context);
            }
        }
        Ok(ContextWords(words))
    }

    /// The fields a word belongs to.
    pub fn of(&self, word: &str) -> &[Context] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }
}

/// All word lists the coder needs beside its patterns.
#[derive(Clone, Debug)]
pub(super) struct Lexicon {
    pub status: StatusWords,
    pub contexts: ContextWords,
}

impl Lexicon {
    /// The lists inside the program.
    pub fn embedded() -> Result<Lexicon, LexiconError> {
        let status = include_str!("../../../../data/lexicon/en/status.toml");
        let contexts = include_str!("../../../../data/lexicon/en/contexts.toml");
        Ok(Lexicon {
            status: StatusWords::from_toml("status.toml", status)?,
            contexts: ContextWords::from_toml("contexts.toml", contexts)?,
        })
    }
}

fn parsed<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, LexiconError> {
    toml::from_str(text).map_err(|source| LexiconError::Syntax { file, source: Box::new(source) })
}
