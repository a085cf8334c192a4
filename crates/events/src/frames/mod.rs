//! Slots of a word in its sentence: who is its subject, object, and so on, however the sentence is turned.
//!
//! A [`Frame`] looks at a verb, noun or adjective of a Universal Dependencies tree and answers, by name, which
//! words fill its slots. Voice is normalised ("Chile was urged by Peru" has the subject Peru and the object
//! Chile); what the tree leaves unsaid is filled in through control ("urged Chile **to leave**"), coordination,
//! relative and participial clauses; relative pronouns give way to the noun they stand for; coordinated
//! fillers are all returned, in order of the text.
//!
//! | slot | of a verb or adjective | of a noun |
//! |---|---|---|
//! | `subject` | who does it | subject of the copula: "**Peru** is a backer of …" |
//! | `object` | what it is done to | – |
//! | `indirect` | `iobj` | – |
//! | `content` | `ccomp`, `xcomp`, infinitive | clause of the noun: "the threat **to leave**" |
//! | `adverb` | adverbs ("together") | – |
//! | `when`, `while`, `where` | its clause | – |
//! | `poss`, `modifier`, `appos` | – | "**Peru**'s", "**US** sanctions", apposition |
//! | `verb` | the verb it completes, follows or joins: "**crashes**, killing" | the verb or noun it hangs on: "**hold** talks" |
//! | a preposition | its phrase or gerund clause: `with`, `against`, `out of` | the same |
//!
//! Paths chain slots with dots: `object.of`, `verb.subject`, `content.object`.

mod nouns;
mod verbs;
mod words;

pub use words::{is_infinitive, is_nominal, spelling, with_partners};

pub use nouns::is_part;

use verbale_record::{Sentence, Upos};

/// How many clauses up a missing subject is looked for; longer chains are nearly always wrong trees.
const FARTHEST: usize = 6;

/// How a word's slots are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Predicate,
    Adjective,
    Noun,
}

/// A word of a sentence seen as the holder of slots. Cheap to make and to copy.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'s> {
    sentence: &'s Sentence,
    token: usize,
    shape: Shape,
}

impl<'s> Frame<'s> {
    /// The frame of a verb, or of an adjective used as predicate.
    pub fn verb(sentence: &'s Sentence, token: usize) -> Frame<'s> {
        Frame { sentence, token, shape: Shape::Predicate }
    }

    /// The frame of an adjective, or of a participle used as one ("is prepared to help"): its subject is what it is said of.
    pub fn adjective(sentence: &'s Sentence, token: usize) -> Frame<'s> {
        Frame { sentence, token, shape: Shape::Adjective }
    }

    /// The frame of a noun.
    pub fn noun(sentence: &'s Sentence, token: usize) -> Frame<'s> {
        Frame { sentence, token, shape: Shape::Noun }
    }

    /// The frame fit for the word's part of speech: nouns, names, pronouns and numbers are nouns, all else predicates.
    pub fn of(sentence: &'s Sentence, token: usize) -> Frame<'s> {
        match is_nominal(sentence, token) {
            true => Frame::noun(sentence, token),
            false => Frame::verb(sentence, token),
        }
    }

    /// The word that holds the slots.
    pub fn token(&self) -> usize {
        self.token
    }

    /// Whether it is a verb in the passive: by its auxiliary or subject, or a bare past participle
    /// ("sanctions **imposed** by Peru"). Never for nouns.
    pub fn is_passive(&self) -> bool {
        self.shape == Shape::Predicate && verbs::is_passive(self.sentence, self.token)
    }

    /// Head tokens of what fills a slot, in order of the text, each once; empty where nothing does or the name is unknown.
    pub fn slot(&self, name: &str) -> Vec<usize> {
        let s = self.sentence;
        let mut found = match self.shape {
            Shape::Predicate => verbs::slot(s, self.token, name),
            Shape::Adjective if name == "subject" => verbs::surface_subject(s, self.token, 0),
            Shape::Adjective => verbs::slot(s, self.token, name),
            Shape::Noun => nouns::slot(s, self.token, name),
        };
        found.sort_unstable();
        found.dedup();
        found.retain(|&t| t != self.token);
        found
    }

    /// Head tokens at the end of a path of slots joined by dots: `object.of` is the `of` slot of every object.
    pub fn path(&self, path: &str) -> Vec<usize> {
        let mut names = path.split('.').map(str::trim);
        let mut heads = names.next().map(|name| self.slot(name)).unwrap_or_default();
        for name in names {
            heads = heads.iter().flat_map(|&h| Frame::of(self.sentence, h).slot(name)).collect();
        }
        heads.sort_unstable();
        heads.dedup();
        heads
    }

    /// The particle of a phrasal verb: "out" in "lash out"; lemma in lower case.
    pub fn particle(&self) -> Option<String> {
        let particle = self.sentence.child_by(self.token, verbale_record::Deprel::CompoundPrt);
        particle.map(|p| self.sentence.tokens[p].lemma.to_lowercase())
    }

    /// Whether a word with this lemma hangs directly on the trigger as adverb, particle or preposition, or leads in one
    /// of its phrases.
    pub fn has_word(&self, lemma: &str) -> bool {
        use verbale_record::Deprel::{Advmod, Case, CompoundPrt, Obl};
        let s = self.sentence;
        let is = |t: usize| s.tokens[t].lemma.eq_ignore_ascii_case(lemma);
        s.children(self.token).iter().any(|&c| match s.tokens[c].deprel.base() {
            Advmod | CompoundPrt | Case => is(c),
            Obl => is(c) || s.children_by(c, Case).any(|case| case == self.token + 1 && is(case)),
            _ => s.tokens[c].deprel == CompoundPrt && is(c),
        })
    }

    /// Whether "not", "never" or "no longer" stands with the word itself.
    pub fn is_negated(&self) -> bool {
        words::is_negated(self.sentence, self.token)
    }

    /// The verbs that support a noun, nearest first: the one it is object or subject of; empty for predicates.
    pub fn supporting_verb(&self) -> Option<usize> {
        match self.shape {
            Shape::Noun => nouns::governor(self.sentence, self.token)
                .filter(|&v| self.sentence.tokens[v].upos == Upos::Verb),
            Shape::Predicate | Shape::Adjective => None,
        }
    }
}

#[cfg(test)]
mod tests;
