//! Reads patterns from TOML and checks them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Pattern, PatternError, PatternFault, SlotTest, TriggerKind};
use crate::coding::tests_of_words::WordTest;
use crate::frames::spelling;

/// Depth to which word lists may hold word lists.
const DEEPEST_LIST: usize = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    pattern: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    One(String),
    Many(Vec<String>),
}

impl Words {
    fn list(self) -> Vec<String> {
        match self {
            Words::One(word) => vec![word],
            Words::Many(words) => words,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: String,
    r#type: String,
    mode: Option<String>,
    cameo: Option<String>,
    verb: Option<Words>,
    noun: Option<Words>,
    adjective: Option<Words>,
    particle: Option<Words>,
    #[serde(default)]
    require: BTreeMap<String, Words>,
    #[serde(default)]
    forbid: BTreeMap<String, Words>,
    #[serde(default)]
    actor: Vec<String>,
    #[serde(default)]
    recipient: Vec<String>,
    #[serde(default)]
    reciprocal: bool,
    status: Option<String>,
    #[serde(default)]
    contexts: Vec<String>,
    #[serde(default)]
    light: Vec<String>,
    #[serde(default)]
    example: String,
    #[serde(default)]
    expect: String,
}

/// Patterns of a file with their trigger lemmas.
pub(super) fn patterns(
    file: &str,
    text: &str,
    lists: &BTreeMap<String, Vec<String>>,
) -> Result<Vec<(Pattern, Vec<String>)>, PatternError> {
    let read: File = toml::from_str(text)
        .map_err(|source| PatternError::Syntax { file: file.into(), source: Box::new(source) })?;
    read.pattern
        .into_iter()
        .map(|raw| {
            let name = raw.name.clone();
            pattern(raw, lists).map_err(|fault| PatternError::Pattern {
                file: file.into(),
                pattern: name,
                fault,
            })
        })
        .collect()
}

fn pattern(raw: Raw, lists: &BTreeMap<String, Vec<String>>) -> Result<(Pattern, Vec<String>), PatternFault> {
    let (kind, triggers) = match (raw.verb, raw.noun, raw.adjective) {
        (Some(words), None, None) => (TriggerKind::Verb, words),
        (None, Some(words), None) => (TriggerKind::Noun, words),
        (None, None, Some(words)) => (TriggerKind::Adjective, words),
        _ => return Err(PatternFault::Trigger),
    };
    let triggers = expanded(triggers.list(), lists, 0)?;
    let event_type = known("type", &raw.r#type)?;
    let mode = raw.mode.as_deref().map(|m| known("mode", m)).transpose()?;
    let pattern = Pattern {
        event_type,
        mode,
        kind,
        name: raw.name,
        cameo: raw.cameo,
        contexts: raw
            .contexts
            .iter()
            .map(|c| known("context", &c.replace(' ', "_")))
            .collect::<Result<_, _>>()?,
        status: raw.status.as_deref().map(|s| known("status", s)).transpose()?,
        reciprocal: raw.reciprocal,
        example: raw.example,
        expect: raw.expect,
        particles: raw.particle.map(Words::list).unwrap_or_default(),
        require: slot_tests(raw.require, lists)?,
        forbid: slot_tests(raw.forbid, lists)?,
        actor: raw.actor,
        recipient: raw.recipient,
        light: expanded(raw.light, lists, 0)?.iter().map(|w| spelling(w)).collect(),
        own: true,
    };
    if let Some(mode) = pattern.mode.filter(|m| !event_type.modes().contains(m)) {
        return Err(PatternFault::ForeignMode { event_type, mode });
    }
    Ok((pattern, triggers))
}

fn known<T: std::str::FromStr>(what: &'static str, word: &str) -> Result<T, PatternFault> {
    word.parse().map_err(|_| PatternFault::Unknown { what, word: word.into() })
}

fn slot_tests(
    tests: BTreeMap<String, Words>,
    lists: &BTreeMap<String, Vec<String>>,
) -> Result<Vec<SlotTest>, PatternFault> {
    let test = |(paths, words): (String, Words)| {
        let words = expanded(words.list(), lists, 0)?;
        Ok(SlotTest {
            paths: paths.split('|').map(|p| p.trim().to_string()).collect(),
            test: WordTest::new(&words),
        })
    };
    tests.into_iter().map(test).collect()
}

/// Words with the lists among them (`@name`) replaced by what they hold. Tests such as `@actor` stay.
fn expanded(
    words: Vec<String>,
    lists: &BTreeMap<String, Vec<String>>,
    depth: usize,
) -> Result<Vec<String>, PatternFault> {
    let mut out = Vec::new();
    for word in words {
        match word.strip_prefix('@') {
            Some(name) if !WordTest::is_reserved(&word) => {
                let list = lists.get(name).filter(|_| depth < DEEPEST_LIST);
                let list = list.ok_or_else(|| PatternFault::List(word.clone()))?;
                out.extend(expanded(list.clone(), lists, depth + 1)?);
            }
            _ => out.push(word),
        }
    }
    Ok(out)
}
