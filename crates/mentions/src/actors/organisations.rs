//! Organisations by name that the book does not know, or knows by another form of the name.

use verbale_record::{ActorIndex, ActorKind, NameKind, Sector};

use super::book::{EntryIndex, NameUse};
use super::names::Hit;
use super::naming::actor;
use super::reading::{Reading, capital_first};
use super::registry::Entity;
use super::text::{fold, slug};

impl Reading<'_> {
    /// The organisation of the article whose longer name begins with this word: "Aurora" for "Aurora Air".
    pub(super) fn short_for(&mut self, sentence: usize, hit: &Hit) -> Option<ActorIndex> {
        let word = fold(self.text_of(sentence, hit.first, hit.last)).into_owned();
        let longer = format!("{word} ");
        let (at, long) = self.hits.iter().enumerate().find_map(|(i, hits)| {
            let organisation = |h: &&Hit| {
                h.first < h.last
                    && h.kind == Some(NameKind::Organization)
                    && fold(self.text_of(i, h.first, h.last)).starts_with(&longer)
            };
            hits.iter().find(organisation).map(|h| (i, h.clone()))
        })?;
        let others: Vec<_> = long
            .candidates
            .iter()
            .copied()
            .filter(|&(e, _)| self.book.get(e).kind != ActorKind::Person)
            .collect();
        match self.choose(&others) {
            Some((entry, _)) => Some(self.book_actor(entry)),
            None => Some(self.organisation(at, &long)),
        }
    }

    /// Whether a name is but the word for a body: "Congress", "the Foreign Ministry".
    pub(super) fn is_body_noun(&self, sentence: usize, hit: &Hit) -> bool {
        let name = self.words(sentence, hit.first, hit.last).to_lowercase();
        let noun = name.strip_prefix("the ").unwrap_or(&name);
        self.lexicon.agent(noun).is_some_and(|a| a.kind == ActorKind::Government)
    }

    /// An organisation the book does not know.
    pub(super) fn organisation(&mut self, sentence: usize, hit: &Hit) -> ActorIndex {
        let name = self.words(sentence, hit.first, hit.last);
        let name = name.strip_prefix("the ").or(name.strip_prefix("The ")).unwrap_or(&name).to_owned();
        let folded = fold(&name).into_owned();
        // "the Coalition" after "Peace Coalition": an earlier name that ends or begins so, or has these initials.
        let earlier = self.registry.recent(|e| {
            e.actor.kind == ActorKind::Organisation
                && e.entry.is_none()
                && (e.family == folded || initials(&e.family) == folded)
        });
        if let Some(&known) = earlier.first() {
            return known;
        }
        if let Some(entry) = self.known_without_country(sentence, hit) {
            return self.book_actor(entry);
        }
        let s = self.sentence(sentence);
        let words: Vec<String> = folded.to_lowercase().split(' ').map(str::to_owned).collect();
        let mut ends: Vec<&String> = words.iter().rev().collect();
        if let Some(of) = words.iter().position(|w| w == "of" || w == "for").filter(|&p| p > 0) {
            ends.insert(0, &words[of - 1]);
        }
        let agent = ends.iter().take(2).find_map(|w| self.lexicon.agent(w));
        let sector = agent
            .and_then(|a| a.sector)
            .filter(|s| !matches!(s, Sector::Cvl | Sector::Crm))
            .unwrap_or(Sector::Unk);
        let country = (hit.first..=hit.last)
            .chain(s.children(hit.head).iter().copied())
            .find_map(|t| self.country_at(sentence, t))
            .or_else(|| words.iter().find_map(|w| self.nationality(w)));
        let body = agent.is_some_and(|a| a.kind == ActorKind::Government);
        let kind = if body { ActorKind::Government } else { ActorKind::Organisation };
        let mut entity =
            Entity::new(actor(format!("org:{}", slug(&name)), name, kind, country.as_deref(), sector));
        entity.family = folded;
        self.registry.add(entity)
    }

    /// "the U.S. Coast Guard": the book's body of the country named before the rest of the name.
    pub(super) fn known_without_country(&self, sentence: usize, hit: &Hit) -> Option<EntryIndex> {
        let country = (hit.first..hit.last).find_map(|t| {
            self.country_at(sentence, t).or_else(|| self.nationality(&self.sentence(sentence).tokens[t].form))
        })?;
        (hit.first + 1..=hit.last).find_map(|start| {
            let key = fold(self.text_of(sentence, start, hit.last)).into_owned();
            let found = self.book.lookup(&key);
            found.into_iter().map(|c| c.0).find(|&e| {
                let e = self.book.get(e);
                !matches!(e.kind, ActorKind::Person | ActorKind::State | ActorKind::Place)
                    && e.country == country
            })
        })
    }

    pub(super) fn nationality(&self, word: &str) -> Option<String> {
        let found = self.book.lookup(&capital_first(word));
        let states = found.iter().filter(|(_, how)| *how != NameUse::Capital).map(|&(e, _)| self.book.get(e));
        states.filter(|e| e.kind == ActorKind::State).map(|e| e.country.to_owned()).next()
    }
}

fn initials(name: &str) -> String {
    name.split(' ').filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect()
}
