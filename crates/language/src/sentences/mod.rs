//! Text into paragraphs, sentences and words.

mod boundaries;
mod paragraphs;

use verbale_record::Span;

use crate::tokens::tokenize;

/// A sentence of a text, cut into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawSentence {
    /// Where it stands in the text, in bytes.
    pub span: Span,
    /// Number of its paragraph, from 0.
    pub paragraph: usize,
    /// Its words in order: not empty, not overlapping, each inside `span`.
    pub tokens: Vec<Span>,
}

/// The sentences of an article's text, in order. Together their words hold every character that is not white space.
pub fn split(text: &str) -> Vec<RawSentence> {
    let mut found = Vec::new();
    for (number, paragraph) in paragraphs::paragraphs(text).into_iter().enumerate() {
        for sentence in boundaries::sentences(&text[paragraph.clone()]) {
            let start = paragraph.start + sentence.start;
            let end = paragraph.start + sentence.end;
            let tokens = tokenize(&text[start..end]);
            found.push(RawSentence {
                span: Span::new(start, end),
                paragraph: number,
                tokens: tokens.into_iter().map(|t| Span::new(start + t.start, start + t.end)).collect(),
            });
        }
    }
    found
}
