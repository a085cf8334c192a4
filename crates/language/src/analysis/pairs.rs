//! The type of a directed pair whose sides are given as spans of the text.

use std::sync::Arc;

use rten::ThreadPool;
use verbale_record::{Document, Sentence, Span};

use super::coder::PairSign;
use super::network::Row;
use super::{Analyser, ModelError};

/// Most pieces of a passage; training cut there too.
const MAX_PIECES: usize = 256;

impl Analyser {
    /// What the coder says of a directed pair; `None` without a coder. The passage read is the sentences from the first to
    /// the last that hold a part of a side; where none does, the first sentence.
    ///
    /// # Errors
    /// [`ModelError::Run`] where the network fails.
    pub fn pair(
        &self,
        document: &Document,
        source: &[Span],
        target: &[Span],
    ) -> Result<Option<PairSign>, ModelError> {
        let Some(coder) = &self.coder else { return Ok(None) };
        let mut words = Vec::new();
        let mut marks = Vec::new();
        let mut pieces = 2;
        for token in passage(document, source, target).iter().flat_map(|s| &s.tokens) {
            let word = self.pieces.of(&token.form);
            pieces += word.ids.len();
            if pieces > MAX_PIECES {
                break;
            }
            let over = |spans: &[Span]| i32::from(spans.iter().any(|s| s.overlaps(token.span)));
            words.push(word);
            marks.push(over(source) + 2 * over(target));
        }
        let pool = Arc::new(ThreadPool::with_num_threads(1));
        coder.pair(&Row::new(&words, self.labels.special), &marks, &pool).map(Some)
    }
}

/// The sentences that hold the sides, and those between them. Where they are too many for the network, those nearest to the
/// target are kept: what is told of whom stands there.
fn passage<'a>(document: &'a Document, source: &[Span], target: &[Span]) -> &'a [Sentence] {
    let holds = |spans: &[Span], s: &Sentence| spans.iter().any(|span| span.overlaps(s.span));
    let of = |spans: &[Span]| -> Vec<usize> {
        let numbered = document.sentences.iter().enumerate();
        numbered.filter(|(_, s)| holds(spans, s)).map(|(i, _)| i).collect()
    };
    let (first, second) = (of(source), of(target));
    let both: Vec<usize> = first.iter().copied().filter(|i| second.contains(i)).collect();
    let all: Vec<usize> = first.iter().chain(&second).copied().collect();
    let (low, high) = match (both.first(), all.iter().min(), all.iter().max()) {
        (Some(&one), ..) if source.len() == 1 && target.len() == 1 => (one, one),
        (_, Some(&low), Some(&high)) => (low, high),
        _ => (0, 0),
    };
    let sentences = document.sentences.get(low..(high + 1).min(document.sentences.len())).unwrap_or(&[]);
    let mut words: usize = sentences.iter().map(|s| s.tokens.len()).sum();
    let target_first = second.first().is_some_and(|t| first.first().is_some_and(|s| t < s));
    let mut kept = sentences;
    while words * 5 / 4 > MAX_PIECES && kept.len() > 1 {
        let (dropped, rest) =
            if target_first { (kept.len() - 1, &kept[..kept.len() - 1]) } else { (0, &kept[1..]) };
        words -= kept[dropped].tokens.len();
        kept = rest;
    }
    kept
}
