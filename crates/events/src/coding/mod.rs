//! Events: who did what to whom, coded from patterns over dependency trees.
//!
//! A [`PatternBook`] holds the patterns (`data/patterns`); an [`EventCoder`] joins what they find with what the trained coder sees
//! (the signs of a sentence), fills the sides, and says whether, when and where it happened and who says so.

mod arguments;
mod attribution;
mod book;
mod deciding;
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
    ActorIndex, Context, Document, Event, EventDate, EventType, MentionIndex, Mentions, Mode, PlaceIndex,
    Quad, Sector, Sentence, Statement, StatementIndex, Status, TokenRef,
};

use arguments::Arguments;
use deciding::Candidate;
use lexicon::{Effect, Lexicon};

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
            let candidates = deciding::candidates(&arguments, matching::matches(&arguments));
            let found: Vec<Event> = candidates.iter().filter_map(|c| scene.event(c)).collect();
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

/// Least probability of a link to a date or place that is followed.
const LINK: f32 = 0.4;

impl Scene<'_> {
    /// The event of a candidate; `None` where the text does not tell it as one.
    fn event(&self, found: &Candidate) -> Option<Event> {
        let date = self.date(found);
        let attribution = attribution::of(self.statements, self.s.tokens[found.trigger].span);
        let date = self.when_said(found, &attribution).filter(|_| date.span.is_none()).unwrap_or(date);
        let bygone = date.span.is_none() && self.is_bygone(found);
        let date = if bygone { EventDate::UNKNOWN } else { date };
        let status = self.status(found, &date)?;
        let done = matches!(status, Status::Actual | Status::Negated);
        let article = self.doc.article.date;
        let background = status::is_background(self.s, found.trigger, &self.lexicon.status);
        let told_as_past = found.sign.is_some_and(|s| s.historical > 0.5 && date.span.is_none());
        let past = background || bygone || told_as_past || when_where::is_past(date.interval, article);
        let pattern_cameo = found.pattern.filter(|p| p.event_type == found.event_type);
        let cameo = pattern_cameo.filter(|p| p.mode == found.mode).and_then(|p| p.cameo.clone());
        Some(Event {
            event_type: found.event_type,
            mode: found.mode,
            contexts: self.contexts(found),
            cameo: cameo.unwrap_or_else(|| found.event_type.cameo(found.mode).into()),
            actor: found.actor.clone(),
            recipient: found.recipient.clone(),
            trigger: when_where::trigger_span(self.s, found.trigger, &found.consumed),
            trigger_token: TokenRef { sentence: self.number, token: found.trigger },
            place: self.place(found),
            status,
            historical: done && past,
            date,
            attribution,
            confidence: confidence(found, status),
            because: because(found),
        })
    }

    /// Whether it is told as done: by the trained coder, else by grammar; `None` where grammar says it is no fact at all.
    fn status(&self, found: &Candidate, date: &EventDate) -> Option<Status> {
        if let Some(sign) = found.sign.filter(|_| found.probability.is_some()) {
            // What grammar says is not done is never told as done.
            let grammar =
                status::effect(self.s, found.trigger, &found.consumed, &self.lexicon.status).status();
            let undone = grammar.filter(|s| *s != Status::Actual);
            return sign.best_status().filter(|s| *s != Status::Actual).or(undone).or(Some(Status::Actual));
        }
        let article = self.doc.article.date;
        let effect = status::effect(self.s, found.trigger, &found.consumed, &self.lexicon.status);
        match effect {
            Effect::Actual
                if when_where::is_coming(date.interval, article)
                    && !status::is_past(self.s, found.trigger) =>
            {
                Some(Status::Future)
            }
            Effect::Actual => Some(found.pattern.and_then(|p| p.status).unwrap_or(Status::Actual)),
            effect => effect.status(),
        }
    }

    /// The date that the trained coder links to the event, else the one told nearest.
    fn date(&self, found: &Candidate) -> EventDate {
        let linked = found.sign.and_then(|sign| {
            let words = sign.date.iter().filter(|(_, p)| *p >= LINK);
            let mut dates = words.filter_map(|&(w, p)| {
                let span = self.s.tokens.get(w)?.span;
                let date = self.mentions.dates_in(self.number).find(|d| d.span.overlaps(span))?;
                when_where::is_day(date).then_some((p, date))
            });
            let first = dates.next()?;
            let best = dates.fold(first, |a, b| if b.0 > a.0 { b } else { a });
            Some(EventDate { interval: best.1.interval, span: Some(best.1.span), basis: best.1.basis })
        });
        linked.unwrap_or_else(|| {
            when_where::date(self.doc, self.mentions, self.number, found.trigger, &found.content)
        })
    }

    /// The place that the trained coder links to the event, else the one told nearest.
    fn place(&self, found: &Candidate) -> Option<PlaceIndex> {
        let linked = found.sign.and_then(|sign| {
            let words = sign.place.iter().filter(|(_, p)| *p >= LINK);
            let mut places = words.filter_map(|&(w, p)| {
                let span = self.s.tokens.get(w)?.span;
                let place = self.mentions.places_in(self.number).find(|(_, m)| m.span.overlaps(span))?;
                Some((p, place.0))
            });
            let first = places.next()?;
            Some(places.fold(first, |a, b| if b.0 > a.0 { b } else { a }).1)
        });
        linked.or_else(|| {
            let sides: Vec<usize> = found.actor.iter().chain(&found.recipient).copied().collect();
            let goal = found.mode == Some(Mode::Visit);
            when_where::place(self.s, self.mentions, self.number, found.trigger, &sides, goal)
        })
    }

    /// A promise, demand or threat that the speaker himself tells of is made when he tells it: the date of his statement,
    /// where words tell it.
    fn when_said(&self, found: &Candidate, attribution: &[StatementIndex]) -> Option<EventDate> {
        let verbal = matches!(found.event_type.quad(), Quad::VerbalCooperation | Quad::VerbalConflict);
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
    fn is_bygone(&self, found: &Candidate) -> bool {
        let former = |m: &usize| {
            let mut actors = self.mentions.actors_of(*m).peekable();
            actors.peek().is_some() && actors.all(|a| a.sector == Sector::Pre)
        };
        let all_former = !found.actor.is_empty() && found.actor.iter().all(former);
        status::is_past(self.s, found.trigger)
            && (all_former || when_where::is_under_a_term(self.s, found.trigger, &self.lexicon.status.terms))
    }

    /// By the trained coder, and what the pattern implies; without a coder by the sentence's words.
    fn contexts(&self, found: &Candidate) -> Vec<Context> {
        let implied = found.pattern.map(|p| p.contexts.as_slice()).unwrap_or_default().iter().copied();
        let told: Vec<Context> = match found.sign {
            Some(sign) => sign.contexts.clone(),
            None => {
                let words = self.s.tokens.iter().map(|t| crate::frames::spelling(&t.lemma));
                words.flat_map(|w| self.lexicon.contexts.of(&w).to_vec()).collect()
            }
        };
        let all: BTreeSet<Context> = implied.chain(told).collect();
        all.into_iter().collect()
    }
}

