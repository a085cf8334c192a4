//! What the words of an article point to in the world: who acts ([`actors`]), when ([`dates`]), where ([`places`]).
//!
//! Each finder reads a [`verbale_record::Document`] and gives mentions in the order of the text.

pub mod actors;
pub mod dates;
pub mod places;
