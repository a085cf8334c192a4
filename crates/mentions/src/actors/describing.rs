//! Mentions by description: "the Peruvian president", "a rebel commander", "both countries".

use verbale_record::{ActorIndex, ActorKind, Deprel, EntityKind, MentionHow, Sector, TokenRef, Upos};

use super::lexicon::Office;
use super::naming::actor;
use super::phrase::Phrase;
use super::reading::{Reading, capital_first};
use super::registry::{Entity, Gender};
use super::text::slug;

/// How many sentences back a description may point.
pub(super) const REACH: usize = 6;

/// What a description tells of whom it describes.
#[derive(Clone, Debug, Default)]
pub(super) struct Description {
    pub country: Option<String>,
    /// Organisation one belongs to, as ids in the book have it: `igo:un`.
    pub of: Option<String>,
    pub sector: Option<Sector>,
    pub past: bool,
    pub keys: Vec<&'static str>,
    pub nouns: Vec<String>,
    /// The office in the article's words.
    pub office: Option<String>,
}

impl Description {
    pub fn merge(&mut self, other: Description) {
        self.country = self.country.take().or(other.country);
        self.of = self.of.take().or(other.of);
        self.sector = self.sector.or(other.sector);
        self.past |= other.past;
        self.keys.extend(other.keys);
        self.nouns.extend(other.nouns);
        self.office = self.office.take().or(other.office);
    }
}

