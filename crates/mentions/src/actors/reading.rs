//! One article being read: names first, then word by word in the order of the text.

use std::collections::BTreeMap;

use verbale_record::{
    Actor, ActorIndex, ActorKind, ActorMention, Deprel, Document, MentionHow, Sector, Sentence, Span,
    TokenRef, Upos,
};

use super::book::{ActorBook, EntryIndex, NameUse, Term};
use super::lexicon::Lexicon;
use super::names::{self, Hit};
use super::registry::{Entity, Registry};

/// What stands at a token.
pub(super) type Meant = (Vec<ActorIndex>, MentionHow);

/// The state of reading one article.
pub(super) struct Reading<'a> {
    pub book: &'a ActorBook,
    pub lexicon: &'a Lexicon,
    pub doc: &'a Document,
    /// The article's date, ISO.
    pub date: Option<String>,
    /// Names of each sentence.
    pub hits: Vec<Vec<Hit>>,
    pub registry: Registry,
    pub mentions: BTreeMap<TokenRef, Meant>,
    /// How often each country is named in the article.
    pub countries: BTreeMap<&'a str, usize>,
    /// Who spoke last.
    pub speaker: Option<ActorIndex>,
    /// Where the text stands in quotation marks.
    pub quotations: Vec<Span>,
    /// Whether a mention further on is being read before its turn; such reading looks no further.
    pub looking_ahead: bool,
}

impl<'a> Reading<'a> {
    pub fn new(book: &'a ActorBook, lexicon: &'a Lexicon, doc: &'a Document) -> Reading<'a> {
        let hits = doc.sentences.iter().map(|s| names::find(book, lexicon, doc.text(), s)).collect();
        let mut reading = Reading {
            book,
            lexicon,
            doc,
            date: doc.article.date.map(|d| d.to_string()),
            hits,
            registry: Registry::default(),
            mentions: BTreeMap::new(),
            countries: BTreeMap::new(),
            speaker: None,
            quotations: super::quoted::quotations(doc),
            looking_ahead: false,
        };
        reading.count_countries();
        reading
    }

    /// Reads all sentences and gives what was found.
    pub fn read(mut self) -> (Vec<Actor>, Vec<ActorMention>) {
        for sentence in 0..self.doc.sentences.len() {
            for token in 0..self.doc.sentences[sentence].tokens.len() {
                self.visit(TokenRef { sentence, token });
            }
            self.read_crowds(sentence);
            self.read_linked(sentence);
            self.note_speaker(sentence);
        }
        self.finish()
    }

    pub fn sentence(&self, index: usize) -> &'a Sentence {
        &self.doc.sentences[index]
    }

    /// Reads the mention headed by a token, if any; a token already read is left as it is.
    pub fn visit(&mut self, at: TokenRef) {
        if self.mentions.contains_key(&at) {
            return;
        }
        let sentence = self.sentence(at.sentence);
        let token = &sentence.tokens[at.token];
        let hit = self.hits[at.sentence].iter().find(|h| h.first <= at.token && at.token <= h.last).cloned();
        match hit {
            Some(hit) if hit.head == at.token => self.read_name(at.sentence, &hit),
            Some(_) => {}
            None if token.upos == Upos::Pron
                || token.deprel == Deprel::NmodPoss && token.upos == Upos::Det =>
            {
                self.read_pronoun(at)
            }
            None if matches!(token.upos, Upos::Noun | Upos::Propn) => self.read_description(at),
            None => {}
        }
    }

    /// Notes that `head` refers to actors.
    pub fn mention(&mut self, head: TokenRef, actors: Vec<ActorIndex>, how: MentionHow) {
        if actors.is_empty() || self.mentions.contains_key(&head) {
            return;
        }
        let s = self.sentence(head.sentence);
        let relation = s.tokens[head.token].deprel.base();
        let local = matches!(relation, Deprel::Obl | Deprel::Nmod)
            && s.preposition(head.token).is_some_and(|p| {
                matches!(p.as_str(), "in" | "at" | "near" | "from" | "into" | "across" | "around")
            });
        let quoted = self.quotation_at(head).is_some();
        for &actor in &actors {
            let entity = &mut self.registry.entities[actor];
            entity.told = if quoted { entity.told } else { Some(head.max(entity.told.unwrap_or(head))) };
            self.registry.touch(actor, head, relation == Deprel::Nsubj, local);
        }
        self.mentions.insert(head, (actors, how));
    }

