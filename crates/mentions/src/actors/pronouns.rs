//! Mentions by pronoun, and counted crowds ("dozens of protesters", "20 were killed").

use verbale_record::{ActorIndex, ActorKind, Deprel, MentionHow, Sector, TokenRef, Upos};

use super::describing::Description;
use super::reading::Reading;
use super::registry::{Entity, Gender};

/// How many sentences back a pronoun may point.
const REACH: usize = 3;

impl Reading<'_> {
    pub(super) fn read_pronoun(&mut self, at: TokenRef) {
        let s = self.sentence(at.sentence);
        let token = &s.tokens[at.token];
        if matches!(token.deprel, Deprel::Expl | Deprel::Det | Deprel::Discourse) {
            return;
        }
        let form = token.form.to_lowercase();
        let found = match form.as_str() {
            "he" | "him" | "his" | "himself" => self.one_person(at, Gender::Male),
            "she" | "her" | "hers" | "herself" => self.one_person(at, Gender::Female),
            "they" | "them" | "their" | "theirs" | "themselves" => self.several(at),
            "it" | "its" | "itself" => self.thing(at),
            "who" | "whom" | "whose" | "which" | "that" => self.antecedent(at),
            "i" | "me" | "my" | "myself" => self.speaker_near(at).into_iter().collect(),
            "we" | "us" | "our" | "ours" | "ourselves" => self.speakers_side(at),
            "both" => self.last_of(at, "side", 2),
            "those" => return self.read_those(at),
            _ => Vec::new(),
        };
        self.mention(at, found, MentionHow::Pronoun);
    }

    /// What a relative pronoun stands for: the head of its clause.
    fn antecedent(&self, at: TokenRef) -> Vec<ActorIndex> {
        let s = self.sentence(at.sentence);
        if !s.tokens[at.token].feats.has("PronType", "Rel")
            && s.tokens[at.token].form.to_lowercase() == "that"
        {
            return Vec::new();
        }
        let clause = s.ancestors(at.token).find(|&t| s.tokens[t].deprel == Deprel::AclRelcl);
        let head = clause.and_then(|c| s.tokens[c].head);
        head.and_then(|h| self.meant(at.sentence, h)).map(|(actors, _)| actors.clone()).unwrap_or_default()
    }

    fn one_person(&mut self, at: TokenRef, gender: Gender) -> Vec<ActorIndex> {
        let s = self.sentence(at.sentence);
        let token = &s.tokens[at.token];
        // An object is not its own subject: "Reyes told him".
        let subject = token
            .head
            .filter(|_| !matches!(token.deprel.base(), Deprel::Nsubj) && token.deprel != Deprel::NmodPoss);
        let mut barred: Vec<ActorIndex> = subject
            .and_then(|v| s.child_by(v, Deprel::Nsubj))
            .and_then(|n| self.meant(at.sentence, n))
            .map(|(actors, _)| actors.clone())
            .unwrap_or_default();
        if let Some(ahead) = self.subject_ahead(at) {
            return vec![ahead];
        }
        if self.quotation_at(at).is_some() {
            barred.extend(self.speaker_near(at)); // who speaks is "I"
        }
        let reach = |e: &Entity| e.last.sentence + REACH >= at.sentence && e.is_person();
        let mut people = self.registry.recent(|e| reach(e) && e.gender.is_none_or(|g| g == gender));
        if self.quotation_at(at).is_none() {
            // Whoever only the quoted words name is not who the article goes on about.
            people.sort_by_key(|&i| std::cmp::Reverse(self.registry.entities[i].told.map(|t| t.sentence)));
        }
        let found = people.into_iter().find(|i| !barred.contains(i));
        if let Some(person) = found {
            let entity = &mut self.registry.entities[person];
            entity.gender = entity.gender.or(Some(gender));
        }
        found.into_iter().collect()
    }

    /// A named person who is subject of the clause a phrase with a pronoun opens: "In her speech, Reyes said".
    fn subject_ahead(&mut self, at: TokenRef) -> Option<ActorIndex> {
        let s = self.sentence(at.sentence);
        let opening = s
            .ancestors(at.token)
            .find(|&t| matches!(s.tokens[t].deprel.base(), Deprel::Obl | Deprel::Advcl))?;
        let subject =
            s.tokens[opening].head.and_then(|v| s.child_by(v, Deprel::Nsubj)).filter(|&n| n > at.token)?;
        let named = self.hits[at.sentence].iter().any(|h| h.head == subject);
        if !named || s.tokens[at.token].deprel != Deprel::NmodPoss {
            return None;
        }
        self.visit(TokenRef { sentence: at.sentence, token: subject });
        let (actors, _) = self.meant(at.sentence, subject)?;
        actors.first().copied().filter(|&a| self.registry.entities[a].is_person())
    }

    /// "they": coordinated actors or a plural mentioned last, subjects first.
    fn several(&self, at: TokenRef) -> Vec<ActorIndex> {
        let from = TokenRef { sentence: at.sentence.saturating_sub(2), token: 0 };
        let before: Vec<_> = self.mentions.range(from..at).rev().collect();
        let passes = [
            (true, true, true),
            (true, false, true),
            (false, true, true),
            (false, false, true),
            (true, true, false),
            (false, true, false),
        ];
        for (near, subjects, many) in passes {
            for (head, (actors, _)) in &before {
                if (head.sentence == at.sentence) != near {
                    continue;
                }
                let s = self.sentence(head.sentence);
                if subjects && s.tokens[head.token].deprel.base() != Deprel::Nsubj
                    || head.sentence == at.sentence && s.is_under(head.token, at.token)
                {
                    continue;
                }
                let mut all = actors.clone();
                for conjunct in s.children_by(head.token, Deprel::Conj) {
                    if let Some((more, _)) = self.meant(head.sentence, conjunct) {
                        all.extend(more);
                    }
                }
                let first = &self.registry.entities[actors[0]];
                let body = matches!(first.actor.kind, ActorKind::Organisation | ActorKind::Government);
                let plural =
                    all.len() > 1 || first.plural || first.actor.kind == ActorKind::Group || (!many && body);
                if plural {
                    return all;
                }
            }
        }
        Vec::new()
    }

    fn thing(&self, at: TokenRef) -> Vec<ActorIndex> {
        let s = self.sentence(at.sentence);
        let token = &s.tokens[at.token];
        if token.deprel == Deprel::Obj
            && token.head.is_some_and(|v| self.lexicon.is("light", &s.tokens[v].lemma))
        {
            return Vec::new();
        }
        let recent = self.registry.recent(|e| {
            e.last.sentence + 1 >= at.sentence && (e.is_body() || e.actor.kind == ActorKind::State)
        });
        recent.into_iter().take(1).collect()
    }

    /// "we" of an official is the government, of a member the organisation; of others the speaker.
    fn speakers_side(&mut self, at: TokenRef) -> Vec<ActorIndex> {
        let Some(speaker) = self.speaker_near(at) else { return Vec::new() };
        let a = &self.registry.entities[speaker].actor;
        let government = a
            .country
            .as_ref()
            .filter(|_| a.sector == Sector::Gov && a.kind == ActorKind::Person)
            .map(|c| format!("government:{c}"));
        let body = self.registry.entities[speaker].of.clone().filter(|_| government.is_none());
        match government.or(body).and_then(|id| self.book.by_id(&id)) {
            Some(entry) => vec![self.book_actor(entry)],
            None => vec![speaker],
        }
    }

    /// "those who support him": people described by a clause.
    fn read_those(&mut self, at: TokenRef) {
        let s = self.sentence(at.sentence);
        let clause = s
            .children(at.token)
            .iter()
            .any(|&c| matches!(s.tokens[c].deprel, Deprel::AclRelcl | Deprel::Acl));
        if clause {
            let inside = s.subtree_without(at.token, |t| {
                matches!(s.tokens[t].deprel, Deprel::Cc | Deprel::Case | Deprel::Punct)
            });
            let words: Vec<&str> = inside.into_iter().take(6).map(|t| s.tokens[t].form.as_str()).collect();
            let told = Description { country: self.implied_country(at.sentence), ..Description::default() };
            self.new_mention(at, &words.join(" "), &told, ActorKind::Group, false);
        }
    }

    /// Counted people: the head of "dozens of protesters" means the protesters; "20" alone the people harmed.
    pub(super) fn read_crowds(&mut self, sentence: usize) {
        let s = self.sentence(sentence);
        for (t, token) in s.tokens.iter().enumerate() {
            let at = TokenRef { sentence, token: t };
            if self.mentions.contains_key(&at)
                || !matches!(token.upos, Upos::Noun | Upos::Num | Upos::Pron | Upos::Det | Upos::Adj)
            {
                continue;
            }
            if token.lemma == "part" && s.preposition(t).as_deref() == Some("on") {
                continue;
            }
            let counts = token.upos == Upos::Num || self.lexicon.is("crowd", &token.lemma.to_lowercase());
            if !counts {
                continue;
            }
            let whom = s.children_by(t, Deprel::Nmod).find(|&c| s.preposition(c).as_deref() == Some("of"));
            if let Some((actors, how)) = whom.and_then(|c| self.meant(sentence, c)).cloned() {
                self.mention(at, actors, how);
            } else if self.is_harmed(sentence, t) {
                let told = Description {
                    country: self.implied_country(sentence),
                    sector: Some(Sector::Cvl),
                    ..Description::default()
                };
                self.new_mention(at, &format!("{} people", token.form), &told, ActorKind::Group, false);
            }
        }
    }

    /// Whether a numeral is the object (or passive subject) of a verb of harm: "killing 20".
    pub(super) fn is_harmed(&self, sentence: usize, token: usize) -> bool {
        let s = self.sentence(sentence);
        let t = &s.tokens[token];
        let Some(verb) = t.head.filter(|_| matches!(t.deprel, Deprel::Obj | Deprel::NsubjPass)) else {
            return false;
        };
        self.lexicon.is("harm", &s.tokens[verb].lemma)
            && whom_free(s.children(token).iter().map(|&c| s.tokens[c].deprel))
    }
}

fn whom_free(mut children: impl Iterator<Item = Deprel>) -> bool {
    children.all(|d| d != Deprel::Nmod)
}
