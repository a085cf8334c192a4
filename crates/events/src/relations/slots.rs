//! From a trigger word to the words in its slots: [`Frame`], and what supports or continues a noun.

use verbale_record::{Deprel, Sentence, Upos};

use super::book::{Path, SlotTest};
use crate::frames::{Frame, is_nominal, with_partners};

/// Heads of the words at the end of a path, in order of the text, coordinated ones each. Beside the slots of
/// [`Frame`] a noun has `clause`: the participles and relative clauses on it ("talks **held** in Rome"), and
/// `infinitive` is a content clause with "to", `doing` a gerund led by "in".
pub(super) fn follow(s: &Sentence, token: usize, path: &[String]) -> Vec<usize> {
    let mut at = vec![token];
    for step in path {
        at = at.into_iter().flat_map(|t| slot(s, t, step)).collect();
    }
    at.sort_unstable();
    at.dedup();
    at
}

/// The first path that leads somewhere.
pub(super) fn first_filled(s: &Sentence, token: usize, paths: &[Path]) -> Vec<usize> {
    paths.iter().map(|p| follow(s, token, p)).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Whether a slot is filled as the test wants.
pub(super) fn passes(s: &Sentence, token: usize, test: &SlotTest) -> bool {
    let found = follow(s, token, &test.path);
    found.iter().any(|&t| test.lemmas.iter().any(|l| l == "*" || word_is(s, t, l)))
}

/// Whether a word has a lemma; "diplomatic relation" wants the noun with that modifier.
pub(super) fn word_is(s: &Sentence, token: usize, lemma: &str) -> bool {
    let is = |t: usize, l: &str| lemma_of(s, t) == l;
    match lemma.rsplit_once(' ') {
        Some((modifier, noun)) => {
            is(token, noun) && s.children(token).iter().any(|&c| c < token && is(c, modifier))
        }
        None => is(token, lemma),
    }
}

/// Lower-case lemma of a word.
pub(super) fn lemma_of(s: &Sentence, token: usize) -> String {
    s.tokens.get(token).map(|t| t.lemma.to_lowercase()).unwrap_or_default()
}

fn slot(s: &Sentence, token: usize, name: &str) -> Vec<usize> {
    let found = match (name, is_nominal(s, token)) {
        ("clause", _) => noun_clauses(s, token),
        ("doing", _) => {
            let led = |c: &usize| {
                s.tokens[*c].upos == Upos::Verb
                    && s.child_by(*c, Deprel::Mark).is_some_and(|m| lemma_of(s, m) == "in")
            };
            s.children(token).iter().copied().filter(led).collect()
        }
        ("infinitive", _) => {
            let content = Frame::of(s, token).slot("content");
            content.into_iter().filter(|&c| is_infinitive(s, c)).collect()
        }
        (_, true) => noun_slot(s, token, name),
        (_, false) => Frame::verb(s, token).slot(name),
    };
    with_members(s, found)
}

/// What a noun lacks is looked for on the verb it is object or subject of, then on its clauses: "**held** talks with Peru".
fn noun_slot(s: &Sentence, noun: usize, name: &str) -> Vec<usize> {
    let own = Frame::noun(s, noun).slot(name);
    let is_preposition =
        !matches!(name, "subject" | "object" | "content" | "poss" | "modifier" | "appos" | "verb" | "of");
    if !own.is_empty() || !is_preposition {
        return own;
    }
    let at_verb = supporting_verb(s, noun).map(|v| Frame::verb(s, v).slot(name)).unwrap_or_default();
    if !at_verb.is_empty() {
        return at_verb;
    }
    noun_clauses(s, noun).into_iter().flat_map(|c| Frame::verb(s, c).slot(name)).collect()
}

/// The verb a noun is object or subject of.
pub(super) fn supporting_verb(s: &Sentence, noun: usize) -> Option<usize> {
    let direct = matches!(s.tokens.get(noun)?.deprel.base(), Deprel::Obj | Deprel::Nsubj);
    Frame::noun(s, noun).supporting_verb().filter(|_| direct)
}

fn noun_clauses(s: &Sentence, noun: usize) -> Vec<usize> {
    let clause = |c: &usize| s.tokens[*c].deprel.base() == Deprel::Acl && s.tokens[*c].upos == Upos::Verb;
    s.children(noun).iter().copied().filter(clause).collect()
}

/// The members named stand for the whole: "others such as Russia and China".
fn with_members(s: &Sentence, found: Vec<usize>) -> Vec<usize> {
    let members = |t: usize| {
        let phrases = ["such as", "like", "including"].iter().flat_map(move |p| Frame::noun(s, t).slot(p));
        phrases.collect::<Vec<_>>()
    };
    let is_vague = |t: usize| s.tokens[t].upos != Upos::Propn && is_nominal(s, t);
    let named = |t: usize| if is_vague(t) { members(t) } else { Vec::new() };
    found
        .into_iter()
        .flat_map(|t| match named(t) {
            members if members.is_empty() => vec![t],
            members => members,
        })
        .collect()
}

/// Whether a noun or adjective is predicated of a subject: "X is president".
pub(super) fn is_predicate(s: &Sentence, token: usize) -> bool {
    s.child_by(token, Deprel::Cop).is_some()
}

/// Whether a clause is an infinitive with "to".
pub(super) fn is_infinitive(s: &Sentence, token: usize) -> bool {
    s.children_by(token, Deprel::Mark).any(|m| lemma_of(s, m) == "to")
}

/// Compound and adjectival words directly before a noun, in order, with the noun last.
pub(super) fn noun_words(s: &Sentence, noun: usize) -> Vec<usize> {
    let before = |c: usize| {
        use Deprel::*;
        c > noun
            || !matches!(
                s.tokens[c].deprel,
                Amod | Compound | Flat | Nummod | Punct | NmodDesc | NmodUnmarked
            )
    };
    s.subtree_without(noun, before).into_iter().filter(|&t| t <= noun).collect()
}

/// All coordinated partners of a head, the head first.
pub(super) fn partners(s: &Sentence, head: usize) -> Vec<usize> {
    with_partners(s, head)
}