    /// The actors a token heads a mention of.
    pub fn meant(&self, sentence: usize, token: usize) -> Option<&Meant> {
        self.mentions.get(&TokenRef { sentence, token })
    }

    fn count_countries(&mut self) {
        let mut counts: BTreeMap<&'a str, usize> = BTreeMap::new();
        for hit in self.hits.iter().flatten() {
            let mut countries: Vec<&str> = hit
                .candidates
                .iter()
                .map(|&(e, _)| self.book.get(e))
                .filter(|e| !e.country.is_empty() && tells_country(e))
                .map(|e| e.country)
                .collect();
            countries.dedup();
            if let [country] = countries[..] {
                *counts.entry(country).or_default() += 1;
            }
        }
        self.countries = counts;
    }

    /// Whether the article names the country in any way.
    pub fn in_context(&self, country: &str) -> bool {
        self.countries.contains_key(country)
    }

    /// The country the article is mostly about: the one named most, if it is the only one or named at least half of all times.
    pub fn main_country(&self) -> Option<&'a str> {
        let total: usize = self.countries.values().sum();
        let (&country, &count) = self.countries.iter().max_by_key(|&(c, &n)| (n, std::cmp::Reverse(c)))?;
        (count * 2 > total || count * 2 == total && count > 1).then_some(country)
    }

    /// The country a sentence's place phrases name, if just one; else the article's main country.
    pub fn implied_country(&self, sentence: usize) -> Option<String> {
        let s = self.sentence(sentence);
        let mut found: Vec<(bool, &str)> = Vec::new();
        for hit in &self.hits[sentence] {
            let local = s.preposition(hit.head).is_some_and(|p| {
                matches!(p.as_str(), "in" | "at" | "near" | "across" | "inside" | "throughout")
            });
            let of_clause = s.tokens[hit.head].deprel.base() == Deprel::Obl;
            let country = hit
                .candidates
                .iter()
                .find(|(_, how)| matches!(how, NameUse::Name | NameUse::Capital))
                .map(|&(e, _)| self.book.get(e).country);
            if let Some(country) = country.filter(|c| local && !c.is_empty())
                && !found.iter().any(|f| f.1 == country)
            {
                found.push((of_clause, country));
            }
        }
        if found.len() > 1 && found.iter().filter(|f| f.0).count() == 1 {
            found.retain(|f| f.0);
        }
        match found[..] {
            [(_, one)] => Some(one.to_owned()),
            [] => self.main_country().map(str::to_owned),
            _ => None,
        }
    }

    /// The term that counts at the article's date, and whether it is held then. Of several held the most telling.
    pub fn standing(&self, entry: EntryIndex) -> Option<(Term<'static>, bool)> {
        let own: Vec<Term> = self.book.get(entry).own_terms().collect();
        let terms = if own.is_empty() { self.book.get(entry).terms().collect() } else { own };
        let rank = |t: &Term| (self.lexicon.is("top", t.key), t.key != "-", !t.seen, t.start.len() > 4);
        let Some(date) = self.date.as_deref() else {
            return terms.iter().max_by_key(|t| (rank(t).0, t.start, rank(t))).map(|&t| (t, true));
        };
        if let Some(&held) = terms.iter().filter(|t| t.holds(date)).max_by_key(|t| (rank(t), t.start)) {
            return Some((held, true));
        }
        let past = terms.iter().filter(|t| !t.is_future(date)).max_by_key(|t| (t.end, rank(t)));
        past.or_else(|| terms.iter().min_by_key(|t| t.start)).map(|&t| (t, false))
    }

    /// The article's actor for an entry of the book, as of the article's date.
    pub fn book_actor(&mut self, entry: EntryIndex) -> ActorIndex {
        let e = self.book.get(entry);
        if let Some(known) = self.registry.by_id(&e.id) {
            return known;
        }
        let mut actor = Actor {
            id: e.id.to_string(),
            name: e.name.to_owned(),
            kind: e.kind,
            country: (!e.country.is_empty()).then(|| e.country.to_owned()),
            sector: e.sector,
            office: None,
            wikidata: (!e.wikidata.is_empty()).then(|| e.wikidata.to_owned()),
        };
        let mut keys = Vec::new();
        if e.kind == ActorKind::Person
            && let Some((term, held)) = self.standing(entry)
        {
            actor.country = term.country().map(str::to_owned);
            actor.sector = if held || keeps_sector(term.sector) { term.sector } else { Sector::Pre };
            actor.office = self.title_in(entry, &term).filter(|_| held);
            if actor.country.is_none() && !held {
                actor.country = e.terms().find_map(|t| t.country().map(str::to_owned));
            }
            if held {
                keys.push(term.key);
            }
        } else if let Some((term, _)) = self.standing(entry) {
            // A body whose code changed with the years, by the user's own dictionary.
            actor.country = term.country().map(str::to_owned);
            actor.sector = term.sector;
        }
        let mut entity = Entity::new(actor);
        entity.entry = Some(entry);
        entity.family = super::text::fold(if e.family.is_empty() { e.name } else { e.family }).into_owned();
        entity.keys = keys;
        self.registry.add(entity)
    }

    /// The words of a term of office; a dictionary has only codes, then those of the term the book knows at that time.
    fn title_in(&self, entry: EntryIndex, term: &Term) -> Option<String> {
        let date = self.date.as_deref();
        let same = |t: &Term| !t.title.is_empty() && t.of == term.of && date.is_none_or(|d| t.holds(d));
        let title = if term.title.is_empty() {
            self.book.get(entry).terms().find(same).map(|t| t.title)
        } else {
            Some(term.title)
        };
        title.map(capital_first)
    }

    /// The actor of a state, by ISO code.
    pub fn state(&mut self, country: &str) -> Option<ActorIndex> {
        let entry = self.book.by_id(&format!("state:{country}"))?;
        Some(self.book_actor(entry))
    }

    fn finish(self) -> (Vec<Actor>, Vec<ActorMention>) {
        let mut index = BTreeMap::new();
        let mut actors: Vec<Actor> = Vec::new();
        let mut mentions = Vec::new();
        for (head, (meant, how)) in &self.mentions {
            let mut referred = Vec::new();
            for &old in meant {
                let new = *index.entry(old).or_insert_with(|| {
                    actors.push(self.registry.entities[old].actor.clone());
                    actors.len() - 1
                });
                if !referred.contains(&new) {
                    referred.push(new);
                }
            }
            let span = self.sentence(head.sentence).noun_phrase_span(head.token);
            mentions.push(ActorMention { span, head: *head, actors: referred, how: *how });
        }
        (actors, mentions)
    }
}

/// Whether naming the actor tells that an article is about its country; an outlet it was read in does not.
fn tells_country(entry: &super::book::Entry) -> bool {
    match entry.kind {
        ActorKind::State | ActorKind::Place => true,
        ActorKind::Government | ActorKind::Organisation => {
            entry.by_hand && !matches!(entry.sector, Sector::Jrn | Sector::Bus | Sector::Ngo | Sector::Pty)
        }
        _ => false,
    }
}

/// Sectors one does not lose with an office.
fn keeps_sector(sector: Sector) -> bool {
    !matches!(
        sector,
        Sector::Gov
            | Sector::Leg
            | Sector::Spy
            | Sector::Igo
            | Sector::Uno
            | Sector::Eur
            | Sector::Cop
            | Sector::Jud
            | Sector::Mil
    )
}

pub(super) fn capital_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
