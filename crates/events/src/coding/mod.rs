//! Events: who did what to whom, coded from patterns over dependency trees.
//!
//! A [`PatternBook`] holds the patterns (`data/patterns`); an [`EventCoder`] finds the triggers of a
//! document, fills the sides, and says whether, when and where it happened and who says so.

mod arguments;
mod attribution;
mod book;
mod duplicates;
mod lexicon;
mod lines;
mod matching;
mod status;
mod tests_of_words;
mod when_where;

pub use book::{Pattern, PatternBook, PatternError, PatternFault, TriggerKind};
pub use lines::{date_suffix, event_line, expectation};

use std::collections::BTreeSet;

use verbale_record::{
    ActorIndex, Context, Document, Event, EventDate, EventType, MentionIndex, Mentions, Mode, Quad, Sector,
    Sentence, Statement, StatementIndex, Status, TokenRef,
};

use arguments::Arguments;
use lexicon::{Effect, Lexicon};
use matching::Match;

/// Codes the events of documents. Made once, used for any number.
#[derive(Clone, Debug)]
pub struct EventCoder {
    book: PatternBook,
    lexicon: Lexicon,
}

impl EventCoder {
    /// A coder that knows these patterns.
    ///
    /// # Panics
    /// Never in a tested build: the word lists it needs beside the patterns are inside the program.
    #[allow(clippy::expect_used)]
    pub fn new(book: PatternBook) -> EventCoder {
        EventCoder { book, lexicon: Lexicon::embedded().expect("the program's own word lists are tested") }
    }

    /// The events of a document in order of their triggers. `statements` are those of the same document: an event in the
    /// content of one carries it as attribution.
    pub fn code(&self, doc: &Document, mentions: &Mentions, statements: &[Statement]) -> Vec<Event> {
        let mut events = Vec::new();
        for (number, s) in doc.sentences.iter().enumerate() {
            let arguments = Arguments::new(s, number, mentions, &self.book);
            let scene = Scene { doc, mentions, statements, s, number, lexicon: &self.lexicon };
            let found: Vec<Event> =
                matching::matches(&arguments).iter().filter_map(|m| scene.event(m)).collect();
            events.extend(duplicates::merged(doc, mentions, found));
        }
        events
    }
}

/// A sentence with all that is known of its document.
struct Scene<'a> {
    doc: &'a Document,
    mentions: &'a Mentions,
    statements: &'a [Statement],
    s: &'a Sentence,
    number: usize,
    lexicon: &'a Lexicon,
}

impl Scene<'_> {
    /// The event of a match; `None` where the text does not tell it as one.
    fn event(&self, found: &Match) -> Option<Event> {
        let pattern = found.pattern;
        let date = when_where::date(self.doc, self.mentions, self.number, found.trigger, &found.content);
        let attribution = attribution::of(self.statements, self.s.tokens[found.trigger].span);
        let date = self.when_said(found, &attribution).filter(|_| date.span.is_none()).unwrap_or(date);
        let bygone = date.span.is_none() && self.is_bygone(found);
        let date = if bygone { EventDate::UNKNOWN } else { date };
        let effect = status::effect(self.s, found.trigger, &found.consumed, &self.lexicon.status);
        let article = self.doc.article.date;
        let status = match effect {
            Effect::Actual
                if when_where::is_coming(date.interval, article)
                    && !status::is_past(self.s, found.trigger) =>
            {
                Status::Future
            }
            Effect::Actual => pattern.status.unwrap_or(Status::Actual),
            effect => effect.status()?,
        };
        let done = matches!(status, Status::Actual | Status::Negated);
        let background = status::is_background(self.s, found.trigger, &self.lexicon.status);
        let sides: Vec<usize> = found.actor.iter().chain(&found.recipient).copied().collect();
        let goal = pattern.mode == Some(Mode::Visit);
        Some(Event {
            event_type: pattern.event_type,
            mode: pattern.mode,
            contexts: self.contexts(pattern),
            cameo: pattern.cameo.clone().unwrap_or_else(|| pattern.event_type.cameo_root().into()),
            actor: found.actor.clone(),
            recipient: found.recipient.clone(),
            trigger: when_where::trigger_span(self.s, found.trigger, &found.consumed),
            trigger_token: TokenRef { sentence: self.number, token: found.trigger },
            place: when_where::place(self.s, self.mentions, self.number, found.trigger, &sides, goal),
            status,
            historical: done && (background || bygone || when_where::is_past(date.interval, article)),
            date,
            attribution,
            confidence: confidence(found, status),
            because: pattern.because(),
        })
    }

    /// A promise, demand or threat that the speaker himself tells of is made when he tells it: the date of his statement,
    /// where words tell it.
    fn when_said(&self, found: &Match, attribution: &[StatementIndex]) -> Option<EventDate> {
        let verbal =
            matches!(found.pattern.event_type.quad(), Quad::VerbalCooperation | Quad::VerbalConflict);
        let statement = attribution.first().and_then(|&s| self.statements.get(s)).filter(|_| verbal)?;
        let actors = |ms: &[MentionIndex]| -> BTreeSet<ActorIndex> {
            let mentions = ms.iter().filter_map(|&m| self.mentions.actor_mentions.get(m));
            mentions.flat_map(|m| m.actors.iter().copied()).collect()
        };
        let same = !actors(&statement.speaker).is_disjoint(&actors(&found.actor));
        (same && statement.date.span.is_some()).then_some(statement.date)
    }

    /// Whether the deed is told in the past of people no longer in office, or "during his presidency": when it was the
    /// article's date does not tell.
    fn is_bygone(&self, found: &Match) -> bool {
        let former = |m: &usize| {
            let mut actors = self.mentions.actors_of(*m).peekable();
            actors.peek().is_some() && actors.all(|a| a.sector == Sector::Pre)
        };
        let all_former = !found.actor.is_empty() && found.actor.iter().all(former);
        status::is_past(self.s, found.trigger)
            && (all_former || when_where::is_under_a_term(self.s, found.trigger, &self.lexicon.status.terms))
    }

    fn contexts(&self, pattern: &Pattern) -> Vec<Context> {
        let words = self.s.tokens.iter().map(|t| crate::frames::spelling(&t.lemma));
        let told = words.flat_map(|w| self.lexicon.contexts.of(&w).to_vec());
        let all: BTreeSet<Context> = pattern.contexts.iter().copied().chain(told).collect();
        all.into_iter().collect()
    }
}

/// A prior, not yet calibrated: patterns that ask for more and find both sides are right more often.
fn confidence(found: &Match, status: Status) -> f32 {
    let specific = 0.035 * found.pattern.specificity().min(4) as f32;
    let sides = 0.1 * found.sides() as f32;
    let embedded = if found.pattern.kind == TriggerKind::Noun { 0.08 } else { 0.0 };
    let unsure = if status == Status::Actual { 0.0 } else { 0.05 };
    let one_sided = match found.pattern.event_type {
        EventType::Request | EventType::Accuse if found.recipient.is_empty() => 0.1,
        _ => 0.0,
    };
    (0.6 + specific + sides - embedded - unsure - one_sided).clamp(0.05, 0.95)
}

#[cfg(test)]
mod tests;
