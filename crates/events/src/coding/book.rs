//! The book of patterns: what words, with what in their slots, make what event.
//!
//! The format is described in `data/patterns/README.md`.

use std::collections::BTreeMap;

use verbale_record::{Context, EventType, Mode, Status};

use super::tests_of_words::WordTest;
use crate::frames::spelling;

mod read;

/// Why a file of patterns was refused.
#[derive(Debug, thiserror::Error)]
pub enum PatternError {
    /// The file is not TOML of the right shape.
    #[error("{file}: {source}")]
    Syntax {
        /// Name of the file.
        file: String,
        /// What the TOML reader says, with line and column.
        source: Box<toml::de::Error>,
    },
    /// One pattern is wrong.
    #[error("{file}: pattern \"{pattern}\": {fault}")]
    Pattern {
        /// Name of the file.
        file: String,
        /// Name of the pattern.
        pattern: String,
        /// What is wrong with it.
        fault: PatternFault,
    },
}

/// What may be wrong with a pattern.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternFault {
    /// Type, mode, context or status that the ontology lacks.
    #[error("unknown {what} \"{word}\"")]
    Unknown {
        /// type, mode, context or status.
        what: &'static str,
        /// The word found.
        word: String,
    },
    /// A mode that its type does not have.
    #[error("type {event_type} has no mode \"{mode}\"")]
    ForeignMode {
        /// The pattern's type.
        event_type: EventType,
        /// The mode asked for.
        mode: Mode,
    },
    /// Not exactly one of `verb`, `noun`, `adjective`.
    #[error("needs exactly one of verb, noun, adjective")]
    Trigger,
    /// A word list that `lists.toml` lacks, or that holds itself.
    #[error("no word list \"{0}\", or it holds itself")]
    List(String),
    /// The name stands twice in the book.
    #[error("name stands twice")]
    Twice,
}

/// What part of speech a trigger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TriggerKind {
    /// A verb.
    Verb,
    /// A common noun.
    Noun,
    /// An adjective, or a participle used as one.
    Adjective,
}

/// What must, or must not, fill a slot: paths joined by `|` are alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SlotTest {
    pub paths: Vec<String>,
    pub test: WordTest,
}

/// One pattern: a trigger, what its slots must hold, and the event it then makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Name, unique in its type.
    pub name: String,
    /// PLOVER type.
    pub event_type: EventType,
    /// Mode, if any.
    pub mode: Option<Mode>,
    /// CAMEO code, if finer than the type's root.
    pub cameo: Option<String>,
    /// Part of speech of the trigger.
    pub kind: TriggerKind,
    /// Contexts the pattern itself implies.
    pub contexts: Vec<Context>,
    /// Status where grammar says nothing else.
    pub status: Option<Status>,
    /// All sides are actors, nobody is recipient.
    pub reciprocal: bool,
    /// Sentence the pattern codes.
    pub example: String,
    /// What it codes it as, see [`super::event_line`].
    pub expect: String,
    pub(super) particles: Vec<String>,
    pub(super) require: Vec<SlotTest>,
    pub(super) forbid: Vec<SlotTest>,
    pub(super) actor: Vec<String>,
    pub(super) recipient: Vec<String>,
    pub(super) light: Vec<String>,
    /// The user's own: it makes its event whatever the trained coder says.
    pub own: bool,
}

impl Pattern {
    /// The event's `because`: "SANCTION/impose-sanctions".
    pub fn because(&self) -> String {
        format!("{}/{}", self.event_type, self.name)
    }

    /// How much the pattern asks for: three for every requirement of certain words and for a particle, one for every
    /// other. Words weigh more, so that "attack … with rifles" wins over "attack" of one actor on another.
    pub(super) fn specificity(&self) -> usize {
        let weight = |r: &SlotTest| if r.test.names_words() { 3 } else { 1 };
        let particle = if self.particles.is_empty() { 0 } else { 3 };
        self.require.iter().map(weight).sum::<usize>() + particle
    }
}

/// All patterns, found by their trigger.
#[derive(Clone, Debug, Default)]
pub struct PatternBook {
    patterns: Vec<Pattern>,
    lists: BTreeMap<String, Vec<String>>,
    by_trigger: BTreeMap<TriggerKind, BTreeMap<String, Vec<usize>>>,
}

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        /// The pattern files inside the program: name and text.
        const EMBEDDED: &[(&str, &str)] =
            &[$((concat!($name, ".toml"), include_str!(concat!("../../../../data/patterns/en/", $name, ".toml")))),*];
    };
}

embedded!(
    "agree",
    "consult",
    "support",
    "concede",
    "cooperate",
    "aid",
    "retreat",
    "request",
    "accuse",
    "reject",
    "threaten",
    "protest",
    "sanction",
    "mobilize",
    "coerce",
    "assault",
);

const LISTS: &str = include_str!("../../../../data/patterns/en/lists.toml");

impl PatternBook {
    /// The patterns inside the program.
    ///
    /// # Panics
    /// Never in a tested build: a test reads the same files.
    #[allow(clippy::expect_used)]
    pub fn embedded() -> PatternBook {
        let mut book = PatternBook::from_toml(("lists.toml", LISTS), EMBEDDED)
            .expect("the program's own patterns are tested");
        for pattern in &mut book.patterns {
            pattern.own = false;
        }
        book
    }

    /// A book from a file of word lists and files of patterns, each given as name and text.
    pub fn from_toml(lists: (&str, &str), files: &[(&str, &str)]) -> Result<PatternBook, PatternError> {
        let mut book = PatternBook::default();
        book.add_lists(lists.0, lists.1)?;
        for (file, text) in files {
            book.add(file, text)?;
        }
        Ok(book)
    }

    /// Adds word lists; a list of a name already there replaces it for patterns added later.
    pub fn add_lists(&mut self, file: &str, text: &str) -> Result<(), PatternError> {
        let lists: BTreeMap<String, Vec<String>> = toml::from_str(text)
            .map_err(|source| PatternError::Syntax { file: file.into(), source: Box::new(source) })?;
        self.lists.extend(lists);
        Ok(())
    }

    /// Adds the patterns of a file; none where one of them is wrong.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), PatternError> {
        for (pattern, triggers) in read::patterns(file, text, &self.lists)? {
            let twice = |p: &&Pattern| p.name == pattern.name && p.event_type == pattern.event_type;
            if self.patterns.iter().find(twice).is_some() {
                return Err(PatternError::Pattern {
                    file: file.into(),
                    pattern: pattern.name,
                    fault: PatternFault::Twice,
                });
            }
            let words = self.by_trigger.entry(pattern.kind).or_default();
            for trigger in triggers {
                words.entry(spelling(&trigger)).or_default().push(self.patterns.len());
            }
            self.patterns.push(pattern);
        }
        Ok(())
    }

    /// All patterns, in order of their files.
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// Patterns that a word of a kind may trigger, with their number.
    pub(super) fn triggered_by(
        &self,
        kind: TriggerKind,
        lemma: &str,
    ) -> impl Iterator<Item = (usize, &Pattern)> {
        let found = self.by_trigger.get(&kind).and_then(|words| words.get(lemma));
        found.into_iter().flatten().filter_map(|&i| self.patterns.get(i).map(|p| (i, p)))
    }

    /// Whether a noun names happenings: some pattern has it as trigger.
    pub(super) fn is_event_noun(&self, lemma: &str) -> bool {
        self.by_trigger.get(&TriggerKind::Noun).is_some_and(|words| words.contains_key(lemma))
    }
}
