//! The finder of actors.

use verbale_record::{Actor, ActorMention, Document};

use super::book::ActorBook;
use super::reading::Reading;

/// Finds the actors of documents. Made from a book at no cost, used for any number of documents.
#[derive(Debug)]
pub struct ActorFinder<'b> {
    book: &'b ActorBook,
}

impl<'b> ActorFinder<'b> {
    /// A finder that knows the actors of `book`.
    pub fn new(book: &'b ActorBook) -> ActorFinder<'b> {
        ActorFinder { book }
    }

    /// The actors of a document, each once, in order of first mention, and their mentions, ordered by head; at most
    /// one mention a token. Holders of offices are told by the article's date; without it offices are not looked up.
    pub fn find(&self, document: &Document) -> (Vec<Actor>, Vec<ActorMention>) {
        Reading::new(self.book, self.book.lexicon(), document).read()
    }
}
