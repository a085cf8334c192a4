//! Whether a passage asserts what its trigger names, or denies, plans, or only imagines it.

use verbale_record::{Deprel, Sentence, Upos};

use super::book::ClaimBook;
use super::slots::{is_infinitive, is_predicate, lemma_of};
use crate::frames::Frame;

/// How a passage puts something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reality {
    /// As being or having been so.
    Actual,
    /// As not being so.
    Negated,
    /// As planned, agreed or announced.
    Planned,
    /// As possible, wished, demanded, threatened, denied or alleged.
    Unreal,
}

/// How the sentence puts what `trigger` names. Walks from the trigger up through the clauses that hold it;
/// the first clause that weakens it decides, and of two weakenings the stronger.
pub(super) fn reality(book: &ClaimBook, s: &Sentence, trigger: usize) -> Reality {
    let mut worst = own_reality(book, s, trigger);
    let mut child = trigger;
    for parent in s.ancestors(trigger) {
        if is_clause_of_known(s, child, parent) {
            break;
        }
        worst = worst.max(step(book, s, child, parent));
        if worst == Reality::Unreal {
            break;
        }
        child = parent;
    }
    worst
}

/// A relative or participial clause on a noun that is taken as known ("the talks **held** in Rome") asserts what it says,
/// whatever is hoped or demanded of the noun.
fn is_clause_of_known(s: &Sentence, clause: usize, noun: usize) -> bool {
    let rel = s.tokens[clause].deprel;
    let relative =
        rel.base() == Deprel::Acl && !is_infinitive(s, clause) && s.tokens[clause].upos == Upos::Verb;
    let known = s.tokens[noun].upos == Upos::Propn
        || s.children(noun).iter().any(|&c| {
            s.tokens[c].deprel == Deprel::NmodPoss
                || s.tokens[c].deprel == Deprel::Det
                    && matches!(lemma_of(s, c).as_str(), "the" | "this" | "these" | "that" | "those")
        });
    relative && known
}

/// How a noun that takes its fact for granted puts it: only its own words and clauses count, not what is said of it.
pub(super) fn presupposed_reality(book: &ClaimBook, s: &Sentence, noun: usize) -> Reality {
    let clauses = s.children(noun).iter().copied().filter(|&c| s.tokens[c].deprel.base() == Deprel::Acl);
    let planned = clauses.map(|c| if is_infinitive(s, c) { Reality::Planned } else { modality(s, c) });
    planned.fold(own_reality(book, s, noun), Reality::max)
}

/// What the word's own determiners, adverbs and auxiliaries make of it.
fn own_reality(book: &ClaimBook, s: &Sentence, token: usize) -> Reality {
    if Frame::of(s, token).is_negated() || has_negative_determiner(s, token) {
        return Reality::Negated;
    }
    if is_clausal(s, token) {
        modality(s, token).max(linked(book, s, token))
    } else {
        noun_reality(book, s, token)
    }
}

/// "no talks", "without talks".
pub(super) fn has_negative_determiner(s: &Sentence, token: usize) -> bool {
    s.children(token).iter().any(|&c| s.tokens[c].deprel.base() == Deprel::Det && lemma_of(s, c) == "no")
        || s.preposition(token).as_deref() == Some("without")
}

fn noun_reality(book: &ClaimBook, s: &Sentence, noun: usize) -> Reality {
    let word_in =
        |list: &str| s.children(noun).iter().any(|&c| c < noun && book.lists(list, &lemma_of(s, c)));
    if word_in("unreal_adjectives") {
        Reality::Unreal
    } else if word_in("planned_adjectives") {
        Reality::Planned
    } else {
        Reality::Actual
    }
}

fn is_clausal(s: &Sentence, token: usize) -> bool {
    matches!(s.tokens[token].upos, Upos::Verb | Upos::Aux) || is_predicate(s, token)
}

/// Modal auxiliaries, shared by coordinated verbs.
fn modality(s: &Sentence, verb: usize) -> Reality {
    let mut worst = Reality::Actual;
    for c in s.children(verb).iter().copied().filter(|&c| s.tokens[c].deprel.base() == Deprel::Aux) {
        worst = worst.max(match lemma_of(s, c).as_str() {
            "would" | "could" | "might" | "may" | "should" | "must" | "can" | "'d" => Reality::Unreal,
            "will" | "shall" | "wo" | "'ll" => Reality::Planned,
            _ => Reality::Actual,
        });
    }
    worst
}

/// Conjunctions that make a clause a condition, and purposes.
fn linked(book: &ClaimBook, s: &Sentence, verb: usize) -> Reality {
    let marks: Vec<String> = s.children_by(verb, Deprel::Mark).map(|m| lemma_of(s, m)).collect();
    if marks.iter().any(|m| book.lists("conditions", m)) {
        return Reality::Unreal;
    }
    let t = &s.tokens[verb];
    let purpose = t.deprel == Deprel::Advcl && is_infinitive(s, verb);
    let above_adjective = t.head.is_some_and(|h| s.tokens[h].upos == Upos::Adj);
    if purpose && !above_adjective { Reality::Unreal } else { Reality::Actual }
}

