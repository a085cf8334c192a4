//! Slots of verbs and predicates.

use verbale_record::{Deprel, Sentence, Upos};

use super::words::{
    antecedent, is_infinitive, is_nominal, is_past_participle, led_by, lemma, mark, resolved, with_partners,
};
use super::{FARTHEST, nouns};

/// Verbs whose subject, not object, does what their infinitive says: "promised Peru to leave". (Standard list of
/// subject-control verbs of English with an object; Quirk et al. 1985, §16.)
const SUBJECT_CONTROL: [&str; 8] =
    ["promise", "threaten", "vow", "pledge", "offer", "swear", "guarantee", "owe"];

/// Verbs whose addressee stands in a prepositional phrase and does what the infinitive says: "called on Peru to leave".
const CONTROL_BY_PREPOSITION: [(&str, &[&str]); 8] = [
    ("call", &["on", "upon", "for"]),
    ("appeal", &["to"]),
    ("plead", &["with"]),
    ("wait", &["for"]),
    ("rely", &["on"]),
    ("press", &["for"]),
    ("push", &["for"]),
    ("ask", &["for"]),
];

pub(super) fn slot(s: &Sentence, verb: usize, name: &str) -> Vec<usize> {
    match name {
        "subject" => subject(s, verb),
        "object" => object(s, verb),
        "indirect" => resolved(s, indirect(s, verb)),
        "content" => content(s, verb),
        "adverb" => {
            s.children(verb).iter().copied().filter(|&c| s.tokens[c].deprel == Deprel::Advmod).collect()
        }
        "verb" => governing(s, verb),
        "poss" | "modifier" | "appos" => Vec::new(),
        preposition => by_preposition(s, verb, preposition),
    }
}

/// The word whose clause this one completes, follows or joins: "a train **collides** …, killing seven".
fn governing(s: &Sentence, verb: usize) -> Vec<usize> {
    let hangs =
        matches!(s.tokens[verb].deprel.base(), Deprel::Advcl | Deprel::Conj | Deprel::Acl | Deprel::Xcomp);
    s.tokens[verb].head.filter(|_| hangs).into_iter().collect()
}

/// Whether a verb is passive.
pub(super) fn is_passive(s: &Sentence, verb: usize) -> bool {
    let has = |rels: &[Deprel]| s.children(verb).iter().any(|&c| rels.contains(&s.tokens[c].deprel));
    if has(&[Deprel::AuxPass]) {
        return true;
    }
    // Without an auxiliary, what stands before a finite verb is its subject, whatever the parser calls it.
    let finite = s.tokens[verb].feats.has("VerbForm", "Fin");
    if has(&[Deprel::NsubjPass, Deprel::CsubjPass]) {
        return !finite && !is_prepositional(s, verb);
    }
    if has(&[Deprel::Nsubj]) {
        return false;
    }
    if !is_past_participle(s, verb) || s.tokens[verb].upos != Upos::Verb || has_auxiliary(s, verb) {
        return false;
    }
    let has_object = s.child_by(verb, Deprel::Obj).is_some();
    match s.tokens[verb].deprel {
        Deprel::Acl | Deprel::Advcl | Deprel::Xcomp | Deprel::Amod => !has_object,
        Deprel::Conj => {
            let own_subject = own_subject(s, verb).is_some();
            !has_object && !own_subject && s.tokens[verb].head.is_some_and(|h| is_passive(s, h))
        }
        _ => !has_object && s.tokens[verb].feats.has("Voice", "Pass"),
    }
}

/// "called for", "called on", "met with": a bare past form that a preposition follows is active, though parsers waver.
fn is_prepositional(s: &Sentence, verb: usize) -> bool {
    let next = s.tokens.get(verb + 1).map(|t| t.lemma.to_lowercase());
    matches!(next.as_deref(), Some("for" | "on" | "upon" | "with" | "against" | "between" | "to"))
}

fn has_auxiliary(s: &Sentence, verb: usize) -> bool {
    s.children(verb).iter().any(|&c| s.tokens[c].deprel == Deprel::Aux)
}

fn own_subject(s: &Sentence, verb: usize) -> Option<usize> {
    use Deprel::*;
    s.children(verb).iter().copied().find(|&c| matches!(s.tokens[c].deprel, Nsubj | NsubjPass | NsubjOuter))
}

