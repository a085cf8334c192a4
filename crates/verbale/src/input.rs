//! One row of a batch: the object of the contract, checked field by field so that a fault is named where it stands.

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;
use verbale_language::{MAX_BYTES, ReadError, ReadHints, read, read_text};
use verbale_record::{Article, Span};

/// Spans of a given actor and a given recipient, in bytes of the text. A side that is not named is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairSpans {
    /// Who acts.
    pub source: Vec<Span>,
    /// Whom it is directed at.
    pub target: Vec<Span>,
}

/// An article as a batch gives it. Fields that are missing, null or empty strings are `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputRow {
    /// Identifier; need not be unique.
    pub id: Option<String>,
    /// The article.
    pub text: String,
    /// Date of publication.
    pub date: Option<Date>,
    /// Language.
    pub lang: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Where it was read.
    pub url: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Pairs to classify; `None` where the row has no such field.
    pub pairs: Option<Vec<PairSpans>>,
}

/// Why a row is not read.
#[derive(Debug, thiserror::Error)]
pub enum InputRowError {
    /// Not UTF-8.
    #[error("not valid UTF-8")]
    Utf8 {
        /// First byte that does not fit.
        byte: usize,
    },
    /// Not JSON.
    #[error("not valid JSON: {reason}")]
    Json {
        /// What is wrong.
        reason: String,
        /// Byte of the row where it is wrong.
        byte: usize,
    },
    /// JSON, but not an object.
    #[error("not a JSON object but {found}: each row is an object with at least \"text\"")]
    NotAnObject {
        /// What it is.
        found: &'static str,
    },
    /// The text is missing.
    #[error("\"text\" is missing")]
    NoText,
    /// A field of the wrong type.
    #[error("\"{field}\" is {found}; it must be {expected}")]
    Type {
        /// Name of the field.
        field: String,
        /// What it is.
        found: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A span of a pair that does not fit the text.
    #[error("{field} is [{start}, {end}]: {problem}")]
    Span {
        /// Which span: `pairs[0].source[1]`.
        field: String,
        /// First character.
        start: u64,
        /// One past the last.
        end: u64,
        /// What is wrong with it.
        problem: String,
    },
    /// The language has no analyser.
    #[error("{0}")]
    Language(String),
    /// The text cannot be read.
    #[error("text: {0}")]
    Text(String),
}

impl InputRowError {
    /// Byte of the row's JSON at which the fault stands, where that is known.
    pub fn byte(&self) -> Option<usize> {
        match self {
            InputRowError::Utf8 { byte } | InputRowError::Json { byte, .. } => Some(*byte),
            _ => None,
        }
    }
}

/// The fields as they come; unknown ones are passed over.
#[derive(Deserialize)]
struct RawRow {
    id: Option<Value>,
    text: Option<Value>,
    date: Option<Value>,
    lang: Option<Value>,
    title: Option<Value>,
    url: Option<Value>,
    source: Option<Value>,
    pairs: Option<Value>,
}

impl InputRow {
    /// Reads a row from its JSON.
    ///
    /// # Errors
    /// [`InputRowError`] naming the field that is not as it must be, or the byte where the JSON breaks off.
    pub fn parse(json: &[u8]) -> Result<InputRow, InputRowError> {
        let json = std::str::from_utf8(json).map_err(|e| InputRowError::Utf8 { byte: e.valid_up_to() })?;
        let raw = raw_row(json.trim_end())?;
        let text = match raw.text {
            None | Some(Value::Null) => return Err(InputRowError::NoText),
            Some(Value::String(text)) => text,
            Some(other) => return Err(wrong_type("text", &other, "a string")),
        };
        let pairs = match raw.pairs {
            None | Some(Value::Null) => None,
            Some(value) => Some(pairs(&value, &text)?),
        };
        Ok(InputRow {
            id: identifier(raw.id)?,
            date: date(raw.date)?,
            lang: string("lang", raw.lang)?,
            title: string("title", raw.title)?,
            url: string("url", raw.url)?,
            source: string("source", raw.source)?,
            text,
            pairs,
        })
    }

