//! Where: finds names of places and decides which place each means.
//!
//! Names come from the analyser's LOC spans and the table (`spot`); which of several places is meant is decided by
//! what stands beside the name ("Tripoli, Lebanon"), the countries and places told elsewhere in the article, and size (`choose`).

mod choose;
mod fold;
mod gazetteer;
mod spot;
#[cfg(test)]
mod tests;
mod words;

pub use gazetteer::{Entry, Gazetteer, GazetteerError, PlaceKind, distance};

use verbale_record::{Document, PlaceMention, Sentence, TokenRef};
use words::Words;

/// Finds places in English articles.
#[derive(Debug)]
pub struct PlaceFinder<'g> {
    gazetteer: &'g Gazetteer,
    words: Words,
}

impl<'g> PlaceFinder<'g> {
    /// A finder over a table of places.
    pub fn new(gazetteer: &'g Gazetteer) -> PlaceFinder<'g> {
        PlaceFinder { gazetteer, words: Words::new() }
    }

    /// The places named in a document, in order of the text. Names of people and words inside names of organisations are
    /// none; nor are adjectives. One name means one place in an article unless the words beside it tell otherwise.
    pub fn find(&self, document: &Document) -> Vec<PlaceMention> {
        let spots = spot::spots(document, self.gazetteer, &self.words);
        let chosen = choose::choose(document, &spots, &self.words);
        spots
            .iter()
            .zip(chosen)
            .filter(|(spot, _)| !spot.silent)
            .filter_map(|(spot, entry)| Some((spot, entry?)))
            .map(|(spot, entry)| {
                let token = document
                    .sentences
                    .get(spot.sentence)
                    .map_or(spot.last, |s| head(s, spot.first, spot.last));
                PlaceMention {
                    span: spot.span,
                    head: TokenRef { sentence: spot.sentence, token },
                    place: entry.place(),
                }
            })
            .collect()
    }
}

/// The token of a name whose head stands outside it.
fn head(sentence: &Sentence, first: usize, last: usize) -> usize {
    let outside =
        |t: &usize| sentence.tokens.get(*t).is_none_or(|t| t.head.is_none_or(|h| h < first || h > last));
    (first..=last).find(outside).unwrap_or(last)
}
