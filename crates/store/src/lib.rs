//! The record over time.
//!
//! A [`Store`] keeps the records of many articles in SQLite (inside the program) or PostgreSQL: articles with their
//! versions, actors, events, statements and the claims of standing facts, every one with the words that prove it.

mod add;
mod database;
mod days;
mod error;
mod numbers;
mod query;
mod rebuild;
mod relations;
mod review;
mod store;
mod who;
mod words;

pub use add::{AddOptions, AddSummary, address};
pub use days::iso as iso_day;
pub use error::StoreError;
pub use query::{
    ActorsQuery, ArticleHead, AskedSides, Bucket, By, EventCounts, EventsPage, EventsQuery, FoundActor,
    FoundEvent, FoundStatement, QUADS, SeriesQuery, StatementsQuery,
};
pub use relations::{Answer, Change, Evidence, Party, Period, RelationsQuery, Standing, StoredClaim};
pub use review::{Correction, KeptReview, Review, Target, Verdict};
pub use store::{Counts, Failure, Store};
