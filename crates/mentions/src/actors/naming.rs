//! Mentions by name.

use verbale_record::{Actor, ActorIndex, ActorKind, Deprel, MentionHow, NameKind, Sector, TokenRef, Upos};

use super::book::{EntryIndex, NameUse};
use super::describing::Description;
use super::names::Hit;
use super::phrase::Phrase;
use super::reading::{Reading, capital_first};
use super::registry::{Entity, Gender};
use super::text::{fold, slug};

impl Reading<'_> {
    /// The mention of a name, if it can be an actor.
    pub(super) fn read_name(&mut self, sentence: usize, hit: &Hit) {
        let head = TokenRef { sentence, token: hit.head };
        if let Some(person) = self.met_by_family(sentence, hit) {
            return self.mention(head, vec![person], MentionHow::Name);
        }
        let is_person = |e: EntryIndex, r: &Self| r.book.get(e).kind == ActorKind::Person;
        let people: Vec<EntryIndex> =
            hit.candidates.iter().map(|c| c.0).filter(|&e| is_person(e, self)).collect();
        let others: Vec<_> = hit.candidates.iter().copied().filter(|&(e, _)| !is_person(e, self)).collect();
        let place = others.iter().any(|&(e, _)| self.book.get(e).kind == ActorKind::State)
            && self.is_place_after_all(sentence, hit);
        let person_name = hit.kind == Some(NameKind::Person)
            && !place
            && (!people.is_empty()
                || others.is_empty()
                || hit.first == hit.last
                    && !others.iter().any(|&(e, _)| self.book.get(e).kind != ActorKind::State))
            || (!people.is_empty() && others.is_empty());
        if person_name
            && people.is_empty()
            && hit.first == hit.last
            && let Some(actor) = self.short_for(sentence, hit)
        {
            return self.mention(head, vec![actor], MentionHow::Name);
        }
        if person_name && people.is_empty() && self.is_people_name(sentence, hit) {
            let name = self.words(sentence, hit.first, hit.last);
            return self.new_mention(head, &name, &Description::default(), ActorKind::Group, true);
        }
        if person_name {
            let actor = self.person(sentence, hit, &people);
            self.mention(head, vec![actor], MentionHow::Name);
            return;
        }
        if let Some((entry, how)) = self.choose(&others) {
            self.read_known(head, hit, entry, how);
        } else if hit.kind == Some(NameKind::Organization) && self.is_body_noun(sentence, hit) {
            self.read_description(head);
        } else if hit.kind == Some(NameKind::Organization) {
            let actor = self.organisation(sentence, hit);
            self.mention(head, vec![actor], MentionHow::Name);
        } else if hit.kind == Some(NameKind::Location) && self.acts(sentence, hit.head) {
            let name = self.words(sentence, hit.first, hit.last);
            let entity = Entity::new(actor(
                format!("place:{}", slug(&name)),
                name,
                ActorKind::Place,
                None,
                Sector::Unk,
            ));
            let actor = self.registry.add(entity);
            self.mention(head, vec![actor], MentionHow::Name);
        }
    }

    /// "the Kurds", "the Tories": one word in the plural with an article names a people, not a person.
    fn is_people_name(&self, sentence: usize, hit: &Hit) -> bool {
        let s = self.sentence(sentence);
        let t = &s.tokens[hit.first];
        let article = s.child_by(hit.head, Deprel::Det).is_some_and(|d| s.tokens[d].lemma == "the");
        hit.first == hit.last && article && t.form.ends_with('s')
    }

    /// A single word taken for a place or body that the book does not know, but is the family name of a person met before.
    fn met_by_family(&self, sentence: usize, hit: &Hit) -> Option<ActorIndex> {
        let doubtful = matches!(hit.kind, Some(NameKind::Location | NameKind::Organization));
        if !doubtful || hit.first != hit.last || !hit.candidates.is_empty() {
            return None;
        }
        let folded = fold(self.text_of(sentence, hit.first, hit.last)).into_owned();
        self.registry.recent(|e| e.is_person() && e.family == folded).first().copied()
    }

    fn read_known(&mut self, head: TokenRef, hit: &Hit, entry: EntryIndex, how: NameUse) {
        let token = &self.sentence(head.sentence).tokens[hit.head];
        let modifier = matches!(token.deprel.base(), Deprel::Amod | Deprel::Compound)
            || token.deprel == Deprel::NmodDesc;
        let people = hit.candidates.iter().any(|&(e, h)| e == entry && h == NameUse::People);
        if people && !modifier && matches!(token.upos, Upos::Noun | Upos::Propn) {
            return self.read_people(head, entry);
        }
        let how = match how {
            NameUse::Capital if !self.acts(head.sentence, hit.head) => return,
            _ if self.book.get(entry).kind == ActorKind::Place && !self.acts(head.sentence, hit.head) => {
                return;
            }
            NameUse::Capital | NameUse::Metonym => MentionHow::Metonym,
            NameUse::Adjective | NameUse::People => MentionHow::Description,
            NameUse::Name => MentionHow::Name,
            NameUse::Nobody => return,
        };
        let actor = self.book_actor(entry);
        self.mention(head, vec![actor], how);
    }

    /// "Peruvians", "a Peruvian": people of a country.
    fn read_people(&mut self, head: TokenRef, entry: EntryIndex) {
        let token = &self.sentence(head.sentence).tokens[head.token];
        let country = self.book.get(entry).country;
        let plural = token.feats.has("Number", "Plur");
        let name = self.phrase_name(head);
        let id = format!("description:{}", slug(&name));
        let kind = if plural { ActorKind::Group } else { ActorKind::Person };
        let mut entity = Entity::new(actor(id, capital_first(&name), kind, Some(country), Sector::Cvl));
        entity.plural = plural;
        let actor = self.registry.add(entity);
        self.mention(head, vec![actor], MentionHow::Description);
    }

    /// Whether a single word that is a place of the book and that the analyser takes for a person is the place after
    /// all: no title before it, and nobody in the article bears it as last name.
    fn is_place_after_all(&self, sentence: usize, hit: &Hit) -> bool {
        let word = fold(self.text_of(sentence, hit.first, hit.last));
        let borne = self.hits.iter().enumerate().any(|(i, hits)| {
            hits.iter().any(|h| {
                h.first < h.last
                    && h.kind == Some(NameKind::Person)
                    && fold(self.text_of(i, h.first, h.last)).split(' ').any(|w| w == word)
            })
        });
        let before = hit.first.checked_sub(1).map(|t| self.sentence(sentence).tokens[t].form.to_lowercase());
        let titled = before.is_some_and(|t| {
            self.lexicon.office(&t, None).is_some() || self.lexicon.is("honorific", t.trim_end_matches('.'))
        });
        !borne && !titled
    }

    /// Whether a place name at this token stands for those who act there, by its place in the clause.
    pub(super) fn acts(&self, sentence: usize, token: usize) -> bool {
        let s = self.sentence(sentence);
        let t = &s.tokens[token];
        let preposition = s.preposition(token);
        match t.deprel.base() {
            Deprel::Nsubj | Deprel::Obj | Deprel::Iobj => true,
            Deprel::Nmod if t.deprel == Deprel::NmodPoss => true,
            Deprel::Obl => preposition.is_some_and(|p| {
                matches!(p.as_str(), "with" | "against" | "by" | "between" | "among" | "on" | "upon")
            }),
            Deprel::Nmod => preposition.is_some_and(|p| {
                matches!(
                    p.as_str(),
                    "with"
                        | "against"
                        | "by"
                        | "between"
                        | "among"
                        | "on"
                        | "from"
                        | "to"
                        | "toward"
                        | "towards"
                        | "for"
                )
            }),
            Deprel::Conj => t.head.is_some_and(|h| self.acts(sentence, h)),
            Deprel::Compound => t.head.is_some_and(|h| {
                self.lexicon
                    .agent(&s.tokens[h].lemma.to_lowercase())
                    .is_some_and(|a| a.kind == ActorKind::Government)
            }),
            _ => false,
        }
    }

    /// Of the actors (not persons) that bear a name, the one meant here; `None` where none is likely.
    pub(super) fn choose(&self, candidates: &[(EntryIndex, NameUse)]) -> Option<(EntryIndex, NameUse)> {
        let several = candidates.len() > 1;
        let score = |&(entry, how): &(EntryIndex, NameUse)| {
            let e = self.book.get(entry);
            let context = self.in_context(e.country);
            let local = !e.country.is_empty() && e.kind != ActorKind::State;
            if local && !e.by_hand && !context {
                return None;
            }
            let named_here = self.countries.get(e.country).copied().unwrap_or(0);
            let state = e.kind == ActorKind::State;
            let adjective = matches!(how, NameUse::Adjective | NameUse::Name);
            Some((
                state && how != NameUse::Metonym,
                if several { named_here } else { 0 },
                e.by_hand,
                adjective,
            ))
        };
        let best = candidates.iter().filter_map(|c| score(c).map(|s| (s, c)));
        best.fold(None, |best: Option<(_, &(EntryIndex, NameUse))>, (s, c)| match best {
            Some((top, _)) if top >= s => best,
            _ => Some((s, c)),
        })
        .map(|(_, &c)| c)
    }

    /// The person a name means: of the book, met before in the article, or new.
    pub(super) fn person(&mut self, sentence: usize, hit: &Hit, candidates: &[EntryIndex]) -> ActorIndex {
        let told = self.told_of(sentence, hit);
        let name = self.words(sentence, hit.first, hit.last);
        let folded = fold(&name).into_owned();
        let index = self.known_person(&folded, candidates, &told).unwrap_or_else(|| {
            let id = format!("person:{}", slug(&name));
            let mut entity = Entity::new(actor(id, name.clone(), ActorKind::Person, None, Sector::Unk));
            entity.family = folded.rsplit(' ').next().unwrap_or(&folded).to_owned();
            self.registry.add(entity)
        });
        let first = name.split(' ').next().unwrap_or_default().to_lowercase();
        let entity = &mut self.registry.entities[index];
        let shown = entity.actor.name.split(' ').next().unwrap_or_default().to_lowercase();
        if entity.gender.is_none() && [&first, &shown].into_iter().any(|n| self.lexicon.is("female-name", n))
        {
            entity.gender = Some(Gender::Female);
        } else if entity.gender.is_none()
            && [&first, &shown].into_iter().any(|n| self.lexicon.is("male-name", n))
        {
            entity.gender = Some(Gender::Male);
        }
        let mut told = told;
        if told.country.is_none()
            && told.of.is_none()
            && !told.nouns.is_empty()
            && self.registry.entities[index].actor.country.is_none()
        {
            told.country = self.implied_country(sentence);
        }
        self.update_office(index, &told);
        let entity = &mut self.registry.entities[index];
        entity.learn(told.country.as_deref(), told.sector.unwrap_or(Sector::Unk), told.office.as_deref());
        for noun in told.nouns {
            if self.lexicon.is("female", &noun) {
                entity.gender = Some(Gender::Female);
            } else if self.lexicon.is("male", &noun) {
                entity.gender = Some(Gender::Male);
            }
            entity.nouns.push(noun);
        }
        entity.keys.extend(told.keys);
        entity.of = entity.of.take().or(told.of.filter(|_| !told.past));
        index
    }

    /// A person whom the book knows of other times only has the office the article tells.
    fn update_office(&mut self, index: ActorIndex, told: &Description) {
        let entity = &mut self.registry.entities[index];
        let Some(entry) = entity.entry.filter(|_| entity.actor.sector == Sector::Pre && !told.past) else {
            return;
        };
        let ended =
            |key: &&'static str| self.book.get(entry).terms().any(|t| t.key == *key || t.key == "head");
        if let Some(sector) = told.sector.filter(|s| !matches!(s, Sector::Pre | Sector::Unk | Sector::Cvl))
            && told.country.is_some()
            && !told.keys.iter().any(|k| self.lexicon.is("holder", k) && ended(k))
        {
            entity.actor.sector = sector;
            entity.actor.office.clone_from(&told.office);
        }
    }

    /// The office whose title stands right before a name. Looks at words only, never at other names: those may
    /// look back at this one.
    pub(super) fn title_before(&self, sentence: usize, hit: &Hit) -> Description {
        let tokens = &self.sentence(sentence).tokens;
        let words = |from: usize| {
            tokens[from..hit.first].iter().map(|t| t.form.to_lowercase()).collect::<Vec<_>>().join(" ")
        };
        let office =
            (hit.first.saturating_sub(3)..hit.first).find_map(|from| self.lexicon.office(&words(from), None));
        Description { keys: office.into_iter().map(|o| o.key).collect(), ..Description::default() }
    }

    /// What titles before a name and appositions after it tell of the person.
    fn told_of(&self, sentence: usize, hit: &Hit) -> Description {
        let s = self.sentence(sentence);
        let mut told = Description::default();
        let head = &s.tokens[hit.head];
        let mut heads: Vec<usize> =
            s.children(hit.head).iter().copied().filter(|c| !(hit.first..=hit.last).contains(c)).collect();
        if head.deprel == Deprel::Appos || head.deprel == Deprel::Flat {
            heads.extend(head.head);
        }
        heads.extend(hit.first.checked_sub(1));
        // "the Chilean ambassador to Peru Ana Reyes": the name may hang on the country.
        let country = head.head.filter(|&h| h < hit.first && self.hits[sentence].iter().any(|x| x.head == h));
        heads.extend(country.and_then(|c| s.tokens[c].head).filter(|&h| h < hit.first));
        heads.sort_unstable();
        heads.dedup();
        for child in heads {
            let c = &s.tokens[child];
            let tells = matches!(
                c.deprel,
                Deprel::NmodDesc
                    | Deprel::Compound
                    | Deprel::Appos
                    | Deprel::Amod
                    | Deprel::NmodPoss
                    | Deprel::NmodUnmarked
            ) || Some(child) == head.head
                || country.is_some_and(|c| s.tokens[c].head == Some(child))
                || child + 1 == hit.first && matches!(c.upos, Upos::Noun | Upos::Propn)
                || (c.deprel == Deprel::Flat && child < hit.first);
            if !tells {
                continue;
            }
            if let Some(phrase) = Phrase::read(self.lexicon, s, child) {
                let described = self.describe(sentence, child, &phrase);
                told.merge(described);
            } else if child < hit.first
                && matches!(c.deprel.base(), Deprel::Compound | Deprel::Amod | Deprel::Flat)
                || c.deprel == Deprel::NmodDesc
            {
                told.country = told.country.or_else(|| self.country_at(sentence, child));
                let word = c.form.to_lowercase();
                if matches!(self.lexicon.modifier(&word), Some((_, super::lexicon::Strength::Past))) {
                    told.past = true;
                }
                if let Some(office) = self.lexicon.office(&word, None) {
                    told.keys.push(office.key);
                    told.sector = told.sector.or(Some(office.sector));
                }
            }
        }
        if told.past {
            told.office = None;
            told.sector =
                told.sector.map(|s| if matches!(s, Sector::Gov | Sector::Leg) { Sector::Pre } else { s });
        }
        told
    }

    pub(super) fn text_of(&self, sentence: usize, first: usize, last: usize) -> &str {
        let tokens = &self.sentence(sentence).tokens;
        self.doc.text().get(tokens[first].span.start()..tokens[last].span.end()).unwrap_or_default()
    }

    /// The words of tokens as they stand, in one line.
    pub(super) fn words(&self, sentence: usize, first: usize, last: usize) -> String {
        self.text_of(sentence, first, last).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

pub(super) fn actor(
    id: String,
    name: String,
    kind: ActorKind,
    country: Option<&str>,
    sector: Sector,
) -> Actor {
    Actor { id, name, kind, country: country.map(str::to_owned), sector, office: None, wikidata: None }
}