fn subject(s: &Sentence, verb: usize) -> Vec<usize> {
    match is_passive(s, verb) {
        true => agents(s, verb),
        false => surface_subject(s, verb, 0),
    }
}

fn object(s: &Sentence, verb: usize) -> Vec<usize> {
    if is_passive(s, verb) {
        return surface_subject(s, verb, 0);
    }
    own_object(s, verb)
        .map(|o| resolved(s, [o]))
        .or_else(|| relativised(s, verb))
        .or_else(|| shared_object(s, verb))
        .unwrap_or_default()
}

/// The object; the last of two ("gave Peru **arms**"), an indirect one that stands alone, or a noun taken for a
/// complement ("called off **talks**").
fn own_object(s: &Sentence, verb: usize) -> Option<usize> {
    let noun_complement = |c: &usize| s.tokens[*c].upos == Upos::Noun && s.preposition(*c).is_none();
    s.children_by(verb, Deprel::Obj)
        .last()
        .or_else(|| s.child_by(verb, Deprel::Iobj))
        .or_else(|| s.children_by(verb, Deprel::Xcomp).find(noun_complement))
}

/// The indirect object, also where it is taken for the first of two objects.
fn indirect(s: &Sentence, verb: usize) -> Option<usize> {
    let objects: Vec<usize> = s.children_by(verb, Deprel::Obj).collect();
    let named = s.child_by(verb, Deprel::Iobj).filter(|_| !objects.is_empty());
    named.or_else(|| objects.first().copied().filter(|_| objects.len() > 1))
}

/// "the sanctions Trump imposed": the noun of a relative clause that has a subject but neither object nor pronoun.
fn relativised(s: &Sentence, verb: usize) -> Option<Vec<usize>> {
    if s.tokens[verb].deprel != Deprel::AclRelcl {
        return None;
    }
    let subject = own_subject(s, verb)?;
    let below = s.subtree(verb);
    let has_pronoun = below.iter().any(|&t| s.tokens[t].feats.has("PronType", "Rel"));
    let complete =
        s.children(verb).iter().any(|&c| matches!(s.tokens[c].deprel, Deprel::Ccomp | Deprel::Xcomp));
    let head = s.tokens[verb].head?;
    (!has_pronoun && !complete && antecedent(s, subject) == subject).then(|| with_partners(s, head))
}

/// "attacked and destroyed the village": the object stands once, under the first or the last of the verbs.
fn shared_object(s: &Sentence, verb: usize) -> Option<Vec<usize>> {
    if s.tokens[verb].deprel == Deprel::Conj {
        let head = s.tokens[verb].head?;
        let after = s.child_by(head, Deprel::Obj).filter(|&o| o > verb)?;
        return Some(resolved(s, [after]));
    }
    let next = s.children_by(verb, Deprel::Conj).next()?;
    let close = (verb + 1..next).all(|t| {
        matches!(s.tokens[t].upos, Upos::Cconj | Upos::Punct | Upos::Adv)
            || s.tokens[t].deprel == Deprel::Conj
    });
    let object = s.child_by(next, Deprel::Obj)?;
    (close && own_subject(s, next).is_none()).then(|| resolved(s, [object]))
}

/// Who a passive is done by, also where the phrase stands with a coordinated passive: "arrested and beaten by police".
fn agents(s: &Sentence, verb: usize) -> Vec<usize> {
    if let Some(agent) = own_agent(s, verb) {
        return resolved(s, [agent]);
    }
    let head = s.tokens[verb].head.filter(|_| s.tokens[verb].deprel == Deprel::Conj);
    let siblings = head.into_iter().chain(s.children_by(verb, Deprel::Conj));
    let shared = siblings.filter(|&v| is_passive(s, v)).find_map(|v| own_agent(s, v).filter(|&a| a > verb));
    resolved(s, shared)
}

