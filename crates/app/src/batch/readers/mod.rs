//! Formats of the input, told by their first bytes and not by their names.

mod jsonl;
mod table;
mod warc;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;

use super::items::{Content, Emit, Place, Unit};
use super::meter::Meter;
use super::sources::Source;

/// Bytes read at once.
const BUFFER: usize = 1 << 16;
/// Bytes that tell the format of a file.
const MAGIC: u64 = 5;

/// Reads a source to its end. What cannot be read is an item too, so that it is told in its place. Gives false when no
/// more items are wanted.
pub fn read(source: &Source, meter: &Meter, emit: &mut Emit) -> bool {
    let name: Arc<str> = source.name().into();
    let whole = |problem: String| {
        let place = Place { file: name.clone(), unit: Unit::Whole, byte: None };
        (place, Content::Problem(problem))
    };
    let opened = match source {
        Source::Problem { reason, .. } => {
            let (place, content) = whole(reason.clone());
            return emit(place, content);
        }
        Source::Stdin => open(io::stdin().lock(), None),
        Source::File(path) => File::open(path).and_then(|file| {
            let again = file.try_clone()?;
            open(meter.watch(file), Some(again))
        }),
    };
    match opened {
        Ok(Opened::Lines(reader)) => jsonl::read(reader, &name, emit),
        Ok(Opened::Warc(reader)) => warc::read(reader, &name, emit),
        Ok(Opened::Table(file)) => table::read(file, &name, meter, emit),
        Err(error) => {
            let (place, content) = whole(format!("cannot be read: {error}"));
            emit(place, content)
        }
    }
}

/// A source by its format.
enum Opened<'a> {
    Lines(Box<dyn BufRead + 'a>),
    Warc(Box<dyn BufRead + 'a>),
    Table(File),
}

/// Takes off the compression and looks at the first bytes. `file` is the same source, where it can be read at any place.
fn open<'a>(reader: impl Read + 'a, file: Option<File>) -> io::Result<Opened<'a>> {
    let (start, reader) = peek(BufReader::with_capacity(BUFFER, reader))?;
    let (start, reader, file): (Vec<u8>, Box<dyn BufRead>, Option<File>) = match start.as_slice() {
        [0x1f, 0x8b, ..] => {
            let decoder = BufReader::with_capacity(BUFFER, MultiGzDecoder::new(reader));
            peek_lenient(decoder, None)
        }
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            let decoder = zstd::stream::read::Decoder::with_buffer(reader)?;
            peek_lenient(BufReader::with_capacity(BUFFER, decoder), None)
        }
        _ => (start, Box::new(reader), file),
    };
    if start.starts_with(b"WARC/") {
        Ok(Opened::Warc(reader))
    } else if start.starts_with(b"PAR1") {
        let regular = file.filter(|f| f.metadata().is_ok_and(|m| m.is_file()));
        Ok(Opened::Table(match regular {
            Some(file) => file,
            None => spooled(reader)?,
        }))
    } else {
        Ok(Opened::Lines(reader))
    }
}

/// The first bytes of a reader, and a reader that still has them.
fn peek<R: BufRead>(mut reader: R) -> io::Result<(Vec<u8>, impl BufRead)> {
    let mut start = Vec::new();
    reader.by_ref().take(MAGIC).read_to_end(&mut start)?;
    Ok((start.clone(), Cursor::new(start).chain(reader)))
}

/// The same of a decoder, whose fault is met again, and told with its place, when the rows are read.
fn peek_lenient<'a>(
    mut reader: impl BufRead + 'a,
    file: Option<File>,
) -> (Vec<u8>, Box<dyn BufRead + 'a>, Option<File>) {
    let mut start = Vec::new();
    let fault = reader.by_ref().take(MAGIC).read_to_end(&mut start).err();
    let again = Cursor::new(start.clone());
    let reader: Box<dyn BufRead> = match fault {
        None => Box::new(again.chain(reader)),
        Some(error) => Box::new(again.chain(BufReader::new(Faulty(Some(error))))),
    };
    (start, reader, file)
}

/// Gives its error, once.
struct Faulty(Option<io::Error>);

impl Read for Faulty {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Parquet is read from its end: what comes through a pipe is first written to a file that vanishes when it is closed.
fn spooled(mut reader: impl Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut reader, &mut file)?;
    file.rewind()?;
    Ok(file)
}
