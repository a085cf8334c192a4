//! The article as it was read.

use jiff::civil::Date;

/// One article: its text as read, and what is known about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The input's id, else one made from the content.
    pub id: String,
    /// Headline; not part of `text` unless it stands there too.
    pub title: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it was read.
    pub url: Option<String>,
    /// Date of publication.
    pub date: Option<Date>,
    /// Language, ISO 639-1.
    pub lang: String,
    /// SHA-256 of `text` in UTF-8, lower-case hexadecimal.
    pub sha256: String,
    /// What was read: all spans count bytes of it.
    pub text: String,
}
