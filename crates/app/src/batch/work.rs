//! What a worker does with an item.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use verbale::{Article, Coder, InputRow, InputRowError, PairSpans};

use super::items::{Content, Item};

/// How articles are coded.
#[derive(Clone, Debug, Default)]
pub struct WorkOptions {
    /// Language of rows that name none; detected where this too is `None`.
    pub lang: Option<String>,
    /// Whether records hold the article's text.
    pub text: bool,
}

/// What became of an item.
pub struct Outcome {
    /// The record as a line of JSON, or why there is none.
    pub record: Result<Vec<u8>, Failure>,
    /// Sentences that had to be cut.
    pub warnings: Vec<String>,
}

/// Why an item has no record.
#[derive(Debug)]
pub struct Failure {
    /// The row's id, where it could be read.
    pub id: Option<String>,
    /// Byte of the item.
    pub byte: Option<u64>,
    /// What is wrong and what to do.
    pub reason: String,
}

impl Failure {
    /// Of an item of which no more is known.
    pub fn new(reason: impl Into<String>) -> Failure {
        Failure { id: None, byte: None, reason: reason.into() }
    }
}

impl From<Failure> for Outcome {
    fn from(failure: Failure) -> Outcome {
        Outcome { record: Err(failure), warnings: Vec::new() }
    }
}

/// Codes an item. A fault of the program itself fails this item only.
pub fn code(coder: &Coder, options: &WorkOptions, item: Item) -> Outcome {
    let (article, pairs) = match article(item.content, options) {
        Ok(read) => read,
        Err(failure) => return failure.into(),
    };
    let id = article.id.clone();
    let coded = catch_unwind(AssertUnwindSafe(|| record(coder, options, article, &pairs)));
    coded.unwrap_or_else(|panic| {
        let reason = format!("a fault of the program, please report it: {}", panic_message(&*panic));
        Failure { id: Some(id), byte: None, reason }.into()
    })
}

/// The article of an item and its pairs.
pub fn article(content: Content, options: &WorkOptions) -> Result<(Article, Vec<PairSpans>), Failure> {
    let json = match content {
        Content::Problem(reason) => return Err(Failure::new(reason)),
        Content::Row(json) => json,
    };
    let failure = |id, error: InputRowError| Failure {
        id,
        byte: error.byte().map(|b| b as u64),
        reason: error.to_string(),
    };
    let row = InputRow::parse(&json).map_err(|error| failure(id_of(&json), error))?;
    let id = row.id.clone();
    // Reading a page parses it; a fault there must not end the batch either.
    let read = catch_unwind(AssertUnwindSafe(|| row.read(options.lang.as_deref())));
    match read {
        Ok(read) => read.map_err(|error| failure(id, error)),
        Err(panic) => {
            let reason = format!("a fault of the program, please report it: {}", panic_message(&*panic));
            Err(Failure { id, byte: None, reason })
        }
    }
}

/// The id of a row that is faulty otherwise.
fn id_of(json: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Id {
        id: serde_json::Value,
    }
    match serde_json::from_slice::<Id>(json).ok()?.id {
        serde_json::Value::String(id) => Some(id),
        serde_json::Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn record(coder: &Coder, options: &WorkOptions, article: Article, pairs: &[PairSpans]) -> Outcome {
    let (coded, warnings) = coder.code(vec![article]);
    let Some(coded) = coded.first() else {
        return Failure::new("a fault of the program: nothing was coded").into();
    };
    let mut record = coder.record_with_pairs(coded, pairs);
    if !options.text {
        record.article.text = None;
    }
    let line = serde_json::to_vec(&record).map_err(|e| Failure::new(format!("no JSON: {e}")));
    Outcome { record: line, warnings }
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}
