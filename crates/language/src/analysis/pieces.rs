//! Word pieces and letter case: what the model sees of a word.

use tokenizers::Tokenizer;

use super::ModelError;
use super::labels::{Labels, Special};

/// Cuts words into the model's pieces.
pub struct Pieces {
    tokenizer: Tokenizer,
    special: Special,
    max_chars: usize,
    max_pieces: usize,
}

/// What the model sees of one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordPieces {
    /// Numbers of the pieces; never empty.
    pub ids: Vec<i32>,
    /// Letter case, see [`shape`].
    pub shape: i32,
}

impl Pieces {
    /// From `tokenizer.json` (Hugging Face format).
    pub fn load(json: &[u8], labels: &Labels) -> Result<Pieces, ModelError> {
        let mut tokenizer = Tokenizer::from_bytes(json).map_err(|e| ModelError::Tokenizer(e.to_string()))?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|e| ModelError::Tokenizer(e.to_string()))?;
        Ok(Pieces {
            tokenizer,
            special: labels.special,
            max_chars: labels.max_chars_per_word,
            max_pieces: labels.max_pieces_per_word,
        })
    }

    /// The pieces of a word, as in training: of its first characters, the first pieces; `[UNK]` for none.
    pub fn of(&self, word: &str) -> WordPieces {
        let end = word.char_indices().nth(self.max_chars).map_or(word.len(), |(at, _)| at);
        let encoded = self.tokenizer.encode_fast(&word[..end], false);
        let found = encoded.as_ref().map_or(&[][..], |e| e.get_ids());
        let mut ids: Vec<i32> =
            found.iter().take(self.max_pieces).filter_map(|&id| i32::try_from(id).ok()).collect();
        if ids.is_empty() {
            ids.push(self.special.unk);
        }
        WordPieces { ids, shape: shape(word) }
    }
}

/// Letter case of a word: 0 lower (no capital), 1 title (its first character is the only capital), 2 upper
/// (all letters are capitals), 3 mixed, 4 no letters, 5 initial (its only letter is a capital).
pub fn shape(word: &str) -> i32 {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let uppers = word.chars().filter(|c| c.is_alphabetic() && c.is_uppercase()).count();
    match (letters, uppers) {
        (0, _) => 4,
        (_, 0) => 0,
        (1, _) => 5,
        _ if uppers == letters => 2,
        (_, 1) if word.chars().next().is_some_and(char::is_uppercase) => 1,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_of_words() {
        let words = ["talks", "Peru", "NATO", "McKay", "1999", "A", "U.S.", "iPhone", "B-52"];
        assert_eq!(words.map(shape), [0, 1, 2, 3, 4, 5, 2, 3, 5]);
    }
}
