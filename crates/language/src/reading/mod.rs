//! Bytes into an article: decoding, the body of web pages, language, identity.

mod decoding;
mod html;
mod languages;

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use verbale_record::Article;

/// Largest input, in bytes.
pub const MAX_BYTES: usize = 10_000_000;

/// What is known of an input besides its bytes. What is given here wins over what the input says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadHints {
    /// Name for messages, and to tell web pages by their extension: a path or URL.
    pub name: Option<String>,
    /// Identifier of the article; made from the text where none is given.
    pub id: Option<String>,
    /// Date of publication.
    pub date: Option<Date>,
    /// Language (`en`, `en-GB`); detected where none is given.
    pub lang: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it was read.
    pub url: Option<String>,
}

/// Why bytes are no article that can be read. Every message names the input and, where there is one, the byte.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing but white space.
    #[error("{file}: empty: there is no text in its {bytes} bytes")]
    Empty {
        /// The input.
        file: String,
        /// Its length.
        bytes: usize,
    },
    /// Above [`MAX_BYTES`].
    #[error("{file}: larger than {} MB at byte {MAX_BYTES}: split it into articles", MAX_BYTES / 1_000_000)]
    TooLarge {
        /// The input.
        file: String,
    },
    /// Not text.
    #[error("{file}: not text ({what}) at byte {byte}")]
    Binary {
        /// The input.
        file: String,
        /// What it seems to be.
        what: &'static str,
        /// First byte that is not text.
        byte: usize,
    },
    /// Text in an encoding that does not fit.
    #[error("{file}: not valid {encoding} at byte {byte}: save it as UTF-8")]
    Undecodable {
        /// The input.
        file: String,
        /// The encoding it seems to have.
        encoding: &'static str,
        /// First byte that does not fit.
        byte: usize,
    },
    /// A web page that would need too much memory or time.
    #[error("{file}: the page's elements are nested too deep at byte {byte}")]
    TooDeep {
        /// The input.
        file: String,
        /// Where the limit is passed.
        byte: usize,
    },
    /// A web page without article.
    #[error("{file}: no article found in the page's {bytes} bytes")]
    NoArticle {
        /// The input.
        file: String,
        /// Its length.
        bytes: usize,
    },
    /// A language without analyser.
    #[error(
        "{file}: written in {language}, which this version does not read; --lang en reads it as English all the same"
    )]
    Language {
        /// The input.
        file: String,
        /// ISO 639-1 code or name of the language.
        language: String,
    },
}

/// What a page or file says.
struct Content {
    text: String,
    title: Option<String>,
    date: Option<Date>,
    lang: Option<String>,
    source: Option<String>,
    url: Option<String>,
}

/// Reads an article: plain text as it stands (decoded, without byte-order mark), or a web page, of which the body is
/// taken and the title, date, language and site where the page tells them. Dates are never read from the text.
///
/// # Errors
/// [`ReadError`] where the bytes are empty, binary, too large, wrongly encoded, or in a language that has no analyser.
pub fn read(bytes: &[u8], hints: &ReadHints) -> Result<Article, ReadError> {
    let file = hints.name.clone().unwrap_or_else(|| "input".into());
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { file });
    }
    let decoded = decoding::decode(bytes, &file)?;
    let content = if html::is_html(&decoded, hints.name.as_deref()) {
        html::extract(&decoded, &file)?
    } else {
        Content { text: decoded, title: None, date: None, lang: None, source: None, url: None }
    };
    article(content, bytes.len(), hints, file)
}

/// Takes a text as it stands, without decoding and without looking for a web page in it: for callers whose spans
/// count its characters.
///
/// # Errors
/// [`ReadError`] where the text is empty, too large, holds null characters, or is in a language that has no analyser.
pub fn read_text(text: String, hints: &ReadHints) -> Result<Article, ReadError> {
    let file = hints.name.clone().unwrap_or_else(|| "input".into());
    if text.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { file });
    }
    if let Some(byte) = text.find('\0') {
        return Err(ReadError::Binary { file, what: "null characters", byte });
    }
    let bytes = text.len();
    article(
        Content { text, title: None, date: None, lang: None, source: None, url: None },
        bytes,
        hints,
        file,
    )
}

fn article(content: Content, bytes: usize, hints: &ReadHints, file: String) -> Result<Article, ReadError> {
    if content.text.trim().is_empty() {
        return Err(ReadError::Empty { file, bytes });
    }
    let lang = languages::of(&content.text, hints.lang.as_deref(), content.lang.as_deref())
        .map_err(|language| ReadError::Language { file, language })?;
    let sha256 = hexadecimal(&Sha256::digest(content.text.as_bytes()));
    Ok(Article {
        id: hints.id.clone().unwrap_or_else(|| sha256.chars().take(ID_LENGTH).collect()),
        title: hints.title.clone().or(content.title),
        source: hints.source.clone().or(content.source),
        url: hints.url.clone().or(content.url),
        date: hints.date.or(content.date),
        lang,
        sha256,
        text: content.text,
    })
}

/// Digits of the hash that make an identifier: 64 bits, so that archives of millions hold no two alike.
const ID_LENGTH: usize = 16;

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
