//! What the claim finders share: the article, its mentions, and how a passage becomes a claim.

use verbale_record::{
    Actor, ActorKind, Claim, DateBasis, DateKind, DateMention, Deprel, Document, EntityKind, EventDate,
    Interval, MentionHow, MentionIndex, Mentions, PlaceIndex, Sector, Sentence, Span, Statement,
    StatementIndex, TokenRef, Upos,
};

use super::book::ClaimBook;
use super::slots::{follow, lemma_of};

/// The article under the reader's eyes.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub book: &'a ClaimBook,
    pub doc: &'a Document,
    pub mentions: &'a Mentions,
    pub statements: &'a [Statement],
}

impl<'a> Scene<'a> {
    /// A sentence by its index. Callers only ask for those of the document.
    pub fn sentence(&self, index: usize) -> &'a Sentence {
        &self.doc.sentences[index]
    }

    /// Actors of a mention.
    pub fn actors(&self, mention: MentionIndex) -> impl Iterator<Item = &'a Actor> + '_ {
        self.mentions.actors_of(mention)
    }

    /// The mention a word heads, or is part of the name of.
    pub fn mention_at(&self, sentence: usize, token: usize) -> Option<MentionIndex> {
        let direct = self.mentions.actor_at(TokenRef { sentence, token });
        let s = self.sentence(sentence);
        let name_part = |c: &usize| matches!(s.tokens[*c].deprel, Deprel::Flat);
        direct
            .or_else(|| self.name_after(sentence, token))
            .or_else(|| {
                let parts = s.children(token).iter().copied().filter(name_part);
                parts.filter_map(|token| self.mentions.actor_at(TokenRef { sentence, token })).next()
            })
            .or_else(|| self.namesake(sentence, token))
    }

    /// A bare surname no mention was made of: the one person before whose name ends in it.
    fn namesake(&self, sentence: usize, token: usize) -> Option<MentionIndex> {
        let s = self.sentence(sentence);
        let t = s.tokens.get(token)?;
        let part_of_name = matches!(t.deprel, Deprel::Flat | Deprel::Compound | Deprel::Amod);
        if t.upos != Upos::Propn
            || part_of_name
            || s.names.iter().any(|n| n.first <= token && token <= n.last && n.first < n.last)
        {
            return None;
        }
        let bears =
            |a: &Actor| a.kind == ActorKind::Person && a.name.split(' ').next_back() == Some(t.form.as_str());
        let earlier =
            self.mentions.actor_mentions.iter().enumerate().filter(|(_, m)| m.head.sentence <= sentence);
        let named = earlier.filter(|(_, m)| m.how == MentionHow::Name && m.actors.len() == 1);
        let mut found = named.filter(|(i, _)| self.actors(*i).all(bears));
        let (first, mention) = found.next()?;
        found.all(|(_, m)| m.actors == mention.actors).then_some(first)
    }

    /// A title and its name that the tree sets side by side: "by interim **president** Juan Guaidó".
    fn name_after(&self, sentence: usize, token: usize) -> Option<MentionIndex> {
        let s = self.sentence(sentence);
        let next = s.tokens.get(token + 1)?;
        let same = next.upos == Upos::Propn
            && next.head == s.tokens[token].head
            && next.deprel == s.tokens[token].deprel;
        same.then(|| self.mentions.actor_at(TokenRef { sentence, token: token + 1 })).flatten()
    }

    /// Mentions the words of a slot stand for. A word that is no actor gives the one it belongs to: "its
    /// **embassy in Caracas**", "oil exports **of Iran**", "**Iranian** officials".
    pub fn mentions_behind(&self, sentence: usize, token: usize) -> Vec<MentionIndex> {
        if let Some(mention) = self.mention_at(sentence, token) {
            return vec![mention];
        }
        let s = self.sentence(sentence);
        if s.tokens[token].upos == Upos::Pron || s.tokens[token].upos == Upos::Verb {
            return Vec::new();
        }
        let happening = ["war", "talks", "agreement"].iter().any(|list| listed(self.book, s, token, list));
        if happening || s.tokens[token].kind == Some(EntityKind::Event) {
            return Vec::new();
        }
        let ways = ["name", "poss", "modifier", "of", "in", "from", "appos"];
        let behind = |way: &&str| {
            let heads = match *way {
                "name" => s.children(token).iter().copied().filter(|&c| is_name_of(s, c)).collect(),
                _ => follow(s, token, &[(*way).to_owned()]),
            };
            heads.into_iter().filter_map(|t| self.mention_at(sentence, t)).collect::<Vec<_>>()
        };
        ways.iter().map(behind).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Statements that hold a passage, innermost speaker first.
    pub fn attribution(&self, passage: Span) -> Vec<StatementIndex> {
        let holds = |i: &StatementIndex| self.statements[*i].content.iter().any(|c| c.contains(passage));
        let length = |i: &StatementIndex| self.statements[*i].content.iter().map(|c| c.len()).sum::<usize>();
        let mut holding: Vec<StatementIndex> = (0..self.statements.len()).filter(holds).collect();
        holding.sort_by_key(|i| (length(i), *i));
        let Some(&first) = holding.first() else { return Vec::new() };
        let outer = std::iter::successors(Some(first), |&i| {
            self.statements.get(i).and_then(|st| st.within).filter(|&w| w != i)
        });
        let mut chain: Vec<StatementIndex> = outer.take(self.statements.len()).collect();
        chain.extend(holding);
        let mut seen = Vec::new();
        chain.retain(|i| {
            !seen.contains(i) && {
                seen.push(*i);
                true
            }
        });
        chain
    }

    /// When a claim holds: the time expression nearest in its own clause, else the article's date.
    pub fn date(&self, sentence: usize, trigger: usize) -> EventDate {
        self.clause_date(sentence, trigger).unwrap_or_else(|| self.publication())
    }

    /// The article's date, or nothing.
    pub fn publication(&self) -> EventDate {
        self.doc.article.date.map_or(EventDate::UNKNOWN, |d| EventDate {
            interval: Interval::day(d),
            span: None,
            basis: DateBasis::Publication,
        })
    }

    /// The time expression below the trigger, else below the words above it up to the next clause that is told or relative.
    pub fn clause_date(&self, sentence: usize, trigger: usize) -> Option<EventDate> {
        let s = self.sentence(sentence);
        let mut holder = trigger;
        loop {
            let found = self.dates_under(sentence, holder, trigger);
            if let Some(date) = found {
                return Some(date);
            }
            let rel = s.tokens[holder].deprel;
            let told = matches!(rel, Deprel::Ccomp | Deprel::AclRelcl | Deprel::Parataxis | Deprel::Root);
            let other_clause =
                matches!(rel, Deprel::Conj | Deprel::Advcl) && s.tokens[holder].upos == Upos::Verb;
            if told || other_clause && !shares_subject(s, holder) {
                return None;
            }
            holder = s.tokens[holder].head?;
        }
    }

    /// The time expression of the clause that a word heads.
    pub fn own_date(&self, sentence: usize, token: usize) -> Option<EventDate> {
        self.dates_under(sentence, token, token)
    }

    /// The nearest dated expression under `holder` that no other clause lies between.
    fn dates_under(&self, sentence: usize, holder: usize, trigger: usize) -> Option<EventDate> {
        let s = self.sentence(sentence);
        let own = |d: &&DateMention| {
            let dated = d.interval.start.is_some() || d.interval.end.is_some();
            dated && matches!(d.kind, DateKind::Date | DateKind::Time) && self.hangs_on(s, d.span, holder)
        };
        let at = s.tokens[trigger].span.start();
        let nearest =
            self.mentions.dates_in(sentence).filter(own).min_by_key(|d| d.span.start().abs_diff(at));
        let told_before = |d: &&DateMention| match (self.doc.article.date, d.interval.start) {
            (Some(published), Some(start)) => start <= published,
            _ => true,
        };
        nearest.filter(told_before).map(|d| EventDate {
            interval: d.interval,
            span: Some(d.span),
            basis: d.basis,
        })
    }

    fn hangs_on(&self, s: &Sentence, date: Span, holder: usize) -> bool {
        let inside = |t: &usize| date.overlaps(s.tokens[*t].span);
        let Some(first) = (0..s.tokens.len()).find(inside) else { return false };
        let chain = std::iter::once(first).chain(s.ancestors(first)).take_while(|&t| t != holder);
        let chain: Vec<usize> = chain.collect();
        let reaches = first == holder || chain.last().and_then(|&t| s.tokens[t].head) == Some(holder);
        let crosses = chain.iter().any(|&t| is_clause(s, t));
        reaches && !crosses
    }

    /// The place a passage is set in: nearest place name below the trigger or the word above it, led by "in" or "at".
    pub fn place(&self, sentence: usize, trigger: usize) -> Option<PlaceIndex> {
        let s = self.sentence(sentence);
        let above = s.tokens[trigger].head;
        let near =
            |t: usize| s.is_under(t, trigger) || above.is_some_and(|a| s.is_under(t, a) && !is_clause(s, t));
        let located = |t: usize| {
            std::iter::once(t).chain(s.ancestors(t)).take(3).any(|a| {
                matches!(s.preposition(a).as_deref(), Some("in" | "at")) && a != trigger && !is_clause(s, a)
            })
        };
        let fits = |p: &(PlaceIndex, &verbale_record::PlaceMention)| {
            let t = p.1.head.token;
            t < s.tokens.len() && near(t) && located(t)
        };
        let at = s.tokens[trigger].span.start();
        let places = self.mentions.places_in(sentence).filter(fits);
        places.min_by_key(|(_, p)| p.span.start().abs_diff(at)).map(|(i, _)| i)
    }

    /// The words that assert a claim: from its trigger to its arguments in the sentence, without far ones.
    pub fn span(&self, sentence: usize, words: &[usize], arguments: &[MentionIndex]) -> Span {
        let s = self.sentence(sentence);
        let core = s.span_of(words);
        let spans = arguments.iter().filter_map(|&m| self.mentions.actor_mentions.get(m));
        let mut spans: Vec<Span> = spans.filter(|m| m.head.sentence == sentence).map(|m| m.span).collect();
        spans.sort_by_key(|a| gap(core, *a));
        spans.into_iter().fold(core, |whole, a| if gap(whole, a) <= FAR { whole.join(a) } else { whole })
    }

    /// A mention of the country that a person in office stands for: the nearest one before, else the nearest at all.
    pub fn state_mention(&self, country: &str, sentence: usize) -> Option<MentionIndex> {
        let fits = |m: &verbale_record::ActorMention| {
            let amount = m.span.of(self.doc.text()).contains(|c: char| c == '$' || c.is_ascii_digit());
            m.how != MentionHow::Pronoun
                && !amount
                && m.actors.len() == 1
                && m.actors.iter().filter_map(|&a| self.mentions.actors.get(a)).any(|a| {
                    let is_state = a.kind == ActorKind::State || a.id == format!("government:{country}");
                    is_state && a.country.as_deref() == Some(country)
                })
        };
        let all = self.mentions.actor_mentions.iter().enumerate().filter(|(_, m)| fits(m));
        let rank = |m: &verbale_record::ActorMention| {
            let is_state = m
                .actors
                .iter()
                .filter_map(|&a| self.mentions.actors.get(a))
                .any(|a| a.kind == ActorKind::State);
            (how_rank(m.how), !is_state, m.head.sentence > sentence, m.head.sentence.abs_diff(sentence))
        };
        all.min_by_key(|(_, m)| rank(m)).map(|(i, _)| i)
    }

    /// The state a person in its service stands for, as a mention.
    pub fn state_behind(&self, mention: MentionIndex, sentence: usize) -> Option<MentionIndex> {
        let actor = self.actors(mention).next()?;
        let serves = actor.kind == ActorKind::Person
            && (matches!(actor.sector, Sector::Gov | Sector::Pre) || actor.office.is_some());
        let country = actor.country.as_deref().filter(|_| serves)?;
        self.state_mention(country, sentence)
    }

    /// What identifies a side: a state and its government count as one.
    pub fn side_id(actor: &Actor) -> String {
        match (actor.kind, &actor.country) {
            (ActorKind::State | ActorKind::Government, Some(country)) => format!("state:{country}"),
            _ => actor.id.clone(),
        }
    }

    /// Puts claims in the order of the text and drops those that repeat another over the same words.
    pub fn tidy(&self, mut claims: Vec<Claim>) -> Vec<Claim> {
        claims.sort_by_key(|c| (c.sentence, c.span.start(), c.span.end(), c.kind));
        let mut kept: Vec<Claim> = Vec::new();
        for claim in claims {
            let same = |k: &Claim| {
                k.kind == claim.kind
                    && k.sentence == claim.sentence
                    && self.same_side(&k.subject, &claim.subject)
                    && self.same_side(&k.object, &claim.object)
                    && (k.says == claim.says || k.span.overlaps(claim.span))
                    && (k.kind != verbale_record::RelationKind::Office || k.about == claim.about)
            };
            if !kept.iter().any(same) {
                kept.push(claim);
            }
        }
        kept
    }

    fn same_side(&self, a: &[MentionIndex], b: &[MentionIndex]) -> bool {
        let ids = |side: &[MentionIndex]| {
            let mut ids: Vec<&str> =
                side.iter().flat_map(|&m| self.mentions.actors_of(m)).map(|x| x.id.as_str()).collect();
            ids.sort_unstable();
            ids
        };
        ids(a) == ids(b)
    }
}