    /// The article of the row and its pairs. A text that is a web page is read as one, unless there are pairs, whose
    /// spans count the characters of the text as given. `lang` is the language of rows that name none.
    ///
    /// # Errors
    /// [`InputRowError`] where the text is empty, too large, no text, or in a language without analyser.
    pub fn read(self, lang: Option<&str>) -> Result<(Article, Vec<PairSpans>), InputRowError> {
        const NAME: &str = "text";
        let hints = ReadHints {
            name: Some(NAME.into()),
            id: self.id,
            date: self.date,
            lang: self.lang.clone().or_else(|| lang.map(String::from)),
            title: self.title,
            source: self.source,
            url: self.url,
        };
        let article = match self.pairs {
            Some(_) => read_text(self.text, &hints),
            None => read(self.text.as_bytes(), &hints),
        };
        let article = article.map_err(|error| match error {
            ReadError::Language { language, .. } => InputRowError::Language(match hints.lang {
                Some(lang) => format!("\"lang\" is {lang:?}, which this version does not read; it reads en"),
                None => format!(
                    "written in {language}, which this version does not read; \"lang\": \"en\" or --lang en reads it \
                     as English all the same"
                ),
            }),
            other => {
                let message = other.to_string();
                InputRowError::Text(message.strip_prefix("text: ").unwrap_or(&message).to_string())
            }
        })?;
        Ok((article, self.pairs.unwrap_or_default()))
    }
}

fn raw_row(json: &str) -> Result<RawRow, InputRowError> {
    let start = json.trim_start();
    let found = match start.as_bytes().first() {
        Some(b'[') => Some("an array"),
        Some(b'"') => Some("a string"),
        Some(b'0'..=b'9' | b'-') if serde_json::from_str::<Value>(start).is_ok() => Some("a number"),
        _ if ["null", "true", "false"].contains(&start.trim_end()) => Some("a single word"),
        _ => None,
    };
    if let Some(found) = found {
        return Err(InputRowError::NotAnObject { found });
    }
    serde_json::from_str(json).map_err(|error| {
        let message = error.to_string();
        let reason = message.rsplit_once(" at line ").map_or(message.as_str(), |(reason, _)| reason);
        InputRowError::Json { reason: reason.into(), byte: byte_of(&error, json) }
    })
}

/// Where the fault stands, from the line and column that the parser tells.
fn byte_of(error: &serde_json::Error, json: &str) -> usize {
    if error.is_eof() {
        return json.len();
    }
    let before: usize = json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    before + error.column().saturating_sub(1)
}

fn identifier(value: Option<Value>) -> Result<Option<String>, InputRowError> {
    match value {
        // Tables often number their rows; the record's ids are strings.
        Some(Value::Number(number)) if number.is_i64() || number.is_u64() => Ok(Some(number.to_string())),
        other => string("id", other),
    }
}

fn string(field: &str, value: Option<Value>) -> Result<Option<String>, InputRowError> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|t| !t.trim().is_empty())),
        Some(other) => Err(wrong_type(field, &other, "a string")),
    }
}

/// A day, or a moment of which the day is taken: as the writer has it, not moved to another time zone.
fn date(value: Option<Value>) -> Result<Option<Date>, InputRowError> {
    let Some(text) = string("date", value)? else { return Ok(None) };
    let trimmed = text.trim();
    let day = trimmed.get(..10).filter(|_| {
        let rest = trimmed.get(10..).unwrap_or("");
        rest.is_empty() || rest.starts_with(['T', 't', ' '])
    });
    match day.and_then(|d| d.parse().ok()) {
        Some(date) => Ok(Some(date)),
        None => Err(wrong_type("date", &Value::String(text), "a day like \"2021-08-18\"")),
    }
}

fn pairs(value: &Value, text: &str) -> Result<Vec<PairSpans>, InputRowError> {
    const SHAPE: &str = "a list of objects {\"source\": [[start, end], …], \"target\": [[start, end], …]}";
    let items = value.as_array().ok_or_else(|| wrong_type("pairs", value, SHAPE))?;
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let points = CodePoints::new(text);
    let mut pairs = Vec::with_capacity(items.len());
    for (number, item) in items.iter().enumerate() {
        let fields = item.as_object().ok_or_else(|| {
            wrong_type(&format!("pairs[{number}]"), item, "an object with source and target")
        })?;
        let side = |name: &str| {
            let field = format!("pairs[{number}].{name}");
            spans(&field, fields.get(name).unwrap_or(&Value::Null), &points)
        };
        pairs.push(PairSpans { source: side("source")?, target: side("target")? });
    }
    Ok(pairs)
}

fn spans(field: &str, value: &Value, points: &CodePoints) -> Result<Vec<Span>, InputRowError> {
    const SHAPE: &str = "a list of spans [[start, end], …], empty for a side that is not named";
    let items = value.as_array().ok_or_else(|| wrong_type(field, value, SHAPE))?;
    let span = |(number, item): (usize, &Value)| {
        let field = format!("{field}[{number}]");
        let limits = item.as_array().map(Vec::as_slice);
        let Some([start, end]) = limits else {
            return Err(wrong_type(&field, item, "[start, end]"));
        };
        match (start.as_u64(), end.as_u64()) {
            (Some(start), Some(end)) => points.span(field, start, end),
            _ => Err(wrong_type(&field, item, "two whole numbers, counted in characters from 0")),
        }
    };
    items.iter().enumerate().map(span).collect()
}

/// Where each code point of a text begins.
struct CodePoints {
    /// First byte of each code point, then the text's length; empty where the text is ASCII.
    starts: Vec<usize>,
    length: usize,
}

impl CodePoints {
    fn new(text: &str) -> CodePoints {
        if text.is_ascii() || text.len() > MAX_BYTES {
            return CodePoints { starts: Vec::new(), length: text.len() };
        }
        let starts: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        CodePoints { length: starts.len() - 1, starts }
    }

