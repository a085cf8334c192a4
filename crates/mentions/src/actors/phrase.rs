//! A noun phrase that describes people or bodies: its role noun, its modifiers, what they tell.

use verbale_record::{Deprel, EntityKind, Sector, Sentence, Upos};

use super::lexicon::{Agent, Lexicon, Strength};

/// A description: "the former Peruvian defence minister".
#[derive(Clone, Debug)]
pub struct Phrase {
    /// The role noun as the lists have it: "defence minister".
    pub noun: String,
    /// First and last token of the role noun.
    pub noun_tokens: (usize, usize),
    /// What the lists say of it; `None` where only the analyser's judgement makes it a person or body.
    pub agent: Option<Agent>,
    /// Title of office, where the noun is one.
    pub title: Option<String>,
    pub definite: bool,
    pub indefinite: bool,
    pub plural: bool,
    /// Numeral beside it.
    pub number: Option<String>,
    /// Tokens before or after that tell whose or which: modifiers, possessor, "of", "in", "from", "for", "at" phrases.
    pub modifiers: Vec<usize>,
    /// Possessor, if any.
    pub possessor: Option<usize>,
}

impl Phrase {
    /// Reads the phrase headed by a token; `None` where it does not name people or bodies.
    pub fn read(lexicon: &Lexicon, sentence: &Sentence, head: usize) -> Option<Phrase> {
        let token = sentence.tokens.get(head)?;
        if !matches!(token.upos, Upos::Noun | Upos::Propn) {
            return None;
        }
        let (noun, noun_tokens) = longest(lexicon, sentence, head);
        let agent = lexicon.agent(&noun);
        let title = lexicon.office(&noun, None).map(|_| noun.clone());
        let judged = matches!(token.kind, Some(EntityKind::Person | EntityKind::Organization))
            && !lexicon.is("thing", &noun);
        let sure = token.feats.has("Number", "Plur") && lexicon.is("sure-plural", &noun);
        let doubtful = agent.is_some() && lexicon.is("doubtful", &noun) && !sure;
        let against = noun == "opposition"
            && sentence
                .children_by(head, Deprel::Nmod)
                .any(|c| sentence.preposition(c).as_deref() == Some("to"));
        if against {
            return None; // "opposition to the plan"
        }
        let other = token.kind.is_some() && !judged && token.kind != Some(EntityKind::Place);
        if (agent.is_none() && title.is_none() && !(judged && token.upos == Upos::Noun))
            || (doubtful && (other || token.kind.is_none() && !has_modifier(sentence, head)))
        {
            return None;
        }
        let mut phrase = Phrase {
            noun,
            noun_tokens,
            agent,
            title,
            definite: false,
            indefinite: false,
            plural: token.feats.has("Number", "Plur"),
            number: None,
            modifiers: Vec::new(),
            possessor: None,
        };
        phrase.read_children(sentence, head);
        Some(phrase)
    }

    fn read_children(&mut self, sentence: &Sentence, head: usize) {
        for &child in sentence.children(head) {
            let c = &sentence.tokens[child];
            let lemma = c.lemma.to_lowercase();
            match c.deprel {
                Deprel::Det | Deprel::DetPredet => match lemma.as_str() {
                    "the" | "this" | "that" | "these" | "those" | "both" => self.definite = true,
                    "a" | "an" | "some" | "another" | "any" => self.indefinite = true,
                    _ => {}
                },
                Deprel::Nummod => self.number = Some(lemma),
                Deprel::NmodPoss => {
                    self.definite = true;
                    self.possessor = Some(child);
                    self.modifiers.push(child);
                }
                Deprel::Amod | Deprel::Compound | Deprel::NmodDesc | Deprel::NmodUnmarked => {
                    self.add_modifier(sentence, child)
                }
                Deprel::Nmod => {
                    let preposition = sentence.preposition(child);
                    if preposition.as_deref().is_none_or(|p| {
                        matches!(p, "of" | "in" | "from" | "for" | "at" | "with" | "to" | "on")
                    }) {
                        self.modifiers.push(child);
                    }
                }
                _ => {}
            }
        }
    }

    /// A modifier with the modifiers below it: "Peruvian defence" in "the Peruvian defence minister".
    fn add_modifier(&mut self, sentence: &Sentence, token: usize) {
        for &below in sentence.children(token) {
            if matches!(
                sentence.tokens[below].deprel,
                Deprel::Amod
                    | Deprel::Compound
                    | Deprel::NmodPoss
                    | Deprel::NmodDesc
                    | Deprel::Conj
                    | Deprel::Flat
            ) {
                self.add_modifier(sentence, below);
            }
        }
        self.modifiers.push(token);
    }

