//! Where words stand in a text.

use serde::{Deserialize, Serialize};

/// A range of bytes of the article's text, end exclusive, never reversed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    start: u32,
    end: u32,
}

/// Why a span was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// The end stands before the start.
    #[error("span ends at byte {end} before it starts at byte {start}")]
    Reversed {
        /// First byte asked for.
        start: usize,
        /// End asked for.
        end: usize,
    },
    /// The text is shorter than the span, or a limit falls inside a character.
    #[error("span {start}..{end} does not fit the text of {length} bytes")]
    Outside {
        /// First byte asked for.
        start: usize,
        /// End asked for.
        end: usize,
        /// Bytes in the text.
        length: usize,
    },
}

impl Span {
    /// A span of bytes; reversed limits are swapped, so that a span always has start ≤ end. Texts are
    /// limited to 100 MB, so positions fit 32 bits; larger ones saturate.
    pub fn new(start: usize, end: usize) -> Span {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (start, end) = (clamp(start), clamp(end));
        Span { start: start.min(end), end: start.max(end) }
    }

    /// A span checked against its text: in order, inside it, on character limits.
    pub fn checked(start: usize, end: usize, text: &str) -> Result<Span, SpanError> {
        if end < start {
            return Err(SpanError::Reversed { start, end });
        }
        if !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            return Err(SpanError::Outside { start, end, length: text.len() });
        }
        Ok(Span::new(start, end))
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing lies in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words themselves; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start()..self.end()).unwrap_or("")
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}
