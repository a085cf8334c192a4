//! JSON lines.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use super::items::{Content, Emit, Place, Unit};

/// Longest line read: the largest text, when all of its characters are written as escapes.
const MAX_LINE: usize = 6 * verbale::MAX_BYTES + (1 << 20);

/// Hands out the lines; blank ones are passed over. Gives false when no more are wanted.
pub fn read(mut reader: impl BufRead, file: &Arc<str>, emit: &mut Emit) -> bool {
    let mut byte = 0;
    for line in 1.. {
        let place = Place { file: file.clone(), unit: Unit::Line(line), byte: Some(byte) };
        let mut buffer = Vec::new();
        let content = match next(&mut reader, &mut buffer, MAX_LINE) {
            Ok(0) => return true,
            Ok(length) => {
                byte += length as u64;
                if length > buffer.len() {
                    Content::Problem(format!("a line of {length} bytes; at most {MAX_LINE} are read"))
                } else {
                    if line == 1 && buffer.starts_with(b"\xef\xbb\xbf") {
                        buffer.drain(..3);
                    }
                    Content::Row(buffer)
                }
            }
            Err(error) => {
                emit(place, Content::Problem(format!("cannot be read from this line on: {error}")));
                return true;
            }
        };
        let blank = matches!(&content, Content::Row(row) if row.trim_ascii().is_empty());
        if !blank && !emit(place, content) {
            return false;
        }
    }
    true
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
        assert!(lines(b"").is_empty());
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
