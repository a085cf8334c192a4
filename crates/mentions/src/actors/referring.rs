//! Descriptions that refer to actors known already: "both countries", "the country", "the Peruvian army",
//! "the president", "the official".

use verbale_record::{ActorIndex, ActorKind, Deprel, MentionHow, Sector, TokenRef, Upos};

use super::describing::{Description, REACH, is_person_word};
use super::naming::actor;
use super::phrase::Phrase;
use super::reading::{Reading, capital_first};
use super::registry::{Entity, Gender};
use super::text::slug;

impl Reading<'_> {
    /// "both countries", "the two leaders": those mentioned last.
    pub(super) fn read_pair(&mut self, at: TokenRef, phrase: &Phrase) -> bool {
        let s = self.sentence(at.sentence);
        let both = s.children(at.token).iter().any(|&c| s.tokens[c].lemma.to_lowercase() == "both");
        let number = match phrase.number.as_deref() {
            Some("two" | "2") => 2,
            Some("three" | "3") if phrase.definite => 3,
            Some(_) => return false,
            None if both => 2,
            None => return false,
        };
        let modified = phrase.modifiers.iter().any(|&m| self.country_at(at.sentence, m).is_some());
        if !phrase.plural || !(phrase.definite || both) || !self.lexicon.is("pair", &phrase.noun) || modified
        {
            return false;
        }
        let found = self.last_of(at, &phrase.noun, number);
        if found.len() < number {
            return false;
        }
        self.mention(at, found, MentionHow::Description);
        true
    }

    /// The last `number` actors of the sort a noun names.
    pub(super) fn last_of(&mut self, at: TokenRef, noun: &str, number: usize) -> Vec<ActorIndex> {
        let people = is_person_word(self, noun);
        let any_side = matches!(noun, "side" | "party" | "group" | "enemy" | "foe" | "rival" | "ally");
        let near = |e: &Entity| e.acted.is_some_and(|a| a.sentence + REACH >= at.sentence);
        let recent = self.registry.recent(|e| {
            near(e)
                && match e.actor.kind {
                    ActorKind::Person => people && !e.plural,
                    ActorKind::State => !people,
                    ActorKind::Government => !people,
                    ActorKind::Organisation | ActorKind::Group => any_side && e.actor.sector != Sector::Jrn,
                    _ => false,
                }
        });
        let recent = self.sides_first(at, recent, number);
        let mut found: Vec<ActorIndex> = Vec::new();
        let mut countries: Vec<Option<String>> = Vec::new();
        for index in recent {
            let a = self.registry.entities[index].actor.clone();
            let index = match (&a.country, a.kind) {
                (Some(country), ActorKind::Government) if !any_side => match self.state(&country.clone()) {
                    Some(state) => state,
                    None => continue,
                },
                _ => index,
            };
            if found.contains(&index) || (!any_side && !people && countries.contains(&a.country)) {
                continue;
            }
            found.push(index);
            countries.push(a.country);
            if found.len() == number {
                break;
            }
        }
        found.sort_unstable();
        found
    }

    /// Candidates for "both sides" without whoever speaks of them as a third party (the subject of the clause, the
    /// speaker of the quotation), and without organisations, where enough others are left.
    fn sides_first(&mut self, at: TokenRef, found: Vec<ActorIndex>, number: usize) -> Vec<ActorIndex> {
        let s = self.sentence(at.sentence);
        let direct = s.tokens[at.token].deprel.base() == Deprel::Nsubj;
        let subjects = (0..at.token).filter(|&t| !direct && s.tokens[t].deprel.base() == Deprel::Nsubj);
        let mut third: Vec<ActorIndex> =
            subjects.filter_map(|t| self.meant(at.sentence, t)).flat_map(|(a, _)| a.clone()).collect();
        if self.quotation_at(at).is_some() {
            third.extend(self.speaker_near(at));
        }
        let side = |i: &ActorIndex| {
            !third.contains(i) && self.registry.entities[*i].actor.kind != ActorKind::Organisation
        };
        let sides: Vec<ActorIndex> = found.iter().copied().filter(side).collect();
        if sides.len() >= number { sides } else { found }
    }

    /// "the country", "that nation": the state mentioned last. Other uses of such nouns are described groups of states.
    pub(super) fn read_state_noun(&mut self, at: TokenRef, phrase: &Phrase) -> bool {
        if self.kind_name(phrase) != ActorKind::State {
            return false;
        }
        let s = self.sentence(at.sentence);
        if s.tokens[at.token].deprel == Deprel::Compound {
            return true; // "state media", "country code"
        }
        if !phrase.plural && phrase.definite {
            let own = phrase.modifiers.iter().find_map(|&m| self.country_at(at.sentence, m));
            let described = s.children_by(at.token, Deprel::Amod).next().is_some();
            let country = own
                .or_else(|| if described { self.main_country().map(str::to_owned) } else { None })
                .or_else(|| {
                    let states = self.registry.recent(|e| {
                        e.last.sentence + REACH >= at.sentence && e.actor.kind == ActorKind::State
                    });
                    let nearest = states.into_iter().max_by_key(|&i| self.registry.entities[i].last);
                    nearest
                        .and_then(|i| self.registry.entities[i].actor.country.clone())
                        .or_else(|| self.implied_country(at.sentence))
                });
            if let Some(state) = country.and_then(|c| self.state(&c)) {
                self.mention(at, vec![state], MentionHow::Description);
            }
            return true;
        }
        if phrase.plural {
            let name = self.phrase_name(at);
            let told = Description { sector: Some(Sector::Gov), ..Description::default() };
            self.new_described(at, &name, told, ActorKind::Group, true, phrase);
        }
        true
    }

    /// "the government", "the Peruvian army", "Biden's administration": bodies of a state.
    pub(super) fn read_body(&mut self, at: TokenRef, phrase: &Phrase, told: &Description) -> bool {
        let Some(agent) = phrase.agent.filter(|a| a.kind == ActorKind::Government) else { return false };
        if phrase.plural && agent.part.is_empty() || told.past {
            return false;
        }
        if phrase.plural && told.country.is_none() && phrase.noun == "government" {
            return false;
        }
        if phrase.indefinite && told.country.is_none() {
            return false;
        }
        let s = self.sentence(at.sentence);
        let local = s.children(at.token).iter().any(|&c| {
            matches!(
                s.tokens[c].lemma.to_lowercase().as_str(),
                "local"
                    | "regional"
                    | "provincial"
                    | "municipal"
                    | "city"
                    | "federal"
                    | "previous"
                    | "rival"
                    | "new"
                    | "interim"
                    | "transitional"
            ) && !matches!(
                s.tokens[c].lemma.to_lowercase().as_str(),
                "federal" | "new" | "interim" | "transitional"
            )
        });
        if local {
            return false;
        }
        if let Some(of) = &told.of
            && told.country.is_none()
            && let Some(entry) = self.book.by_id(of)
        {
            // "the UN mission": a body of an organisation counts as the organisation
            let actor = self.book_actor(entry);
            self.mention(at, vec![actor], MentionHow::Description);
            return true;
        }
        let country = told
            .country
            .clone()
            .or_else(|| if agent.part == "government" { self.nearest_government(at) } else { None })
            .or_else(|| self.implied_country(at.sentence));
        let Some(country) = country else { return false };
        let id = match agent.part {
            "government" => format!("government:{country}"),
            "" if phrase.definite || told.country.is_some() => {
                let name = slug(&self.phrase_name(at));
                format!("government:{country}/{name}")
            }
            "" => return false,
            part => format!("government:{country}/{part}"),
        };
        let sector = agent.sector.unwrap_or(Sector::Gov);
        let index = match self.book.by_id(&id) {
            Some(entry) => self.book_actor(entry),
            None => {
                let name = capital_first(&self.phrase_name(at));
                self.registry.add(Entity::new(actor(id, name, ActorKind::Government, Some(&country), sector)))
            }
        };
        self.mention(at, vec![index], MentionHow::Description);
        true
    }

    /// The country whose government, head or state was spoken of last, within two sentences.
    fn nearest_government(&self, at: TokenRef) -> Option<String> {
        let recent = self.registry.recent(|e| {
            e.last.sentence + 2 >= at.sentence
                && e.actor.country.is_some()
                && e.actor.sector == Sector::Gov
                && matches!(e.actor.kind, ActorKind::Government | ActorKind::Person)
        });
        let governments =
            recent.iter().find(|&&i| self.registry.entities[i].actor.kind == ActorKind::Government);
        let own = governments.and_then(|&i| self.registry.entities[i].actor.country.clone());
        let implied = self.implied_country(at.sentence);
        own.or(implied)
            .or_else(|| recent.first().and_then(|&i| self.registry.entities[i].actor.country.clone()))
    }

    /// A holder of an office by date: "the Peruvian president", "the UN secretary-general".
    pub(super) fn read_holder(&mut self, at: TokenRef, phrase: &Phrase, told: &Description) -> bool {
        let s = self.sentence(at.sentence);
        let claimed =
            phrase.modifiers.iter().any(|&m| self.lexicon.is("claimed", &s.tokens[m].form.to_lowercase()));
        if phrase.plural || phrase.indefinite || phrase.title.is_none() || claimed {
            return false;
        }
        let mut country = told.country.clone();
        if phrase.noun == "pope" || phrase.noun == "pontiff" {
            country = Some("VAT".into());
        }
        let Some(office) = self.office_of(phrase, country.as_deref()) else { return false };
        if !self.lexicon.is("holder", office.key)
            || told.sector == Some(Sector::Opp)
            || told.sector == Some(Sector::Reb)
        {
            return false;
        }
        let of = told.of.clone().filter(|o| o.starts_with("igo:")).or(country.clone());
        if let Some(of) = of {
            // Someone of the article said to hold it wins over the book.
            let here = self.registry.recent(|e| {
                e.is_person()
                    && e.actor.country.as_deref() == Some(of.as_str())
                    && e.keys.contains(&office.key)
                    && e.actor.sector != Sector::Pre
            });
            let person = here.first().copied().or_else(|| self.holder(&of, office.key));
            if let Some(person) = person {
                self.mention(at, vec![person], MentionHow::Description);
                return true;
            }
            return false;
        }
        if !phrase.definite
            && phrase.noun_tokens.0 != at.token
            && self.sentence(at.sentence).tokens[at.token].upos == Upos::Noun
        {
            return false;
        }
        let met = self
            .registry
            .recent(|e| e.is_person() && (e.keys.contains(&office.key) || e.nouns.contains(&phrase.noun)));
        let person = match met.first() {
            Some(&met) => Some(met),
            None if office.key == "head" => None,
            None => {
                let country = self.acting_country(at).or_else(|| self.implied_country(at.sentence));
                country.and_then(|c| self.holder(&c, office.key))
            }
        };
        if let Some(person) = person {
            self.mention(at, vec![person], MentionHow::Description);
        }
        person.is_some()
    }

    /// The country of the state or body of state that is subject of the sentence so far.
    fn acting_country(&self, at: TokenRef) -> Option<String> {
        let acting = self.registry.recent(|e| {
            e.last.sentence == at.sentence
                && e.subject
                && matches!(e.actor.kind, ActorKind::State | ActorKind::Government)
        });
        acting.first().and_then(|&i| self.registry.entities[i].actor.country.clone())
    }

    /// Who holds an office on the article's date, by the book; nobody where the article has no date.
    fn holder(&mut self, of: &str, key: &'static str) -> Option<ActorIndex> {
        let date = self.date.clone()?;
        let find = |k: &str| self.book.holder(of, k, Some(&date));
        let entry = match key {
            "head" | "leader" => {
                let first = if self.lexicon.is_parliamentary(of) { "prime-minister" } else { "president" };
                ["leader", first, "monarch", "president", "prime-minister", "head"].into_iter().find_map(find)
            }
            "president" | "prime-minister" => find(key).or_else(|| find("head")),
            _ => find(key),
        }?;
        let actor = self.book_actor(entry);
        let entity = &mut self.registry.entities[actor];
        if !entity.keys.contains(&key) {
            entity.keys.push(key);
        }
        Some(actor)
    }

    /// Definite descriptions that point back: "the official", "the group", "the Chilean diplomat".
    pub(super) fn read_back(&mut self, at: TokenRef, phrase: &Phrase, told: &Description) -> bool {
        if !phrase.definite || phrase.number.is_some() || phrase.possessor.is_some() {
            return false;
        }
        let name = slug(&self.phrase_name(at));
        let own_words =
            phrase.modifiers.iter().any(|m| !(phrase.noun_tokens.0..=phrase.noun_tokens.1).contains(m));
        let person = self.lexicon.is("person", &phrase.noun);
        let body = self.lexicon.is("body", &phrase.noun);
        let own_key = self.office_of(phrase, told.country.as_deref()).map(|o| o.key);
        let staff = self.lexicon.is("staff", &phrase.noun);
        let s = self.sentence(at.sentence);
        let clause = s.tokens[at.token].head;
        let near = |e: &Entity, reach: usize| e.last.sentence + reach >= at.sentence;
        let found = self.registry.recent(|e| {
            let other_office =
                own_key.is_some_and(|k| !e.keys.is_empty() && !e.keys.contains(&k) && k != "head");
            let same_clause =
                e.last.sentence == at.sentence && clause.is_some() && s.tokens[e.last.token].head == clause;
            if other_office || same_clause {
                return false;
            }
            if phrase.plural != e.plural || (own_words && e.actor.country != told.country) {
                return false;
            }
            let said_so = e.nouns.contains(&phrase.noun) && near(e, REACH);
            let last = e.actor.id.rsplit(':').next().is_some_and(|id| id == name);
            let sector = told.sector.is_none_or(|s| {
                s == e.actor.sector
                    || matches!(s, Sector::Unk | Sector::Cvl)
                    || (s == Sector::Gov
                        && matches!(
                            e.actor.sector,
                            Sector::Mil
                                | Sector::Cop
                                | Sector::Leg
                                | Sector::Uno
                                | Sector::Eur
                                | Sector::Igo
                                | Sector::Spy
                        ))
            });
            last || said_so && (!own_words || sector)
                || !own_words
                    && person
                    && e.is_person()
                    && (near(e, 1) || staff && near(e, 3) && self.is_staff(e))
                    && sector
                    && self.sex_fits(e, &phrase.noun)
                || !own_words && body && e.is_body() && near(e, 2) && e.actor.kind != ActorKind::Government
        });
        let exact =
            found.into_iter().min_by_key(|&i| self.rank_back(&self.registry.entities[i], &phrase.noun));
        if let Some(same) = exact {
            self.mention(at, vec![same], MentionHow::Description);
        }
        exact.is_some()
    }

    /// How well a person fits a noun that points back, best first: one described by that noun; for "the official" those who
    /// serve before those who rule, for "the leader" the other way round.
    fn rank_back(&self, e: &Entity, noun: &str) -> u8 {
        let compound = |n: &String| n.strip_suffix(noun).is_some_and(|rest| rest.ends_with(' '));
        let rules = e.keys.iter().any(|k| self.lexicon.is("ruler", k));
        let staff = self.lexicon.is("staff", noun);
        match () {
            () if e.nouns.iter().any(|n| n == noun) => 0,
            () if e.nouns.iter().any(compound) => 1,
            () if self.lexicon.is("rules", noun) && rules => 2,
            () if staff && self.is_staff(e) => 2,
            () if staff && rules => 4,
            () => 3,
        }
    }

    /// Whether a person is described as one who serves: a spokesman, official or envoy.
    fn is_staff(&self, e: &Entity) -> bool {
        let rules = e.keys.iter().any(|k| self.lexicon.is("ruler", k));
        let serves = |n: &String| {
            self.lexicon.is("staff", n)
                || n.rsplit(' ').next().is_some_and(|last| self.lexicon.is("staff", last))
        };
        !rules && e.nouns.iter().any(serves)
    }

    fn sex_fits(&self, entity: &Entity, noun: &str) -> bool {
        match entity.gender {
            Some(Gender::Female) => !self.lexicon.is("male", noun),
            Some(Gender::Male) => !self.lexicon.is("female", noun),
            None => true,
        }
    }
}