    fn span(&self, field: String, start: u64, end: u64) -> Result<Span, InputRowError> {
        let wrong = |problem: String| InputRowError::Span { field, start, end, problem };
        if start >= end {
            return Err(wrong("the end must be greater than the start".into()));
        }
        let byte = |point: u64| -> Option<usize> {
            let point = usize::try_from(point).ok().filter(|&p| p <= self.length)?;
            Some(self.starts.get(point).copied().unwrap_or(point))
        };
        match (byte(start), byte(end)) {
            (Some(start), Some(end)) => Ok(Span::new(start, end)),
            _ => Err(wrong(format!("the text has {} characters", self.length))),
        }
    }
}

fn wrong_type(field: &str, value: &Value, expected: &'static str) -> InputRowError {
    /// Characters of a wrong value that are shown.
    const SHOWN: usize = 40;
    let found = match value {
        Value::Null => "missing".into(),
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "an object".into(),
        other => {
            let json = other.to_string();
            if json.chars().count() > SHOWN {
                format!("{}…", json.chars().take(SHOWN).collect::<String>())
            } else {
                json
            }
        }
    };
    InputRowError::Type { field: field.into(), found, expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(json: &str) -> String {
        match InputRow::parse(json.as_bytes()).and_then(|row| row.read(None)) {
            Ok(read) => panic!("{json} was read: {read:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_row_with_every_field() {
        let row = InputRow::parse(
            r#"{"id": 7, "text": "Perú urged Chile.", "date": "2021-08-18T23:10:00-05:00", "lang": "en-GB", "title": "",
                "url": null, "source": "Gazette", "other": [1], "pairs": [{"source": [[0, 4]], "target": []}]}"#
                .as_bytes(),
        )
        .unwrap();
        assert_eq!(row.id.as_deref(), Some("7"));
        assert_eq!(row.date, Some(jiff::civil::date(2021, 8, 18)));
        assert_eq!((row.title.as_deref(), row.url.as_deref()), (None, None));
        let pairs = row.pairs.as_ref().unwrap();
        assert_eq!(pairs[0].source[0].of(&row.text), "Perú");
        assert!(pairs[0].target.is_empty());
        let (article, pairs) = row.read(None).unwrap();
        assert_eq!((article.lang.as_str(), pairs.len()), ("en", 1));
    }

    #[test]
    fn faults_name_their_field() {
        assert_eq!(refused(r#"{"id": "a"}"#), r#""text" is missing"#);
        assert_eq!(refused(r#"{"text": 5}"#), r#""text" is 5; it must be a string"#);
        assert!(
            refused(r#"{"text": "x", "date": "Tuesday"}"#)
                .starts_with(r#""date" is "Tuesday"; it must be a day"#)
        );
        assert!(refused(r#"{"text": "x", "date": "2021-02-30"}"#).contains("2021-02-30"));
        assert!(refused(r#"{"text": " "}"#).contains("empty"));
        assert!(refused(r#"{"text": "Peru urged Chile.", "lang": "es"}"#).contains(r#""lang" is "es""#));
        assert!(refused(r#"["text"]"#).contains("not a JSON object but an array"));
        assert!(refused("plain words").starts_with("not valid JSON: expected value"));
    }

    #[test]
    fn faults_of_pairs_name_their_span() {
        let pairs = |pairs: &str| refused(&format!(r#"{{"text": "Perú urged Chile.", "pairs": {pairs}}}"#));
        assert!(pairs("5").starts_with(r#""pairs" is 5"#));
        assert!(pairs("[[0, 4]]").starts_with(r#""pairs[0]" is a list"#));
        assert!(pairs(r#"[{"source": [[0, 4]]}]"#).starts_with(r#""pairs[0].target" is missing"#));
        assert!(pairs(r#"[{"source": [0, 4], "target": []}]"#).starts_with(r#""pairs[0].source[0]" is 0"#));
        assert!(pairs(r#"[{"source": [[0, -4]], "target": []}]"#).contains("two whole numbers"));
        assert!(pairs(r#"[{"source": [[4, 4]], "target": []}]"#).contains("[4, 4]: the end must be greater"));
        assert!(pairs(r#"[{"source": [], "target": [[11, 18]]}]"#).contains("the text has 17 characters"));
    }

    #[test]
    fn broken_json_tells_its_byte() {
        let error = InputRow::parse(br#"{"text": "a" "b"}"#).unwrap_err();
        assert_eq!(error.byte(), Some(13));
        assert_eq!(InputRow::parse(b"{\n\"text\": x}\n").unwrap_err().byte(), Some(10));
        assert_eq!(InputRow::parse(b"{\"text\": \n").unwrap_err().byte(), Some(8));
        assert_eq!(InputRow::parse(b"{\"text\": \"\xff\"}").unwrap_err().byte(), Some(10));
    }
}
