//! From bytes to analysed sentences: reading files, cutting text into sentences and words, and the trained analyser.
//!
//! [`read`] gives an [`Article`](verbale_record::Article), [`Analyser::analyse`] a
//! [`Document`](verbale_record::Document). The rules of splitting stand in `sentences` and `tokens`, their word lists
//! in `data/language`.

mod analysis;
mod reading;
pub mod sentences;
pub mod tokens;
mod words;

pub use analysis::{Analyser, ModelError};
pub use reading::{MAX_BYTES, ReadError, ReadHints, read, read_text};
