//! Bytes into characters.

use std::borrow::Cow;

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::ReadError;

/// First bytes of common files that are no text (their public specifications).
const MAGIC: [(&[u8], &str); 10] = [
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
];

/// Bytes in which a page names its encoding (HTML standard, 13.2.3.2).
const PRESCAN: usize = 1024;

/// The characters of a text: by byte-order mark, by the page's own word, as UTF-8, else by detection.
pub fn decode(bytes: &[u8], file: &str) -> Result<String, ReadError> {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadError::Binary { file: file.into(), what, byte: 0 });
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..], mark, file);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(encoding, bytes, 0, file);
    }
    if let Some(byte) = first_control(bytes) {
        return Err(ReadError::Binary { file: file.into(), what: "control characters", byte });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_string()),
        Err(error) if is_broken_utf8(bytes) => {
            Err(ReadError::Undecodable { file: file.into(), encoding: "UTF-8", byte: error.valid_up_to() })
        }
        Err(_) => decode_as(declared(bytes).unwrap_or_else(|| detected(bytes)), bytes, 0, file),
    }
}

fn decode_as(
    encoding: &'static Encoding,
    bytes: &[u8],
    offset: usize,
    file: &str,
) -> Result<String, ReadError> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) if !text.contains('\0') => Ok(Cow::into_owned(text)),
        Some(_) => Err(ReadError::Binary {
            file: file.into(),
            what: "null characters",
            byte: first_null(encoding, bytes) + offset,
        }),
        None => {
            let byte = offset + first_malformed(encoding, bytes);
            Err(ReadError::Undecodable { file: file.into(), encoding: encoding.name(), byte })
        }
    }
}

/// Where the first character that does not fit ends, found by decoding up to it.
fn first_malformed(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut room =
        String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0));
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut room, true);
    match result {
        encoding_rs::DecoderResult::Malformed(length, after) => {
            read.saturating_sub(usize::from(length)).saturating_sub(usize::from(after))
        }
        _ => read,
    }
}

fn first_null(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    let at = |unit: usize| bytes.chunks(unit).position(|c| c.iter().all(|&b| b == 0)).map(|i| i * unit);
    at(if wide { 2 } else { 1 }).unwrap_or(0)
}

/// UTF-16 of mostly Latin text has a zero in every other byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(2000) & !1];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, units) = (zeros(0), zeros(1), sample.len() / 2);
    match units {
        0 => None,
        _ if odd * 10 > units * 7 && even * 10 < units => Some(UTF_16LE),
        _ if even * 10 > units * 7 && odd * 10 < units => Some(UTF_16BE),
        _ => None,
    }
}

/// The first byte that no text holds: a zero, or any control where they are more than one in a hundred bytes.
fn first_control(bytes: &[u8]) -> Option<usize> {
    let is_control = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b);
    let controls = bytes.iter().filter(|&&b| is_control(b)).count();
    let null = bytes.iter().position(|&b| b == 0);
    null.or_else(|| (controls * 100 > bytes.len()).then(|| bytes.iter().position(|&b| is_control(b)))?)
}

/// Whether bytes that are no UTF-8 were meant to be: well-formed characters of several bytes outnumber the faults.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut faults) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    good > faults
}

/// The encoding that a page names in a `meta` element.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_lowercase();
    let meta = head.find("<meta").map(|at| &head[at..])?;
    let label = meta.split_once("charset=")?.1.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(label.len());
    Encoding::for_label(&label.as_bytes()[..end]).filter(|&e| e != UTF_8)
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new();
    detector.feed(bytes, true);
    detector.guess(None, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let text = "Señor Muñoz habló en Perú — “sí”.";
        let wide = |f: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(f).collect::<Vec<u8>>();
        assert_eq!(decode(text.as_bytes(), "f").unwrap(), text);
        assert_eq!(decode(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), "f").unwrap(), text);
        assert_eq!(decode(&[&b"\xff\xfe"[..], &wide(u16::to_le_bytes)].concat(), "f").unwrap(), text);
        assert_eq!(decode(&[&b"\xfe\xff"[..], &wide(u16::to_be_bytes)].concat(), "f").unwrap(), text);
        assert_eq!(
            decode(b"The Per\xfa talks ended in Bogot\xe1.", "f").unwrap(),
            "The Perú talks ended in Bogotá."
        );
    }

    #[test]
    fn faults_are_named_with_their_byte() {
        let at = |bytes: &[u8]| match decode(bytes, "f") {
            Err(ReadError::Undecodable { byte, .. } | ReadError::Binary { byte, .. }) => byte,
            other => panic!("{other:?}"),
        };
        assert_eq!(at("Perú y Bogotá\u{e9}".as_bytes().split_last().unwrap().1), 15);
        assert_eq!(at(b"text\0more"), 4);
        assert_eq!(at(b"%PDF-1.4"), 0);
    }
}
