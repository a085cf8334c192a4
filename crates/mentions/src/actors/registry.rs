//! The actors of one article while it is read, and what later words may point back to.

use std::collections::HashMap;

use verbale_record::{Actor, ActorIndex, ActorKind, Sector, TokenRef};

use super::book::EntryIndex;

/// Grammatical sex, where the words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    Female,
    Male,
}

/// An actor of the article with what helps to find back to it.
#[derive(Clone, Debug)]
pub struct Entity {
    pub actor: Actor,
    /// Entry of the book it is.
    pub entry: Option<EntryIndex>,
    /// Folded family name (persons) or folded name.
    pub family: String,
    /// Role nouns used of it: "president", "spokesman".
    pub nouns: Vec<String>,
    /// Keys of offices held or told.
    pub keys: Vec<&'static str>,
    /// Organisation the person speaks or works for, as ids in the book have it.
    pub of: Option<String>,
    pub gender: Option<Gender>,
    pub plural: bool,
    /// Where it was mentioned last.
    pub last: TokenRef,
    /// Whether that was as subject.
    pub subject: bool,
    /// Where it was last mentioned other than as the place of something.
    pub acted: Option<TokenRef>,
    /// Where it was last mentioned outside quotation marks.
    pub told: Option<TokenRef>,
    /// How often it was mentioned.
    pub count: usize,
}

impl Entity {
    pub fn new(actor: Actor) -> Entity {
        Entity {
            actor,
            entry: None,
            family: String::new(),
            nouns: Vec::new(),
            keys: Vec::new(),
            of: None,
            gender: None,
            plural: false,
            last: TokenRef { sentence: 0, token: 0 },
            subject: false,
            acted: None,
            told: None,
            count: 0,
        }
    }

    pub fn is_person(&self) -> bool {
        self.actor.kind == ActorKind::Person && !self.plural
    }

    /// A body of people that "it" and "the group" can mean.
    pub fn is_body(&self) -> bool {
        matches!(self.actor.kind, ActorKind::Organisation | ActorKind::Government)
            || (self.actor.kind == ActorKind::Group && !self.plural)
    }

    /// Fills in what was not known of an actor before.
    pub fn learn(&mut self, country: Option<&str>, sector: Sector, office: Option<&str>) {
        if self.entry.is_some() {
            return;
        }
        if self.actor.country.is_none() {
            self.actor.country = country.map(str::to_owned);
        }
        if self.actor.sector == Sector::Unk {
            self.actor.sector = sector;
        }
        if self.actor.office.is_none() && self.actor.kind == ActorKind::Person {
            self.actor.office = office.map(str::to_owned);
        }
    }
}

/// The article's actors in order of first mention.
#[derive(Debug, Default)]
pub struct Registry {
    pub entities: Vec<Entity>,
    by_id: HashMap<String, ActorIndex>,
}

impl Registry {
    pub fn by_id(&self, id: &str) -> Option<ActorIndex> {
        self.by_id.get(id).copied()
    }

    /// The actor with the entity's id, added if new.
    pub fn add(&mut self, entity: Entity) -> ActorIndex {
        if let Some(&known) = self.by_id.get(&entity.actor.id) {
            return known;
        }
        self.by_id.insert(entity.actor.id.clone(), self.entities.len());
        self.entities.push(entity);
        self.entities.len() - 1
    }

    /// An id not yet taken: `id`, else `id-b`, `id-c`…
    pub fn free_id(&self, id: &str) -> String {
        let letters = 'b'..='z';
        std::iter::once(id.to_owned())
            .chain(letters.map(|c| format!("{id}-{c}")))
            .chain((2..).map(|n| format!("{id}-{n}")))
            .find(|id| !self.by_id.contains_key(id))
            .unwrap_or_else(|| id.to_owned())
    }

    /// Notes a mention.
    pub fn touch(&mut self, index: ActorIndex, at: TokenRef, subject: bool, local: bool) {
        let entity = &mut self.entities[index];
        entity.subject = subject || entity.subject && entity.last.sentence == at.sentence && entity.count > 0;
        entity.last = at.max(entity.last);
        if !local {
            entity.acted = Some(at.max(entity.acted.unwrap_or(at)));
        }
        entity.count += 1;
    }

    /// Mentioned actors for which `fits` holds, the nearest first: by sentence, then subjects before others, then place.
    pub fn recent(&self, fits: impl Fn(&Entity) -> bool) -> Vec<ActorIndex> {
        let mut found: Vec<ActorIndex> = (0..self.entities.len())
            .filter(|&i| self.entities[i].count > 0 && fits(&self.entities[i]))
            .collect();
        found.sort_by_key(|&i| {
            let e = &self.entities[i];
            std::cmp::Reverse((e.last.sentence, e.subject, e.last.token))
        });
        found
    }
}
