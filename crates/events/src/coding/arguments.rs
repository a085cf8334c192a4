//! From a slot's word to the actor it stands for.
//!
//! A slot's head is often not the actor but a thing of theirs: "**its** embassy", "troops of **Chad**",
//! "**Israeli** strikes". The actor behind a word is, first found first: the mention it heads; for words of
//! number and part, what follows "of"; its apposition; its possessor; a noun or adjective before it; what follows "of", but
//! not after nouns of happening ("the arrest of X" is nobody's but the arrester's).

use verbale_record::{Deprel, EntityKind, MentionIndex, Mentions, Sentence, TokenRef};

use super::book::PatternBook;
use super::tests_of_words::forms;
use crate::frames::Frame;

/// Steps from a slot's word to the actor behind it.
const DEEPEST: usize = 3;

/// Nouns that only count or part what follows "of".
const PARTITIVES: [&str; 34] = [
    "member",
    "group",
    "dozen",
    "score",
    "hundred",
    "thousand",
    "million",
    "number",
    "part",
    "some",
    "one",
    "most",
    "many",
    "several",
    "crowd",
    "majority",
    "head",
    "leader",
    "rest",
    "all",
    "half",
    "percent",
    "lot",
    "series",
    "couple",
    "pair",
    "handful",
    "tens",
    "remainder",
    "coalition",
    "team",
    "bunch",
    "people",
    "both",
];

/// Finds actors behind words of one sentence.
pub(super) struct Arguments<'a> {
    sentence: &'a Sentence,
    number: usize,
    mentions: &'a Mentions,
    book: &'a PatternBook,
}

impl<'a> Arguments<'a> {
    pub fn new(
        sentence: &'a Sentence,
        number: usize,
        mentions: &'a Mentions,
        book: &'a PatternBook,
    ) -> Arguments<'a> {
        Arguments { sentence, number, mentions, book }
    }

    pub fn sentence(&self) -> &'a Sentence {
        self.sentence
    }

    pub fn mentions(&self) -> &'a Mentions {
        self.mentions
    }

    pub fn book(&self) -> &'a PatternBook {
        self.book
    }

    /// The mentions behind a word, see the module.
    pub fn behind(&self, token: usize) -> Vec<MentionIndex> {
        self.descend(token, DEEPEST)
    }

    /// The mention headed by a word or by a part of its name.
    pub fn at(&self, token: usize) -> Option<MentionIndex> {
        let at = |token| self.mentions.actor_at(TokenRef { sentence: self.number, token });
        at(token).or_else(|| self.of_same_name(token).find_map(at))
    }

    /// Words that share a name with `token`: "President" and "Biden" of "President Biden".
    fn of_same_name(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        use Deprel::*;
        let s = self.sentence;
        let below =
            s.children(token).iter().copied().filter(move |&c| matches!(s.tokens[c].deprel, Flat | NmodDesc));
        let part = s.tokens.get(token).is_some_and(|t| matches!(t.deprel, Flat | NmodDesc));
        below.chain(s.tokens.get(token).and_then(|t| t.head).filter(|_| part))
    }

    fn descend(&self, token: usize, steps: usize) -> Vec<MentionIndex> {
        if let Some(mention) = self.at(token) {
            return vec![mention];
        }
        let Some(word) = self.sentence.tokens.get(token) else { return Vec::new() };
        if steps == 0 || word.kind == Some(EntityKind::Time) {
            return Vec::new();
        }
        let frame = Frame::noun(self.sentence, token);
        let slots = self.slots_behind(token);
        let through = |slot: &str| -> Vec<MentionIndex> {
            match slot {
                "modifier" => self.nearest_modifier(&frame),
                slot => frame.slot(slot).into_iter().flat_map(|t| self.descend(t, steps - 1)).collect(),
            }
        };
        slots.iter().map(|slot| through(slot)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The actor among the words before a noun that stands nearest to it, with its partners: "an Iranian-made **Syrian** drone".
    fn nearest_modifier(&self, frame: &Frame) -> Vec<MentionIndex> {
        let modifiers = frame.slot("modifier");
        let actors: Vec<usize> =
            modifiers.into_iter().filter(|&t| t < frame.token() && self.at(t).is_some()).collect();
        let Some(&nearest) = actors.last() else { return Vec::new() };
        let partner_of = |t: usize| {
            self.sentence.tokens[t].head.filter(|_| self.sentence.tokens[t].deprel == Deprel::Conj)
        };
        let first = partner_of(nearest).unwrap_or(nearest);
        let together = actors.iter().filter(|&&t| t == nearest || t == first || partner_of(t) == Some(first));
        together.filter_map(|&t| self.at(t)).collect()
    }

    fn slots_behind(&self, token: usize) -> &'static [&'static str] {
        let lemmas = forms(self.sentence, token);
        let partitive = self.sentence.tokens[token].upos == verbale_record::Upos::Num
            || lemmas.iter().any(|l| PARTITIVES.contains(&l.as_str()));
        let happening = self.sentence.tokens[token].kind == Some(EntityKind::Event)
            || lemmas.iter().any(|l| self.book.is_event_noun(l));
        match (partitive, happening) {
            (true, _) => &["appos", "of", "poss", "modifier"],
            (_, true) => &["poss", "modifier", "by"],
            _ => &["appos", "poss", "modifier", "of"],
        }
    }
}