/// Who decided: the pattern, the trained coder, or both.
fn because(found: &Candidate) -> String {
    let pattern = found.pattern.map(Pattern::because);
    match (pattern, found.probability) {
        (Some(pattern), Some(_)) => format!("{pattern} + coder"),
        (Some(pattern), None) => pattern,
        (None, _) => "coder".into(),
    }
}

/// The coder's probability where it was asked. Else a prior that is not calibrated: patterns that ask for more and find both sides
/// are right more often.
fn confidence(found: &Candidate, status: Status) -> f32 {
    if let Some(probability) = found.probability {
        return probability.clamp(0.05, 0.99);
    }
    let Some(pattern) = found.pattern else { return 0.5 };
    let specific = 0.035 * pattern.specificity().min(4) as f32;
    let sides =
        0.1 * (usize::from(!found.actor.is_empty()) + usize::from(!found.recipient.is_empty())) as f32;
    let embedded = if pattern.kind == TriggerKind::Noun { 0.08 } else { 0.0 };
    let unsure = if status == Status::Actual { 0.0 } else { 0.05 };
    let one_sided = match pattern.event_type {
        EventType::Request | EventType::Accuse if found.recipient.is_empty() => 0.1,
        _ => 0.0,
    };
    (0.6 + specific + sides - embedded - unsure - one_sided).clamp(0.05, 0.95)
}

#[cfg(test)]
mod tests;
