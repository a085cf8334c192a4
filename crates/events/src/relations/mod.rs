//! Standing facts: claims and the relations they make.
//!
//! A claim is a passage that asserts a standing fact (ontology of verbale, ten kinds): that it begins, continues,
//! ends or is absent. Claims come from patterns (`data/relations/<language>/*.toml`: a trigger with its slots),
//! from titles of office beside names, and from events. What a text demands, threatens, hopes, denies or only
//! imagines gives no claim; what it says does not hold is `absent`. [`fold`] makes relations of them.

mod book;
mod derive;
mod fold;
mod lines;
mod office;
mod patterns;
mod reality;
mod scene;
mod slots;
mod talks;
#[cfg(test)]
mod tests;

pub use book::{ClaimBook, ClaimBookError, Outcome, PatternExample};
pub use fold::fold;
pub use lines::{claim_lines, relation_lines};

use verbale_record::{Claim, Document, Event, Mentions, Statement};

use scene::Scene;

/// Finds the claims of a document.
#[derive(Clone, Copy, Debug)]
pub struct ClaimFinder<'a> {
    book: &'a ClaimBook,
}

impl<'a> ClaimFinder<'a> {
    /// A finder that knows these patterns.
    pub fn new(book: &'a ClaimBook) -> ClaimFinder<'a> {
        ClaimFinder { book }
    }

    /// The claims of a document in order of the text. Every claim has a subject; events and statements
    /// must be of the same document.
    pub fn find(
        &self,
        doc: &Document,
        mentions: &Mentions,
        events: &[Event],
        statements: &[Statement],
    ) -> Vec<Claim> {
        let scene = Scene { book: self.book, doc, mentions, statements };
        let mut claims = patterns::pattern_claims(&scene);
        claims.extend(office::office_claims(&scene));
        claims.extend(derive::event_claims(&scene, events, &claims));
        let claims = talks::with_parties(&scene, scene.tidy(claims));
        let claims = talks::with_targets(&scene, talks::with_makers(&scene, claims));
        scene.tidy(claims)
    }
}
