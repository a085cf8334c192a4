//! The record over time.
//!
//! A [`Store`] keeps the records of many articles in SQLite (inside the program) or PostgreSQL: articles with their
//! versions, actors, events, statements and the claims of standing facts, every one with the words that prove it.

mod add;
mod database;
mod days;
mod error;
mod numbers;
mod rebuild;
mod review;
mod store;
mod words;

pub use add::{AddOptions, AddSummary, address};
pub use error::StoreError;
pub use store::{Counts, Failure, Store};
