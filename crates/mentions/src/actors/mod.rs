//! Actors: who acts, speaks or is acted upon, and every phrase that refers to them.
//!
//! [`ActorBook`] holds who there is (countries, bodies, people with dates of office; `data/actors`),
//! [`ActorFinder`] reads a document and gives its actors and their mentions.

mod book;
mod describing;
mod dictionary;
mod finder;
mod lexicon;
mod linked;
mod names;
mod naming;
mod organisations;
mod persons;
mod phrase;
mod pronouns;
mod quoted;
mod reading;
mod referring;
mod registry;
mod terms;
mod text;

pub use book::{ActorBook, BookError, BookNotice, Entry, EntryIndex, NameUse, Term};
pub use finder::ActorFinder;
pub use terms::terms_of_office;
pub use text::{fold, slug};
