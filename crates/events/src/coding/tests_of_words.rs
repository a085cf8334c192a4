//! Tests a slot's filler must pass.

use std::collections::BTreeSet;

use verbale_record::{ActorKind, Deprel, Sentence, Upos};

use super::arguments::Arguments;
use crate::frames::spelling;

/// What a word in a slot must be: any word, an actor, or one of certain lemmas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WordTest {
    any: bool,
    actor: bool,
    person: bool,
    state: bool,
    finite: bool,
    words: BTreeSet<String>,
    phrases: Vec<Vec<String>>,
}

impl WordTest {
    /// From the words of a pattern: `*`, `@actor`, `@person`, `@state`, `@finite`, lemmas, phrases of several words.
    pub fn new(words: &[String]) -> WordTest {
        let mut test = WordTest::default();
        for word in words {
            match word.as_str() {
                "*" => test.any = true,
                "@actor" => test.actor = true,
                "@person" => test.person = true,
                "@state" => test.state = true,
                "@finite" => test.finite = true,
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
        matches!(word, "@actor" | "@person" | "@state" | "@finite")
    }

    /// Whether certain words are asked for.
    pub fn names_words(&self) -> bool {
        !self.words.is_empty() || !self.phrases.is_empty()
    }

    /// Whether the word at `token` passes.
    pub fn accepts(&self, arguments: &Arguments, token: usize) -> bool {
        self.any
            || self.finite && is_finite(arguments.sentence(), token)
            || self.accepts_kind(arguments, token)
            || self.accepts_words(arguments.sentence(), token)
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

/// Whether a clause has a finite verb, or an auxiliary that is one: "told them that he **would leave**", not "to leave".
fn is_finite(s: &Sentence, token: usize) -> bool {
    let finite = |t: usize| s.tokens[t].feats.has("VerbForm", "Fin");
    let helps = |&c: &usize| matches!(s.tokens[c].deprel.base(), Deprel::Aux | Deprel::Cop);
    finite(token) || s.children(token).iter().copied().filter(helps).any(finite)
}

fn modifiers(s: &Sentence, token: usize) -> Vec<usize> {
    use Deprel::*;
    let fits = |c: &usize| matches!(s.tokens[*c].deprel, Amod | Compound | NmodDesc | NmodUnmarked | Flat);
    s.children(token).iter().copied().filter(fits).collect()
}

/// Spellings under which a word may stand in a list: its lemma, without hyphens, what follows the last hyphen, and, as
/// analysers err on rare words, what regular inflection may have made the form from.
pub(super) fn forms(s: &Sentence, token: usize) -> Vec<String> {
    let t = &s.tokens[token];
    let lemma = spelling(&t.lemma);
    let mut all = vec![lemma.clone()];
    if lemma.contains('-') {
        all.push(spelling(&lemma.replace('-', "")));
        all.extend(lemma.rsplit('-').next().filter(|last| !last.is_empty()).map(spelling));
    }
    if matches!(t.upos, Upos::Verb | Upos::Noun) {
        for word in uninflected(&t.form.to_lowercase(), t.upos) {
            let word = spelling(&word);
            if !all.contains(&word) {
                all.push(word);
            }
        }
    }
    all
}

/// What a regular ending may have been put to: "agreed" → agree, agre; "stopped" → stopp, stop; "denies" → deny.
fn uninflected(form: &str, upos: Upos) -> Vec<String> {
    let mut found = Vec::new();
    let endings: &[&str] = if upos == Upos::Verb { &["ed", "ing"] } else { &[] };
    for stem in endings.iter().filter_map(|e| form.strip_suffix(e)).filter(|stem| stem.len() > 1) {
        found.push(stem.to_string());
        found.push(format!("{stem}e"));
        found.extend(stem.strip_suffix('i').map(|short| format!("{short}y")));
        let mut letters = stem.chars().rev();
        if letters.next() == letters.next() {
            found.extend(stem.get(..stem.len() - 1).map(String::from));
        }
    }
    found.extend(form.strip_suffix("ies").map(|stem| format!("{stem}y")));
    found.extend(form.strip_suffix("es").map(String::from));
    found.extend(form.strip_suffix('s').map(String::from));
    found.extend(form.strip_suffix("men").filter(|_| upos == Upos::Noun).map(|stem| format!("{stem}man")));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_endings_come_off() {
        let has = |form: &str, upos, lemma: &str| uninflected(form, upos).iter().any(|w| w == lemma);
        assert!(has("agreed", Upos::Verb, "agree"));
        assert!(has("stopped", Upos::Verb, "stop"));
        assert!(has("denied", Upos::Verb, "deny"));
        assert!(has("urging", Upos::Verb, "urge"));
        assert!(has("gunmen", Upos::Noun, "gunman"));
    }
}
