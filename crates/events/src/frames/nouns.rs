//! Slots of nouns.

use verbale_record::{Deprel, Sentence, Upos};

use super::verbs;
use super::words::{antecedent, is_infinitive, led_by, resolved, with_partners};

pub(super) fn slot(s: &Sentence, noun: usize, name: &str) -> Vec<usize> {
    match name {
        "subject" => own_subject(s, noun),
        "object" | "indirect" | "adverb" => Vec::new(),
        "content" => content(s, noun),
        "poss" => resolved(s, s.children_by(noun, Deprel::NmodPoss)),
        "modifier" => modifiers(s, noun),
        "appos" => apposed(s, noun),
        "verb" => governor(s, noun).into_iter().collect(),
        preposition => by_preposition(s, noun, preposition),
    }
}

fn own_subject(s: &Sentence, noun: usize) -> Vec<usize> {
    if s.child_by(noun, Deprel::Cop).is_none() {
        return Vec::new();
    }
    verbs::surface_subject(s, noun, 0)
}

fn content(s: &Sentence, noun: usize) -> Vec<usize> {
    let clause = |c: &usize| match s.tokens[*c].deprel {
        Deprel::Ccomp | Deprel::Xcomp => true,
        Deprel::Acl => is_infinitive(s, *c) || s.child_by(*c, Deprel::Mark).is_some(),
        _ => false,
    };
    s.children(noun).iter().copied().filter(clause).collect()
}

/// Adjectives, nouns and names before a noun: "**US** sanctions", "**Israeli** and **Saudi** strikes".
fn modifiers(s: &Sentence, noun: usize) -> Vec<usize> {
    use Deprel::*;
    let fits = |c: &usize| matches!(s.tokens[*c].deprel, Amod | Compound | NmodDesc | NmodUnmarked);
    let heads = s.children(noun).iter().copied().filter(fits);
    heads
        .flat_map(|h| std::iter::once(h).chain(s.children_by(h, Conj)).chain(s.children_by(h, Compound)))
        .collect()
}

/// Appositions, and the noun this one is in apposition to.
fn apposed(s: &Sentence, noun: usize) -> Vec<usize> {
    let up = s.tokens[noun].head.filter(|_| s.tokens[noun].deprel == Deprel::Appos);
    s.children_by(noun, Deprel::Appos).chain(up).collect()
}

/// The word a noun hangs on, through coordination: its verb or, for "of" phrases, the noun above.
pub(super) fn governor(s: &Sentence, noun: usize) -> Option<usize> {
    let t = s.tokens.get(noun)?;
    let head = t.head?;
    match t.deprel.base() {
        Deprel::Conj if s.tokens[head].upos != Upos::Verb => governor(s, head),
        Deprel::Nmod if is_part(s, head) => governor(s, head),
        _ => Some(head),
    }
}

/// Nouns that part a happening: "the first **round** of talks" is held by whoever holds the talks.
const PARTS: [&str; 20] = [
    "round",
    "series",
    "day",
    "wave",
    "number",
    "set",
    "hour",
    "week",
    "start",
    "beginning",
    "end",
    "resumption",
    "session",
    "spate",
    "string",
    "spree",
    "type",
    "kind",
    "first",
    "one",
];

/// Whether a noun only parts what follows "of", see `PARTS`.
pub fn is_part(s: &Sentence, noun: usize) -> bool {
    PARTS.contains(&s.tokens[noun].lemma.to_lowercase().as_str())
}

/// Prepositions whose phrase parsers often hang on a noun in between: "talks in Geneva between Peru and Chile".
const FLOATING: [&str; 5] = ["between", "with", "against", "by", "among"];
/// Prepositions whose phrase often hangs on the noun's verb: "carried out airstrikes on the rebels".
const SHARED: [&str; 9] = ["on", "upon", "against", "with", "between", "to", "at", "toward", "towards"];

fn by_preposition(s: &Sentence, noun: usize, name: &str) -> Vec<usize> {
    let mut found = led_by(s, noun, name);
    if found.is_empty() && FLOATING.contains(&name) {
        found = below_phrases(s, noun, name);
    }
    if found.is_empty() && (SHARED.contains(&name) || name == "by" && !under_passive(s, noun)) {
        found = beside(s, noun, name);
    }
    resolved(s, found)
}

/// Phrases that hang on a noun of another phrase of `noun`: "the killing of nuns by the militia".
fn below_phrases(s: &Sentence, noun: usize, name: &str) -> Vec<usize> {
    let between = s.children_by(noun, Deprel::Nmod).filter(|&n| {
        s.preposition(n).is_some_and(|p| {
            matches!(p.as_str(), "in" | "at" | "on" | "over" | "about" | "for") || name == "by" && p == "of"
        })
    });
    between.flat_map(|n| led_by(s, n, name)).collect()
}

fn under_passive(s: &Sentence, noun: usize) -> bool {
    governor(s, noun).is_some_and(|v| s.tokens[v].upos == Upos::Verb && verbs::is_passive(s, v))
}

/// Phrases of the verb whose object `noun` is.
fn beside(s: &Sentence, noun: usize, name: &str) -> Vec<usize> {
    let Some(verb) = governor(s, noun).filter(|&v| s.tokens[v].upos == Upos::Verb) else { return Vec::new() };
    match s.tokens[noun].deprel {
        Deprel::Obj | Deprel::NsubjPass => led_by(s, verb, name).into_iter().filter(|&t| t > noun).collect(),
        _ => Vec::new(),
    }
}

/// Whose infinitive a noun's is: "**Peru**'s plan to leave", "**Peru** made an offer to talk".
pub(super) fn owner(s: &Sentence, noun: usize) -> Vec<usize> {
    let poss = slot(s, noun, "poss");
    if !poss.is_empty() {
        return poss;
    }
    let by = led_by(s, noun, "by");
    if !by.is_empty() {
        return resolved(s, by);
    }
    match governor(s, noun) {
        Some(verb) if s.tokens[verb].upos == Upos::Verb => {
            let subject = super::Frame::verb(s, verb).slot("subject");
            subject.into_iter().filter(|&t| t != noun).collect()
        }
        Some(_) if s.tokens[noun].upos == Upos::Pron => with_partners(s, antecedent(s, noun)),
        _ => Vec::new(),
    }
}
