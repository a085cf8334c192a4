//! Items of a batch: what the reader hands to the workers, and how a source is opened.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;

use super::jsonl;
use super::meter::Meter;
use super::sources::Source;

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
    /// Something that could not be read.
    Problem(String),
}

impl Content {
    /// Bytes it holds.
    pub fn bytes(&self) -> usize {
        match self {
            Content::Row(json) => json.len(),
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
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match self.unit {
            Unit::Whole => Ok(()),
            Unit::Line(line) => write!(f, ", line {line}"),
        }
    }
}

/// Takes items; false means that no more are wanted.
pub type Emit<'a> = dyn FnMut(Place, Content) -> bool + 'a;

/// Reads a source to its end. What cannot be read is an item too, so that it is told in its place. Gives false when no
/// more items are wanted.
pub fn read(source: &Source, meter: &Meter, emit: &mut Emit) -> bool {
    let name: Arc<str> = source.name().into();
    let whole = || Place { file: name.clone(), unit: Unit::Whole, byte: None };
    let opened = match source {
        Source::Problem { reason, .. } => return emit(whole(), Content::Problem(reason.clone())),
        Source::Stdin => open(io::stdin().lock()),
        Source::File(path) => open_file(path, meter),
    };
    match opened {
        Ok(reader) => jsonl::read(reader, &name, emit),
        Err(error) => emit(whole(), Content::Problem(format!("cannot be read: {error}"))),
    }
}

fn open_file<'a>(path: &Path, meter: &'a Meter) -> io::Result<Box<dyn BufRead + 'a>> {
    open(meter.watch(File::open(path)?))
}

/// Takes off the compression, told by the first bytes and not by the name.
fn open<'a>(reader: impl Read + 'a) -> io::Result<Box<dyn BufRead + 'a>> {
    let (start, reader) = peek(BufReader::with_capacity(BUFFER, reader))?;
    Ok(match start.as_slice() {
        [0x1f, 0x8b, ..] => Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(reader))),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            let decoder = zstd::stream::read::Decoder::with_buffer(reader)?;
            Box::new(BufReader::with_capacity(BUFFER, decoder))
        }
        _ => Box::new(reader),
    })
}

/// Bytes read at once.
const BUFFER: usize = 1 << 16;
/// Bytes that tell the format of a file.
const MAGIC: u64 = 5;

/// The first bytes of a reader, and a reader that still has them.
fn peek<R: BufRead>(mut reader: R) -> io::Result<(Vec<u8>, impl BufRead)> {
    let mut start = Vec::new();
    reader.by_ref().take(MAGIC).read_to_end(&mut start)?;
    let again = Cursor::new(start.clone());
    Ok((start, again.chain(reader)))
}
