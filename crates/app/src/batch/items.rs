//! Items of a batch: what the reader hands to the workers.

use std::fmt;
use std::sync::Arc;

/// One thing to code or to tell of.
pub struct Item {
    /// From 1, over all sources.
    pub number: u64,
    /// Where it comes from.
    pub place: Place,
    /// What it is.
    pub content: Content,
}

/// What an item is.
#[derive(Clone)]
pub enum Content {
    /// A row as JSON.
    Row(Vec<u8>),
    /// A page or text as it was fetched.
    Page {
        /// What was sent.
        bytes: Vec<u8>,
        /// Identifier of the record it was kept in.
        id: Option<String>,
        /// Where it was fetched.
        url: Option<String>,
    },
    /// Something that could not be read.
    Problem(String),
}

impl Content {
    /// Bytes it holds.
    pub fn bytes(&self) -> usize {
        match self {
            Content::Row(json) => json.len(),
            Content::Page { bytes, .. } => bytes.len(),
            Content::Problem(_) => 0,
        }
    }
}

/// Where an item comes from.
#[derive(Clone, Debug)]
pub struct Place {
    /// Name of the source.
    pub file: Arc<str>,
    /// Which part of it.
    pub unit: Unit,
    /// First byte, after decompression, where it is known.
    pub byte: Option<u64>,
}

/// Part of a source, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// All of it.
    Whole,
    /// A line of JSON lines.
    Line(u64),
    /// A row of a table.
    Row(u64),
    /// A record of an archive.
    Record(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match self.unit {
            Unit::Whole => Ok(()),
            Unit::Line(line) => write!(f, ", line {line}"),
            Unit::Row(row) => write!(f, ", row {row}"),
            Unit::Record(record) => write!(f, ", record {record}"),
        }
    }
}

/// Takes items; false means that no more are wanted.
pub type Emit<'a> = dyn FnMut(Place, Content) -> bool + 'a;