/// Ways to refer, clearest first.
pub(super) fn how_rank(how: MentionHow) -> u8 {
    match how {
        MentionHow::Name => 0,
        MentionHow::Metonym => 1,
        MentionHow::Description => 2,
        MentionHow::Pronoun => 3,
    }
}

/// Whether a word is the name beside a noun: "opposition leader **Juan** Guaidó".
fn is_name_of(s: &Sentence, token: usize) -> bool {
    use Deprel::*;
    s.tokens[token].upos == Upos::Propn
        && matches!(s.tokens[token].deprel, Appos | Flat | NmodDesc | NmodUnmarked)
}

/// Bytes a claim's words may lie apart from an argument that is shown with them.
const FAR: usize = 80;

fn gap(a: Span, b: Span) -> usize {
    a.start().saturating_sub(b.end()).max(b.start().saturating_sub(a.end()))
}

/// Whether a word heads a clause below another.
pub(super) fn is_clause(s: &Sentence, token: usize) -> bool {
    use Deprel::*;
    let rel = s.tokens[token].deprel;
    let clausal = matches!(rel.base(), Ccomp | Advcl | Acl | Parataxis | Csubj | Conj);
    clausal && (s.tokens[token].upos == Upos::Verb || s.child_by(token, Cop).is_some())
}

