//! WARC, the archive format of Common Crawl and of web archives (ISO 28500): the pages it holds.
//!
//! Fetched pages and texts (`response`, `resource`, `conversion`) are read; requests, metadata, redirects, errors,
//! images and the like are no articles and are passed over.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use verbale::MAX_BYTES;

use super::super::items::{Content, Emit, Place, Unit};

/// Most bytes of a record's header, and of the HTTP header in it.
const MAX_HEADER: usize = 1 << 16;
/// Most fields of a header.
const MAX_FIELDS: usize = 256;

/// Hands out the pages. Gives false when no more are wanted.
pub fn read(reader: impl BufRead, file: &Arc<str>, emit: &mut Emit) -> bool {
    let mut archive = Archive { reader, byte: 0 };
    for record in 1.. {
        let begin = archive.skip_blank_lines();
        let place = Place { file: file.clone(), unit: Unit::Record(record), byte: Some(archive.byte) };
        let found = match begin.and_then(|more| if more { archive.record().map(Some) } else { Ok(None) }) {
            Ok(None) => return true,
            Ok(Some(found)) => found,
            Err(error) => {
                let problem = format!("cannot be read from this record on: {error}");
                return emit(place, Content::Problem(problem));
            }
        };
        if let Some(content) = found
            && !emit(place, content)
        {
            return false;
        }
    }
    true
}

struct Archive<R> {
    reader: R,
    byte: u64,
}

/// What a record's header says.
#[derive(Default)]
struct Header {
    kind: String,
    content_type: String,
    length: u64,
    id: Option<String>,
    url: Option<String>,
}

impl<R: BufRead> Archive<R> {
    /// Whether anything but line ends is left.
    fn skip_blank_lines(&mut self) -> io::Result<bool> {
        loop {
            let more = self.reader.fill_buf()?;
            let blank = more.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            let (ended, found) = (more.is_empty(), blank < more.len());
            self.reader.consume(blank);
            self.byte += blank as u64;
            if ended || found {
                return Ok(found);
            }
        }
    }

    /// The next record, where it is a page.
    fn record(&mut self) -> io::Result<Option<Content>> {
        let header = parse_header(&self.header()?)?;
        let html = is_text(&header.content_type);
        let is_page = match header.kind.as_str() {
            "response" => header.content_type.contains("http") || html,
            "resource" | "conversion" => html,
            _ => false,
        };
        if !is_page {
            self.skip(header.length)?;
            return Ok(None);
        }
        if header.length > (MAX_BYTES + MAX_HEADER) as u64 {
            return self.too_large(&header, html);
        }
        let mut body = Vec::new();
        self.reader.by_ref().take(header.length).read_to_end(&mut body)?;
        self.byte += body.len() as u64;
        whole(body.len() as u64, header.length)?;
        let bytes = if html && header.kind != "response" { Some(Ok(body)) } else { http_body(&body) };
        Ok(bytes.map(|bytes| match bytes {
            Ok(bytes) => Content::Page { bytes, id: header.id, url: header.url },
            Err(problem) => Content::Problem(problem),
        }))
    }

    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.reader.by_ref().take(bytes), &mut io::sink())?;
        self.byte += skipped;
        whole(skipped, bytes)
    }

    /// Passes over a record that is larger than any article; a film or the like, told by its HTTP header, silently.
    fn too_large(&mut self, header: &Header, html: bool) -> io::Result<Option<Content>> {
        let mut begin = Vec::new();
        self.reader.by_ref().take(MAX_HEADER as u64).read_to_end(&mut begin)?;
        self.byte += begin.len() as u64;
        self.skip(header.length - begin.len() as u64)?;
        let is_page = html || http_body(&begin).is_some();
        let problem = || format!("a page of {} bytes; at most {MAX_BYTES} are read", header.length);
        Ok(is_page.then(|| Content::Problem(problem())))
    }

    /// The bytes of a header, to its blank line.
    fn header(&mut self) -> io::Result<Vec<u8>> {
        let mut header = Vec::new();
        loop {
            let left = MAX_HEADER.saturating_sub(header.len()) as u64;
            let read = self.reader.by_ref().take(left).read_until(b'\n', &mut header)?;
            self.byte += read as u64;
            if header.ends_with(b"\n\r\n") || header.ends_with(b"\n\n") {
                return Ok(header);
            }
            if read == 0 {
                return Err(invalid("its header does not end"));
            }
        }
    }
}