fn own_agent(s: &Sentence, verb: usize) -> Option<usize> {
    let by = |c: &usize| {
        s.tokens[*c].deprel.base() == Deprel::Obl
            && s.preposition(*c).is_some_and(|p| p == "by")
            && is_nominal(s, *c)
    };
    let named = s.child_by(verb, Deprel::OblAgent).or_else(|| s.children(verb).iter().copied().find(by));
    // "recognised as president by fifty states": the phrase often hangs on the noun before it.
    let behind = || {
        let obliques = s
            .children(verb)
            .iter()
            .copied()
            .filter(|&c| s.tokens[c].deprel.base() == Deprel::Obl && c > verb);
        obliques
            .flat_map(|o| s.children_by(o, Deprel::Nmod))
            .find(|&n| s.preposition(n).is_some_and(|p| p == "by"))
    };
    named.or_else(behind).filter(|&a| s.tokens[a].upos != Upos::Num)
}

/// Writings that do what their clause says in the name of who issues them. (Written by hand for this project.)
const WRITINGS: [&str; 18] = [
    "order",
    "decree",
    "law",
    "bill",
    "resolution",
    "legislation",
    "statement",
    "letter",
    "report",
    "motion",
    "petition",
    "declaration",
    "document",
    "note",
    "directive",
    "proclamation",
    "message",
    "slogan",
];

/// "signed an order **imposing** sanctions", "chanting slogans **criticizing** the mayor": done by who issues the writing.
fn issues(s: &Sentence, verb: usize, noun: usize) -> bool {
    s.tokens[verb].form.ends_with("ing")
        && s.tokens[noun].deprel == Deprel::Obj
        && WRITINGS.contains(&lemma(s, noun).as_str())
}

/// What a coordinated verb is joined to: where a finite one hangs on a relative clause of another tense, the main clause
/// ("Chile denies a part in blasts that **damaged** the mine and **accuses** Peru").
fn joined_to(s: &Sentence, verb: usize, head: usize) -> usize {
    let tense = |t: usize, name: &str| {
        s.tokens[t].feats.has("Tense", name) && s.tokens[t].feats.has("VerbForm", "Fin")
    };
    let parted = s.tokens[head].deprel == Deprel::AclRelcl && tense(verb, "Pres") && tense(head, "Past");
    let main = s.ancestors(head).find(|&a| tense(a, "Pres"));
    main.filter(|_| parted).unwrap_or(head)
}

/// What stands as subject before the voice is looked at; inherited where the clause has none of its own.
pub(super) fn surface_subject(s: &Sentence, verb: usize, steps: usize) -> Vec<usize> {
    if let Some(subject) = own_subject(s, verb) {
        return resolved(s, [subject]);
    }
    if s.child_by(verb, Deprel::Expl).is_some() || steps > FARTHEST {
        return Vec::new();
    }
    let Some(head) = s.tokens[verb].head else { return Vec::new() };
    match s.tokens[verb].deprel.base() {
        Deprel::Conj if !is_nominal(s, head) => surface_subject(s, joined_to(s, verb, head), steps + 1),
        Deprel::Xcomp | Deprel::Ccomp if !is_finite(s, verb) => controller(s, verb, head, steps),
        Deprel::Advcl if !is_finite(s, verb) => adverbial_controller(s, verb, head, steps),
        Deprel::Acl if is_infinitive(s, verb) => nouns::owner(s, head),
        Deprel::Acl if issues(s, verb, head) => nouns::owner(s, head),
        Deprel::Acl => with_partners(s, antecedent(s, head)),
        Deprel::Amod => vec![head],
        _ => Vec::new(),
    }
}

fn is_finite(s: &Sentence, verb: usize) -> bool {
    let finite = |t: usize| s.tokens[t].feats.has("VerbForm", "Fin");
    finite(verb) && !is_infinitive(s, verb)
        || s.children(verb).iter().any(|&c| s.tokens[c].deprel.base() == Deprel::Aux && finite(c))
}

/// Who does what a complement clause of `head` says.
fn controller(s: &Sentence, verb: usize, head: usize, steps: usize) -> Vec<usize> {
    if is_nominal(s, head) {
        return nouns::owner(s, head);
    }
    if let Some(addressee) = prepositional_controller(s, head) {
        return resolved(s, [addressee]);
    }
    let object = indirect(s, head).or_else(|| own_object(s, head));
    match object.filter(|&o| o < verb && !SUBJECT_CONTROL.contains(&lemma(s, head).as_str())) {
        Some(object) => resolved(s, [object]),
        None => surface_subject(s, head, steps + 1),
    }
}

