//! Tests a slot's filler must pass.

use std::collections::BTreeSet;

use verbale_record::{ActorKind, Deprel, Sentence};

use super::arguments::Arguments;
use crate::frames::spelling;

/// What a word in a slot must be: any word, an actor, or one of certain lemmas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WordTest {
    any: bool,
    actor: bool,
    person: bool,
    state: bool,
    words: BTreeSet<String>,
    phrases: Vec<Vec<String>>,
}

impl WordTest {
    /// From the words of a pattern: `*`, `@actor`, `@person`, `@state`, lemmas, phrases of several words.
    pub fn new(words: &[String]) -> WordTest {
        let mut test = WordTest::default();
        for word in words {
            match word.as_str() {
                "*" => test.any = true,
                "@actor" => test.actor = true,
                "@person" => test.person = true,
                "@state" => test.state = true,
                phrase if phrase.contains(' ') => {
                    test.phrases.push(phrase.split_whitespace().map(spelling).collect());
                }
                word => {
                    test.words.insert(spelling(word));
                }
            }
        }
        test
    }

    /// Whether a word of a pattern is a test of its own, no list.
    pub fn is_reserved(word: &str) -> bool {
        matches!(word, "@actor" | "@person" | "@state")
    }

    /// Whether any filler passes.
    pub fn is_open(&self) -> bool {
        self.any
    }

    /// Whether certain words are asked for.
    pub fn names_words(&self) -> bool {
        !self.words.is_empty() || !self.phrases.is_empty()
    }

    /// Whether the word at `token` passes.
    pub fn accepts(&self, arguments: &Arguments, token: usize) -> bool {
        self.any || self.accepts_kind(arguments, token) || self.accepts_words(arguments.sentence(), token)
    }

    fn accepts_kind(&self, arguments: &Arguments, token: usize) -> bool {
        if !(self.actor || self.person || self.state) {
            return false;
        }
        let found = arguments.behind(token);
        let of_kind = |kinds: &[ActorKind]| {
            found.iter().any(|&m| arguments.mentions().actors_of(m).any(|a| kinds.contains(&a.kind)))
        };
        self.actor && !found.is_empty()
            || self.person && of_kind(&[ActorKind::Person])
            || self.state && of_kind(&[ActorKind::State, ActorKind::Government, ActorKind::Organisation])
    }

    /// Whether the word, or a noun or adjective before it, is among the words.
    fn accepts_words(&self, s: &Sentence, token: usize) -> bool {
        if !self.names_words() {
            return false;
        }
        let around = modifiers(s, token);
        let single = std::iter::once(token).chain(around.iter().copied());
        if single.into_iter().any(|t| forms(s, t).iter().any(|f| self.words.contains(f))) {
            return true;
        }
        self.phrases.iter().any(|phrase| {
            let Some((last, first)) = phrase.split_last() else { return false };
            let has = |t: usize, word: &String| forms(s, t).contains(word);
            has(token, last) && first.iter().all(|w| around.iter().any(|&m| has(m, w)))
        })
    }
}

fn modifiers(s: &Sentence, token: usize) -> Vec<usize> {
    use Deprel::*;
    let fits = |c: &usize| matches!(s.tokens[*c].deprel, Amod | Compound | NmodDesc | NmodUnmarked | Flat);
    s.children(token).iter().copied().filter(fits).collect()
}

/// Spellings under which a word may stand in a list: its lemma, without hyphens, and what follows the last hyphen.
pub(super) fn forms(s: &Sentence, token: usize) -> Vec<String> {
    let lemma = spelling(&s.tokens[token].lemma);
    let mut all = Vec::with_capacity(1);
    if lemma.contains('-') {
        all.push(spelling(&lemma.replace('-', "")));
        all.extend(lemma.rsplit('-').next().filter(|last| !last.is_empty()).map(spelling));
    }
    all.insert(0, lemma);
    all
}
