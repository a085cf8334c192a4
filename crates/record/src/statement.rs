//! Who said what.

use crate::{EventDate, MentionIndex, PlaceIndex, Span, TokenRef};

/// Index into the statements of an article.
pub type StatementIndex = usize;

/// Words attributed to someone.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Who speaks.
    pub speaker: Vec<MentionIndex>,
    /// Hearers that are not outlets.
    pub addressee: Vec<MentionIndex>,
    /// Outlets told or quoted.
    pub via: Vec<MentionIndex>,
    /// The words that attribute: "told", "according to".
    pub cue: Span,
    /// The word that heads the cue.
    pub cue_token: TokenRef,
    /// What is said, whole: quoted and paraphrased parts, in order, not overlapping.
    pub content: Vec<Span>,
    /// The quoted parts of it, without the quotation marks.
    pub quotes: Vec<Span>,
    /// When it was said.
    pub date: EventDate,
    /// Where it was said.
    pub place: Option<PlaceIndex>,
    /// The statement this one is told in, if any: "A said that B had said…".
    pub within: Option<StatementIndex>,
    /// How sure, 0 to 1.
    pub confidence: f32,
}