fn prepositional_controller(s: &Sentence, head: usize) -> Option<usize> {
    let word = lemma(s, head);
    let (_, prepositions) = CONTROL_BY_PREPOSITION.iter().find(|(verb, _)| *verb == word)?;
    prepositions.iter().find_map(|p| led_by(s, head, p).into_iter().find(|&t| is_nominal(s, t)))
}

/// Who does what an adverbial clause without subject says: the doer of the main clause ("…, killing 20"), or, after
/// a preposition, who stands as its subject ("was jailed for protesting").
fn adverbial_controller(s: &Sentence, verb: usize, head: usize, steps: usize) -> Vec<usize> {
    if is_nominal(s, head) {
        return surface_subject(s, head, steps + 1);
    }
    if is_infinitive(s, verb) {
        return controller(s, verb, head, steps);
    }
    let leader = mark(s, verb).or_else(|| s.preposition(verb));
    if let Some("of" | "from" | "for") = leader.as_deref()
        && let Some(object) = s.child_by(head, Deprel::Obj).filter(|&o| o < verb)
    {
        return resolved(s, [object]);
    }
    let trailing = leader.is_none() && !is_past_participle(s, verb) && verb > head;
    match trailing && is_passive(s, head) {
        true => agents(s, head),
        false => surface_subject(s, head, steps + 1),
    }
}

fn content(s: &Sentence, verb: usize) -> Vec<usize> {
    let clause = |c: &usize| matches!(s.tokens[*c].deprel.base(), Deprel::Ccomp | Deprel::Xcomp);
    let mut found: Vec<usize> = s.children(verb).iter().copied().filter(clause).collect();
    if found.is_empty() {
        let infinitive = |c: &usize| s.tokens[*c].deprel.base() == Deprel::Advcl && is_infinitive(s, *c);
        let wanted = prepositional_controller(s, verb).is_some()
            || s.child_by(verb, Deprel::Obj).is_some()
            || is_passive(s, verb);
        found.extend(s.children(verb).iter().copied().filter(infinitive).filter(|_| wanted));
    }
    let partners: Vec<usize> = found
        .iter()
        .flat_map(|&c| s.children_by(c, Deprel::Conj))
        .filter(|&c| !is_nominal(s, c) && own_subject(s, c).is_none())
        .collect();
    found.extend(partners);
    found
}

/// Prepositions whose phrase is also looked for under the object, where it often hangs: "imposed sanctions on Chile".
const FLOATING: [&str; 12] =
    ["on", "upon", "against", "with", "between", "to", "toward", "towards", "over", "from", "into", "out of"];

fn by_preposition(s: &Sentence, verb: usize, name: &str) -> Vec<usize> {
    let mut found = led_by(s, verb, name);
    if name == "by" && found.is_empty() {
        found.extend(s.child_by(verb, Deprel::OblAgent));
    }
    if found.is_empty() && FLOATING.contains(&name) {
        let objects = object(s, verb);
        found = objects
            .iter()
            .filter(|&&o| s.tokens[o].upos == Upos::Noun)
            .flat_map(|&o| led_by(s, o, name))
            .collect();
    }
    if found.is_empty() {
        found = shared_phrase(s, verb, name);
    }
    if found.is_empty() {
        found = stranded(s, verb, name);
    }
    resolved(s, found)
}

/// "ten were killed and five wounded **in an attack**": the phrase that ends the last of two passives holds for the first.
fn shared_phrase(s: &Sentence, verb: usize, name: &str) -> Vec<usize> {
    let last = s.children_by(verb, Deprel::Conj).filter(|&c| s.tokens[c].upos == Upos::Verb).last();
    match last.filter(|&last| is_passive(s, verb) && is_passive(s, last)) {
        Some(last) => led_by(s, last, name),
        None => Vec::new(),
    }
}

/// "the country it imposed sanctions on": the noun of a relative clause that ends in a lone preposition.
fn stranded(s: &Sentence, verb: usize, name: &str) -> Vec<usize> {
    let lone = |c: &usize| {
        s.tokens[*c].upos == Upos::Adp && s.tokens[*c].deprel.base() == Deprel::Obl && lemma(s, *c) == name
    };
    let is_relative = s.tokens[verb].deprel == Deprel::AclRelcl;
    match s.children(verb).iter().any(lone) && is_relative {
        true => s.tokens[verb].head.into_iter().collect(),
        false => Vec::new(),
    }
}
