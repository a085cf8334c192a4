//! The nouns of the record: what the steps of verbale hand to each other, and the JSON others read.
//!
//! Data flows one way: [`Article`] → [`Document`] (sentences, tokens, trees) → [`Mentions`] (actors,
//! dates, places) → [`Event`]s, [`Statement`]s, [`Claim`]s → [`CodedArticle`] → [`output::ArticleRecord`].
//! Inside the program every [`Span`] counts bytes of the article's text; the JSON counts code points.

mod article;
pub mod conllu;
mod event;
mod mention;
pub mod ontology;
pub mod output;
mod relation;
mod signs;
mod span;
mod statement;
pub mod syntax;

pub use article::Article;
pub use event::{CodedArticle, Event, EventDate};
pub use mention::{
    Actor, ActorIndex, ActorKind, ActorMention, DateBasis, DateKind, DateMention, Interval, MentionHow,
    MentionIndex, Mentions, Place, PlaceIndex, PlaceMention, TokenRef,
};
pub use ontology::{Context, EventType, Mode, Quad, Sector, Status};
pub use relation::{Claim, ClaimSays, Relation, RelationKind, RelationState};
pub use signs::EventSign;
pub use span::{Span, SpanError};
pub use statement::{Statement, StatementIndex};
pub use syntax::{Deprel, Document, EntityKind, Feats, NameKind, NameSpan, Sentence, Token, Upos};
