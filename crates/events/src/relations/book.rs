//! The claim patterns: read from `data/relations/en/*.toml`, indexed by the lemma of their trigger.

use std::collections::BTreeMap;

use serde::Deserialize;
use verbale_record::{ClaimSays, RelationKind, RelationState, Upos};

/// Claim patterns for English, by file: ours, from knowledge of the kinds.
const ENGLISH: &[(&str, &str)] = &[
    ("agreement.toml", include_str!("../../../../data/relations/en/agreement.toml")),
    ("conflict.toml", include_str!("../../../../data/relations/en/conflict.toml")),
    ("demand.toml", include_str!("../../../../data/relations/en/demand.toml")),
    ("diplomatic_ties.toml", include_str!("../../../../data/relations/en/diplomatic_ties.toml")),
    ("membership.toml", include_str!("../../../../data/relations/en/membership.toml")),
    ("negotiation.toml", include_str!("../../../../data/relations/en/negotiation.toml")),
    ("offer.toml", include_str!("../../../../data/relations/en/offer.toml")),
    ("office.toml", include_str!("../../../../data/relations/en/office.toml")),
    ("recognition.toml", include_str!("../../../../data/relations/en/recognition.toml")),
    ("sanctions.toml", include_str!("../../../../data/relations/en/sanctions.toml")),
];

/// Word lists the patterns and the finder share.
const LISTS: &str = include_str!("../../../../data/relations/en/lists.toml");

/// Why a pattern file was refused.
#[derive(Debug, thiserror::Error)]
pub enum ClaimBookError {
    /// The file is not TOML of the right shape.
    #[error("{file}: {reason}")]
    Format {
        /// Name of the file.
        file: String,
        /// What the reader says, with line and column.
        reason: String,
    },
    /// A pattern contradicts the ontology or itself.
    #[error("{file}, pattern {pattern}: {reason}")]
    Pattern {
        /// Name of the file.
        file: String,
        /// Name of the pattern.
        pattern: String,
        /// What is wrong.
        reason: String,
    },
}

/// What a passage says, and the state it leaves: "begins in force".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What it says.
    pub says: ClaimSays,
    /// The state then.
    pub state: RelationState,
}

/// Ways from a trigger to a part of its clause: slot names joined by dots.
pub(super) type Path = Vec<String>;

/// A condition on a slot: one of its heads has one of these lemmas; `*` any.
#[derive(Clone, Debug)]
pub(super) struct SlotTest {
    pub path: Path,
    pub lemmas: Vec<String>,
}

/// One way of asserting a standing fact.
#[derive(Clone, Debug)]
pub(super) struct ClaimPattern {
    pub kind: RelationKind,
    pub particle: Option<String>,
    pub require: Vec<SlotTest>,
    pub forbid: Vec<SlotTest>,
    pub subject: Vec<Path>,
    pub object: Vec<Path>,
    pub parties: Vec<Path>,
    pub about: Vec<Path>,
    pub about_is: Option<String>,
    pub actual: Option<Outcome>,
    pub negated: Option<Outcome>,
    pub planned: Option<Outcome>,
    pub unreal: Option<Outcome>,
    /// The date is the earliest it can have begun, not the day it began.
    pub not_before: bool,
    /// The object may be missing.
    pub object_optional: bool,
    /// The phrase takes for granted that the fact holds, whatever is said or hoped of it: "the dialogue under way".
    pub presupposed: bool,
}

/// An example of a pattern with what it must give, in the notation of [`super::claim_lines`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternExample {
    /// `kind/name` of the pattern.
    pub pattern: String,
    /// A sentence.
    pub sentence: String,
    /// Lines joined by `; `, or `-` for none.
    pub expect: String,
}

/// Parts of speech a trigger may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TriggerClass {
    Verb,
    Noun,
    Adjective,
}

impl TriggerClass {
    /// The class of a word by its part of speech.
    pub fn of(upos: Upos) -> Option<TriggerClass> {
        match upos {
            Upos::Verb | Upos::Aux => Some(TriggerClass::Verb),
            Upos::Noun | Upos::Propn => Some(TriggerClass::Noun),
            Upos::Adj => Some(TriggerClass::Adjective),
            _ => None,
        }
    }
}