    /// Sector by the noun and its modifiers alone, and whether the office is past.
    pub fn sector(
        &self,
        lexicon: &Lexicon,
        sentence: &Sentence,
        office: Option<Sector>,
    ) -> (Option<Sector>, bool) {
        let own = office.or(self.agent.and_then(|a| a.sector));
        let open = own.is_none_or(|s| matches!(s, Sector::Gov | Sector::Eli | Sector::Unk));
        let (mut over, mut fill, mut past) = (None, None, false);
        for &m in self.modifiers.iter().filter(|&&m| is_plain_modifier(sentence, m)) {
            if (self.noun_tokens.0..=self.noun_tokens.1).contains(&m) {
                continue;
            }
            let form = sentence.tokens[m].form.to_lowercase();
            let lemma = sentence.tokens[m].lemma.to_lowercase();
            match lexicon.modifier(&form).or(lexicon.modifier(&lemma)) {
                Some((_, Strength::Past)) => past = true,
                Some((sector, Strength::Over)) => over = Some(sector),
                Some((sector, Strength::Fill)) => fill = fill.or(Some(sector)),
                None => {
                    let sector = lexicon
                        .agent(&lemma)
                        .filter(|_| sentence.tokens[m].upos == Upos::Noun)
                        .and_then(|a| a.sector);
                    match sector {
                        Some(s @ (Sector::Opp | Sector::Reb | Sector::Uaf | Sector::Prm)) => {
                            over = over.or(Some(s))
                        }
                        Some(s) if s != Sector::Cvl => fill = fill.or(Some(s)),
                        _ => {}
                    }
                }
            }
        }
        if own == Some(Sector::Lab) && matches!(fill, Some(Sector::Med | Sector::Ngo)) && over.is_none() {
            return (fill, past); // "medical staff", "aid workers"
        }
        let exact = own.filter(|_| !open);
        let keeps = matches!(
            exact,
            Some(
                Sector::Mil
                    | Sector::Cop
                    | Sector::Jud
                    | Sector::Ref
                    | Sector::Jrn
                    | Sector::Rel
                    | Sector::Med
                    | Sector::Crm
            )
        );
        let sector = match (over, exact, fill) {
            (Some(Sector::Opp), Some(s), _) if keeps => Some(s),
            (Some(over), ..) => Some(over),
            (None, Some(exact), _) => Some(exact),
            (None, None, Some(Sector::Gov)) if own.is_none() => None,
            (None, None, Some(fill)) => Some(fill),
            (None, None, None) => own,
        };
        (sector, past)
    }
}

fn is_plain_modifier(sentence: &Sentence, token: usize) -> bool {
    matches!(
        sentence.tokens[token].deprel,
        Deprel::Amod | Deprel::Compound | Deprel::NmodDesc | Deprel::NmodUnmarked | Deprel::Conj
    )
}

fn has_modifier(sentence: &Sentence, head: usize) -> bool {
    sentence.children(head).iter().any(|&c| {
        matches!(
            sentence.tokens[c].deprel,
            Deprel::Amod | Deprel::Compound | Deprel::NmodPoss | Deprel::Nummod | Deprel::Det
        )
    })
}

/// The longest role noun that ends at (or, with "of", begins at) the head.
fn longest(lexicon: &Lexicon, sentence: &Sentence, head: usize) -> (String, (usize, usize)) {
    let lower = |t: usize| sentence.tokens[t].form.to_lowercase();
    let known = |noun: &str| lexicon.agent(noun).is_some() || lexicon.office(noun, None).is_some();
    let lemma = singular(sentence, head, &known);
    let words = |first: usize| (first..head).map(lower).chain([lemma.clone()]).collect::<Vec<_>>().join(" ");
    let plain = |first: usize| {
        (first..head).all(|t| {
            sentence.tokens[t].upos != Upos::Punct
                && !matches!(lower(t).as_str(), "interim" | "acting" | "caretaker")
        })
    };
    // "secretary of state", "minister of foreign affairs", "leader of the opposition"
    for last in (head + 2..=(head + 4).min(sentence.tokens.len().saturating_sub(1))).rev() {
        let of = matches!(lower(head + 1).as_str(), "of" | "for");
        if of && sentence.is_under(last, head) {
            let noun = std::iter::once(lemma.clone())
                .chain((head + 1..=last).map(lower))
                .collect::<Vec<_>>()
                .join(" ");
            if known(&noun) {
                return (noun, (head, last));
            }
        }
    }
    for first in head.saturating_sub(2)..head {
        let plural = (first..=head).map(lower).collect::<Vec<_>>().join(" ");
        if !plain(first) || !sentence.is_under(first, head) {
            continue;
        }
        if let Some(noun) = [words(first), plural].into_iter().find(|w| known(w)) {
            return (noun, (first, head));
        }
    }
    // "vice-president", "prime minister's" written with hyphens
    let hyphened = lemma.replace('-', " ");
    if hyphened != lemma && known(&hyphened) {
        return (hyphened, (head, head));
    }
    if let Some((_, last)) = lemma.rsplit_once('-')
        && known(last)
        && !known(&lemma)
    {
        return (last.to_owned(), (head, head));
    }
    let form = lower(head);
    if !known(&lemma) && known(&form) {
        return (form, (head, head));
    }
    (lemma, (head, head))
}

/// The lemma; where the lists do not know it, a singular made from the form that they know.
fn singular(sentence: &Sentence, head: usize, known: &impl Fn(&str) -> bool) -> String {
    let token = &sentence.tokens[head];
    let lemma = token.lemma.to_lowercase();
    let form = token.form.to_lowercase();
    if known(&lemma) || token.feats.has("Number", "Sing") && !known(&form) && !form.ends_with('s') {
        return lemma;
    }
    let irregular = match form.as_str() {
        "children" => Some("child".to_owned()),
        "people" => Some("people".to_owned()),
        _ => form.strip_suffix("men").map(|s| format!("{s}man")),
    };
    let stems = [
        irregular,
        form.strip_suffix("ies").map(|s| format!("{s}y")),
        form.strip_suffix('s').map(str::to_owned),
        form.strip_suffix("es").map(str::to_owned),
    ];
    stems.into_iter().flatten().find(|s| known(s)).unwrap_or(lemma)
}