fn whole(read: u64, length: u64) -> io::Result<()> {
    if read < length { Err(invalid("the archive ends within it")) } else { Ok(()) }
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

fn parse_header(bytes: &[u8]) -> io::Result<Header> {
    let first = bytes.iter().position(|&b| b == b'\n').map_or(bytes.len(), |at| at + 1);
    if !bytes.starts_with(b"WARC/") {
        return Err(invalid("no record begins here (WARC/1.0 was looked for)"));
    }
    let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
    let (_, fields) = match httparse::parse_headers(&bytes[first..], &mut fields) {
        Ok(httparse::Status::Complete(parsed)) => parsed,
        _ => return Err(invalid("its header is not as WARC has it")),
    };
    let mut header = Header::default();
    let mut length = None;
    for field in fields {
        let value = String::from_utf8_lossy(field.value).trim().to_string();
        match field.name.to_ascii_lowercase().as_str() {
            "warc-type" => header.kind = value.to_ascii_lowercase(),
            "content-type" => header.content_type = value.to_ascii_lowercase(),
            "content-length" => length = value.parse().ok(),
            // WARC/1.0 files of some tools have the address in angle brackets, as the identifier always is.
            "warc-record-id" => header.id = Some(value.trim_matches(['<', '>']).into()),
            "warc-target-uri" => header.url = Some(value.trim_matches(['<', '>']).into()),
            _ => {}
        }
    }
    header.length = length.ok_or_else(|| invalid("its header has no Content-Length"))?;
    Ok(header)
}

fn is_text(content_type: &str) -> bool {
    ["text/html", "application/xhtml", "text/plain"].iter().any(|t| content_type.starts_with(t))
}

/// The page in an HTTP response; `None` where it is no page.
fn http_body(response: &[u8]) -> Option<Result<Vec<u8>, String>> {
    let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
    let mut http = httparse::Response::new(&mut fields);
    let start = match http.parse(response) {
        Ok(httparse::Status::Complete(start)) => start,
        _ => return Some(Err("its HTTP header is broken".into())),
    };
    let field = |name: &str| -> String {
        let field = http.headers.iter().find(|f| f.name.eq_ignore_ascii_case(name));
        field.map(|f| String::from_utf8_lossy(f.value).trim().to_ascii_lowercase()).unwrap_or_default()
    };
    if http.code != Some(200) || !is_text(&field("content-type")) {
        return None;
    }
    let body = &response[start..];
    // Archives often keep the header as sent and the body decoded: what does not fit the header is taken as it is.
    let joined = if field("transfer-encoding").contains("chunked") { joined_chunks(body) } else { None };
    let body = joined.unwrap_or_else(|| body.to_vec());
    Some(match field("content-encoding").as_str() {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
            decoded(flate2::read::MultiGzDecoder::new(&*body))
        }
        "deflate" => decoded(flate2::read::ZlibDecoder::new(&*body)).or(Ok(body)),
        "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => match zstd::stream::read::Decoder::new(&*body) {
            Ok(decoder) => decoded(decoder),
            Err(error) => Err(format!("its body cannot be decompressed: {error}")),
        },
        _ => Ok(body),
    })
}

/// Decompressed, up to one byte more than an article may have.
fn decoded(reader: impl Read) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    match reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut body) {
        Ok(_) => Ok(body),
        Err(error) => Err(format!("its body cannot be decompressed: {error}")),
    }
}

/// The body sent in chunks (RFC 9112, 7.1) as one; `None` where it is not in chunks.
fn joined_chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    loop {
        let httparse::Status::Complete((start, length)) = httparse::parse_chunk_size(body).ok()? else {
            return None;
        };
        if length == 0 {
            return Some(joined);
        }
        let end = start.checked_add(usize::try_from(length).ok()?)?;
        joined.extend_from_slice(body.get(start..end)?);
        body = body.get(end..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, content_type: &str, body: &str) -> String {
        let length = body.len();
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{length}>\r\nWARC-Target-URI: https://n.example/\r\n\
             Content-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n{body}\r\n\r\n"
        )
    }

    fn http(status: u16, header: &str, body: &str) -> String {
        format!("HTTP/1.1 {status} X\r\n{header}\r\n\r\n{body}")
    }

    fn found(archive: &str) -> Vec<(u64, String)> {
        let mut found = Vec::new();
        read(archive.as_bytes(), &"f".into(), &mut |place, content| {
            let Unit::Record(number) = place.unit else { panic!() };
            found.push((
                number,
                match content {
                    Content::Page { bytes, .. } => String::from_utf8(bytes).unwrap(),
                    Content::Problem(problem) => problem,
                    Content::Row(_) => panic!(),
                },
            ));
            true
        });
        found
    }

    #[test]
    fn pages_are_read_and_the_rest_is_passed_over() {
        let response = "application/http; msgtype=response";
        let archive = [
            record("warcinfo", "application/warc-fields", "software: x"),
            record("request", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n"),
            record("response", response, &http(200, "Content-Type: text/html; charset=utf-8", "<p>a")),
            record("response", response, &http(404, "Content-Type: text/html", "<p>not found")),
            record("response", response, &http(200, "Content-Type: image/png", "png")),
            record("conversion", "text/plain", "b"),
            record(
                "response",
                response,
                &http(
                    200,
                    "Content-Type: text/html\r\nTransfer-Encoding: chunked",
                    "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
                ),
            ),
        ];
        assert_eq!(found(&archive.concat()), [(3, "<p>a".into()), (6, "b".into()), (7, "abc".into())]);
    }

    #[test]
    fn a_broken_archive_is_told_with_its_record() {
        let good = record("conversion", "text/plain", "good");
        let cut = &good[..good.len() - 6];
        assert_eq!(
            found(&format!("{good}{cut}")),
            [
                (1, "good".into()),
                (2, "cannot be read from this record on: the archive ends within it".into())
            ]
        );
        assert!(found("WARC/1.0\r\nContent-Length: x\r\n\r\n")[0].1.contains("no Content-Length"));
        assert!(found("WARC/1.0\r\nWARC-Type: resp")[0].1.contains("does not end"));
    }
}
