//! The JSON of a record, exactly as the contract has it. Spans count Unicode code points.

mod convert;
mod shapes;

pub use convert::{Options, article_record};
pub use shapes::*;

/// The JSON Schema (draft 2020-12) of [`ArticleRecord`].
pub fn json_schema() -> schemars::Schema {
    schemars::schema_for!(ArticleRecord)
}
