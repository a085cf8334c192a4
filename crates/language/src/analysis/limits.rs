//! Sentences longer than the network takes are cut, at punctuation where there is some.

use verbale_record::Span;

use super::pieces::WordPieces;
use crate::sentences::RawSentence;

/// Share of a part that must be filled before punctuation may end it.
const FILL: usize = 2;

/// Cuts a sentence into parts of at most `limit` pieces (one word may not have more) and returns each with
/// its words' pieces. A sentence within the limit comes back whole.
pub fn within_limit(
    raw: RawSentence,
    pieces: Vec<WordPieces>,
    limit: usize,
    text: &str,
) -> Vec<(RawSentence, Vec<WordPieces>)> {
    let mut parts = Vec::new();
    let mut rest = raw.tokens.as_slice();
    let mut rest_pieces = pieces.as_slice();
    while !rest.is_empty() {
        let words = part_length(rest, rest_pieces, limit, text);
        let (part, after) = rest.split_at(words);
        let (part_pieces, after_pieces) = rest_pieces.split_at(words);
        parts.push((part_of(&raw, part), part_pieces.to_vec()));
        (rest, rest_pieces) = (after, after_pieces);
    }
    if parts.len() == 1 {
        return vec![(raw, pieces)];
    }
    parts
}

fn part_of(raw: &RawSentence, tokens: &[Span]) -> RawSentence {
    let span = tokens.iter().copied().reduce(Span::join).unwrap_or(raw.span);
    RawSentence { span, paragraph: raw.paragraph, tokens: tokens.to_vec() }
}

/// How many words go into the next part: all if they fit, else up to the last stop that lies in its second half
/// (semicolon and the like before comma), else as many as fit.
fn part_length(tokens: &[Span], pieces: &[WordPieces], limit: usize, text: &str) -> usize {
    let mut used = 0;
    let fitting = pieces.iter().take_while(|p| {
        used += p.ids.len();
        used <= limit
    });
    let most = fitting.count().max(1);
    if most >= tokens.len() {
        return tokens.len();
    }
    let after = |marks: &[&str]| {
        (most / FILL..most).rev().find(|&i| marks.contains(&tokens[i].of(text))).map(|i| i + 1)
    };
    after(&[";", ":", ".", "!", "?"]).or_else(|| after(&[",", "-", "–", "—", "|"])).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sentences_are_cut_after_punctuation() {
        let text = "aa ; bb , cc dd ee";
        let tokens: Vec<Span> = text
            .split(' ')
            .scan(0, |at, word| {
                let start = *at;
                *at += word.len() + 1;
                Some(Span::new(start, start + word.len()))
            })
            .collect();
        let pieces = vec![WordPieces { ids: vec![1, 2], shape: 0 }; tokens.len()];
        let raw = RawSentence { span: Span::new(0, text.len()), paragraph: 3, tokens };
        let cut = |limit| -> Vec<String> {
            let parts = within_limit(raw.clone(), pieces.clone(), limit, text);
            parts.iter().map(|(p, _)| p.span.of(text).to_string()).collect()
        };
        assert_eq!(cut(100), [text]);
        assert_eq!(cut(8), ["aa ; bb ,", "cc dd ee"]);
        assert_eq!(cut(6), ["aa ;", "bb ,", "cc dd ee"]);
        assert_eq!(cut(1).len(), 7);
    }
}
