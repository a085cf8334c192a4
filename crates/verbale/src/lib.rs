//! Reads the news and keeps the diplomatic record.
//!
//! The library others depend on: [`read`] turns bytes into an [`Article`], a [`Coder`] turns articles into
//! [`CodedArticle`]s, [`Coder::record`] gives their JSON.
//!
//! ```no_run
//! let coder = verbale::Coder::new()?;
//! let article = verbale::read(b"Peru urged Chile to reopen the border.", &verbale::ReadHints::default())?;
//! let (coded, warnings) = coder.code(vec![article]);
//! println!("{}", serde_json::to_string_pretty(&coder.record(&coded[0]))?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod coder;
mod flat;
mod input;
mod pairs;

pub use coder::{Coder, CoderError, OwnFile, OwnKnowledge};
pub use flat::{EVENT_COLUMNS, EventRow, event_rows};
pub use input::{InputRow, InputRowError, PairSpans};
pub use verbale_language::{MAX_BYTES, ReadError, ReadHints, read, read_text};
pub use verbale_mentions::actors::BookNotice;
pub use verbale_record::*;
