//! Events, and the coded article they belong to.

use crate::{
    Claim, Context, DateBasis, Document, EventType, Interval, MentionIndex, Mentions, Mode, PlaceIndex,
    Relation, Span, Statement, StatementIndex, Status, TokenRef,
};

/// When something was, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventDate {
    /// The days.
    pub interval: Interval,
    /// The words that tell, if any.
    pub span: Option<Span>,
    /// How it was found.
    pub basis: DateBasis,
}

impl EventDate {
    /// Nothing is known.
    pub const UNKNOWN: EventDate =
        EventDate { interval: Interval { start: None, end: None }, span: None, basis: DateBasis::Unknown };
}

/// Who did what to whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// PLOVER type.
    pub event_type: EventType,
    /// Finer kind, where it can be told.
    pub mode: Option<Mode>,
    /// Fields of life it belongs to, sorted.
    pub contexts: Vec<Context>,
    /// CAMEO code, two to four digits.
    pub cameo: String,
    /// Who acts; mentions in order of the text. Empty where not told.
    pub actor: Vec<MentionIndex>,
    /// Whom it is directed at. Empty where not told.
    pub recipient: Vec<MentionIndex>,
    /// The words that name the event.
    pub trigger: Span,
    /// The word that heads it.
    pub trigger_token: TokenRef,
    /// When.
    pub date: EventDate,
    /// Where, an index into the places of the mentions.
    pub place: Option<PlaceIndex>,
    /// Whether it happened.
    pub status: Status,
    /// Told as background: over, or begun, more than 30 days before the article.
    pub historical: bool,
    /// Who says so, innermost speaker first; empty for the article's own voice.
    pub attribution: Vec<StatementIndex>,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// The rule or model head that decided.
    pub because: String,
}

/// An article with all that was found in it: the thing stored, sent and scored.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedArticle {
    /// The article and its sentences.
    pub document: Document,
    /// Who, when, where.
    pub mentions: Mentions,
    /// Events in order of the text.
    pub events: Vec<Event>,
    /// Statements in order of the text.
    pub statements: Vec<Statement>,
    /// Assertions of standing facts, in order of the text.
    pub claims: Vec<Claim>,
    /// The claims folded into standing facts.
    pub relations: Vec<Relation>,
}