impl Reading<'_> {
    /// The mention headed by a common noun (or a title used as name), if it names people or bodies.
    pub(super) fn read_description(&mut self, at: TokenRef) {
        let s = self.sentence(at.sentence);
        let token = &s.tokens[at.token];
        if self.titles_a_name(at)
            || self.inside_title(at)
            || token.deprel == Deprel::Xcomp && s.child_by(at.token, Deprel::Cop).is_none()
        {
            return;
        }
        let lemma = token.lemma.to_lowercase();
        if s.preposition(at.token).as_deref() == Some("as")
            && !token.feats.has("Number", "Plur")
            && lemma != "government"
        {
            return; // "elected as president": a role, not one who acts
        }
        if lemma == "other" && token.feats.has("Number", "Plur") {
            // "fifty others", "killing … and wounding others" are people; "others such as Peru" may be anyone.
            let counted = s.children(at.token).iter().any(|&c| s.tokens[c].deprel == Deprel::Nummod);
            let people = counted || self.is_harmed(at.sentence, at.token);
            let told = Description {
                sector: people.then_some(Sector::Cvl),
                country: self.implied_country(at.sentence).filter(|_| people),
                ..Description::default()
            };
            return self.new_mention(at, "others", &told, ActorKind::Group, !people);
        }
        let Some(phrase) = Phrase::read(self.lexicon, s, at.token) else {
            return self.read_family_name(at);
        };
        let beside = |c: usize| s.tokens[c].deprel == Deprel::Flat && c == at.token + 1;
        let appositives = s
            .children(at.token)
            .iter()
            .copied()
            .filter(|&c| s.tokens[c].deprel == Deprel::Appos || beside(c));
        for appositive in appositives {
            if self.hits[at.sentence].iter().any(|h| h.head == appositive) && !phrase.plural {
                self.visit(TokenRef { sentence: at.sentence, token: appositive });
                if let Some((actors, _)) = self.meant(at.sentence, appositive).cloned()
                    && actors
                        .iter()
                        .all(|&a| self.registry.entities[a].is_person() == is_person_noun(self, &phrase))
                {
                    return self.mention(at, actors, MentionHow::Description);
                }
            }
        }
        if let Some(named) = self.named_body(at, &phrase) {
            return self.mention(at, vec![named], MentionHow::Name);
        }
        if let Some(same) = self.same_as(at, &phrase) {
            return self.mention(at, vec![same], MentionHow::Description);
        }
        for &later in phrase.modifiers.iter().filter(|&&m| m > at.token) {
            self.visit(TokenRef { sentence: at.sentence, token: later });
        }
        let told = self.describe(at.sentence, at.token, &phrase);
        if self.read_pair(at, &phrase)
            || self.read_state_noun(at, &phrase)
            || self.read_body(at, &phrase, &told)
        {
            return;
        }
        if !told.past && self.read_holder(at, &phrase, &told) {
            return;
        }
        if self.read_back(at, &phrase, &told) {
            return;
        }
        let plural = phrase.plural;
        let kind = self.kind_of(at, &phrase);
        let name = self.phrase_name(at);
        self.new_described(at, &name, told, kind, plural, &phrase);
    }

    /// A title that belongs to the name it stands before is no mention of its own.
    fn titles_a_name(&self, at: TokenRef) -> bool {
        let s = self.sentence(at.sentence);
        let token = &s.tokens[at.token];
        let person = |h: &super::names::Hit| {
            h.kind == Some(verbale_record::NameKind::Person)
                || h.candidates.iter().any(|c| self.book.get(c.0).kind == ActorKind::Person)
        };
        let form = token.form.to_lowercase();
        let is_title = self.lexicon.office(&form, None).is_some()
            || self.lexicon.agent(&form).is_some_and(|a| a.kind == ActorKind::Person);
        if is_title && self.hits[at.sentence].iter().any(|h| h.first == at.token + 1 && person(h)) {
            return true; // whatever the tree says, a title before a name belongs to it
        }
        let Some(head) = token.head else { return false };
        let beside =
            token.deprel == Deprel::NmodDesc || matches!(token.deprel, Deprel::Compound | Deprel::Flat);
        beside && self.hits[at.sentence].iter().any(|h| (h.first..=h.last).contains(&head) && person(h))
    }

    /// "Foreign" or "Prime" written as proper nouns are part of the title after them.
    fn inside_title(&self, at: TokenRef) -> bool {
        let s = self.sentence(at.sentence);
        let token = &s.tokens[at.token];
        let Some(head) =
            token.head.filter(|_| matches!(token.deprel, Deprel::Compound | Deprel::Amod | Deprel::Nmod))
        else {
            return false;
        };
        Phrase::read(self.lexicon, s, head).is_some_and(|p| {
            p.noun_tokens.0 != p.noun_tokens.1 && (p.noun_tokens.0..=p.noun_tokens.1).contains(&at.token)
        })
    }

    /// A family name met before that the analyser did not mark as a name.
    fn read_family_name(&mut self, at: TokenRef) {
        let s = self.sentence(at.sentence);
        let token = &s.tokens[at.token];
        if token.upos != Upos::Propn || matches!(token.deprel.base(), Deprel::Flat) {
            return;
        }
        let folded = super::text::fold(&token.form).into_owned();
        let known = self.registry.recent(|e| e.is_person() && e.family == folded);
        if let Some(&person) = known.first() {
            self.mention(at, vec![person], MentionHow::Name);
        }
    }

    /// "the Reuters agency", "the Hezbollah movement": the body is the one its name names.
    fn named_body(&mut self, at: TokenRef, phrase: &Phrase) -> Option<ActorIndex> {
        if phrase.plural || !phrase.definite || !self.lexicon.is("body", &phrase.noun) {
            return None;
        }
        let before = |h: &&super::names::Hit| h.last + 1 == phrase.noun_tokens.0;
        let hit = self.hits[at.sentence].iter().find(before)?;
        let entry = self.choose(&hit.candidates)?.0;
        let e = self.book.get(entry);
        let own = matches!(e.kind, ActorKind::Organisation | ActorKind::Group)
            && !matches!(e.sector, Sector::Igo | Sector::Uno | Sector::Eur | Sector::Gov);
        own.then(|| self.book_actor(entry))
    }

    /// Apposition or predicate: "Reyes, a spokesman", "Reyes is a spokesman".
    fn same_as(&mut self, at: TokenRef, phrase: &Phrase) -> Option<ActorIndex> {
        let s = self.sentence(at.sentence);
        let token = &s.tokens[at.token];
        let other = if token.deprel == Deprel::Appos {
            token.head?
        } else if s.child_by(at.token, Deprel::Cop).is_some()
            && !s.children(at.token).iter().any(|&c| s.tokens[c].feats.has("Polarity", "Neg"))
        {
            s.child_by(at.token, Deprel::Nsubj)?
        } else {
            return None;
        };
        let (actors, _) = self.meant(at.sentence, other).cloned()?;
        let [one] = actors[..] else { return None };
        let entity = &self.registry.entities[one];
        let fits = if is_person_noun(self, phrase) {
            entity.actor.kind == ActorKind::Person
        } else {
            entity.actor.kind != ActorKind::Person
        };
        (fits && entity.plural == phrase.plural && entity.actor.kind != ActorKind::State).then_some(one)
    }

    /// What a phrase tells: country and affiliation by its modifiers, sector, office.
    pub(super) fn describe(&self, sentence: usize, head: usize, phrase: &Phrase) -> Description {
        let s = self.sentence(sentence);
        let mut told = Description { nouns: vec![phrase.noun.clone()], ..Description::default() };
        let adviser = self.lexicon.is("adviser", &phrase.noun);
        let (mut affiliation, mut place) = (None, None);
        let role = |m: usize| {
            let preposition = s.preposition(m);
            match preposition.as_deref() {
                Some("to") if self.lexicon.is("adviser", &phrase.noun) => 1,
                Some("to" | "on") => 9,
                Some("in" | "at") => 2,
                Some("with") => 3,
                Some("for") => 1,
                _ => 0,
            }
        };
        let mut modifiers = phrase.modifiers.clone();
        // A country right before the noun belongs to it, however the tree hangs it.
        let before = self.hits[sentence]
            .iter()
            .find(|h| h.last + 1 == phrase.noun_tokens.0 && h.kind != Some(verbale_record::NameKind::Person));
        modifiers.extend(before.map(|h| h.head).filter(|h| !phrase.modifiers.contains(h)));
        modifiers.sort_by_key(|&m| (role(m), m));
        let embassy = matches!(phrase.noun.as_str(), "ambassador" | "envoy");
        for m in modifiers {
            if role(m) == 9 || (embassy && role(m) >= 1) {
                continue;
            }
            if adviser
                && role(m) == 0
                && s.tokens[m].deprel.base() == Deprel::Compound
                && s.children_by(head, Deprel::Nmod).any(|c| role(c) == 1)
            {
                continue; // "Latin America advisor to …": the matter, not the employer
            }
            let Some((country, of, sector)) = self.affiliation_at(sentence, m) else { continue };
            if role(m) == 0 && self.lexicon.is("against", &phrase.noun) && s.preposition(m).is_some() {
                continue; // "an enemy of Peru" is no Peruvian
            }
            if role(m) == 2 {
                place = place.or(country);
                continue;
            }
            told.country = told.country.or(country);
            told.of = told.of.or(of);
            affiliation = affiliation.or(sector);
        }
        told.country = told.country.or(place.filter(|_| told.of.is_none()));
        let office = self.office_of(phrase, told.country.as_deref());
        let (sector, past) = phrase.sector(self.lexicon, s, office.map(|o| o.sector));
        told.past = past;
        let generic = matches!(sector, None | Some(Sector::Gov | Sector::Unk))
            && self.kind_name(phrase) != ActorKind::State;
        let sector = if generic {
            affiliation.filter(|a| *a != Sector::Gov || sector.is_none()).or(sector)
        } else {
            sector
        };
        let sector =
            if sector.is_none_or(|s| s == Sector::Gov) && matches!(phrase.noun.as_str(), "force" | "unit") {
                Some(Sector::Mil)
            } else {
                sector
            };
        told.sector = match sector {
            Some(Sector::Gov | Sector::Leg) if past => Some(Sector::Pre),
            other => other,
        };
        if told.sector == Some(Sector::Opp) && office.is_some_and(|o| o.key == "head") {
            told.keys.push("opposition");
        } else if let Some(office) = office {
            told.keys.push(office.key);
        }
        if !past && (office.is_some() || is_person_noun(self, phrase)) && !phrase.plural {
            told.office = Some(capital_first(&self.phrase_name(TokenRef { sentence, token: head })));
        }
        told
    }

    pub(super) fn office_of(&self, phrase: &Phrase, country: Option<&str>) -> Option<Office> {
        self.lexicon.office(phrase.title.as_deref()?, country)
    }

    /// Country, organisation and sector of what stands at a token, if it names or describes an actor.
    fn affiliation_at(
        &self,
        sentence: usize,
        token: usize,
    ) -> Option<(Option<String>, Option<String>, Option<Sector>)> {
        let s = self.sentence(sentence);
        if let Some((actors, _)) = self.meant(sentence, token) {
            let a = &self.registry.entities[*actors.first()?].actor;
            if a.kind == ActorKind::Place && a.country.is_none() {
                return None;
            }
            let of = matches!(a.kind, ActorKind::Organisation).then(|| a.id.clone());
            let sector =
                if matches!(a.kind, ActorKind::State | ActorKind::Place) { None } else { Some(a.sector) };
            let leads = a.kind == ActorKind::Person;
            return Some((a.country.clone(), of, sector.filter(|s| !leads || leads_others(*s))));
        }
        let Some(hit) = self.hits[sentence].iter().find(|h| h.first <= token && token <= h.last) else {
            let country = s.children(token).iter().find_map(|&c| self.country_at(sentence, c))?;
            let agent = self.lexicon.agent(&s.tokens[token].lemma.to_lowercase());
            return Some((Some(country), None, agent.and_then(|a| a.sector).filter(|s| *s != Sector::Cvl)));
        };
        if let Some(country) = self.country_of_hit(hit) {
            let entry = hit
                .candidates
                .iter()
                .map(|c| self.book.get(c.0))
                .find(|e| e.country == country && e.kind != ActorKind::Person);
            let of = entry.filter(|e| e.kind == ActorKind::Organisation).map(|e| e.id.to_string());
            let sector =
                entry.filter(|e| !matches!(e.kind, ActorKind::State | ActorKind::Place)).map(|e| e.sector);
            return Some((Some(country), of, sector));
        }
        if hit.candidates.is_empty() && hit.kind == Some(verbale_record::NameKind::Person) {
            let entry = self.likely_person(sentence, hit)?;
            let (term, _) = self.standing(entry)?;
            return Some((
                term.country().map(str::to_owned),
                None,
                Some(term.sector).filter(|s| leads_others(*s)),
            ));
        }
        let entry = hit.candidates.first().map(|c| self.book.get(c.0));
        if let Some(e) = entry.filter(|e| e.kind != ActorKind::Place) {
            return Some((None, Some(e.id.to_string()), Some(e.sector)));
        }
        let inner = s.children(token).iter().find_map(|&c| self.country_at(sentence, c));
        inner.map(|c| (Some(c), None, None))
    }

    /// The country named at a token: by its name, adjective, capital, a body or a leader of it.
    pub(super) fn country_at(&self, sentence: usize, token: usize) -> Option<String> {
        if let Some((actors, _)) = self.meant(sentence, token) {
            return self.registry.entities[*actors.first()?].actor.country.clone();
        }
        let hit = self.hits[sentence].iter().find(|h| h.first <= token && token <= h.last)?;
        self.country_of_hit(hit)
    }

    fn country_of_hit(&self, hit: &super::names::Hit) -> Option<String> {
        let mut countries: Vec<(usize, &str)> = hit
            .candidates
            .iter()
            .filter_map(|&(entry, _)| {
                let e = self.book.get(entry);
                let country =
                    if e.kind == ActorKind::Person { self.standing(entry)?.0.country()? } else { e.country };
                (!country.is_empty()).then(|| (self.countries.get(country).copied().unwrap_or(0), country))
            })
            .collect();
        countries.sort_by_key(|&(n, _)| std::cmp::Reverse(n));
        countries.first().map(|&(_, c)| c.to_owned())
    }

    /// Whether a phrase names one person, people, a body, by noun and number.
    fn kind_of(&self, at: TokenRef, phrase: &Phrase) -> ActorKind {
        let judged = self.sentence(at.sentence).tokens[at.token].kind;
        let kind = self.kind_name(phrase);
        match kind {
            _ if phrase.plural => ActorKind::Group,
            ActorKind::Person | ActorKind::Group | ActorKind::Unknown => {
                if self.lexicon.is("collective", &phrase.noun) || judged == Some(EntityKind::Organization) {
                    ActorKind::Group
                } else {
                    ActorKind::Person
                }
            }
            other => other,
        }
    }

    pub(super) fn kind_name(&self, phrase: &Phrase) -> ActorKind {
        phrase
            .agent
            .map_or(if phrase.title.is_some() { ActorKind::Person } else { ActorKind::Unknown }, |a| a.kind)
    }

    pub(super) fn new_described(
        &mut self,
        at: TokenRef,
        name: &str,
        mut told: Description,
        kind: ActorKind,
        plural: bool,
        phrase: &Phrase,
    ) {
        if told.country.is_none()
            && told.of.is_none()
            && kind != ActorKind::State
            && self.kind_name(phrase) != ActorKind::State
        {
            told.country = self.implied_country(at.sentence);
        }
        let world = matches!(told.sector, Some(Sector::Igo | Sector::Uno | Sector::Eur));
        if world || told.of.as_deref().is_some_and(|o| o.starts_with("igo:")) {
            told.country = None;
        }
        let again = phrase.definite
            || plural && phrase.number.is_none()
            || kind == ActorKind::Group && !phrase.indefinite;
        self.new_mention(at, name, &told, kind, again);
    }

    /// Adds a described actor; `again` lets the same words mean the same actor as before.
    pub(super) fn new_mention(
        &mut self,
        at: TokenRef,
        name: &str,
        told: &Description,
        kind: ActorKind,
        again: bool,
    ) {
        let id = format!("description:{}", slug(name));
        let id = if again { id } else { self.registry.free_id(&id) };
        let mut described =
            actor(id, capital_first(name), kind, told.country.as_deref(), told.sector.unwrap_or(Sector::Unk));
        described.office = told.office.clone().filter(|_| {
            kind == ActorKind::Person && matches!(described.sector, Sector::Gov | Sector::Leg | Sector::Mil)
        });
        let mut entity = Entity::new(described);
        entity.plural = self.sentence(at.sentence).tokens[at.token].feats.has("Number", "Plur");
        entity.nouns.clone_from(&told.nouns);
        entity.keys.clone_from(&told.keys);
        entity.of = told.of.clone().filter(|_| !told.past);
        if told.nouns.iter().any(|n| self.lexicon.is("female", n)) {
            entity.gender = Some(Gender::Female);
        } else if told.nouns.iter().any(|n| self.lexicon.is("male", n)) {
            entity.gender = Some(Gender::Male);
        }
        let index = self.registry.add(entity);
        self.mention(at, vec![index], MentionHow::Description);
    }

    /// The words of a phrase without determiners in front.
    pub(super) fn phrase_name(&self, at: TokenRef) -> String {
        let s = self.sentence(at.sentence);
        let tokens = s.noun_phrase(at.token);
        let skip = |&&t: &&usize| matches!(s.tokens[t].upos, Upos::Det | Upos::Punct) && t < at.token;
        let kept: Vec<usize> = tokens.iter().skip_while(skip).copied().collect();
        match (kept.first(), kept.last()) {
            (Some(&first), Some(&last)) => self.words(at.sentence, first, last),
            _ => s.tokens[at.token].form.clone(),
        }
    }
}

pub(super) fn is_person_word(reading: &Reading<'_>, noun: &str) -> bool {
    reading.lexicon.agent(noun).is_some_and(|a| a.kind == ActorKind::Person)
        || reading.lexicon.office(noun, None).is_some()
}

/// Sectors that those who belong to a person share: "the minister's office", "the commissioner's team".
fn leads_others(sector: Sector) -> bool {
    matches!(sector, Sector::Gov | Sector::Opp | Sector::Reb | Sector::Igo | Sector::Uno | Sector::Eur)
}

fn is_person_noun(reading: &Reading<'_>, phrase: &Phrase) -> bool {
    match phrase.agent {
        Some(agent) => {
            agent.kind == ActorKind::Person
                || agent.kind == ActorKind::Group && !reading.lexicon.is("collective", &phrase.noun)
        }
        None => true,
    }
}