/// What the clause or noun above makes of a part of it.
fn step(book: &ClaimBook, s: &Sentence, child: usize, parent: usize) -> Reality {
    let parent_lemma = lemma_of(s, parent);
    let rel = s.tokens[child].deprel;
    match rel.base() {
        Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj => governed(book, s, parent, &parent_lemma, true),
        Deprel::Obl if is_clausal(s, parent) && is_setting(s, child) => Reality::Actual,
        Deprel::Obj | Deprel::Obl if is_clausal(s, parent) => governed(book, s, parent, &parent_lemma, false)
            .max(own_negation(s, parent))
            .max(modality(s, parent)),
        Deprel::Nsubj if is_clausal(s, parent) => own_negation(s, parent).max(modality(s, parent)),
        Deprel::Acl if is_infinitive(s, child) => {
            noun_governed(book, s, parent, &parent_lemma).max(Reality::Planned)
        }
        Deprel::Nmod | Deprel::Acl if rel != Deprel::AclRelcl => {
            noun_governed(book, s, parent, &parent_lemma)
        }
        Deprel::Conj if is_clausal(s, child) => shared_modality(s, child, parent),
        Deprel::Conj => Reality::Actual,
        Deprel::Advcl => gerund_of(book, s, child, parent),
        _ => Reality::Actual,
    }
}

/// "said during talks": a phrase of time or place, which what the verb says of its object does not touch.
fn is_setting(s: &Sentence, phrase: usize) -> bool {
    let preposition = s.preposition(phrase).unwrap_or_default();
    matches!(
        preposition.as_str(),
        "in" | "during"
            | "at"
            | "after"
            | "before"
            | "amid"
            | "since"
            | "under"
            | "following"
            | "ahead of"
            | "despite"
            | "because of"
    )
}

fn own_negation(s: &Sentence, verb: usize) -> Reality {
    if Frame::verb(s, verb).is_negated() { Reality::Negated } else { Reality::Actual }
}

/// What a governing verb or adjective makes of its complement; a verb that is itself planned or unreal passes that on.
fn governed(book: &ClaimBook, s: &Sentence, parent: usize, lemma: &str, clause: bool) -> Reality {
    let own = if clause && is_infinitival_context(s, parent) {
        modality(s, parent).max(own_negation(s, parent))
    } else {
        Reality::Actual
    };
    let list = |name: &str| book.lists(name, lemma);
    let governing = if list("unreal_verbs") || clause && list("unreal_clause_verbs") {
        Reality::Unreal
    } else if clause && list("negative_verbs") || !clause && list("negative_object_verbs") {
        Reality::Negated
    } else if clause && list("planning_verbs") {
        Reality::Planned
    } else {
        Reality::Actual
    };
    own.max(governing)
}

/// A governor with an infinitive or gerund complement shares its own modality: "may begin to lift".
fn is_infinitival_context(s: &Sentence, parent: usize) -> bool {
    s.child_by(parent, Deprel::Xcomp).is_some()
}

fn noun_governed(book: &ClaimBook, s: &Sentence, noun: usize, lemma: &str) -> Reality {
    if book.lists("unreal_nouns", lemma) {
        Reality::Unreal
    } else if book.lists("planning_nouns", lemma) {
        Reality::Planned
    } else {
        noun_reality(book, s, noun)
    }
}

/// "Peru will meet and sign": the second verb shares the first's modal when it has neither subject nor auxiliary.
fn shared_modality(s: &Sentence, child: usize, parent: usize) -> Reality {
    let own = |c: &usize| matches!(s.tokens[*c].deprel.base(), Deprel::Nsubj | Deprel::Aux);
    let alone = !s.children(child).iter().any(own);
    if alone { modality(s, parent).max(Reality::Actual) } else { Reality::Actual }
}

/// "accused Peru of supporting", "plans on leaving": a gerund clause that a verb of charging or planning takes.
fn gerund_of(book: &ClaimBook, s: &Sentence, child: usize, parent: usize) -> Reality {
    let marks =
        s.children(child).iter().filter(|&&c| matches!(s.tokens[c].deprel, Deprel::Mark | Deprel::Case));
    let led = marks
        .into_iter()
        .any(|&m| matches!(lemma_of(s, m).as_str(), "of" | "for" | "against" | "from" | "on" | "about"));
    let lemma = lemma_of(s, parent);
    if !led {
        Reality::Actual
    } else if book.lists("unreal_verbs", &lemma) || book.lists("negative_verbs", &lemma) {
        Reality::Unreal
    } else if book.lists("planning_verbs", &lemma) {
        Reality::Planned
    } else {
        Reality::Actual
    }
}
