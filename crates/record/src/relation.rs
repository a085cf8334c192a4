//! Standing facts, and the passages that assert them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::{EventDate, Interval, MentionIndex, PlaceIndex, Span, StatementIndex};

/// Kinds of standing fact.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    EnumString,
    IntoStaticStr,
    EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[allow(missing_docs)] // defined in docs/ontology
pub enum RelationKind {
    DiplomaticTies,
    Recognition,
    Sanctions,
    Negotiation,
    Offer,
    Demand,
    Agreement,
    Conflict,
    Office,
    Membership,
}

impl RelationKind {
    /// Whether subject and object may be swapped: the pair is then kept in alphabetical order of id.
    pub fn is_symmetric(self) -> bool {
        matches!(self, RelationKind::DiplomaticTies | RelationKind::Conflict)
    }

    /// Whether all parties stand together as subject.
    pub fn has_parties(self) -> bool {
        matches!(self, RelationKind::Negotiation | RelationKind::Agreement)
    }

    /// The states a relation of this kind may be in.
    pub fn states(self) -> &'static [RelationState] {
        use RelationState::*;
        match self {
            RelationKind::DiplomaticTies => &[Normal, Downgraded, Severed, Restored],
            RelationKind::Recognition => &[Recognised, Withheld, Withdrawn],
            RelationKind::Sanctions => &[InForce, Eased, Suspended, Lifted],
            RelationKind::Negotiation => &[Announced, Open, Suspended, Concluded, BrokenOff],
            RelationKind::Offer => &[Open, Accepted, Declined, Evaded, Withdrawn, Lapsed],
            RelationKind::Demand => &[Open, Met, Refused, Withdrawn],
            RelationKind::Agreement => &[Agreed, Signed, Ratified, InForce, Breached, Ended],
            RelationKind::Conflict => &[Hostilities, Ceasefire, Ended],
            RelationKind::Office => &[Held, Ended, Claimed],
            RelationKind::Membership => &[Held, Ended],
        }
    }
}

/// States of standing facts; which kind has which: [`RelationKind::states`].
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    EnumString,
    IntoStaticStr,
)]
#[allow(missing_docs)] // the names are the definition
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum RelationState {
    Normal,
    Downgraded,
    Severed,
    Restored,
    Recognised,
    Withheld,
    Withdrawn,
    #[serde(rename = "in force")]
    #[strum(serialize = "in force")]
    InForce,
    Eased,
    Suspended,
    Lifted,
    Announced,
    Open,
    Concluded,
    #[serde(rename = "broken off")]
    #[strum(serialize = "broken off")]
    BrokenOff,
    Accepted,
    Declined,
    Evaded,
    Lapsed,
    Met,
    Refused,
    Agreed,
    Signed,
    Ratified,
    Breached,
    Ended,
    Hostilities,
    Ceasefire,
    Held,
    Claimed,
}

/// What a passage says of a standing fact.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    Display,
    EnumString,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum ClaimSays {
    /// It starts.
    Begins,
    /// It holds.
    Continues,
    /// It is over.
    Ends,
    /// It does not hold.
    Absent,
}

/// A passage that asserts a standing fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Kind of fact.
    pub kind: RelationKind,
    /// Whose; all parties for negotiations and agreements.
    pub subject: Vec<MentionIndex>,
    /// Towards whom; empty for negotiations and agreements.
    pub object: Vec<MentionIndex>,
    /// What it is about: an office's title, a matter, a kind of sanction.
    pub about: Option<String>,
    /// Where, for negotiations.
    pub place: Option<PlaceIndex>,
    /// What the passage says of it.
    pub says: ClaimSays,
    /// The state it then is in.
    pub state: RelationState,
    /// When it began, ended, or was seen to hold.
    pub date: EventDate,
    /// Who says so, innermost first; empty for the article's own voice.
    pub attribution: Vec<StatementIndex>,
    /// Index of the sentence.
    pub sentence: usize,
    /// The words that assert it.
    pub span: Span,
}

/// A standing fact, folded from the claims of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Kind of fact.
    pub kind: RelationKind,
    /// Whose. Mentions, the first and clearest one per actor.
    pub subject: Vec<MentionIndex>,
    /// Towards whom.
    pub object: Vec<MentionIndex>,
    /// What it is about.
    pub about: Option<String>,
    /// Where.
    pub place: Option<PlaceIndex>,
    /// State by the newest claim.
    pub state: RelationState,
    /// Days within which it began; `None` where nothing is told.
    pub since: Option<Interval>,
    /// Days within which it ended.
    pub until: Option<Interval>,
    /// The passages, as indices into the article's claims, in order.
    pub claims: Vec<usize>,
}
