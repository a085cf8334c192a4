//! JSON lines.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use super::super::items::{Content, Emit, Place, Unit};

/// Longest line read: the largest text, when all of its characters are written as escapes.
const MAX_LINE: usize = 6 * verbale::MAX_BYTES + (1 << 20);

/// Hands out the lines; blank ones are passed over. Gives false when no more are wanted.
pub fn read(mut reader: impl BufRead, file: &Arc<str>, emit: &mut Emit) -> bool {
    let (mut byte, mut rows) = (0, 0);
    for line in 1.. {
        let place = Place { file: file.clone(), unit: Unit::Line(line), byte: Some(byte) };
        let mut buffer = Vec::new();
        let length = match next(&mut reader, &mut buffer, MAX_LINE) {
            Ok(length) => length,
            Err(error) => {
                return emit(place, Content::Problem(format!("cannot be read from this line on: {error}")));
            }
        };
        if length == 0 {
            let empty = || Content::Problem(format!("empty: there is no row in its {byte} bytes"));
            return rows > 0 || emit(Place { unit: Unit::Whole, ..place }, empty());
        }
        byte += length as u64;
        let too_long = length > buffer.len();
        if line == 1 && buffer.starts_with(b"\xef\xbb\xbf") {
            buffer.drain(..3);
        }
        if rows == 0
            && let Some(problem) = other_format(&buffer)
        {
            return emit(place, Content::Problem(problem));
        }
        let content = if too_long {
            Content::Problem(format!("a line of {length} bytes; at most {MAX_LINE} are read"))
        } else if buffer.trim_ascii().is_empty() {
            continue;
        } else {
            Content::Row(buffer)
        };
        rows += 1;
        if !emit(place, content) {
            return false;
        }
    }
    true
}

/// What a file is, by its first line, that has no rows at all: one message for it instead of one for each line.
fn other_format(line: &[u8]) -> Option<String> {
    let line = line.trim_ascii();
    if line == b"[" || line.starts_with(b"[{") {
        return Some("a JSON array: make it JSON lines, one object a line (jq -c '.[]')".into());
    }
    if line.starts_with(b"%PDF-") || line.starts_with(b"PK\x03\x04") {
        return Some("no JSON lines, Parquet or WARC but a PDF, ZIP or office file".into());
    }
    let null = line.iter().position(|&b| b == 0)?;
    Some(format!("not JSON lines in UTF-8, nor Parquet or WARC: a null character at byte {null}"))
}

/// Reads a line with its end and gives its length, 0 at the end of the input. Of a line longer than `limit` the buffer
/// holds less than the length.
fn next(reader: &mut impl BufRead, buffer: &mut Vec<u8>, limit: usize) -> io::Result<usize> {
    reader.by_ref().take(limit as u64).read_until(b'\n', buffer)?;
    let mut length = buffer.len();
    if length < limit || buffer.ends_with(b"\n") {
        return Ok(length);
    }
    buffer.truncate(0);
    loop {
        let more = match reader.fill_buf() {
            Ok(more) => more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = more.iter().position(|&b| b == b'\n');
        let used = end.map_or(more.len(), |end| end + 1);
        length += used;
        reader.consume(used);
        if end.is_some() || used == 0 {
            return Ok(length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> Vec<(u64, String)> {
        let mut found = Vec::new();
        read(input, &"f".into(), &mut |place, content| {
            let text = match content {
                Content::Row(row) => String::from_utf8(row).unwrap(),
                Content::Problem(problem) => problem,
                Content::Page { .. } => panic!("JSON lines hold no pages"),
            };
            found.push((place.byte.unwrap(), text.trim_end().into()));
            true
        });
        found
    }

    #[test]
    fn lines_have_their_byte_and_blank_ones_are_passed_over() {
        let input = b"\xef\xbb\xbf{1}\r\n\n  \n{2}\n{3}";
        assert_eq!(lines(input), [(0, "{1}".into()), (12, "{2}".into()), (16, "{3}".into())]);
    }

    #[test]
    fn files_without_rows_are_told_once() {
        let told = |input: &[u8]| -> String {
            let found = lines(input);
            assert_eq!(found.len(), 1, "{found:?}");
            found[0].1.clone()
        };
        assert_eq!(told(b""), "empty: there is no row in its 0 bytes");
        assert_eq!(told(b" \n\n"), "empty: there is no row in its 3 bytes");
        assert!(told(b"[\n{}\n,{}\n]").starts_with("a JSON array"));
        assert!(told(b"%PDF-1.4\nx\n").ends_with("office file"));
        assert!(told(b"\xff\xfe{\0\n\0}\0\n\0").ends_with("a null character at byte 3"));
    }

    #[test]
    fn a_line_too_long_is_passed_over_whole() {
        let mut input = &b"aaaaaaaa\nbb\ncccc"[..];
        let mut buffer = Vec::new();
        assert_eq!((next(&mut input, &mut buffer, 4).unwrap(), buffer.len()), (9, 0));
        buffer.clear();
        assert_eq!((next(&mut input, &mut buffer, 4).unwrap(), buffer.as_slice()), (3, &b"bb\n"[..]));
        buffer.clear();
        assert_eq!((next(&mut input, &mut buffer, 5).unwrap(), buffer.as_slice()), (4, &b"cccc"[..]));
        buffer.clear();
        assert_eq!(next(&mut input, &mut buffer, 5).unwrap(), 0);
    }
}