/// All claim patterns and word lists.
#[derive(Clone, Debug, Default)]
pub struct ClaimBook {
    patterns: Vec<ClaimPattern>,
    by_trigger: BTreeMap<(TriggerClass, String), Vec<usize>>,
    lists: BTreeMap<String, Vec<String>>,
    examples: Vec<PatternExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileToml {
    #[serde(default)]
    pattern: Vec<PatternToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternToml {
    name: String,
    kind: String,
    #[serde(default)]
    actual: Option<String>,
    #[serde(default)]
    negated: Option<String>,
    #[serde(default)]
    planned: Option<String>,
    #[serde(default)]
    unreal: Option<String>,
    #[serde(default)]
    verb: Vec<String>,
    #[serde(default)]
    noun: Vec<String>,
    #[serde(default)]
    adjective: Vec<String>,
    #[serde(default)]
    particle: Option<String>,
    #[serde(default)]
    require: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    forbid: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    subject: Vec<String>,
    #[serde(default)]
    object: Vec<String>,
    #[serde(default)]
    parties: Vec<String>,
    #[serde(default)]
    about: Vec<String>,
    #[serde(default)]
    about_is: Option<String>,
    #[serde(default)]
    not_before: bool,
    #[serde(default)]
    object_optional: bool,
    #[serde(default)]
    presupposed: bool,
    #[serde(default)]
    example: Option<String>,
    #[serde(default)]
    expect: Option<String>,
}

impl ClaimBook {
    /// The patterns that come with verbale.
    pub fn embedded() -> Result<ClaimBook, ClaimBookError> {
        let mut book = ClaimBook::default();
        book.add_lists("lists.toml", LISTS)?;
        for (file, toml) in ENGLISH {
            book.add(file, toml)?;
        }
        Ok(book)
    }

    /// Adds the word lists of a TOML table of arrays; a list of the same name is replaced.
    pub fn add_lists(&mut self, file: &str, toml: &str) -> Result<(), ClaimBookError> {
        let lists: BTreeMap<String, Vec<String>> = parse(file, toml)?;
        self.lists.extend(lists);
        Ok(())
    }

    /// Adds the patterns of a file; the lists it names must be there before.
    pub fn add(&mut self, file: &str, toml: &str) -> Result<(), ClaimBookError> {
        let read: FileToml = parse(file, toml)?;
        for pattern in read.pattern {
            let name = pattern.name.clone();
            let wrong = |reason| ClaimBookError::Pattern { file: file.into(), pattern: name, reason };
            self.add_pattern(pattern).map_err(wrong)?;
        }
        Ok(())
    }

    /// The examples of the patterns, in the order of the files.
    pub fn examples(&self) -> &[PatternExample] {
        &self.examples
    }

    /// Whether a word is in a list; no list has no words.
    pub(super) fn lists(&self, list: &str, lemma: &str) -> bool {
        self.lists.get(list).is_some_and(|words| words.iter().any(|w| w == lemma))
    }

    /// The words of a list.
    pub(super) fn list(&self, list: &str) -> &[String] {
        self.lists.get(list).map_or(&[], Vec::as_slice)
    }

    /// Patterns a word may trigger, those with most conditions first.
    pub(super) fn patterns_of(
        &self,
        class: TriggerClass,
        lemma: &str,
    ) -> impl Iterator<Item = &ClaimPattern> {
        let found = self.by_trigger.get(&(class, lemma.to_owned()));
        found.into_iter().flatten().filter_map(|&i| self.patterns.get(i))
    }

    fn add_pattern(&mut self, p: PatternToml) -> Result<(), String> {
        let kind: RelationKind = p.kind.parse().map_err(|_| format!("unknown kind {}", p.kind))?;
        let (class, triggers) = self.trigger(&p)?;
        let pattern = ClaimPattern {
            kind,
            particle: p.particle,
            require: self.tests(&p.require)?,
            forbid: self.tests(&p.forbid)?,
            subject: paths(&p.subject),
            object: paths(&p.object),
            parties: paths(&p.parties),
            about: paths(&p.about),
            about_is: p.about_is,
            actual: outcome(kind, p.actual.as_deref())?,
            negated: outcome(kind, p.negated.as_deref())?,
            planned: outcome(kind, p.planned.as_deref())?,
            unreal: outcome(kind, p.unreal.as_deref())?,
            not_before: p.not_before,
            object_optional: p.object_optional,
            presupposed: p.presupposed,
        };
        if pattern.subject.is_empty() && pattern.parties.is_empty() {
            return Err("neither subject nor parties".into());
        }
        self.note_example(&p.kind, p.name, p.example, p.expect)?;
        self.index(class, triggers, pattern);
        Ok(())
    }

    fn note_example(
        &mut self,
        kind: &str,
        name: String,
        example: Option<String>,
        expect: Option<String>,
    ) -> Result<(), String> {
        let pattern = format!("{kind}/{name}");
        if self.examples.iter().any(|e| e.pattern == pattern) {
            return Err("the name is taken".into());
        }
        let (Some(sentence), Some(expect)) = (example, expect) else {
            return Err("example or expect is missing".into());
        };
        self.examples.push(PatternExample { pattern, sentence, expect });
        Ok(())
    }

    fn trigger(&self, p: &PatternToml) -> Result<(TriggerClass, Vec<String>), String> {
        let (class, words) = match (p.verb.is_empty(), p.noun.is_empty(), p.adjective.is_empty()) {
            (false, true, true) => (TriggerClass::Verb, &p.verb),
            (true, false, true) => (TriggerClass::Noun, &p.noun),
            (true, true, false) => (TriggerClass::Adjective, &p.adjective),
            _ => return Err("exactly one of verb, noun, adjective is needed".into()),
        };
        Ok((class, self.expand(words)?))
    }

    fn index(&mut self, class: TriggerClass, triggers: Vec<String>, pattern: ClaimPattern) {
        let weight_of = |test: &SlotTest| if test.lemmas.iter().any(|l| l == "*") { 1 } else { 3 };
        let conditions = |p: &ClaimPattern| {
            p.require.iter().map(weight_of).sum::<usize>() + usize::from(p.particle.is_some())
        };
        let weight = conditions(&pattern);
        let new = self.patterns.len();
        self.patterns.push(pattern);
        for trigger in triggers {
            let found = self.by_trigger.entry((class, trigger)).or_default();
            let at = found.partition_point(|&i| conditions(&self.patterns[i]) >= weight);
            found.insert(at, new);
        }
    }

    fn tests(&self, slots: &BTreeMap<String, Vec<String>>) -> Result<Vec<SlotTest>, String> {
        let test = |(path, words): (&String, &Vec<String>)| {
            Ok(SlotTest { path: path_of(path), lemmas: self.expand(words)? })
        };
        slots.iter().map(test).collect()
    }

    fn expand(&self, words: &[String]) -> Result<Vec<String>, String> {
        let mut all = Vec::new();
        for word in words {
            match word.strip_prefix('@') {
                Some(list) => {
                    all.extend(self.lists.get(list).ok_or(format!("no list {list}"))?.iter().cloned())
                }
                None => all.push(word.clone()),
            }
        }
        Ok(all)
    }
}

fn parse<T: serde::de::DeserializeOwned>(file: &str, toml: &str) -> Result<T, ClaimBookError> {
    toml::from_str(toml)
        .map_err(|error| ClaimBookError::Format { file: file.into(), reason: error.to_string() })
}

fn path_of(path: &str) -> Path {
    path.split('.').map(str::to_owned).collect()
}

fn paths(paths: &[String]) -> Vec<Path> {
    paths.iter().map(|p| path_of(p)).collect()
}

/// "begins in force" → what it says and the state, which must be one of the kind's.
fn outcome(kind: RelationKind, words: Option<&str>) -> Result<Option<Outcome>, String> {
    let Some(words) = words else { return Ok(None) };
    let (says, state) = words.split_once(' ').ok_or(format!("\"{words}\" is not \"says state\""))?;
    let says = says.parse().map_err(|_| format!("unknown word {says}"))?;
    let state = state.parse().map_err(|_| format!("unknown state {state}"))?;
    if !kind.states().contains(&state) {
        return Err(format!("{kind} has no state {state}"));
    }
    Ok(Some(Outcome { says, state }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_patterns_are_well_formed() {
        let book = ClaimBook::embedded().unwrap();
        assert!(book.examples().len() >= 80, "{}", book.examples().len());
    }

    #[test]
    fn a_state_of_another_kind_is_refused() {
        let toml = "[[pattern]]\nname='x'\nkind='conflict'\nverb=['fight']\nactual='begins recognised'\nsubject=['subject']\nexample=''\nexpect='-'";
        let error = ClaimBook::default().add("own.toml", toml).unwrap_err();
        assert_eq!(error.to_string(), "own.toml, pattern x: conflict has no state recognised");
    }
}