/// Whether a coordinated or adverbial clause has no subject of its own.
fn shares_subject(s: &Sentence, clause: usize) -> bool {
    !s.children(clause).iter().any(|&c| s.tokens[c].deprel.base() == Deprel::Nsubj)
}

/// The words of tokens as they stand in the text, single-spaced.
pub(super) fn words(doc: &Document, span: Span) -> String {
    span.of(doc.text()).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a phrase is about: the noun phrase, or a clause's words without its subject and marks; no dates.
pub(super) fn phrase_words(scene: &Scene, s: &Sentence, head: usize) -> String {
    let is_verb = s.tokens[head].upos == Upos::Verb;
    let mut tokens = if is_verb { clause_tokens(s, head) } else { s.noun_phrase(head) };
    let dated = |t: usize| scene.mentions.dates.iter().any(|d| d.span.overlaps(s.tokens[t].span));
    if let Some(at) = tokens.iter().position(|&t| t > head && dated(t)) {
        tokens.truncate(at);
    }
    while tokens.last().is_some_and(|&t| {
        t != head && matches!(s.tokens[t].upos, Upos::Adp | Upos::Punct | Upos::Det | Upos::Adv | Upos::Sconj)
    }) {
        tokens.pop();
    }
    if dated(head) {
        return String::new();
    }
    strip_determiner(&words(scene.doc, s.span_of(&tokens))).to_owned()
}

fn clause_tokens(s: &Sentence, head: usize) -> Vec<usize> {
    let skip = |c: usize| {
        use Deprel::*;
        let direct = s.tokens[c].head == Some(head);
        direct
            && (matches!(
                s.tokens[c].deprel.base(),
                Mark | Nsubj | Advcl | Conj | Cc | Punct | Parataxis | Aux
            ))
    };
    let tokens: Vec<usize> = s.subtree_without(head, skip).into_iter().filter(|&t| t >= head).collect();
    let until = tokens.windows(2).take_while(|w| w[1] == w[0] + 1).count();
    tokens.into_iter().take(until + 1).collect()
}

fn strip_determiner(words: &str) -> &str {
    let first = words.split(' ').next().unwrap_or("");
    let is_determiner = matches!(
        first.to_lowercase().as_str(),
        "the" | "a" | "an" | "its" | "his" | "her" | "their" | "this" | "these"
    );
    if is_determiner { words[first.len()..].trim_start() } else { words }
}

/// Whether a word is one of a list.
pub(super) fn listed(book: &ClaimBook, s: &Sentence, token: usize, list: &str) -> bool {
    book.lists(list, &lemma_of(s, token))
}
