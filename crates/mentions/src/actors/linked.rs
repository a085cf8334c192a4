//! Phrases that the trained coder takes for a side of an event though no list knows their noun: "the tanker", "five homes".

use verbale_record::{ActorKind, Deprel, EntityKind, Sector, TokenRef, Upos};

use super::describing::Description;
use super::reading::Reading;

/// Least probability that a word names an event, and that another is a side of it.
const EVENT: f32 = 0.3;
const LINK: f32 = 0.5;

impl Reading<'_> {
    /// Gives every side that the coder sees in a sentence a mention, where it has none.
    pub(super) fn read_linked(&mut self, sentence: usize) {
        let s = self.sentence(sentence);
        let signs = s.signs.iter().flatten().filter(|sign| sign.probability() >= EVENT);
        let sides = signs.flat_map(|sign| sign.actor.iter().chain(&sign.recipient));
        let mut heads: Vec<usize> = sides.filter(|(_, p)| *p >= LINK).map(|(word, _)| *word).collect();
        heads.sort_unstable();
        heads.dedup();
        for token in heads {
            self.read_thing(TokenRef { sentence, token });
        }
    }

    fn read_thing(&mut self, at: TokenRef) {
        let s = self.sentence(at.sentence);
        let Some(token) = s.tokens.get(at.token) else { return };
        let nominal = matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj | Upos::Pron);
        let named = self.mentions.contains_key(&at) || self.is_part_of_mention(at);
        if !nominal || named || token.kind == Some(EntityKind::Time) {
            return;
        }
        if let Some(hit) = self.hits[at.sentence].iter().find(|h| h.first <= at.token && at.token <= h.last) {
            let hit = hit.clone();
            return self.read_name(at.sentence, &hit);
        }
        let country = s.children(at.token).iter().find_map(|&c| self.country_at(at.sentence, c));
        let country = country.or_else(|| self.implied_country(at.sentence));
        // Counted people whom no noun describes ("thousands", "dozens") are ordinary ones.
        let people = token.upos == Upos::Num || token.kind == Some(EntityKind::Person);
        let sector = people.then_some(Sector::Cvl);
        let nouns = vec![token.lemma.to_lowercase()];
        let told = Description { country, sector, nouns, ..Description::default() };
        let kind = match (token.feats.has("Number", "Plur"), token.kind) {
            (true, _) => ActorKind::Group,
            (_, Some(EntityKind::Organization)) => ActorKind::Organisation,
            (_, Some(EntityKind::Person)) => ActorKind::Person,
            _ => ActorKind::Unknown,
        };
        let definite = s.children_by(at.token, Deprel::Det).any(|d| s.tokens[d].lemma == "the");
        let name = self.phrase_name(at);
        self.new_mention(at, &name, &told, kind, definite);
    }

    /// Whether the words of a name share a mention: "President" and "Biden".
    fn is_part_of_mention(&self, at: TokenRef) -> bool {
        let s = self.sentence(at.sentence);
        let joined = |t: usize| matches!(s.tokens[t].deprel, Deprel::Flat | Deprel::NmodDesc);
        let below = s.children(at.token).iter().copied().filter(|&c| joined(c));
        let above = s.tokens[at.token].head.filter(|_| joined(at.token));
        below.chain(above).any(|t| self.meant(at.sentence, t).is_some())
    }
}
